"""The PDF, beside WeasyPrint and the TEI Consortium's own stylesheets.

In: texts of about 1, 50 and 500 book pages, made here of the report's words. Out: a table on
standard output, or JSON: CPU and wall time, peak memory of the largest process, pages made.

Ours is the whole command, from reading and checking TEI to the file with TEI and text embedded.
WeasyPrint gets the same words as HTML; it is asked for PDF/UA-1 and needs pango from the system.
Give it an environment of its own, since it wants other versions of what we use::

    apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0
    python3 -m venv ../weasyprint && ../weasyprint/bin/pip install weasyprint
    TAHQIQ_WEASYPRINT=../weasyprint/bin/weasyprint python benchmarks/print.py [--json]

The stylesheets (github.com/TEIC/Stylesheets) go by way of LaTeX: TAHQIQ_TEI_STYLESHEETS names
their folder; where there is no xelatex, only their way to LaTeX is measured. They are given a font
that has the letters; what comes of it runs from left to right::

    apt install --no-install-recommends texlive-xetex texlive-latex-recommended \
        texlive-plain-generic fonts-hosny-amiri
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path

import pypdfium2
from measure import Cost, cost, say

from tahqiq import fonts

PAGES = (1, 50, 500)
WEASYPRINT = os.environ.get("TAHQIQ_WEASYPRINT", "weasyprint")
STYLESHEETS = os.environ.get("TAHQIQ_TEI_STYLESHEETS", "")
REPORT = Path(__file__).resolve().parents[1] / "edition/witnesses/report.txt"
# As in a journal of 1906: one word in forty ends with tanwīn.
TANWIN = 40
PARAGRAPH = 90
NOTE = 8
# Of further notes in a paragraph.
LENGTHS = (4, 9, 15, 30)
PER_PAGE = 214

_HEAD = (
    '<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="book"><teiHeader><fileDesc><titleStmt>'
    '<title xml:lang="ar">أخبار الثغر</title></titleStmt><publicationStmt><p>none</p>'
    "</publicationStmt><sourceDesc><p>none</p></sourceDesc></fileDesc></teiHeader>"
    '<text xml:lang="ar"><body>'
)
_CSS = (
    "@font-face {{ font-family: Amiri; src: url({regular}); }}"
    "@page {{ size: 170mm 240mm; margin: 25mm 24mm; @bottom-center {{ content: counter(page) }} }}"
    "html {{ font: 14pt/1.6 Amiri; text-align: justify }}"
    ".note {{ float: footnote; font-size: 10pt }}"
)


def tei(pages: int, notes: int) -> str:
    """Return a text of about so many pages, with so many notes on each."""
    return f"{_HEAD}{''.join(_paragraphs(pages, notes, '<note>', '</note>'))}</body></text></TEI>"


def html(pages: int, notes: int) -> str:
    """Return the same words as HTML."""
    style = _CSS.format(regular=fonts.font_file("Regular").as_uri())
    body = "".join(_paragraphs(pages, notes, '<span class="note">', "</span>"))
    head = f'<meta charset="utf-8"><title>أخبار الثغر</title><style>{style}</style>'
    return f'<html lang="ar" dir="rtl">{head}{body}</html>'


def _paragraphs(pages: int, notes: int, opening: str, closing: str) -> list[str]:
    count = max(1, round(pages * PER_PAGE / PARAGRAPH)) if pages > 1 else 2
    words = _words()
    made = []
    for number in range(count):
        # Of one note on a page each second paragraph has one at its end.
        parts = max(1, round(notes * PARAGRAPH / PER_PAGE))
        text = ""
        for part in range(parts):
            text += ("، " if part else "") + _run(words, PARAGRAPH // parts)
            if part < parts - 1:
                text += f"{opening}{_run(words, LENGTHS[(number + part) % 4])}.{closing}"
        note = f"{opening}{_run(words, NOTE)}.{closing}" if notes > 1 or number % 2 == 0 else ""
        made.append(f"<p>{text}، سنة {1500 + number % 400}{note}.</p>")
    return made


def _run(words: Iterator[str], count: int) -> str:
    """Return some words, with a comma behind every twelfth."""
    run = [next(words) for _ in range(count)]
    return "، ".join(" ".join(run[i : i + 12]) for i in range(0, count, 12))


def _words() -> Iterator[str]:
    """Yield words without end, each the head of one of the report's with the tail of another.

    They are the same each time. As in a journal, a few come often and most seldom: of 100 000
    words a third differ.
    """
    report = sorted(set(re.findall("[\u0621-\u0652]{3,}", REPORT.read_text("utf-8"))))
    ended = [word for word in report if "\u064b" in word]
    plain = [word for word in report if word not in ended]
    drawing = random.Random(1906)
    heads = {word[:length] for word in plain for length in (2, 3)}
    tails = {word[-length:] for word in plain for length in (1, 2, 3)}
    forms = sorted({head + tail for head in heads for tail in tails})
    drawing.shuffle(forms)
    weights = list(accumulate(1 / (rank + 3) ** 0.97 for rank in range(len(forms))))
    while True:
        yield from drawing.choices(forms, cum_weights=weights, k=TANWIN - 1)
        yield drawing.choice(("", "و", "ف")) + drawing.choice(ended)


def ours(folder: Path, pages: int, notes: int) -> list[str | Path]:
    """Return our command, its project written into a folder."""
    (folder / "texts").mkdir(parents=True)
    (folder / "texts/book.xml").write_text(tei(pages, notes), "utf-8")
    (folder / "edition.toml").write_text('languages = ["ar"]\n', "utf-8")
    command: list[str | Path] = [sys.executable, "-m", "tahqiq", "build", folder, "-f", "pdf"]
    return [*command, "--lenient", "-o", folder / "out"]


def weasyprint(folder: Path, pages: int, notes: int) -> list[str | Path]:
    """Return WeasyPrint's command."""
    (folder / "book.html").write_text(html(pages, notes), "utf-8")
    return [
        WEASYPRINT,
        "--pdf-variant",
        "pdf/ua-1",
        folder / "book.html",
        folder / "weasyprint.pdf",
    ]


