"""The four plain texts: the form of each structure, their parsers, and the way back to the TEI."""

from html import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from editions import BODY, WITNESSED, text
from tahqiq.fidelity import Forms, of_tei, plain_texts
from tahqiq.plaintext import concordance, editions
from tahqiq.press.stylesheets import Press, Text
from tahqiq.project import TextChoices
from tahqiq.tei import parse

STRUCTURES = """
<pb n="1" xml:id="pb1"/>
<div xml:id="d1"><head>باب الكتب</head>
<p xml:id="p1">بسم<pb n="2"/> الله<note place="margin" xml:id="n1">بخط آخر</note> وكت<pb n="3" break="no"/>ابه <unclear>نصٌّ</unclear> <gap reason="damage"/>.</p>
<lg xml:id="v"><l xml:id="l1"><seg>قفا نبك</seg><seg>من ذكرى</seg></l><l xml:id="l2">بسقط اللوى<caesura/> بين الدخول</l><l>فحومل</l></lg>
<list xml:id="li"><item xml:id="i1">الأول<list><item>فرع</item></list></item><item>الثاني</item></list>
<table xml:id="t"><row role="label"><cell>الاسم</cell><cell>العدد</cell></row><row><cell>خبز</cell><cell>5|6</cell></row></table>
<quote xml:id="q"><p>قال: «لا».</p></quote>
<div xml:id="letter"><opener><salute>سلام عليكم</salute></opener><p>أما بعد.</p><closer><signed>محمد</signed></closer></div>
<p xml:id="p9">- *ليس* [قائمة] TEI_P5 &amp;amp; و<hi rend="bold">ف</hi>ي <ref target="https://example.org/a">الموقع</ref>.</p>
</div>
"""

# What each structure looks like, one line a structure: the table of docs/reference/texts.rst.
FORMS = {
    "plain": """
[ص\u00a0١]
§ باب الكتب
بسم [ص\u00a0٢] الله[١] وكتابه [ص\u00a0٣] نصٌّ[؟] […].
    قفا نبك ٭ من ذكرى
    بسقط اللوى ٭ بين الدخول
    فحومل
• الأول
  • فرع
• الثاني
| الاسم | العدد
| خبز | 5|6
  قال: «لا».
سلام عليكم
أما بعد.
محمد
- *ليس* [قائمة] TEI_P5 &amp; وفي الموقع.
[١] هامش: بخط آخر
""",
    "diplomatic": """
باب الكتب
بسم الله وكتابه نصٌّ […].
قفا نبك من ذكرى
بسقط اللوى بين الدخول
فحومل
الأول
فرع
الثاني
الاسم | العدد
خبز | 5|6
قال: «لا».
سلام عليكم
أما بعد.
محمد
- *ليس* [قائمة] TEI_P5 &amp; وفي الموقع.
""",
    "markdown": """
\\[ص\u00a0١\\]
## باب الكتب
بسم \\[ص\u00a0٢\\] الله[^1] وكتابه \\[ص\u00a0٣\\] نصٌّ\\[؟\\] \\[…\\].
قفا نبك ٭ من ذكرى\\
بسقط اللوى ٭ بين الدخول\\
فحومل
- الأول
  - فرع
- الثاني
| الاسم | العدد |
| --- | --- |
| خبز | 5\\|6 |
> قال: «لا».
سلام عليكم
أما بعد.
محمد
\\- \\*ليس\\* \\[قائمة\\] TEI_P5 \\&amp; و**ف**ي [الموقع](<https://example.org/a>).
[^1]: هامش: بخط آخر
""",
    "openiti": """
### | باب الكتب
# بسم PageV01P001 الله[1] وكتابه PageV01P002 نصٌّ[؟] […].
# قفا نبك %~% من ذكرى
# بسقط اللوى %~% بين الدخول
# فحومل %~%
# - الأول
# - فرع
# - الثاني
# الاسم | العدد
# خبز | 5|6
# قال: «لا».
# سلام عليكم
# أما بعد.
# محمد
# - *ليس* [قائمة] TEI_P5 &amp; وفي الموقع.
PageV01P003
### |EDITOR|
# [1] هامش: بخط آخر
""",
}
SUFFIX = {
    "plain": ".txt",
    "diplomatic": ".diplomatic.txt",
    "markdown": ".md",
    "openiti": ".mARkdown",
}


