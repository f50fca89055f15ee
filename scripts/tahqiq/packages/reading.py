"""The listing of a package, read by whoever knows its kind.

In: the folder of a package, without links. Out: a Listing over a Survey, with findings where it
cannot be read.
"""

from __future__ import annotations

import os
from pathlib import Path

from tahqiq.errors import TahqiqError
from tahqiq.packages import kinds
from tahqiq.packages.bags import manifests
from tahqiq.packages.crates import metadata
from tahqiq.packages.listings import Listing
from tahqiq.packages.objects import holdings
from tahqiq.packages.submissions import references
from tahqiq.packages.survey import Survey

_READERS = {
    kinds.BAG: manifests.read,
    kinds.OBJECT: holdings.read,
    kinds.ROOT: holdings.read_root,
    kinds.SIP: references.read,
    kinds.CRATE: metadata.read,
}


def read(folder: Path, shown: str, survey: Survey) -> Listing:
    """Read the listing of the package in ``folder`` into a survey; ``shown`` is its name."""
    made = Listing(kinds.kind_of(folder), survey)
    with os.scandir(folder) as entries:
        if all(one.name.startswith(".") for one in entries):
            made.say("PKG104", shown, "it is empty")
    try:
        _READERS.get(made.kind, _nothing)(folder, made, shown)
    except TahqiqError as error:
        made.say("PKG104", error.place.file if error.place else shown, error.message)
        made.free = (".*",)
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        made.say("PKG104", shown, " ".join(str(error).split()))
        # What the rest of the list would have said is not known.
        made.free = (".*",)
    return made


def _nothing(folder: Path, made: Listing, shown: str) -> None:
    made.free = (".*",)
