"""The extension for Sphinx on small projects, and what it takes for wrong."""

import re
import shlex
from pathlib import Path

import pytest
from sphinx.testing.util import SphinxTestApp
from sphinx.util.console import strip_escape_sequences

from tahqiq.cli import parser
from tahqiq.languages import direction
from tahqiq.sphinx import kinds
from tahqiq.sphinx.arabic import forms
from tahqiq.sphinx.assembly import assembled
from tahqiq.sphinx.labels import label

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"

ODD = """<?xml version="1.0" encoding="UTF-8"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>رسائل</title></titleStmt>
<publicationStmt><p/></publicationStmt><sourceDesc><p/></sourceDesc></fileDesc></teiHeader>
<text><body><div xml:id="letters"><head xml:lang="en">Letters</head><head xml:lang="ar">الرسائل</head>
<p xml:lang="en">A letter is a <gi>div</gi> with <att>n</att>.</p>
<p xml:lang="ar">الرسالة في div ورقمها في n.</p>
<schemaSpec ident="letters" start="div">
<classSpec ident="att.numbered" type="atts" mode="add"><attList>
<attDef ident="n"><desc>The number of <val>1</val> letter.</desc></attDef></attList></classSpec>
<elementSpec ident="div" module="m" mode="add"><gloss xml:lang="en">letter</gloss><gloss xml:lang="ar">رسالة</gloss>
<classes><memberOf key="att.numbered"/></classes>
<content><elementRef key="p" minOccurs="1" maxOccurs="unbounded"/></content>
<attList><attDef ident="type" usage="req"><valList type="closed"><valItem ident="sent"><desc>sent</desc></valItem></valList></attDef></attList>
<exemplum><egXML xmlns="http://www.tei-c.org/ns/Examples"><div type="sent"><p>نص</p></div></egXML></exemplum>
</elementSpec>
<elementSpec ident="p" module="m" mode="add"><content><textNode/></content></elementSpec>
</schemaSpec></div></body></text></TEI>
"""
GRAMMAR = """default namespace = "http://www.tei-c.org/ns/1.0"
start = element TEI { element div { attribute type { "sent" }, element p { text }+ }* }
"""
RULES = """<schema xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt2">
<ns prefix="t" uri="http://www.tei-c.org/ns/1.0"/><pattern><rule context="t:p">
<assert id="LE001-empty-letter" test="normalize-space(.)">LE001 empty-letter: say something.</assert>
</rule></pattern></schema>
"""
FRAME = '<TEI xmlns="http://www.tei-c.org/ns/1.0"><?example body …?></TEI>'
UNITS = """<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><encodingDesc><?example refsDecl …?>
</encodingDesc></teiHeader><text><body><p>كتب</p></body></text></TEI>"""
CONF = """
extensions = ["tahqiq.sphinx"]
html_theme = "basic"
tei_odd = "letters.odd"
"""
JUDGED = """
tei_schema = "letters.rnc"
tei_rules = "letters.sch"
tei_example_frame = "frame.xml"
"""


@pytest.fixture
def project(tmp_path: Path):
    """Make a project and return what builds it: pages and settings in, its output and warnings out."""
    for name, text in (
        ("letters.odd", ODD),
        ("letters.rnc", GRAMMAR),
        ("letters.sch", RULES),
        ("frame.xml", FRAME),
    ):
        (tmp_path / name).write_text(text, "utf-8")

    def build(body: str, conf: str = "", language: str = "en") -> tuple[Path, str]:
        (tmp_path / "conf.py").write_text(CONF + conf, "utf-8")
        (tmp_path / "index.rst").write_text(f"رسائل\n==========\n\n{body}", "utf-8")
        app = SphinxTestApp(
            srcdir=tmp_path,
            builddir=tmp_path / "out",
            freshenv=True,
            confoverrides={"language": language, "nitpicky": True},
        )
        try:
            app.build()
        finally:
            app.cleanup()
        return app.outdir, strip_escape_sequences(app.warning.getvalue())

    return build


def test_an_odd_alone_is_enough(project) -> None:
    """Without a specification the ODD is documented as it is, whole, without a warning."""
    out, warnings = project(".. toctree::\n\n   all/index\n", 'tei_generate = "all"')
    page = (out / "all/elements-m.html").read_text("utf-8")
    assert warnings == ""
    assert [
        word
        for word in ('id="elem-div"', "letter", "sent", 'id="att-div-type"')
        if word not in page
    ] == []
    assert (out / "all/guidelines.html").is_file()


