"""Quick fixes: what a schema offers for its findings, and what applying it changes."""

import pytest

from tahqiq.errors import SchemaError, SourceError
from tahqiq.schematron import Schematron
from tahqiq.schematron.fixes import applied, difference

TEI = "http://www.tei-c.org/ns/1.0"
HEAD = (
    '<sch:schema xmlns:sch="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt3" '
    'xmlns:sqf="http://www.schematron-quickfix.com/validator/process">'
    f'<sch:ns prefix="t" uri="{TEI}"/>'
)


def fixed(context: str, activities: str, body: str) -> str:
    """Return ``body``, in a TEI element, after the one fix that a rule offers."""
    schema = (
        f'{HEAD}<sch:pattern><sch:rule context="{context}"><sch:report test="true()" sqf:fix="f"/>'
        f'<sqf:fix id="f"><sqf:description><sqf:title>أصلح</sqf:title></sqf:description>{activities}'
        "</sqf:fix></sch:rule></sch:pattern></sch:schema>"
    )
    source = f'<TEI xmlns="{TEI}"\t xmlns:x = "urn:x" >{body}</TEI>\n'.encode()
    offered = Schematron.load(schema.encode()).fixes(source)
    mended = applied(source, offered).decode()
    return mended.removeprefix(f'<TEI xmlns="{TEI}"\t xmlns:x = "urn:x" >').removesuffix("</TEI>\n")


@pytest.mark.parametrize(
    ("context", "activity", "before", "after"),
    [
        ("t:p", "<sqf:delete/>", "<p>ا</p><ab  n='1'/>", "<ab  n='1'/>"),
        ("t:p", '<sqf:delete match="@n"/>', "<p  n='١' >ا</p>", "<p  >ا</p>"),
        ("t:p", '<sqf:delete match="text()"/>', "<p>ا<b/>ب</p>", "<p><b/></p>"),
        ("t:p/comment()", "<sqf:delete/>", "<p>ا<!-- س -->ب</p>", "<p>اب</p>"),
        (
            "t:date",
            '<sqf:add node-type="attribute" target="when" select="\'2015-02-16\'"/>',
            "<date  >الإثنين</date><date/><date when='x'/>",
            '<date   when="2015-02-16">الإثنين</date><date when="2015-02-16"/>'
            '<date when="2015-02-16"/>',
        ),
        (
            "t:p",
            '<sqf:add node-type="attribute" target="xml:id" select="\'ف\'"/>',
            "<p/>",
            '<p xml:id="ف"/>',
        ),
        (
            "t:p",
            '<sqf:add node-type="element" target="t:note" position="last-child">س</sqf:add>',
            "<p>ا</p><p/>",
            "<p>ا<note>س</note></p><p><note>س</note></p>",
        ),
        (
            "t:p",
            f'<sqf:add position="before"><lb xmlns="{TEI}" n="{{count(*)}}"/></sqf:add>',
            "<p><b/></p>",
            '<lb n="1"/><p><b/></p>',
        ),
        (
            "t:p",
            '<sqf:add position="after"><z/></sqf:add>',
            "<p/>",
            '<p/><z xmlns=""/>',
        ),
        (
            "t:p",
            '<sqf:add node-type="comment" position="after" select="\'راجع\'"/>',
            "<p/>",
            "<p/><!--راجع-->",
        ),
        (
            "t:hi",
            '<sqf:replace node-type="element" target="seg" select="node()"/>',
            "<hi>ا <b>ب</b> &amp;</hi>",
            "<seg>ا <b>ب</b> &amp;</seg>",
        ),
        (
            "t:p/@n",
            '<sqf:replace node-type="attribute" target="n" select="translate(., \'12\', \'١٢\')"/>',
            "<p n = '12' x:a='1'/>",
            "<p n=\"١٢\" x:a='1'/>",
        ),
        (
            "t:p",
            '<sqf:stringReplace match=".//text()" regex="ـ+"/>',
            "<p>قـــال <hi>ابـن</hi>  خلدون</p>",
            "<p>قال <hi>ابن</hi>  خلدون</p>",
        ),
        (
            "t:p",
            f'<sqf:stringReplace regex="\\d{{2,}}"><num xmlns="{TEI}"><sch:value-of select="."/></num>'
            "</sqf:stringReplace>",
            "<p>سنة 1436 هـ و7</p>",
            "<p>سنة <num>1436</num> هـ و7</p>",
        ),
    ],
)
def test_a_fix_changes_what_it_names_and_no_other_byte(
    context: str, activity: str, before: str, after: str
) -> None:
    """Spaces in tags, quotes and everything outside the edit stay as they are."""
    assert fixed(context, activity, before) == after


