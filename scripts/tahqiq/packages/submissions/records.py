"""What METS and PREMIS say of each file of one part of a package, written down as it is packed.

In: the files of the part, in the order of their paths, with their fixity. Out: the lines of both
records that are about them, read once. There may be very many files: what asks for a few of them
by their roles asks the ledger.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tahqiq.packages.contents import Content
from tahqiq.packages.digests import Fixity
from tahqiq.packages.drafts import Draft
from tahqiq.packages.ledger import Ledger
from tahqiq.packages.release import Release
from tahqiq.packages.submissions import mets, preservation
from tahqiq.packages.submissions.placing import placed
from tahqiq.packages.submissions.preservation import Packed


class Records:
    """The files of some roles of a ledger; ``name`` is what their METS file is called.

    Their paths are those within the folder ``within``; ``scratch`` is a folder to write in.
    """

    def __init__(
        self, ledger: Ledger, roles: tuple[str, ...], release: Release, name: str, scratch: Path,
        within: str = "",
    ) -> None:  # fmt: skip
        self._ledger, self._roles, self._within = ledger, roles, within
        self._described = mets.Files(name, release)
        self._files, self._objects, self._links = (
            Draft(scratch / f"{kind}-{within.replace('/', '-')}")
            for kind in ("files", "objects", "links")
        )
        self.is_empty = True

    def add(self, one: Content, path: str, fixity: Fixity) -> None:
        """Take a file that lies at ``path`` in the package."""
        packed = Packed(one, path.removeprefix(self._within), fixity)
        self._files.add(self._described.line(packed))
        self._objects.add(preservation.described(packed))
        self._links.add(preservation.link(packed.path))
        self.is_empty = False

    def files(self) -> Iterator[str]:
        """Yield them as METS has them."""
        return self._files.read()

    def objects(self) -> Iterator[str]:
        """Yield them as PREMIS has them."""
        return self._objects.read()

    def links(self, *roles: str) -> Iterator[str]:
        """Yield what leads from elsewhere in PREMIS to those of some roles, or to all of them."""
        if not roles:
            return self._links.read()
        wanted = set(roles) & set(self._roles)
        concerned = self._ledger.listed(*wanted) if wanted else ()
        return (preservation.link(placed(one).removeprefix(self._within)) for one in concerned)
