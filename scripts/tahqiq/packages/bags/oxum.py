"""Bags too large for the bagit library, judged by the same sentences of RFC 8493 in even memory.

In: the folder of a bag and the survey of it. Out: findings on its payload as a whole: its folder,
its manifests, which name every file once, and its Payload-Oxum.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tahqiq.findings import Finding
from tahqiq.packages.survey import Survey
from tahqiq.packages.trouble import trouble

_VERSION = re.compile(r"BagIt-Version:\s*(\d+)\.(\d+)")
_ENCODING = re.compile(r"Tag-File-Character-Encoding:\s*(\S+)")
_OXUM = re.compile(r"^Payload-Oxum\s*:\s*(.*?)\s*$", re.MULTILINE)
_SHAPE = re.compile(r"(\d+)\.(\d+)")


def judged(folder: Path, shown: str, survey: Survey) -> Iterator[Finding]:
    """Yield what a bag is not as it must be; its files are compared elsewhere."""
    declared = (folder / "bagit.txt").read_bytes()
    if declared.startswith(b"\xef\xbb\xbf"):
        yield trouble("PKG104", f"{shown}/bagit.txt", "it begins with a byte-order mark")
    version = _VERSION.search(declared.decode("utf-8", "replace"))
    if version is None or not (0, 93) <= (int(version[1]), int(version[2])) < (2,):
        yield trouble("PKG104", f"{shown}/bagit.txt", "it names no version of BagIt that is known")
        return
    manifests = {f"{shown}/{path.name}" for path in folder.glob("manifest-*.txt")}
    if not manifests:
        yield trouble("PKG104", shown, "there is no manifest of its payload")
    if not (folder / "data").is_dir():
        yield trouble("PKG104", shown, "there is no folder data")
        return
    if int(version[1]) >= 1:
        yield from _named_once(survey, manifests, ("nowhere", "twice"))
    encoding = _ENCODING.search(declared.decode("utf-8", "replace"))
    yield from _oxum(folder, shown, survey, encoding[1] if encoding else "utf-8")


def named_nowhere(folder: Path, shown: str, survey: Survey) -> Iterator[Finding]:
    """Yield the payload files that one manifest names and another does not (RFC 8493, 2.1.3).

    Since BagIt 1.0 each names all; the library does not look.
    """
    version = _VERSION.search((folder / "bagit.txt").read_text("utf-8", "replace"))
    manifests = {f"{shown}/{path.name}" for path in folder.glob("manifest-*.txt")}
    if version and int(version[1]) >= 1 and len(manifests) > 1:
        yield from _named_once(survey, manifests, ("nowhere",))


def _named_once(survey: Survey, manifests: set[str], hows: tuple[str, ...]) -> Iterator[Finding]:
    """Yield the payload files that a manifest names twice or not at all (RFC 8493, 2.1.3)."""
    for one in survey.compared():
        if not one.path.startswith("data/") or one.listed is None:
            continue
        named = Counter(one.listed.sources)
        for source in sorted(manifests):
            how = "" if named[source] == 1 else "twice" if named[source] else "nowhere"
            if how in hows:
                yield trouble("PKG104", source, f"{one.path} stands in it {how}")


def _oxum(folder: Path, shown: str, survey: Survey, encoding: str) -> Iterator[Finding]:
    path = folder / "bag-info.txt"
    try:
        said = _OXUM.search(path.read_text(encoding)) if path.is_file() else None
    except (ValueError, LookupError) as error:
        yield trouble("PKG104", f"{shown}/bag-info.txt", " ".join(str(error).split()))
        return
    if said is None:
        return
    shape = _SHAPE.fullmatch(said[1])
    if shape is None:
        yield trouble("PKG104", f"{shown}/bag-info.txt", f"Payload-Oxum is {said[1]}")
        return
    size, count = 0, 0
    for name, seen in survey.sizes():
        if name.startswith("data/"):
            found = (folder / name).stat().st_size if seen is None else seen
            size, count = size + found, count + 1
    if (size, count) != (int(shape[1]), int(shape[2])):
        why = f"Payload-Oxum is {said[1]}, and the payload {size}.{count}"
        yield trouble("PKG104", f"{shown}/bag-info.txt", why)
