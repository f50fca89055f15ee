"""An edition as a package that an archive takes in: made here, judged here, re-checked here.

In: the files of a release, or a package of anyone's. Out: BagIt bags, OCFL objects, E-ARK
submission packages, RO-Crates and ZIP files; and findings on what is not whole. The verbs are
``packing``, ``receiving`` and ``store``.

======  =====================  ==================================================
PKG101  missing                a file that the package lists is not there
PKG102  unlisted               a file is there that the package does not list
PKG103  altered                a file does not have the digest that is recorded
PKG104  malformed              what lists the files cannot be read, or contradicts itself
PKG105  profile                a bag is not as the profile says that it claims
PKG106  outside                a path leads out of the package
PKG107  profile-unknown        a bag claims a profile that is not at hand
PKG110  not-rebuilt            an output could not be made again from the TEI
PKG111  differs-when-rebuilt   an output is not what the TEI and the stylesheets make
PKG112  other-version          the package was made by another version of the program
PKG113  line-ends              an XML file of a submission package has other line ends
PKG114  name-differs           its listed name differs by case, Unicode form or ends
PKG115  not-in-mets            a file that no METS file of a foreign package refers to
PKG116  folder-missing         a folder that a crate lists is not there
PKG117  digest-unknown         a METS file has digests that nobody here can make
PKG118  unreadable             a package that cannot be looked at
PKG119  gone                   a package that was received into a store is not there
PKG120  no-package             a folder in a store of which nothing says what it must hold
PKG121  not-looked-at          files in a store that belong to no package
PKG122  no-digest              files of which no digest is recorded
PKG123  recorded               digests of all files were recorded when it was received
======  =====================  ==================================================

Requirements of other specifications keep their own names as codes: ``CSIP32``, ``SIP4``, ``E092``.
"""

from __future__ import annotations

KINDS = ("bagit", "ocfl", "sip", "rocrate", "zip")
