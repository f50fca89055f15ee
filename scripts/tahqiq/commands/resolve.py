"""``tahqiq resolve``: what a reference leads to."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tahqiq.commands.console import complain, say, say_json, verb

if TYPE_CHECKING:
    from tahqiq.citable import CitableText, Passage
    from tahqiq.versions.fates import Fate
    from tahqiq.versions.releases import Release


def add(verbs: Any) -> None:
    """Add the verb to the command."""
    made = verb(
        verbs,
        "resolve",
        "print the passage that a reference leads to",
        "  tahqiq resolve 3                        a unit of the edition you stand in\n"
        "  tahqiq resolve ٣-٥                      a range; digits of either script\n"
        "  tahqiq resolve 3@10:25                  characters of a unit, counted from 0\n"
        "  tahqiq resolve '#airstrikes-p3' --as xml\n"
        "  tahqiq resolve @120:180 --as reference  how to cite characters of the whole text\n"
        "  tahqiq resolve 1.2 letter.xml --tree pages --json\n"
        "  tahqiq resolve 3 --release 1.0.0        as published then, and where it is now\n",
    )
    made.add_argument(
        "reference",
        metavar="REF",
        help="a unit, a range (A-B), characters (A@10:25, A@10-B@25), #ID, characters of the whole"
        " text (@120:180) or a path (/TEI[1]/text[1]); the id of a text and a colon may stand"
        " before it",
    )
    made.add_argument(
        "path", nargs="?", type=Path, help="a TEI file or an edition (default: found upwards)"
    )
    made.add_argument(
        "--release", metavar="V", help="as that release has it (or 'latest'), and what became of it"
    )
    made.add_argument("--end", metavar="REF", help="the last unit of a range whose first is REF")
    made.add_argument("--tree", metavar="NAME", help="the tree of citation (default: the text's)")
    made.add_argument(
        "--as",
        dest="form",
        choices=("received", "reading", "xml", "reference"),
        default="received",
        help="the text as received (default), as edited, the nodes, or how it is cited",
    )
    made.add_argument("--json", action="store_true", help="print all of it, and where it stands")
    made.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    from tahqiq.citable.shelf import Shelf, shelf
    from tahqiq.errors import NoSuchPassage

    release = _release(arguments)
    texts = Shelf(release.files) if release else shelf(arguments.path)
    try:
        text, passage = texts.resolve(arguments.reference, arguments.tree, end=arguments.end)
    except NoSuchPassage as error:
        complain(error)
        return 1
    ways = text.readings(arguments.reference, arguments.tree) if arguments.end is None else []
    if len(ways) > 1:
        others = " or ".join(ways[1:])
        complain(f"read as {ways[0]}; what else it may mean is written {others}")
    fates = _fates(arguments.path, arguments.reference, release, text, passage) if release else {}
    for fate in fates.values():
        complain(fate.line)
    if arguments.json:
        say_json({**_record(text, passage), **_today(fates)})
    elif arguments.form == "reference":
        say(passage.reference)
    elif arguments.form == "xml":
        say(passage.xml())
    else:
        say(passage.text(reading=arguments.form == "reading"))
    return 0


def _release(arguments: argparse.Namespace) -> Release | None:
    from tahqiq.project import find
    from tahqiq.versions.releases import named

    return named(find(arguments.path), arguments.release) if arguments.release else None


def _fates(
    path: Path | None, asked: str, release: Release, text: CitableText, passage: Passage
) -> dict[str, Fate]:
    """Return what became of the units that a passage begins and ends in, or of its id."""
    from tahqiq.project import find
    from tahqiq.versions.fates import history
    from tahqiq.versions.published import key_of

    units = dict.fromkeys(unit for unit in (passage.first, passage.last) if unit is not None)
    keys = [key_of(text.id, unit.tree, unit.reference) for unit in units]
    if asked.startswith("#"):
        keys = [asked.removeprefix("#")]
    past = history(find(path))
    return {key: past.fate(key, release.name) for key in keys}


def _today(fates: dict[str, Fate]) -> dict[str, object]:
    return (
        {
            "today": {
                key: {
                    "key": fate.key or None,
                    "since": fate.since or None,
                    "changed": fate.changed,
                    "reasons": fate.reasons,
                }
                for key, fate in fates.items()
            }
        }
        if fates
        else {}
    )


def _record(text: CitableText, passage: Passage) -> dict[str, object]:
    from tahqiq.tei import XML_ID, xpath_of

    elements = passage.elements
    return {
        "text": text.id,
        "file": text.file,
        "tree": passage.tree.name if passage.tree else None,
        "reference": passage.reference,
        "first": passage.first.reference if passage.first else None,
        "last": passage.last.reference if passage.last else None,
        "start": passage.start,
        "end": passage.end,
        "ids": [one.get(XML_ID) for one in elements if one.get(XML_ID)],
        "elements": [xpath_of(one) for one in elements],
        "line": elements[0].sourceline if elements else None,
        "received": passage.text(),
        "reading": passage.text(reading=True),
        "xml": passage.xml(),
    }
