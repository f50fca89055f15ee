"""Submission packages judged by the requirements of E-ARK (CSIP and SIP 2.1).

In: the folder of a package. Out: findings whose codes are the requirements'. What a METS file says
is judged by Schematron rules of our own, ``schema/csip.sch``; what lies in the folders, here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from tahqiq import resources
from tahqiq.findings import Finding, Message, Place, Severity
from tahqiq.gate import Plan
from tahqiq.gate.run import Gate, Options
from tahqiq.packages.trouble import trouble

if TYPE_CHECKING:
    from tahqiq.packages.watched import Watched

_RULES = "csip.sch"
_OF_THE_WHOLE = ("CSIP60", "CSIP93", "CSIP97", "CSIP114", "SIP1", "SIP3")
# What a METS file must refer to in sections of its own, once there is any.
_SECTIONS = {
    "CSIP17": "metadata/descriptive", "CSIP21": "metadata/descriptive",
    "CSIP31": "metadata/preservation", "CSIP32": "metadata/preservation",
}  # fmt: skip


def prepare(folder: Path, shown: str, watched: Watched, spare: Path) -> None:
    """Abridge the METS files that are too large to be judged whole, into the folder ``spare``."""
    for path, name, target in _records(folder, shown, spare):
        watched.abridged(path, name, target)


def _records(folder: Path, shown: str, spare: Path) -> Iterator[tuple[Path, str, Path]]:
    """Yield each METS file of a package, its name, and where it would lie abridged."""
    found = (folder / "METS.xml", *sorted(folder.glob("representations/*/METS.xml")))
    for number, path in enumerate(one for one in found if one.is_file()):
        name = f"{shown}/{path.relative_to(folder).as_posix()}"
        yield path, name, spare / f"METS-{number}.xml"


def judged(folder: Path, shown: str, spare: Path) -> Iterator[Finding]:
    """Yield the requirements that a package does not meet; METS is read in watched processes.

    ``spare`` is the folder that was prepared.
    """
    yield from _folders(folder, shown)
    names = {
        str(target if target.is_file() else path): name
        for path, name, target in _records(folder, shown, spare)
    }
    plan = Plan(rules=str(resources.schema(_RULES)), checks=False)
    with Gate(list(names), plan, Options()) as gate:
        for finding in gate.findings():
            named = _named(finding, names)
            # Of a representation, nobody asks for what the package as a whole has.
            if named.code not in _OF_THE_WHOLE or named.place.file == f"{shown}/METS.xml":
                yield _weighed(named, folder, shown)
        for failure in gate.run().failures:
            name = failure.place.file if failure.place else ""
            yield trouble("PKG104", names.get(name, shown), failure.message)


def _named(finding: Finding, names: Mapping[str, str]) -> Finding:
    """Return a finding under the name of its requirement, in the package's own paths."""
    file = finding.place.file
    place = replace(finding.place, file=names.get(file, file))
    if finding.slug.startswith(("CSIP", "SIP")):
        code = finding.slug.partition(".")[0]
        return replace(finding, code=code, slug="e-ark", place=place)
    return replace(finding, place=place)


def _weighed(finding: Finding, folder: Path, shown: str) -> Finding:
    """Return a finding as an error where files lie that the section it misses must refer to."""
    below = _SECTIONS.get(finding.code)
    if below is None:
        return finding
    place = folder / Path(finding.place.file.removeprefix(f"{shown}/")).parent / below
    is_filled = any(one.is_file() and one.name != ".gitkeep" for one in place.rglob("*"))
    return replace(finding, severity=Severity.ERROR) if is_filled else finding


def _folders(folder: Path, shown: str) -> Iterator[Finding]:
    if not (folder / "METS.xml").is_file():
        said = Message("there is no METS.xml in the package", "ليس في الحزمة ملف METS.xml")
        yield Finding("CSIPSTR4", "e-ark", Severity.ERROR, Place(f"{shown}/METS.xml"), said)
    for code, name, english, arabic in _WANTED:
        if not (folder / name).is_dir():
            said = Message(english, arabic)
            yield Finding(code, "e-ark", Severity.WARNING, Place(f"{shown}/{name}"), said)


_WANTED = (
    (
        "CSIPSTR5", "metadata", "there is no folder 'metadata' in the package",
        "ليس في الحزمة مجلد metadata",
    ),
    (
        "CSIPSTR9", "representations", "there is no folder 'representations' in the package",
        "ليس في الحزمة مجلد representations",
    ),
)  # fmt: skip