def test_an_attribute_that_groups_define_anew_is_described_each_time(project, tmp_path) -> None:
    """Of a choice of groups each has its own; the first has the plain address."""
    begin = ODD.index('<attDef ident="type"')
    attribute = ODD[begin : ODD.index("</attList>", begin)]
    groups = f'<attList org="choice">{f"<attList>{attribute}</attList>" * 2}</attList>'
    (tmp_path / "letters.odd").write_text(ODD.replace(f"<attList>{attribute}</attList>", groups))
    out, warnings = project(".. toctree::\n\n   all/index\n", 'tei_generate = "all"')
    page = (out / "all/elements-m.html").read_text("utf-8")
    assert warnings == ""
    for name in ("att-div-type", "att-div-type-2", "val-div-type-sent", "val-div-type-2-sent"):
        assert f'id="{name}"' in page


def test_a_page_speaks_the_language_of_the_build(project) -> None:
    """In Arabic the ODD's Arabic is shown, right to left, and names of elements are links."""
    body = ".. tei:guidelines:: letters\n\n.. tei:elements::\n"
    out, warnings = project(body, language="ar")
    page = (out / "index.html").read_text("utf-8")
    assert (warnings, 'dir="rtl"' in page, "رسالة" in page) == ("", True, True)
    assert "الرسالة في" in page
    assert "A letter is" not in page


def test_roles_lead_to_what_is_described(project) -> None:
    """Elements, attributes of elements and of classes, values and classes can be pointed at."""
    roles = ":tei:elem:`div` :tei:att:`div@type` :tei:att:`n` :tei:val:`div@type=sent` :tei:class:`att.numbered`"
    body = f"{roles}\n\n.. tei:elements::\n\n.. tei:classes::\n\n.. tei:attributes::\n"
    out, warnings = project(body)
    page = (out / "index.html").read_text("utf-8")
    targets = ("elem-div", "att-div-type", "att-n", "val-div-type-sent", "class-att.numbered")
    assert warnings == ""
    assert [one for one in targets if f'href="#{one}"' not in page] == []


def test_an_unknown_name_is_a_warning(project) -> None:
    """A role that leads nowhere, and a directive that asks for what is not there, are told."""
    _, warnings = project(":tei:elem:`said`\n\n.. tei:elements:: said\n")
    assert "tei:elem reference target not found: said" in warnings
    assert "the ODD has no elem said" in warnings


@pytest.mark.parametrize(
    ("example", "said"),
    [
        ('.. tei:example::\n\n   <div type="sent"><p>نص</p></div>\n', ""),
        ('.. tei:example::\n   :invalid: LE001\n\n   <div type="sent"><p> </p></div>\n', ""),
        ('.. tei:example::\n   :invalid: RNG007\n\n   <div type="x"><p>نص</p></div>\n', ""),
        ('.. tei:example::\n\n   <div type="sent"><p> </p></div>\n', "the example is wrong"),
        ('.. tei:example::\n   :invalid: LE001\n\n   <div type="sent"><p>نص</p></div>\n', "fails with nothing, not with LE001"),
        ('.. tei:example::\n   :invalid: LE001\n\n   <div type="sent"><p>نص</div>\n', "fails with "),
        ('.. tei:example::\n   :in: nowhere\n\n   <p/>\n', "no place nowhere"),
    ],
)  # fmt: skip
def test_examples_are_what_they_say(project, example: str, said: str) -> None:
    """An example that is right must pass, a wrong one must fail with the code that it shows."""
    _, warnings = project(example, JUDGED)
    assert (bool(warnings), said in warnings) == (bool(said), True)


@pytest.mark.parametrize(
    ("kind", "example", "said"),
    [
        ("schematron", '<schema xmlns="http://purl.oclc.org/dsdl/schematron"/>', ""),
        ("schematron", '<schema xmlns="http://purl.oclc.org/dsdl/schematron"><patern/></schema>', "patern"),
        ("stylesheet", '<xsl:stylesheet version="3.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"/>', ""),
        ("stylesheet", '<xsl:stylesheet version="3.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"><xsl:iff/></xsl:stylesheet>', "iff"),
        ("frame", "<body><?example p <p>…</p>?></body>", ""),
        ("frame", "<body><?example p <p>…?></body>", "mismatch"),
        ("units", '<refsDecl><citeStructure match="//p" use="position()"/></refsDecl>', ""),
        ("units", '<refsDecl><citeStructure match="//l" use="position()"/></refsDecl>', "TQ406"),
        ("units", "<p/>", "no tree"),
    ],
)  # fmt: skip
def test_examples_of_other_kinds_are_judged(
    tmp_path: Path, kind: str, example: str, said: str
) -> None:
    """A schema and a stylesheet must compile, a frame be well-formed, units be found."""
    frame = tmp_path / "frame.xml"
    frame.write_text(UNITS, "utf-8")
    found = " ".join(kinds.wrong(kind, example, frame))
    assert (bool(found), said in found) == (bool(said), True)