def test_fixes_are_listed_with_their_titles_and_findings() -> None:
    """A fix of the schema, a group of them, and a condition: what is offered, in both languages."""
    schema = (
        f'{HEAD}<sqf:fixes><sqf:fix id="a"><sqf:description><sqf:title>Drop</sqf:title>'
        '<sqf:title xml:lang="ar">احذف</sqf:title></sqf:description><sqf:delete/></sqf:fix>'
        '<sqf:group id="g"><sqf:fix id="b" use-when="@n"><sqf:delete match="@n"/></sqf:fix>'
        '<sqf:fix id="c" use-when="@no"><sqf:delete/></sqf:fix></sqf:group></sqf:fixes>'
        '<sch:pattern><sch:rule context="t:p"><sch:assert id="TQ9-x" test="false()" sqf:fix="a g"/>'
        "</sch:rule></sch:pattern></sch:schema>"
    )
    offered = Schematron.load(schema.encode()).fixes(f'<p xmlns="{TEI}" n="1"/>'.encode())
    assert [(fix.id, fix.title.ar, fix.finding.code) for fix in offered] == [
        ("a", "احذف", "TQ9"),
        ("b", "", "TQ9"),
    ]


def test_of_two_fixes_for_one_place_the_first_counts() -> None:
    """Edits that overlap are not mixed."""
    schema = (
        f'{HEAD}<sch:pattern><sch:rule context="t:p"><sch:report test="true()" sqf:fix="a b"/>'
        '<sqf:fix id="a"><sqf:delete match="t:b"/></sqf:fix><sqf:fix id="b"><sqf:delete/></sqf:fix>'
        "</sch:rule></sch:pattern></sch:schema>"
    )
    source = f'<TEI xmlns="{TEI}"><p>ا<b/></p></TEI>'.encode()
    assert applied(source, Schematron.load(schema.encode()).fixes(source)) == (
        f'<TEI xmlns="{TEI}"><p>ا</p></TEI>'.encode()
    )


def test_a_fix_that_breaks_the_file_is_refused() -> None:
    """Without its only element a file would not be XML."""
    schema = (
        f'{HEAD}<sch:pattern><sch:rule context="/*"><sch:report test="true()" sqf:fix="a"/>'
        '<sqf:fix id="a"><sqf:delete/></sqf:fix></sch:rule></sch:pattern></sch:schema>'
    )
    offered = Schematron.load(schema.encode()).fixes(b"<a/>")
    with pytest.raises(SourceError, match="would break the file"):
        applied(b"<a/>", offered)


def test_what_fixes_change_is_shown_as_a_diff() -> None:
    """The lines before and after, for the editor to judge."""
    assert difference("ا\nب\nج".encode(), "ا\nد\nج".encode(), file="r.xml") == (
        "--- r.xml\n+++ r.xml\n@@ -1,3 +1,3 @@\n ا\n-ب\n+د\n ج\n"
    )


def test_a_file_in_another_encoding_is_not_fixed() -> None:
    """What fixes write is UTF-8; in a file of Windows-1256 it would be other letters."""
    schema = (
        f'{HEAD}<sch:pattern><sch:rule context="/*"><sch:assert test="1"/></sch:rule>'
        "</sch:pattern></sch:schema>"
    )
    source = '<?xml version="1.0" encoding="windows-1256"?><a>قال</a>'.encode("windows-1256")
    with pytest.raises(SourceError, match="only a file in UTF-8 can be fixed"):
        Schematron.load(schema.encode()).fixes(source, file="r.xml")


