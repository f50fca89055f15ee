"""How a text declares its citation: old patterns, expressions that fail, strangers' expressions."""

from pathlib import Path

import pytest

from declared_texts import HEAD, made, references
from tahqiq import citable
from tahqiq.citable.faults import findings
from tahqiq.errors import Place, TransformError

DEEP = Path(__file__).parent / "citable/deep.xml"

PATTERNS = [
    # The example of the TEI Guidelines.
    (
        "<cRefPattern matchPattern=\"([1-9A-Za-z]+)\\s+([0-9]+):([0-9]+)\" replacementPattern=\"#xpath(//div[@type='book'][@n='$1']/div[@type='chap'][@n='$2']/div[@type='verse'][@n='$3'])\"/>",
        "Matt 5:3",
        ["Matt 5:3"],
    ),
    # CTS, as Perseus writes it: one pattern for each level, the deepest first.
    (
        '<cRefPattern xmlns:tei="http://www.tei-c.org/ns/1.0" n="verse" matchPattern="(\\w+).(\\w+).(\\w+)" replacementPattern="#xpath(/tei:TEI/tei:text/tei:body/tei:div[@n=\'$1\']/tei:div[@n=\'$2\']/tei:div[@n=\'$3\'])"/>'
        '<cRefPattern xmlns:tei="http://www.tei-c.org/ns/1.0" n="chapter" matchPattern="(\\w+).(\\w+)" replacementPattern="#xpath(/tei:TEI/tei:text/tei:body/tei:div[@n=\'$1\']/tei:div[@n=\'$2\'])"/>'
        '<cRefPattern xmlns:tei="http://www.tei-c.org/ns/1.0" n="book" matchPattern="(\\w+)" replacementPattern="#xpath(/tei:TEI/tei:text/tei:body/tei:div[@n=\'$1\'])"/>',
        "Matt.5.3",
        ["Matt", "Matt.5", "Matt.5.3"],
    ),
    # CTS again, with more than the number in a predicate, and written by a program that escaped it.
    (
        "<cRefPattern n=\"verse\" matchPattern=\"(\\w+)\\.(\\w+)\" replacementPattern=\"#xpath(//div[@type='book' and @n='$1']//div[@n='$2' and @type='verse'])\"/>",
        "Matt.3",
        ["Matt.3"],
    ),
    (
        '<cRefPattern n="book" matchPattern="(\\\\w+)" replacementPattern="#xpath(//div[@type=\'book\'][@n=\\\'$1\\\'])"/>',
        "Matt",
        ["Matt"],
    ),
    # By position and by id.
    (
        '<cRefPattern matchPattern="([A-Za-z0-9]+) ([0-9]+):([0-9]+)" replacementPattern="#xpath(//body/div[@n=\'$1\']/div[$2]/div[$3])"/>',
        "Matt 1:1",
        ["Matt 1:1"],
    ),
    ('<cRefPattern matchPattern="(.+)" replacementPattern="#$1"/>', "v3", ["v3"]),
    ('<cRefPattern matchPattern="([0-9]+)" replacementPattern="#v$1"/>', "3", ["3"]),
]


@pytest.mark.parametrize(("declaration", "reference", "units"), PATTERNS)
def test_old_patterns_are_read(declaration: str, reference: str, units: list[str]) -> None:
    """A cRefPattern lists its units and resolves them, as a citeStructure does."""
    text = made(
        f"<refsDecl>{declaration}</refsDecl>",
        '<div type="book" n="Matt"><div type="chap" n="5"><div type="verse" n="3" xml:id="v3"><p>طوبى</p></div></div></div>',
    )
    assert (references(text), text.resolve(reference).text()) == (units, "طوبى")


def test_a_corpus_is_one_text() -> None:
    """Units of every text of a teiCorpus have their words, and the last milestone its end."""
    one = '<TEI><teiHeader/><text><body><p n="{0}">قال<pb n="{0}"/> ثم</p></body></text></TEI>'
    corpus = citable.read(
        '<teiCorpus xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><encodingDesc>'
        '<refsDecl default="true"><citeStructure match="//body/p" use="@n"/></refsDecl>'
        '<refsDecl n="pages"><citeStructure match="//pb" use="@n"/></refsDecl>'
        f"</encodingDesc></teiHeader>{one.format(1)}{one.format(2)}</teiCorpus>".encode()
    )
    assert [corpus.passage(unit).text() for unit in corpus.units()] == ["قال ثم", "قال ثم"]
    assert [corpus.passage(unit).text() for unit in corpus.units("pages")] == ["ثم\nقال", "ثم"]


