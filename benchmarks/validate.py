"""The whole command, grammar and rules, beside Jing, which has no rules to run.

In: the corpus in ../shared, Jing. Out: a table on standard output, or JSON. No registry carries a
Schematron for Java or Python that runs these rules (XSLT 2 with functions): lxml's refuses them. So
Jing is measured with the grammar alone, which is less work than ours.

    python benchmarks/validate.py [--json]
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from measure import Cost, cost, say
from relaxng import CORPUS, SCHEMA, jing

RULES = CORPUS / "tei_periodical.sch"


def ours(jobs: int, *, rules: bool) -> list[str | Path]:
    """Return the command with the grammar, and with the rules or not."""
    command: list[str | Path] = [sys.executable, "-m", "tahqiq", "validate", "--no-checks"]
    command += ["--jobs", str(jobs), "--schema", SCHEMA]
    return [*command, "--rules", RULES] if rules else command


def measured(files: list[Path], jobs: int) -> dict[str, Cost]:
    """Return what each takes for these files."""
    say(f"{len(files)} files")
    return {
        "grammar and rules": cost([*ours(jobs, rules=True), *files]),
        "grammar": cost([*ours(jobs, rules=False), *files]),
        "Jing, grammar": cost([*jing(), SCHEMA, *files]),
    }


def main() -> int:
    """Run everything and print it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    arguments = parser.parse_args()
    if not CORPUS.is_dir():
        say(f"{CORPUS} is not here; it is not part of the project")
        return 2
    files = sorted(CORPUS.glob("*.TEIP5.xml"))
    report = {"the journal, 2 jobs": measured(files, 2), "one file": measured(files[:1], 1)}
    if arguments.json:
        plain = {t: {n: c.as_json() for n, c in found.items()} for t, found in report.items()}
        print(json.dumps(plain, indent=1))
        return 0
    for title, found in report.items():
        theirs = found["Jing, grammar"]
        print(title)
        for name, one in found.items():
            print(f"  {name:18} {one}   of Jing's wall: {one.wall / theirs.wall:.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