def made(body: str, form: str, *, width: int = 0, **choices: bool) -> tuple[bytes, list]:
    """Return a body in a form, and the origins of its lines."""
    return written(text(body), form, width=width, **choices)


def written(source: str, form: str, *, width: int = 0, **choices: bool) -> tuple[bytes, list]:
    """Return a text in a form, and the origins of its lines."""
    press = Press(("ar", "en"), width, choices=TextChoices(**choices))
    maker = {"diplomatic": editions.plain}.get(form) or getattr(editions, form)
    files = maker(Text("letter", source.encode()), press)
    name = next(name for name in files if name.endswith("letter" + SUFFIX[form]))
    lines = name.removesuffix(SUFFIX[form].rpartition(".")[1] + SUFFIX[form].rpartition(".")[2])
    return files[name], concordance.read(files[lines + ".lines.tsv"])


@pytest.mark.parametrize("form", FORMS)
def test_every_structure_has_its_form(form: str) -> None:
    """Verse, lists, tables, letters, pages, margins, gaps and unclear readings, in each text."""
    content, origins = made(STRUCTURES, form, isolates=False)
    lines = content.decode().split("\n")
    shown = [
        line.rstrip()
        for line, origin in zip(lines, origins, strict=False)
        if (origin.part not in ("header", "blank") or line == "### |EDITOR|")
        and not line.startswith(("─", "* * *"))
    ]
    assert shown == FORMS[form].strip("\n").split("\n")


@pytest.mark.parametrize(
    "scope",
    ["<biblScope unit='volume' n='3'>الثالث</biblScope>", "<biblScope unit='volume'>3</biblScope>"],
)
def test_a_page_of_openiti_has_the_volume_of_its_source(scope: str) -> None:
    """The header tells it by a number in an attribute or in words."""
    source = text("<pb n='1'/><p>نص</p><pb n='2'/>").replace(
        "<sourceDesc>", f"<sourceDesc><bibl>{scope}</bibl>"
    )
    assert "PageV03P001" in written(source, "openiti")[0].decode()


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("width", [0, 12, 72])
def test_every_line_leads_back_to_its_element(form: str, width: int) -> None:
    """A line's id and path name the element that its words stand in."""
    content, origins = made(STRUCTURES + BODY, form, width=width)
    tree = parse(text(STRUCTURES + BODY).encode())
    half = " %~% " if form == "openiti" else " ٭ "
    forms = Forms() if form == "diplomatic" else Forms(half, "[؟]")
    runs = getattr(plain_texts, "reading" if form == "plain" else form)(content, origins)
    astray = [
        run for run in runs if not plain_texts.leads_back(tree, run, form != "diplomatic", forms)
    ]
    assert (astray, len(origins)) == ([], len(content.decode().removesuffix("\n").split("\n")))
    expected = of_tei(tree, "x", reading=form != "diplomatic", forms=forms).text
    assert plain_texts.flow(runs, "x").text == expected


def test_the_diplomatic_text_is_the_witness() -> None:
    """Byte for byte, whatever the choices are."""
    assert made(BODY, "diplomatic", width=20)[0].decode() == WITNESSED


def test_a_text_cites_itself() -> None:
    """The head says how to cite the text and which one it is."""
    heads = [made(BODY, form)[0].decode() for form in ("plain", "markdown", "openiti")]
    assert [("رسالة" in head, "للإحالة" in head, "letter" in head) for head in heads] == [
        (True, True, True)
    ] * 3


def test_notes_numbers_pages_and_isolates_are_by_choice() -> None:
    """Without them only the text is left."""
    body = '<p n="1">قال<pb n="2"/> TEI<note>حاشية</note></p>'
    content, origins = made(body, "plain", isolates=False, numbers=False, notes=False, pages=False)
    lines = content.decode().split("\n")
    assert [line for line, o in zip(lines, origins, strict=False) if o.part == "p"] == ["قال TEI"]
    assert "note" not in {origin.part for origin in origins}
    assert "¶١ قال [ص\u00a02] \u2066TEI\u2069[١]" in made(body, "plain")[0].decode().replace(
        "٢", "2"
    )