def offers(rule: str, source: str) -> list[tuple[str, str, str]]:
    """Return name, title and result of each fix that a rule offers on a document."""
    schema = f"{HEAD}<sch:pattern>{rule}</sch:pattern></sch:schema>".encode()
    content = f'<TEI xmlns="{TEI}">{source}</TEI>'.encode()
    return [
        (
            fix.id,
            fix.title.text("ar"),
            applied(content, [fix]).decode().partition(">")[2].removesuffix("</TEI>"),
        )
        for fix in Schematron.load(schema).fixes(content)
    ]


def test_a_fix_for_each_item_is_offered_for_each() -> None:
    """``use-for-each`` offers a fix for each node, by its own title."""
    assert offers(
        '<sch:rule context="t:p"><sch:assert test="@n" sqf:fix="f"/>'
        '<sqf:fix id="f" use-for-each="//t:lb"><sch:let name="lb" value="$sqf:current"/>'
        '<sqf:description><sqf:title>رقم <sch:value-of select="$sqf:pos"/></sqf:title></sqf:description>'
        '<sqf:add node-type="attribute" target="n" select="$lb/@n"/></sqf:fix></sch:rule>',
        '<lb n="7"/><lb n="9"/><p/>',
    ) == [
        ("f", "رقم 1", '<lb n="7"/><lb n="9"/><p n="7"/>'),
        ("f", "رقم 2", '<lb n="7"/><lb n="9"/><p n="9"/>'),
    ]


def test_a_called_fix_takes_parameters_and_lends_its_title() -> None:
    """What is given by ``with-param`` counts in the title and in the activity, else the default."""
    assert offers(
        '<sch:rule context="t:p"><sch:report test="true()" sqf:fix="a b"/>'
        '<sqf:fix id="a"><sqf:call-fix ref="b"><sqf:with-param name="n" select="1"/></sqf:call-fix></sqf:fix>'
        '<sqf:fix id="b"><sqf:param name="n" default="2"/>'
        '<sqf:description><sqf:title>رقم <sch:value-of select="$n"/></sqf:title></sqf:description>'
        '<sqf:add node-type="attribute" target="n" select="$n"/></sqf:fix></sch:rule>',
        "<p/>",
    ) == [("a", "رقم 1", '<p n="1"/>'), ("b", "رقم 2", '<p n="2"/>')]


def test_variables_and_instructions_work_within_an_activity() -> None:
    """A variable of an activity, and a choice in XSLT, see the node that is changed."""
    assert offers(
        '<sch:rule context="t:p"><sch:report test="true()" sqf:fix="f"/><sqf:fix id="f">'
        "<sqf:description><sqf:title>رقم</sqf:title></sqf:description>"
        '<sqf:add match="t:lb" node-type="attribute" target="n">\n'
        '  <sch:let name="at" value="count(preceding-sibling::t:lb) + 1"/>\n'
        '  <xsl:choose xmlns:xsl="http://www.w3.org/1999/XSL/Transform"><xsl:when test="$at = 1">'
        '<sch:let name="word" value="\'أول\'"/><sch:value-of select="$word"/></xsl:when>'
        '<xsl:otherwise><sch:value-of select="$at"/></xsl:otherwise></xsl:choose>\n</sqf:add></sqf:fix></sch:rule>',
        "<p><lb/><lb/></p>",
    ) == [("f", "رقم", '<p><lb n="أول"/><lb n="2"/></p>')]


def test_a_broken_fix_does_not_keep_the_rules_from_judging() -> None:
    """What is wrong with a fix is said where fixes are asked for, and only there."""
    rules = Schematron.load(
        f'{HEAD}<sch:pattern><sch:rule context="*"><sch:report test="true()" sqf:fix="f">س</sch:report>'
        '<sqf:fix id="f"><sqf:description><sqf:title>أصلح</sqf:title></sqf:description>'
        '<sqf:add node-type="attribute" target="n" select="$none"/></sqf:fix>'
        "</sch:rule></sch:pattern></sch:schema>".encode()
    )
    assert [one.message.ar for one in rules.validate(b"<a/>")] == ["س"]
    with pytest.raises(SchemaError, match="none"):
        rules.fixes(b"<a/>")
