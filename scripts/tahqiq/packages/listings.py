"""What a package says that it holds: paths, sizes and digests, whatever its kind.

In: what a reader of its kind finds in a listing. Out: a Listing over a Survey. Nothing outside of
the package is opened, whatever a listing names.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from tahqiq.deliveries.names import climbs
from tahqiq.findings import Finding
from tahqiq.packages import sidecars
from tahqiq.packages.survey import Survey
from tahqiq.packages.trouble import trouble

# As manifests and inventories call them, and as hashlib does.
ALGORITHMS = {
    **{name: name for name in "md5 sha1 sha224 sha256 sha384 sha512 blake2b blake2s".split()},
    **{f"sha3{mark}{size}": f"sha3_{size}" for mark in "-_" for size in (224, 256, 384, 512)},
    "blake2b-512": "blake2b",
}


# In bytes, what systems count sizes with, and how many digits tell that one is larger.
_LARGEST, _DIGITS = 2**63 - 1, 20


def size_of(said: str) -> int | None:
    """Return a size that a package tells in digits, if it does."""
    return int(f"0{said.lstrip('0')[:_DIGITS]}") if said.isdecimal() else None


@dataclass(slots=True)
class Listing:
    """What a package says of itself; its files are in ``survey``.

    ``free`` are patterns of files that need not be listed; where not ``strict``, none must be.
    """

    kind: str
    survey: Survey
    free: tuple[str, ...] = ()
    strict: bool = True
    findings: list[Finding] = field(default_factory=list)

    def say(self, code: str, name: str, why: str = "") -> None:
        """Add a finding on a file."""
        self.findings.append(trouble(code, name, why))

    def add(
        self, path: str, shown: str, algorithm: str = "", digest: str = "",
        size: int | None = None, *, mixed: bool = False,
    ) -> None:  # fmt: skip
        """Record a file; one that leads out of the package is a finding and never opened.

        ``mixed`` is whether the digest may have letters of both cases: no program writes such a
        one, so that a bit of it has turned, where nothing proves the listing itself.
        """
        if climbs(path):
            self.say("PKG106", shown, path)
            return
        if not mixed and digest not in (digest.lower(), digest.upper()):
            self.say("PKG104", shown, f"a digest of mixed case, of {path}")
        if size is not None and size > _LARGEST:
            self.say("PKG104", shown, f"{path} is said to be larger than any file can be")
            size = None
        self.survey.lists(path, shown, algorithm, digest if algorithm else "", size)

    def beside(self, folder: Path, shown: str, name: str, wanted: str) -> list[Finding]:
        """Record what a file of digests says (see ``sidecars``), and return what is wrong with it.

        It must hold the digest of ``wanted``. Only packages of ours promise one, of this form.
        """
        self.free += (re.escape(name),)
        if not (folder / name).is_file():
            return [trouble("PKG101", f"{shown}/{name}")]
        named = set()
        try:
            for path, digest in sidecars.entries(folder / name):
                named.add(path)
                self.add(path, f"{shown}/{name}", name.rpartition(".")[2], digest)
        except ValueError as error:
            return [trouble("PKG104", f"{shown}/{name}", str(error))]
        if wanted not in named:
            return [trouble("PKG104", f"{shown}/{name}", f"it does not list {wanted}")]
        return []
