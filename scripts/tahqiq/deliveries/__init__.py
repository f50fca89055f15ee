"""What an archive is given: files, folders, archives and bags, opened without harm.

In: paths. Out: the files to judge, in a stable order, and findings on what must not be opened.

======  ======================  ==================================================
TQ301   path-outside            a name in an archive is absolute or climbs out
TQ302   link                    a link in an archive, or one that leaves its folder
TQ303   special-file            a device, pipe or socket
TQ304   names-collide           two names differ by case, Unicode form or their ends alone
TQ305   unsafe-name             a name with controls or marks that turn text round
TQ306   too-much                more, larger or denser than the limits allow
TQ307   nested-too-deep         archives within archives, deeper than allowed
TQ308   broken-archive          truncated, encrypted or not an archive
TQ309   changed-while-read      a file changed while it was read
TQ311   not-tei                 XML that is not TEI, where others are refused
TQ312   not-xml                 another kind of file, where others are refused
TQ320   bag-invalid             a bag that is not what its manifests say
======  ======================  ==================================================
"""

from __future__ import annotations

from tahqiq.deliveries.items import Delivery, Item, Skipped
from tahqiq.deliveries.limits import Limits

__all__ = ["Delivery", "Item", "Limits", "Skipped"]
