"""What the manifests of a bag list (RFC 8493).

In: the folder of a bag. Out: its Listing. Of a bag of ours each line has one form alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tahqiq.deliveries.names import climbs
from tahqiq.files import reason
from tahqiq.packages.crates import metadata
from tahqiq.packages.kinds import MANIFEST
from tahqiq.packages.listings import ALGORITHMS, Listing

_DECLARATION = re.compile(
    r"BagIt-Version: \d\.\d+\r?\nTag-File-Character-Encoding: [\w.-]+(\r?\n)?"
)
_OWN_LINE = re.compile(r"[0-9a-f]+  [^\s*].*\n")
_LENGTH = re.compile(r"-|[0-9]+")
# What a shell makes a path to somebody's home of: no bag has such a name in its base folder.
_HOMES = "~%"
# Said in the survey where fetch.txt has a line that the bagit library cannot take apart.
UNPARTED = "fetch.txt"


def read(folder: Path, made: Listing, shown: str) -> None:
    """Read what the manifests of a bag say."""
    declared = _declared(folder, made, shown)
    is_new = re.search(r"BagIt-Version\s*:\s*1", declared) is not None
    if is_new and not _DECLARATION.fullmatch(declared):
        made.say("PKG104", f"{shown}/bagit.txt", "it is not the two lines of RFC 8493, 2.1.1")
    named = re.search(r"Tag-File-Character-Encoding:\s*(\S+)", declared)
    encoding = named[1] if named else "utf-8"
    lines = _Lines(encoding, made, shown)
    ours = _is_ours(folder / "bag-info.txt", lines)
    fetched = _fetched(folder, lines, made, shown)
    # Ours list every file; others need not list what is no payload.
    made.free = (r"tagmanifest-\w+\.txt",) if ours else (r"(?!data/).*",)
    for path in sorted(folder.iterdir()):
        manifest = MANIFEST.fullmatch(path.name)
        if manifest is None:
            continue
        algorithm = ALGORITHMS.get(manifest[2])
        if algorithm is None:
            made.say("PKG104", f"{shown}/{path.name}", "an unknown digest")
            continue
        named_here = set()
        for number, line in lines.of(path, is_marked=True):
            if line.strip():
                name = _manifest_line(line, algorithm, made, f"{shown}/{path.name}", number)
                named_here |= {name} if MANIFEST.fullmatch(name) else set()
            if ours and not _OWN_LINE.fullmatch(line):
                why = f"line {number} is not as its program writes it"
                made.say("PKG104", f"{shown}/{path.name}", why)
        if is_new and manifest[1]:
            _check_manifests(folder, named_here, made, f"{shown}/{path.name}")
    _check_fetched(fetched, made, f"{shown}/fetch.txt")
    if ours:
        _alike(folder, made, shown)
    metadata.within(folder, "data/", made, shown)


def _declared(folder: Path, made: Listing, shown: str) -> str:
    try:
        return (folder / "bagit.txt").read_bytes().decode("utf-8", "replace")
    except FileNotFoundError as error:
        made.say("PKG104", f"{shown}/bagit.txt", reason(error))
        return ""


@dataclass(frozen=True, slots=True)
class _Lines:
    """The lines of tag files in an encoding; what is none of it is noted in a Listing."""

    encoding: str
    made: Listing
    shown: str

    def of(self, path: Path, *, is_marked: bool = False) -> Iterator[tuple[int, str]]:
        """Yield the lines of a file with their numbers, as far as they can be read.

        ``is_marked`` is whether it is told where a byte-order mark stands before the first.
        """
        number = 0
        try:
            with path.open(encoding=self.encoding) as lines:
                for number, line in enumerate(lines, 1):
                    if is_marked and number == 1 and line.startswith("\ufeff"):
                        why = "it begins with a byte-order mark"
                        self.made.say("PKG104", f"{self.shown}/{path.name}", why)
                        yield number, line[1:]
                    else:
                        yield number, line
        except UnicodeDecodeError as error:
            why = f"behind line {number} it is not {self.encoding}: {error.reason}"
            self.made.say("PKG104", f"{self.shown}/{path.name}", why)


def _check_manifests(folder: Path, named: set[str], made: Listing, shown: str) -> None:
    """Note where a tag manifest names another, or leaves a manifest out (RFC 8493, 2.2.1)."""
    wanted = {path.name for path in folder.glob("manifest-*.txt")}
    for name in sorted(named - wanted):
        if name.startswith("tag"):
            made.say("PKG104", shown, f"it lists {name}, which is a tag manifest")
    for name in sorted(wanted - named):
        made.say("PKG104", shown, f"it does not list {name}")


def _check_fetched(fetched: list[str], made: Listing, shown: str) -> None:
    """Note what of the files that are to be fetched is not there, or is in no manifest."""
    for name in fetched:
        if not made.survey.listed(name).sources:
            made.say("PKG104", shown, f"{name} stands in no manifest")
    missing = [name for name in fetched if not made.survey.has(name)]
    if missing:
        why = f"{len(missing)} files are still to be fetched, as {missing[0]}; nothing is fetched"
        made.say("PKG104", shown, why)


def _alike(folder: Path, made: Listing, shown: str) -> None:
    """Note the tag files that one tag manifest of a bag of ours lists and another does not.

    There is one for each manifest.
    """
    for path in sorted(folder.glob("manifest-*.txt")):
        if not path.with_name(f"tag{path.name}").is_file():
            made.say("PKG101", f"{shown}/tag{path.name}")
    lists = {
        path.name: {
            line.rstrip("\n").partition("  ")[2]
            for line in path.open(encoding="utf-8", errors="replace")
        }
        for path in sorted(folder.glob("tagmanifest-*.txt"))
    }
    every = set().union(*lists.values())
    for name, listed in lists.items():
        for missing in sorted(every - listed):
            made.say("PKG104", f"{shown}/{name}", f"it does not list {missing}")


def _is_ours(path: Path, lines: _Lines) -> bool:
    """Return whether a bag says that it is of our making: its lines have one form alone then."""
    return path.is_file() and any(
        line.startswith("Bag-Software-Agent: tahqiq ") for _, line in lines.of(path)
    )


def _fetched(folder: Path, lines: _Lines, made: Listing, shown: str) -> list[str]:
    """Return what ``fetch.txt`` names; nothing is fetched (RFC 8493, 2.2.3).

    Note where it leads out of the bag.
    """
    path = folder / "fetch.txt"
    found: list[str] = []
    for number, line in lines.of(path) if path.is_file() else ():
        parts = line.split(None, 2)
        name = parts[-1].strip() if parts else ""
        if len(parts) < 3 or not _LENGTH.fullmatch(parts[1]):
            why = f"line {number} is not an address, a length or - and a path"
            made.say("PKG104", f"{shown}/fetch.txt", why)
            if len(parts) < 3:
                made.survey.say(UNPARTED, why)
        elif climbs(name) or name[0] in _HOMES:
            made.say("PKG106", f"{shown}/fetch.txt", name)
        else:
            found.append(_decoded(name).removeprefix("./"))
    return found


def _decoded(name: str) -> str:
    """Return a name as it is meant (RFC 8493, 2.1.3)."""
    for code, letter in (("%0A", "\n"), ("%0D", "\r"), ("%0a", "\n"), ("%0d", "\r"), ("%25", "%")):
        name = name.replace(code, letter)
    return name


def _manifest_line(line: str, algorithm: str, made: Listing, shown: str, number: int) -> str:
    """Record what a line of a manifest says; return the path in it."""
    parts = line.rstrip("\r\n").split(None, 1)
    if len(parts) != 2:
        made.say("PKG104", shown, f"line {number} is not a digest and a path")
        return ""
    path = _decoded(parts[1].lstrip("*").lstrip()).removeprefix("./")
    # A name may end in blanks, and a line of some programs, too.
    if path[-1:].isspace() and not made.survey.has(path):
        path = path.rstrip()
    if path[:1] in (*_HOMES, ""):
        made.say("PKG106", shown, path)
        return ""
    made.add(path, shown, algorithm, parts[0])
    return path
