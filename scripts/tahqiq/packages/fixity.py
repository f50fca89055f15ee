"""Whether the files of a package are those that it lists, each read once.

In: a folder and its listing. Out: findings: what is missing, not listed, or altered, with what was
expected and what was found.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from tahqiq.findings import Finding
from tahqiq.packages import ahead, checklists, crew, digests, kinds, sidecars
from tahqiq.packages.checklists import Checklist, Making
from tahqiq.packages.crew import Known
from tahqiq.packages.errands import Told
from tahqiq.packages.pace import Pace
from tahqiq.packages.survey import Compared, Listed, Survey
from tahqiq.packages.trouble import trouble
from tahqiq.packages.watched import Opened, Surveyed, Watched

# What version control may turn from one system's line ends to another's without harm.
_XML = (".xml", ".xsd", ".xsl", ".rng", ".sch", ".odd")
_LARGEST = 64 * 1024 * 1024
# The kinds in which files may lie of which no digest is recorded, and what lists the others.
_MAY_LACK = (kinds.SIP, kinds.CRATE, "")
_LISTS = re.compile(
    r"(.*/)?(METS\.xml|ro-crate-metadata\.json(ld)?)(\.sha256)?|(.*/)?\.gitkeep", re.S
)
# What needs no digest: where a bit of it turns, another file is not as it says.
_PROVEN = re.compile(
    r"tagmanifest-[^/]*|(METS\.xml|ro-crate-metadata\.json)\.sha256|(.*/)?\.gitkeep", re.S
)


class Read(NamedTuple):
    """What is recorded of a file, its size and digests, and why it could not be read."""

    listed: Listed | None = None
    size: int = 0
    digests: Mapping[str, str] = MappingProxyType({})
    why: str = ""


def judged(
    opened: Opened, shown: str, watched: Watched, pace: Pace, checklist: Checklist | None = None
) -> Iterator[Finding]:
    """Yield what differs between what a package lists and what it holds, and links and the like.

    A package with links is judged no further: nothing that it names can be trusted to lie in it.
    ``checklist`` is what lists its files from outside.
    """
    # What lies in a storage root beside its objects is little; they are judged by themselves.
    is_root = kinds.kind_of(opened.folder) == kinds.ROOT
    with (
        ahead.hashed(opened, watched, pace, wanted=not is_root) as noticed,
        watched.surveyed(opened.folder, shown, opened) as found,
    ):
        yield from found.findings
        if not found.is_barred:
            noticed(found.survey, opened.folder)
            yield from compared(opened.folder, shown, found, pace, checklist=checklist)


def compared(
    folder: Path, shown: str, found: Surveyed, pace: Pace, *, making: Making | None = None,
    checklist: Checklist | None = None,
) -> Iterator[Finding]:  # fmt: skip
    """Yield what differs between what a package lists and what it holds; each file is read once.

    Where it records no digest of some, all go into the list that is in the ``making``.
    ``checklist`` is one that was made before.
    """
    if making and not _lacks_digests(found):
        making = None
    meant = _meant(found.survey) if found.kind == kinds.SIP and not found.strict else {}
    free = re.compile("|".join(f"(?:{one})" for one in found.free) or "(?!)", re.S)

    def recorded(one: Compared) -> Listed | None:
        listed = found.survey.listed(meant[one.path]) if one.path in meant else one.listed
        return listed if one.lies else None

    bare, first = 0, ""
    every = found.survey.compared(doubtful=not (meant or making or checklist))
    asked = (one for one in every if one.path not in meant.values())
    told = ((one, recorded(one)) for one in asked)
    files = checklist.beside(told) if checklist else told
    for one, read in _read(folder, files, pace, (checklists.ENDING,) if making else ()):
        name = f"{shown}/{one.path}"
        if checklist and one.lies and not (read.listed and read.listed.digests):
            yield trouble("PKG102", name, f" (by {checklist.path.name})")
            continue
        if found.kind in _MAY_LACK and _is_bare(one, read.listed):
            bare, first = bare + 1, first or one.path
        if making and one.lies and not read.why:
            making.add(one.path, read.digests[checklists.ENDING])
        if one.lies and not (one.listed or one.path in meant or free.fullmatch(one.path)):
            yield _unlisted(name, shown, found)
        yield from _of_file(folder, one, read, shown, found)
        for source in one.listed.conflicts if one.listed else ():
            yield trouble("PKG104", source, f"two digests of {one.path}")
        if one.path in meant:
            yield trouble("PKG114", name, meant[one.path])
    if bare:
        yield trouble("PKG122", shown, f"{bare}, as {first}")
    if making:
        making.end()


def _lacks_digests(found: Surveyed) -> bool:
    """Return whether there may be files that nothing in a package proves."""
    some = found.survey.undigested() if found.kind in (*_MAY_LACK, kinds.BAG) else ()
    return any(not _PROVEN.fullmatch(path) for path in some)


def _of_file(
    folder: Path, one: Compared, read: Read, shown: str, found: Surveyed
) -> Iterator[Finding]:
    """Yield in what a file differs from what is recorded of it, if anything is."""
    name = f"{shown}/{one.path}"
    if not one.lies:
        yield _missing(one, shown, found)
    elif read.why:
        yield trouble("PKG103", name, read.why)
    elif read.listed:
        made = read.size, read.digests
        yield from _file(f"{folder}/{one.path}", read.listed, made, name, found)


def _unlisted(name: str, shown: str, found: Surveyed) -> Finding:
    # What lies outside of the objects of a storage root is listed by its layout alone.
    by = f" (by {shown}/{sidecars.LAYOUT})" if found.kind == kinds.ROOT else ""
    return trouble("PKG102" if found.strict else "PKG115", name, by)


def _is_bare(one: Compared, listed: Listed | None) -> bool:
    """Return whether no digest of a file is recorded; lists have none but what lies beside them."""
    return one.lies and not (listed and listed.digests) and not _LISTS.fullmatch(one.path)


def _read(
    folder: Path, files: Iterable[tuple[Compared, Listed | None]], pace: Pace,
    always: tuple[str, ...],
) -> Iterator[tuple[Compared, Read]]:  # fmt: skip
    """Yield each file with what was read of it, several at once where there is no limit.

    Some digests are ``always`` made of what lies there, whatever is recorded.
    """

    def told(one: Compared, listed: Listed | None) -> Told | Known:
        if listed is None and not (always and one.lies):
            return Known((0, {}, ""))
        wanted = {*(listed.digests if listed else ()), *always}
        # What was seen when it was unpacked, or ahead of this, is not read again.
        if one.taken and wanted <= one.taken.digests.keys():
            return Known((*one.taken, ""))
        return f"{folder}/{one.path}", sorted(wanted)

    asked = ((one, listed, told(one, listed)) for one, listed in files)
    done = crew.one_by_one if pace.rate else crew.done
    for (one, listed, how), (size, made, why) in done("hash", {}, asked, lambda one: one[2]):
        if not isinstance(how, Known):
            pace.spent(size)
        yield one, Read(listed, size, made, why)


def _meant(found: Survey) -> dict[str, str]:
    """Return the files whose listed names differ by case, Unicode form or ends alone.

    Submission packages of others come from systems that take such names for one; bags and objects
    never.
    """
    return {like: path for path in found.missing() if (like := found.like(path))}


def _missing(one: Compared, shown: str, found: Surveyed) -> Finding:
    """Return that a file is missing; its list is named, too, for it may be that which is wrong.

    A bag from a system that takes two names for one may list a file under both: that is a warning.
    """
    other = found.survey.like(one.path)
    said = one.listed.digests if one.listed else {}
    if found.kind == kinds.BAG and other and found.survey.listed(other).digests == said:
        return trouble("PKG114", f"{shown}/{other}", one.path)
    why = f"; {other} differs from its name by case, Unicode form or ends alone" if other else ""
    return trouble("PKG101", f"{shown}/{one.path}", f"{_by(one.listed)}{why}")


def _by(listed: Listed | None) -> str:
    """Return by what listings something is said."""
    return f" (by {', '.join(dict.fromkeys(listed.sources))})" if listed else ""


def _file(
    path: str, listed: Listed, made: tuple[int, Mapping[str, str]], shown: str, found: Surveyed
) -> Iterator[Finding]:
    difference = digests.difference(listed.size, listed.digests, made)
    lenient = found.kind == kinds.SIP and not found.strict
    if difference and lenient and _differs_by_line_ends(Path(path), listed, made[0]):
        yield trouble("PKG113", shown)
    elif difference:
        requirement = f", {_requirement(path, difference)}" if found.kind == kinds.OBJECT else ""
        yield trouble("PKG103", shown, f"{difference}{_by(listed)}{requirement}")


def _requirement(path: str, difference: str) -> str:
    """Return what OCFL calls the requirement that an altered file of an object does not meet."""
    if path.endswith("/inventory.json"):
        return "E060"
    return "E092" if difference.startswith(("sha512 ", "sha256 ")) else "E093"


def _differs_by_line_ends(path: Path, listed: Listed, size: int) -> bool:
    """Return whether an XML file is as recorded but for its line ends (XML 1.0, 2.11)."""
    if path.suffix.lower() not in _XML or size > _LARGEST:
        return False
    unix = path.read_bytes().replace(b"\r\n", b"\n")
    for content in (unix, unix.replace(b"\n", b"\r\n")):
        again, made = digests.of_stream(io.BytesIO(content), listed.digests)
        if not digests.difference(listed.size, listed.digests, (again, made)):
            return True
    return False