def test_a_page_tells_of_a_wrong_example_of_another_kind(project) -> None:
    """The warning names the page, and what the reader of the example said."""
    example = ".. tei:example::\n   :kind: units\n   :frame: frame.xml\n\n   <p/>\n"
    assert "index.rst:4: WARNING: the example is wrong: no tree" in project(example)[1]


def test_examples_of_the_odd_are_judged(project, tmp_path: Path) -> None:
    """A wrong example in the ODD is a warning, too."""
    assert project(".. tei:elements::\n", JUDGED)[1] == ""
    odd = ODD.replace('<div type="sent"><p>نص</p></div></egXML>', "<div><p>نص</p></div></egXML>")
    (tmp_path / "letters.odd").write_text(odd, "utf-8")
    assert "an example of the ODD is wrong" in project(".. tei:elements::\n", JUDGED)[1]


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("للتنظيم", "تنظيم"),
        ("للتنظيم", "التنظيم"),
        ("وبالتنظيم", "تنظيم"),
        ("وسرت", "سرت"),
        ("بسرت", "سرت"),
        ("فالقاضي", "قاضي"),
        ("كتابه", "كتاب"),
        ("مدينتهم", "مدينه"),
        ("persName", "persName"),
    ],
)
def test_joined_words_are_found(word: str, found: str) -> None:
    """A word is indexed without what is joined to it."""
    assert found in forms(word)


def test_direction_follows_the_script() -> None:
    """Arabic in Latin letters runs left to right."""
    tags = ("ar", "ar-Latn-x-ijmes", "fa", "en", "ur_PK")
    assert [direction(tag) for tag in tags] == ["rtl", "ltr", "rtl", "ltr", "rtl"]


def test_labels_are_in_both_languages() -> None:
    """A label is known in Arabic and English, by the language's subtag."""
    assert (label("attributes", "ar_EG"), label("attributes", "fr")) == ("السمات", "Attributes")


def test_a_foreign_odd_is_documented(project) -> None:
    """The ODD of a real journal, compiled by the TEI's specification, gives pages without warnings."""
    odd, specification = (
        SHARED / "corpus/al-muqtabas/tei_periodical.odd",
        SHARED / "tei/p5subset.xml",
    )
    if not odd.is_file() or not specification.is_file():
        pytest.skip("../shared is not there")
    conf = f'tei_odd = "{odd}"\ntei_specification = "{specification}"\ntei_generate = "tei"\n'
    out, warnings = project(".. toctree::\n\n   tei/index\n", conf)
    page = (out / "tei/elements-namesdates.html").read_text("utf-8")
    assert (warnings, 'id="elem-persName"' in page, "kunyah" in page) == ("", True, True)


def _joined(text: str) -> str:
    """Return a page with its broken command lines made whole."""
    return re.sub(r"\\\n *", "", text)


def commands() -> list[tuple[str, str]]:
    """Return every call of tahqiq that the pages show in a shell, with its page."""
    found = []
    for path in sorted((ROOT / "docs").rglob("*.rst")):
        shell = False
        for line in _joined(path.read_text("utf-8")).splitlines():
            if line.startswith(".. "):
                shell = line.startswith((".. code-block:: bash", ".. code-block:: shell"))
            text = line.strip()
            if shell and text.startswith("tahqiq "):
                found.append((path.relative_to(ROOT).as_posix(), text))
    return found


@pytest.mark.parametrize(("page", "line"), commands(), ids=lambda text: text[:60])
def test_the_commands_of_the_pages_exist(page: str, line: str) -> None:
    """Every command that a page shows is one that the parser takes."""
    words = shlex.split(line, comments=True)
    end = next(
        (n for n, word in enumerate(words) if word in {"|", "||", "&&", ">", "<"}), len(words)
    )
    assert parser().parse_args(words[1:end]).verb


def test_an_odd_that_includes_itself_comes_to_an_end(tmp_path) -> None:
    """Where two files of an ODD include each other, the circle is left as it stands."""
    include = (
        '<div xmlns="http://www.tei-c.org/ns/1.0" xmlns:xi="http://www.w3.org/2001/XInclude">'
        '<xi:include href="{}"/></div>'
    )
    (tmp_path / "أول.odd").write_text(include.format("ثان.odd"), "utf-8")
    (tmp_path / "ثان.odd").write_text(include.format("أول.odd"), "utf-8")
    left = assembled(tmp_path / "أول.odd").iter("{http://www.w3.org/2001/XInclude}include")
    assert [one.get("href") for one in left] == ["أول.odd"]
