"""What the manifests of a bag list (RFC 8493).

In: the folder of a bag. Out: its Listing. Of a bag of ours each line has one form alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tahqiq.deliveries.names import climbs
from tahqiq.packages.crates import metadata
from tahqiq.packages.kinds import MANIFEST
from tahqiq.packages.listings import ALGORITHMS, Listing

_DECLARATION = re.compile(
    r"BagIt-Version: \d\.\d+\r?\nTag-File-Character-Encoding: [\w.-]+(\r?\n)?"
)
_OWN_LINE = re.compile(r"[0-9a-f]+  [^\s*].*\n")
# What a shell makes a path to somebody's home of: no bag has such a name in its base folder.
_HOMES = "~%"


def read(folder: Path, made: Listing, shown: str) -> None:
    """Read what the manifests of a bag say."""
    declared = (folder / "bagit.txt").read_bytes().decode("utf-8", "replace")
    if re.search(r"BagIt-Version\s*:\s*1", declared) and not _DECLARATION.fullmatch(declared):
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
        for number, line in lines.of(path):
            if line.strip():
                _manifest_line(line, algorithm, made, f"{shown}/{path.name}", number)
            if ours and not _OWN_LINE.fullmatch(line):
                why = f"line {number} is not as its program writes it"
                made.say("PKG104", f"{shown}/{path.name}", why)
    for name in fetched:
        if not made.survey.listed(name).sources:
            made.say("PKG104", f"{shown}/fetch.txt", f"{name} stands in no manifest")
    if ours:
        _alike(folder, made, shown)
    metadata.within(folder, "data/", made, shown)


@dataclass(frozen=True, slots=True)
class _Lines:
    """The lines of tag files in an encoding; what is none of it is noted in a Listing."""

    encoding: str
    made: Listing
    shown: str

    def of(self, path: Path) -> Iterator[tuple[int, str]]:
        """Yield the lines of a file with their numbers, as far as they can be read."""
        number = 0
        try:
            with path.open(encoding=self.encoding) as lines:
                for number, line in enumerate(lines, 1):
                    yield number, line
        except UnicodeDecodeError as error:
            why = f"behind line {number} it is not {self.encoding}: {error.reason}"
            self.made.say("PKG104", f"{self.shown}/{path.name}", why)


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
    if path.is_file():
        told = (line.split(None, 2)[-1].strip() for _, line in lines.of(path) if line.strip())
        for name in told:
            if climbs(name) or name[0] in _HOMES:
                made.say("PKG106", f"{shown}/fetch.txt", name)
            else:
                found.append(_decoded(name).removeprefix("./"))
    return found


def _decoded(name: str) -> str:
    """Return a name as it is meant (RFC 8493, 2.1.3)."""
    for code, letter in (("%0A", "\n"), ("%0D", "\r"), ("%0a", "\n"), ("%0d", "\r"), ("%25", "%")):
        name = name.replace(code, letter)
    return name


def _manifest_line(line: str, algorithm: str, made: Listing, shown: str, number: int) -> None:
    parts = line.split(None, 1)
    if len(parts) != 2:
        made.say("PKG104", shown, f"line {number} is not a digest and a path")
        return
    path = _decoded(parts[1].lstrip("*").strip())
    if path[0] in _HOMES:
        made.say("PKG106", shown, path)
        return
    made.add(path.removeprefix("./"), shown, algorithm, parts[0])