def test_a_text_without_a_declaration_has_ids_only() -> None:
    """No unit, no error; an xml:id still leads to its passage."""
    text = made("<p/>", '<p xml:id="p1">قال</p>')
    assert (text.units(), text.resolve("#p1").text()) == ([], "قال")
    with pytest.raises(citable.NoSuchPassage, match="declares no citation"):
        text.resolve("1")


@pytest.mark.parametrize(
    "expression",
    [
        "doc('/etc/passwd')//*",
        "//p[unparsed-text('file:///etc/passwd')]",
        "//p[environment-variable('PATH')]",
        "//p[unparsed-text-available('/etc/passwd')]",
        "//p[doc-available('/etc/passwd')]",
        "//p[collection('/etc')]",
        "//p[exists(available-environment-variables())]",
        "transform(map{'stylesheet-location': 'file:///etc/passwd'})",
    ],
)
def test_a_stranger_reads_nothing(expression: str) -> None:
    """No expression of a file reaches another file, an address or the environment."""
    text = made(f'<refsDecl><citeStructure match="{expression}" use="1"/></refsDecl>', "<p>قال</p>")
    assert text.units() == []


def test_one_broken_expression_spoils_no_other() -> None:
    """The other trees and levels still have their units."""
    text = made(
        '<refsDecl default="true"><citeStructure match="//p" use="@n"><citeStructure match="seg[" use="@n" delim="."/></citeStructure></refsDecl>'
        '<refsDecl n="b"><citeStructure match="//p" use="1 div 0"/></refsDecl>',
        '<p n="1"><seg n="1">قال</seg></p>',
    )
    assert (references(text), references(text, "b")) == (["1"], [])
    assert [one.attribute for one in text.evaluated.unusable] == ["match", "use"]


def test_what_gives_no_nodes_spoils_no_other() -> None:
    """An expression that gives numbers is named, and the other trees still have their units."""
    text = made(
        '<refsDecl default="true"><citeStructure match="//p" use="@n"/></refsDecl>'
        '<refsDecl n="b"><citeStructure match="1 to 3" use="@n"/></refsDecl>',
        '<p n="1">قال</p>',
    )
    assert (references(text), references(text, "b")) == (["1"], [])
    assert [one.attribute for one in text.evaluated.unusable] == ["use"]


def test_levels_go_as_deep_as_a_text_does() -> None:
    """Sixty levels within each other are units, one in the other."""
    inner = '<citeStructure match="seg" use="@n" delim=".">' * 59
    levels = f'<citeStructure match="//body/p/seg" use="@n">{inner}'
    text = made(
        f"<refsDecl>{levels}{'</citeStructure>' * 60}</refsDecl>",
        "<p>" + '<seg n="1">' * 60 + "قال" + "</seg>" * 60 + "</p>",
    )
    assert [unit.level for unit in text.units()] == list(range(1, 61))


def test_an_empty_value_is_no_reference() -> None:
    """A unit whose number is empty cannot be cited, and a value has no white space at its ends."""
    text = made(
        '<refsDecl><citeStructure match="//p" use="@n"/></refsDecl>',
        '<p n="">قال</p><p n=" ٣ ">ثم</p>',
    )
    assert references(text) == ["٣"]
    assert [one.code for one in findings(text, lambda *_: Place("x", 1, 1))] == ["TQ402"]


def test_of_trees_without_a_default_the_first_nameless_is_meant() -> None:
    """An xml:id is a name, too: of named trees the first is the default."""
    text = made(
        '<refsDecl n="a"><citeStructure match="//p" use="@n"/></refsDecl>'
        '<refsDecl xml:id="b"><citeStructure match="//seg" use="@n"/></refsDecl>',
        '<p n="1">قال</p>',
    )
    assert text.tree().name == "a"


