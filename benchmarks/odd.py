"""ODD to RELAX NG and Schematron, beside the TEI Consortium's own stylesheets.

In: this edition's ODD, the journal's of ../shared, one that takes the whole of the TEI, and the
specification. Out: a table on standard output, or JSON.

Ours is the whole command: compiled ODD, grammar in both syntaxes, rules, checks. Theirs are two of
its steps (odd2odd, odd2relax: compiled ODD and grammar), run by the same SaxonC in one process.
TAHQIQ_TEI_STYLESHEETS names the folder of github.com/TEIC/Stylesheets::

    TAHQIQ_TEI_STYLESHEETS=../Stylesheets python benchmarks/odd.py [--json] [--tei P5SUBSET]
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
import tempfile
import time
from pathlib import Path

from lxml import etree
from measure import Cost, cost, say

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
STYLESHEETS = os.environ.get("TAHQIQ_TEI_STYLESHEETS", "")
TEI = "http://www.tei-c.org/ns/1.0"
GRAMMAR = ROOT / "schema/edition.rng"
CUSTOMISATIONS = {
    "this edition": ROOT / "schema/edition.odd",
    "al-Muqtabas": SHARED / "corpus/al-muqtabas/tei_periodical.odd",
}
_THEIRS = """
import sys, saxonche
specification, odd, compiled, grammar, folder = sys.argv[1:]
with saxonche.PySaxonProcessor(license=False) as saxon:
    xslt = saxon.new_xslt30_processor()
    first = xslt.compile_stylesheet(stylesheet_file=folder + "/odds/odd2odd.xsl")
    first.set_parameter("defaultSource", saxon.make_string_value(specification))
    first.transform_to_file(source_file=odd, output_file=compiled)
    second = xslt.compile_stylesheet(stylesheet_file=folder + "/odds/odd2relax.xsl")
    second.transform_to_file(source_file=compiled, output_file=grammar)
"""


def whole(specification: Path, folder: Path) -> Path:
    """Return an ODD that takes every module of a specification."""
    modules = etree.parse(specification).iter(f"{{{TEI}}}moduleSpec")
    taken = "".join(f'<moduleRef key="{one.get("ident")}"/>' for one in modules)
    path = folder / "whole.odd"
    path.write_text(
        f'<TEI xmlns="{TEI}"><teiHeader/><text><body><schemaSpec ident="whole" start="TEI">'
        f"{taken}</schemaSpec></body></text></TEI>",
        "utf-8",
    )
    return path


def in_one_file(path: Path, folder: Path) -> Path:
    """Return an ODD with its parts in it and without an address of the web, as theirs needs it."""
    tree = etree.parse(path, etree.XMLParser(collect_ids=False))
    tree.xinclude()
    text = etree.tostring(tree, encoding="unicode")
    made = folder / f"{path.stem}.one.odd"
    made.write_text(re.sub(r'source="(tei:|https?:)[^"]*"', "", text), "utf-8")
    return made


def ours(path: Path, specification: Path, folder: Path) -> Cost:
    """Return what our command costs."""
    command: list[str | Path] = [sys.executable, "-m", "tahqiq", "odd", "compile", path]
    return cost([*command, "--tei", specification, "-o", folder / "ours"])


def theirs(path: Path, specification: Path, folder: Path) -> Cost:
    """Return what the TEI Stylesheets cost. Raise SystemExit where they make no grammar."""
    made = folder / "theirs.rng"
    made.unlink(missing_ok=True)
    spent = cost(
        [sys.executable, "-c", _THEIRS, specification.as_uri(), in_one_file(path, folder),
         folder / "theirs.xml", made, STYLESHEETS],
    )  # fmt: skip
    if not made.is_file():
        raise SystemExit(f"the TEI Stylesheets made no grammar of {path.name}")
    return spent


def in_libxml2(grammar: Path) -> float:
    """Return the CPU seconds that libxml2, which many editors use, takes to compile a grammar."""
    tree = etree.parse(grammar)
    before = time.process_time()
    etree.RelaxNG(tree)
    return time.process_time() - before


def measured(specification: Path) -> dict[str, dict[str, Cost]]:
    """Return what each customisation costs, by whom."""
    found = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for title, path in {**CUSTOMISATIONS, "all of TEI": whole(specification, folder)}.items():
            if not path.is_file():
                say(f"{path} is not at hand")
                continue
            say(title)
            found[title] = {"tahqiq": ours(path, specification, folder)}
            if STYLESHEETS:
                found[title]["TEI Stylesheets"] = theirs(path, specification, folder)
    return found


def main() -> None:
    """Measure, and print a table or JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    parser.add_argument("--tei", type=Path, default=SHARED / "tei/p5subset.xml")
    arguments = parser.parse_args()
    if not STYLESHEETS:
        say("the TEI Stylesheets are missing: see the head of this file")
    found = measured(arguments.tei.resolve())
    if arguments.json:
        shown = {
            title: {name: spent.as_json() for name, spent in ways.items()}
            for title, ways in found.items()
        }
        print(json.dumps(shown, indent=1))
        return
    print(f"{'':30}{'wall':>10} {'CPU':>10} {'memory':>11}  of theirs")
    for title, ways in found.items():
        peer = ways.get("TEI Stylesheets")
        for name, spent in ways.items():
            ratio = f"{spent.cpu / peer.cpu:9.2f}" if peer else ""
            print(f"{title:14}{name:16}{spent}  {ratio}")
    print(f"libxml2 compiles this edition's grammar in {in_libxml2(GRAMMAR):.2f} s of CPU")


if __name__ == "__main__":
    main()
