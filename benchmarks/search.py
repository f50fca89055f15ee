"""Search on the page, beside a plain pass over the text in the same browser.

In: the journal in ../shared twice over, two megabytes of text; Chromium. Out: for each question the
milliseconds to its first results, by the page's own clock, and those of a loop that folds the text
and looks for the words. Both have the text in memory. A table on standard output, or JSON.

    python benchmarks/search.py [--json] [--chromium /usr/bin/chromium]
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

from measure import say

from tahqiq.building.report import Options
from tahqiq.building.run import build
from tahqiq.project import Project, Settings
from tahqiq.search.folding import pairs

JOURNAL = Path(__file__).resolve().parent.parent.parent / "shared/corpus/al-muqtabas"
QUESTIONS = ("المدرسة", "دمشق", "«محمد علي»", "مسئول")
_LOOP = """([pieces, table, words]) => {
    const began = performance.now();
    const fold = text => [...text].map(one => table[one] ?? one).join('');
    const wanted = fold(words);
    const found = pieces.filter(piece => fold(piece).includes(wanted)).length;
    return [performance.now() - began, found];
}"""


def site(folder: Path) -> Path:
    """Build the journal twice over; return its pages."""
    for path in sorted(JOURNAL.glob("*.xml")):
        source = path.read_text("utf-8")
        for copy in ("a", "b"):
            renamed = source.replace('xml:id="oclc_', f'xml:id="{copy}oclc_')
            (folder / f"{copy}-{path.name}").write_text(renamed, "utf-8")
    project = Project(folder, folder, Settings(formats=("html",), languages=("ar",)), None)
    build(project, Options(("html",), folder / "build", lenient=True), lambda _: None)
    return folder / "build/html"


def pieces(pages: Path) -> list[str]:
    """Return the text that the search goes through, a piece for each of its files."""
    found: list[str] = []
    for path in sorted((pages / "search").glob("units-*.js")):
        data = json.loads(path.read_text("utf-8").partition("push(")[2].rstrip()[:-1])
        found.append(data["text"])
    return found


def ours(tab: Any, question: str) -> float:
    """Return the milliseconds from a question to its first results."""
    tab.evaluate("delete document.getElementById('results').dataset.all")
    tab.fill("#q", question)
    tab.wait_for_selector("#results[data-all]", state="attached")
    return float(tab.get_attribute("#results", "data-first"))


def measured(chromium: str, runs: int) -> dict[str, dict[str, float]]:
    """Return for each question the best of some runs, in milliseconds."""
    from playwright.sync_api import sync_playwright

    table = {letter: result for result, letters in pairs() for letter in letters}
    found: dict[str, dict[str, float]] = {}
    with tempfile.TemporaryDirectory() as name, sync_playwright() as play:
        say("building two megabytes")
        pages = site(Path(name))
        text = pieces(pages)
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        tab = browser.new_page()
        tab.goto(f"{(pages / 'search.html').as_uri()}#q=المقتبس")
        tab.wait_for_selector("#results[data-all]", state="attached")
        for question in QUESTIONS:
            say(question)
            loop = [text, table, question.strip("«»")]
            found[question] = {
                "tahqiq": min(ours(tab, question) for _ in range(runs)),
                "loop": min(tab.evaluate(_LOOP, loop)[0] for _ in range(runs)),
            }
        browser.close()
    return found


def main() -> None:
    """Measure, and print a table or JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--chromium", default=shutil.which("chromium") or "chromium")
    arguments = parser.parse_args()
    found = measured(arguments.chromium, arguments.runs)
    if arguments.json:
        print(json.dumps(found, ensure_ascii=False, indent=1))
        return
    print(f"{'first results':>13} {'loop':>11}  of the loop")
    for question, one in found.items():
        ratio = one["tahqiq"] / one["loop"]
        print(f"{one['tahqiq']:10.1f} ms {one['loop']:8.1f} ms  {ratio:11.2f}  {question}")


if __name__ == "__main__":
    main()