def test_lines_below_a_page_are_those_of_the_page() -> None:
    """Of the lines that follow a page's beginning those of the next page are none of its own."""
    text = made(
        '<refsDecl><citeStructure match="//pb" use="@n"><citeStructure match="following::lb" use="@n" delim="."/></citeStructure></refsDecl>',
        '<p><pb n="1"/><lb n="1"/>قال<lb n="2"/>الراوي<pb n="2"/><lb n="1"/>نزلنا</p>',
    )
    assert [(unit.reference, text.passage(unit).text()) for unit in text.units()] == [
        ("1", "قال الراوي"),
        ("1.1", "قال"),
        ("1.2", "الراوي"),
        ("2", "نزلنا"),
        ("2.1", "نزلنا"),
    ]


def test_a_span_that_ends_before_it_begins_is_not_believed() -> None:
    """A milestone whose @spanTo leads back goes to the next one."""
    text = made(
        '<refsDecl><citeStructure match="//anchor" use="@xml:id"/></refsDecl>',
        '<p><anchor xml:id="a"/>قال<anchor xml:id="b" spanTo="#a"/>الراوي</p>',
    )
    assert text.resolve("b").text() == "الراوي"


def test_an_old_pattern_with_two_groups_in_one_step_gives_one_value() -> None:
    """Type and number of one element, as «sura 2», are one level."""
    text = made(
        r"""<refsDecl><cRefPattern matchPattern="([a-z]+) (\d+)" """
        r"""replacementPattern="#xpath(//div[@type='$1'][@n='$2'])"/></refsDecl>""",
        '<div type="sura" n="2"><p>قال</p></div><div n="3"><p>ثم</p></div>',
    )
    assert references(text) == ["sura 2"]


def test_an_old_pattern_of_ids_asks_only_what_has_one() -> None:
    """Elements without an xml:id are no units that lack their value."""
    text = made(
        r"""<refsDecl><cRefPattern matchPattern="(\w+)" replacementPattern="#$1"/></refsDecl>""",
        '<p xml:id="p1">قال</p><p>ثم</p>',
    )
    assert (references(text), text.lost) == (["p1"], [])


def test_an_expression_that_never_ends_is_stopped() -> None:
    """A stranger's file has its time, and no more."""
    forever = "//p[count((1 to 2000000000)[. mod 7 = sum(1 to 9)]) = 1]"
    source = HEAD.format(
        f'<refsDecl><citeStructure match="{forever}" use="@n"/></refsDecl>', '<p n="1">قال</p>'
    )
    with pytest.raises(TransformError, match="took more than 2 seconds"):
        citable.read(source.encode(), seconds=2).units()


def test_a_stranger_is_read_apart_with_the_same_result() -> None:
    """In a process of its own a file has the units that it has in this one."""
    apart = citable.read(DEEP, seconds=60)
    assert references(apart, "pages") == references(citable.read(DEEP), "pages")


def test_numbers_that_differ_in_script_only_are_a_finding() -> None:
    """12 and ١٢ lead to their own units, but a reader who types either may mean the other."""
    text = made(
        '<refsDecl><citeStructure match="//p" use="@n"/></refsDecl>',
        '<p n="12">قال</p><p n="١٢">ثم</p><p n="12">قال</p>',
    )
    found = findings(text, lambda element, attribute: Place("x", 1, 1))
    assert [(one.code, one.severity.label) for one in found] == [
        ("TQ401", "warning"),
        ("TQ401", "error"),
    ]
    assert (text.resolve("١٢").text(), text.resolve("12").text()) == ("ثم", "قال")


def test_a_declaration_right_in_the_header_is_read() -> None:
    """The files that dapytains is tested with have their refsDecl outside encodingDesc."""
    text = citable.read(
        HEAD.format("", "<p>قال</p>")
        .replace(
            "<encodingDesc>", '<refsDecl><citeStructure match="//p" use="position()"/></refsDecl>'
        )
        .replace("</encodingDesc>", "")
        .encode()
    )
    assert references(text) == ["1"]


def test_an_inner_path_from_the_root_stays_in_its_unit() -> None:
    """The verses of a book are those within it, though //l matches those of every book."""
    text = made(
        '<refsDecl><citeStructure match="//div" use="@n">'
        '<citeStructure match="//l" use="@n" delim="."/></citeStructure></refsDecl>',
        '<div n="1"><l n="1">قفا</l></div><div n="2"><l n="1">نبك</l><l n="2">من</l></div>',
    )
    assert references(text) == ["1", "1.1", "2", "2.1", "2.2"]