def test_markdown_is_read_as_it_was_meant(require_module) -> None:
    """A parser of CommonMark finds the headings, verses, lists, tables and notes, and the letters."""
    require_module("markdown_it")
    require_module("mdit_py_plugins")
    from lxml import html
    from markdown_it import MarkdownIt
    from mdit_py_plugins.footnote import footnote_plugin

    content, _ = made(STRUCTURES, "markdown", width=14, isolates=False)
    parser = MarkdownIt("commonmark").enable("table").use(footnote_plugin)
    page = html.fromstring("<div>" + parser.render(content.decode()) + "</div>")
    found = {
        "h2": [one.text for one in page.iter("h2")],
        "br": len(page.findall(".//br")),
        "nested item": [one.text_content().strip() for one in page.findall(".//li//li")],
        "cells": [one.text for one in page.iter("th", "td")],
        "note": [
            " ".join(one.text_content().split("↩")[0].split()) for one in page.iter("section")
        ],
        "bold": [one.text for one in page.iter("strong")][-1:],
        "quoted": [one.text_content().strip() for one in page.iter("blockquote")],
    }
    assert found == {
        "h2": ["باب الكتب"],
        "br": 2,
        "nested item": ["فرع"],
        "cells": ["الاسم", "العدد", "خبز", "5|6"],
        "note": ["هامش: بخط آخر"],
        "bold": ["ف"],
        "quoted": ["قال: «لا»."],
    }
    last = " ".join(page.findall(".//p")[-2].text_content().split())
    assert last == "- *ليس* [قائمة] TEI_P5 &amp; وفي الموقع."


def test_openiti_is_read_by_its_own_parser(require_module) -> None:
    """The scheme's reference parser finds sections, verses, pages and paragraphs."""
    require_module("oimdp")
    import oimdp
    from oimdp import structures as kinds

    content, _ = made(STRUCTURES, "openiti", width=30)
    document = oimdp.parse(content.decode())
    heads = [
        (o.value.strip(), o.level) for o in document.content if isinstance(o, kinds.SectionHeader)
    ]
    verses = [o for o in document.content if isinstance(o, kinds.Verse)]
    pages = [
        part.page
        for o in document.content
        for part in [o, *getattr(o, "parts", [])]
        if isinstance(part, kinds.PageNumber)
    ]
    assert (heads[0], len(verses), pages) == (("باب الكتب", 1), 3, ["001", "002", "003"])
    assert str(document.magic_value) == "######OpenITI#"


LETTERS = st.text(
    st.sampled_from("ابجTx12.)#-+*_`~=>|<&;[]()!\\:^\"' \u064b"), min_size=1, max_size=60
)


@settings(max_examples=80, deadline=None)
@given(st.lists(LETTERS.filter(str.strip), min_size=1, max_size=3), st.sampled_from([0, 7, 30]))
def test_no_letter_of_a_text_is_read_as_markdown(paragraphs: list[str], width: int) -> None:
    """Whatever signs a paragraph has, a parser of CommonMark gives back the paragraph."""
    pytest.importorskip("markdown_it")
    from lxml import html
    from markdown_it import MarkdownIt
    from mdit_py_plugins.footnote import footnote_plugin

    body = "".join(f"<p>{escape(one)}</p>" for one in paragraphs)
    content, _ = made(body, "markdown", width=width, isolates=False)
    parser = MarkdownIt("commonmark").enable("table").use(footnote_plugin)
    page = html.fromstring("<div>" + parser.render(content.decode()) + "</div>")
    after = page.xpath("./hr[1]/following-sibling::*")
    told = [(one.tag, " ".join(one.text_content().split())) for one in after]
    assert told == [("p", " ".join(one.split())) for one in paragraphs]


def test_corrections_are_told_below_the_text() -> None:
    """What the editors changed or supplied, with its paragraph and what the witness has."""
    told = {}
    for form in ("plain", "markdown", "openiti"):
        content, origins = made(BODY, form)
        lines = content.decode().split("\n")
        told[form] = [line for line, o in zip(lines, origins, strict=False) if o.part == "change"]
    said = ["¶٢ إن (في الأصل: «أن»)", "¶٢ . (زيادة من المحققين)"]
    assert told == {
        "plain": said,
        "markdown": [f"- {line}" for line in said],
        "openiti": [f"# {line}" for line in said],
    }


def test_a_text_of_another_direction_isolates_its_arabic() -> None:
    """In an English text the Arabic runs are the foreign ones."""
    content, _ = made('<p xml:lang="en">He said «نعم» twice</p>', "plain")
    assert "He said \u2067«نعم»\u2069 twice" in content.decode().split("\n")
