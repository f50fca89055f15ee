"""From any line of a plain text back to its place in the TEI: exact, whatever stands in what."""

import re
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marked_tei import Marked
from test_texts import FORMS, made

WORD = re.compile("ك[بتثجحخدذرز]+م")
CHANCE = st.randoms(use_true_random=False)


def wanted(marked: Marked, form: str) -> list[str]:
    """Return the words that a form has, in order, notes at the end."""
    left_out = marked.noted | marked.edited if form == "diplomatic" else marked.received
    words = [word for word in marked.ids if word not in left_out]
    return sorted(words, key=lambda word: word in marked.noted)


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=25, deadline=None)
@given(chance=CHANCE, width=st.sampled_from([0, 9, 40]))
def test_every_line_leads_back_to_its_paragraph(form: str, chance: Random, width: int) -> None:
    """Each word stands once, whole, in a line whose id is that of the block that it came from."""
    marked = Marked(chance)
    content, origins = made(marked.body, form, width=width)
    lines = content.decode().removesuffix("\n").split("\n")
    assert len(lines) == len(origins)
    told = [
        (word, origin.id)
        for line, origin in zip(lines, origins, strict=True)
        if origin.part != "change"
        for word in WORD.findall(re.sub("[\u2066-\u2069*\\\\]", "", line))
    ]
    assert told == [(word, marked.ids[word] or "letter") for word in wanted(marked, form)]


@settings(max_examples=25, deadline=None)
@given(chance=CHANCE, width=st.sampled_from([0, 9, 40]))
def test_markdown_is_parsed_to_the_same_words(chance: Random, width: int) -> None:
    """A parser of CommonMark finds every word, in order, and in no block of code."""
    pytest.importorskip("markdown_it")
    from lxml import html
    from markdown_it import MarkdownIt
    from mdit_py_plugins.footnote import footnote_plugin

    marked = Marked(chance)
    content, _ = made(marked.body, "markdown", width=width, isolates=False)
    parser = MarkdownIt("commonmark").enable("table").use(footnote_plugin)
    page = html.fromstring("<div>" + parser.render(content.decode()) + "</div>")
    for change in page.xpath(".//h2[last()][.='التصحيحات']/following-sibling::ul[1]"):
        change.drop_tree()
    assert page.findall(".//code") == []
    # A marker stands on its word without a space, a page's number after it.
    assert WORD.findall(page.text_content()) == wanted(marked, "markdown")
