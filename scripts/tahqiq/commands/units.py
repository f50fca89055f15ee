"""``tahqiq units``: what a text can be cited by."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tahqiq.commands.console import complain, say, say_json, verb

if TYPE_CHECKING:
    from tahqiq.citable import CitableText, Unit
    from tahqiq.findings import Finding


def add(verbs: Any) -> None:
    """Add the verb to the command."""
    made = verb(
        verbs,
        "units",
        "list the citable units of texts, and what is wrong with their citation",
        "  tahqiq units                          those of the edition you stand in\n"
        "  tahqiq units letter.xml --tree pages  those of one tree of any TEI file\n"
        "  tahqiq units letter.xml --text        with the text of each\n"
        "  tahqiq units --trees                  the trees that texts are cited by\n"
        "  tahqiq units --json | jq '.[].units[].reference'\n",
    )
    made.add_argument(
        "path", nargs="?", type=Path, help="a TEI file or an edition (default: found upwards)"
    )
    made.add_argument("--tree", metavar="NAME", help="the tree (default: every tree)")
    made.add_argument("--trees", action="store_true", help="list the trees, not their units")
    made.add_argument("--text", action="store_true", help="with the text of each, as received")
    made.add_argument("--json", action="store_true", help="print them as JSON")
    made.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    from tahqiq.citable.faults import of_file
    from tahqiq.citable.shelf import shelf

    found: list[Finding] = []
    records = []
    for text in shelf(arguments.path).texts.values():
        trees = [text.tree(arguments.tree)] if arguments.tree else list(text.trees)
        if not trees:
            complain(f"{text.file}: declares no citation: no refsDecl with citeStructure in it")
        found += of_file(text)
        for tree in trees:
            units = [] if arguments.trees else text.units(tree.name)
            record = {
                "text": text.id,
                "tree": tree.name,
                "default": tree.default,
                "description": tree.description,
                "kinds": list(dict.fromkeys(one.kind for one in tree.every() if one.citable)),
                "units": [_record(text, unit, arguments.text) for unit in units],
            }
            if arguments.trees:
                del record["units"]
            records.append(record)
    if arguments.json:
        say_json(records)
    else:
        _print(records)
    for finding in found:
        complain(finding.line())
    return 1 if any(finding.severity.label == "error" for finding in found) else 0


def _record(text: CitableText, unit: Unit, with_text: bool) -> dict[str, object]:
    record: dict[str, object] = {
        "reference": unit.reference,
        "kind": unit.kind,
        "level": unit.level,
        "parent": unit.parent.reference if unit.parent else None,
        "id": unit.id,
        "line": unit.element.sourceline,
    }
    if unit.data:
        record["data"] = [{"property": name, "value": value} for name, value in unit.data]
    if with_text:
        record["text"] = text.passage(unit).text()
    return record


def _print(records: list[dict[str, Any]]) -> None:
    for record in records:
        if "units" not in record:
            default = " (default)" if record["default"] else ""
            parts = (
                f"{record['tree']}{default}",
                ", ".join(record["kinds"]),
                record["description"],
            )
            say("\t".join([record["text"], *parts]).rstrip())
            continue
        if len(records) > 1:
            say(f"# {record['text']} {record['tree']}")
        for unit in record["units"]:
            columns = [unit["reference"], unit["kind"], unit["id"]]
            if "text" in unit:
                columns.append(" ".join(unit["text"].split()))
            say("\t".join(columns).rstrip())