def stylesheets(folder: Path) -> list[str | Path]:
    """Return the command that goes to LaTeX, and by xelatex to PDF where that is installed."""
    steps = (
        "import subprocess, sys, saxonche as s;"
        "p = s.PySaxonProcessor(license=False); x = p.new_xslt30_processor();"
        f"e = x.compile_stylesheet(stylesheet_file={STYLESHEETS + '/latex/latex.xsl'!r});"
        "e.set_parameter('romanFont', p.make_string_value('Amiri'));"
        f"e.transform_to_file(source_file={str(folder / 'texts/book.xml')!r},"
        f" output_file={str(folder / 'book.tex')!r})"
    )
    if shutil.which("xelatex"):
        steps += (
            f"; [subprocess.run(['xelatex', '-interaction=batchmode', 'book.tex'],"
            f" cwd={str(folder)!r}) for _ in range(2)]"
        )
    return [sys.executable, "-c", steps]


def pages_of(path: Path) -> int | None:
    """Return how many pages a PDF has; None where there is none."""
    if not path.is_file():
        return None
    document = pypdfium2.PdfDocument(path)
    try:
        return len(document)
    finally:
        document.close()


def measured(pages: int, notes: int, runs: int) -> dict[str, tuple[Cost, int | None]]:
    """Return what each way costs for a text of about so many pages, and the pages it made."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        command = ours(folder, pages, notes)
        found = {}
        costs = []
        for _ in range(runs):
            shutil.rmtree(folder / "out", ignore_errors=True)
            costs.append(cost(command, runs=1))
        found["tahqiq"] = (
            min(costs, key=lambda one: one.cpu),
            pages_of(folder / "out/pdf/book.pdf"),
        )
        if shutil.which(WEASYPRINT):
            spent = cost(weasyprint(folder, pages, notes), runs=1)
            found["WeasyPrint"] = (spent, pages_of(folder / "weasyprint.pdf"))
        if STYLESHEETS:
            spent = cost(stylesheets(folder), runs=1)
            found["TEI Stylesheets"] = (spent, pages_of(folder / "book.pdf"))
        return found


def main() -> None:
    """Measure, and print a table or JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--runs", type=int, default=2)
    parser.add_argument("--notes", type=int, default=1, help="notes on a page (default: 1)")
    arguments = parser.parse_args()
    if not shutil.which(WEASYPRINT):
        say("WeasyPrint is missing: see the head of this file")
    if not STYLESHEETS:
        say("the TEI Stylesheets are missing: see the head of this file")
    elif not shutil.which("xelatex"):
        say("there is no xelatex: of the TEI Stylesheets only the way to LaTeX is measured")
    results = {}
    for pages in PAGES:
        say(f"{pages} pages")
        results[pages] = measured(pages, arguments.notes, arguments.runs)
    if arguments.json:
        shown = {
            str(pages): {
                name: {**spent.as_json(), "pages": made} for name, (spent, made) in ways.items()
            }
            for pages, ways in results.items()
        }
        print(json.dumps(shown, indent=1))
        return
    print(f"{'':24}{'wall':>10} {'CPU':>10} {'memory':>11}  pages")
    for pages, ways in results.items():
        for name, (spent, made) in ways.items():
            print(f"{pages:>4} {name:19}{spent}  {made or '-'}")


if __name__ == "__main__":
    main()
