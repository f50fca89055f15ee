"""Texts that nobody would write, in every format: the text comes through and leads back."""

import pytest

from editions import text
from random_tei import Chance
from tahqiq.books import word
from tahqiq.books.epub import epub
from tahqiq.fidelity import Forms, books, of_html, of_tei, plain_texts
from tahqiq.pages.reading import of_text
from tahqiq.plaintext import concordance, editions
from tahqiq.press.stylesheets import Press, Text
from tahqiq.tei import parse

UNCLEAR = "[\u061f]"
PLAIN = {
    "diplomatic": (editions.plain, "text/letter.diplomatic.txt", Forms()),
    "reading": (editions.plain, "text/letter.txt", Forms(" \u066d ", UNCLEAR)),
    "markdown": (editions.markdown, "markdown/letter.md", Forms(" \u066d ", UNCLEAR)),
    "openiti": (editions.openiti, "openiti/letter.mARkdown", Forms(" %~% ", UNCLEAR)),
}


@pytest.mark.parametrize("seed", [*range(10), 118, 134])
def test_the_text_comes_through(seed: int) -> None:
    """Whatever stands in what, each format carries the text and each line leads back."""
    chance = Chance(seed)
    for width in (0, 20, 72):
        source = text(chance.body()).encode()
        tree, own, press = parse(source), Text("letter", source), Press(("ar", "en"), width)
        expected, found = {}, {}
        for form, (make, name, forms) in PLAIN.items():
            files = make(own, press)
            origins = concordance.read(files[f"{name.rpartition('.')[0]}.lines.tsv"])
            runs = getattr(plain_texts, form)(files[name], origins)
            reading = form != "diplomatic"
            expected[form] = of_tei(tree, "x", reading=reading, forms=forms).text
            found[form] = plain_texts.flow(runs, "x").text
            assert [
                run for run in runs if not plain_texts.leads_back(tree, run, reading, forms)
            ] == []
        page = of_text(own, press)["html/letter.html"]
        found["epub"] = books.of_epub(epub(own, press)["epub/letter.epub"], "x").text
        found["docx"] = books.of_docx(word.docx(own, press)["docx/letter.docx"], "x").text
        found["html"] = of_html(page, "x", reading=True).text
        expected["epub"] = expected["html"] = of_tei(tree, "x", reading=True).text
        unclear = Forms(unclear=UNCLEAR)
        expected["docx"] = of_tei(tree, "x", reading=True, forms=unclear).text
        assert found == expected
