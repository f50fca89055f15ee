"""Texts that nobody would write, in every format: the text comes through and leads back."""

import pytest

from editions import text
from random_tei import Chance
from tahqiq import books, concordance, rereading, texts, word
from tahqiq.epub import epub
from tahqiq.fidelity import Forms, of_html, of_tei
from tahqiq.press import publish
from tahqiq.press.publish import Press, Text
from tahqiq.tei import parse

UNCLEAR = "[\u061f]"
PLAIN = {
    "diplomatic": (texts.plain, "text/letter.diplomatic.txt", Forms()),
    "reading": (texts.plain, "text/letter.txt", Forms(" \u066d ", UNCLEAR)),
    "markdown": (texts.markdown, "markdown/letter.md", Forms(" \u066d ", UNCLEAR)),
    "openiti": (texts.openiti, "openiti/letter.mARkdown", Forms(" %~% ", UNCLEAR)),
}


@pytest.mark.parametrize("seed", range(12))
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
            runs = getattr(rereading, form)(files[name], origins)
            reading = form != "diplomatic"
            expected[form] = of_tei(tree, "x", reading=reading, forms=forms).text
            found[form] = rereading.flow(runs, "x").text
            assert [
                run for run in runs if not rereading.leads_back(tree, run, reading, forms)
            ] == []
        page = publish.html(own, press)["html/letter.html"]
        found["epub"] = books.of_epub(epub(own, press)["epub/letter.epub"], "x").text
        found["docx"] = books.of_docx(word.docx(own, press)["docx/letter.docx"], "x").text
        found["html"] = of_html(page, "x", reading=True).text
        expected["epub"] = expected["html"] = of_tei(tree, "x", reading=True).text
        unclear = Forms(unclear=UNCLEAR)
        expected["docx"] = of_tei(tree, "x", reading=True, forms=unclear).text
        assert found == expected
