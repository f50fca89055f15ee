"""Nodes found again in their file."""

import pytest

from tahqiq.places import Locator

TEI = "Q{http://www.tei-c.org/ns/1.0}"
SOURCE = (
    '<?xml version="1.0"?>\n'
    '<!-- ت --><?tei a?><TEI xmlns="http://www.tei-c.org/ns/1.0">\n'
    '<p xml:id="ف" n="٢"\n'
    '   type="x">قال <hi>ابن</hi> خلدون<!-- هنا --><![CDATA[<]]>&amp;</p><t:p xmlns:t="x"/></TEI>'
)


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("/", (1, 1)),
        ("/comment()[1]", (2, 1)),
        ("/processing-instruction(tei)[1]", (2, 11)),
        (f"/{TEI}TEI[1]", (2, 20)),
        (f"/{TEI}TEI[1]/{TEI}p[1]", (3, 1)),
        (f"/{TEI}TEI[1]/{TEI}p[1]/@Q{{http://www.w3.org/XML/1998/namespace}}id", (3, 4)),
        (f"/{TEI}TEI[1]/{TEI}p[1]/@n", (3, 15)),
        (f"/{TEI}TEI[1]/{TEI}p[1]/@type", (4, 4)),
        (f"/{TEI}TEI[1]/{TEI}p[1]/text()[1]", (4, 13)),
        (f"/{TEI}TEI[1]/{TEI}p[1]/{TEI}hi[1]/text()[1]", (4, 21)),
        (f"/{TEI}TEI[1]/{TEI}p[1]/text()[2]", (4, 29)),
        (f"/{TEI}TEI[1]/{TEI}p[1]/comment()[1]", (4, 35)),
        (f"/{TEI}TEI[1]/{TEI}p[1]/text()[3]", (4, 47)),
        ("/TEI[1]/p[1]", (3, 1)),
        ("/*:TEI[1]/Q{x}p[1]", (4, 69)),
        (f"/{TEI}TEI[1]/{TEI}p[7]", (2, 20)),
        ("/no[1]", (0, 0)),
    ],
)
def test_a_location_path_leads_to_line_and_column(path: str, place: tuple[int, int]) -> None:
    """Elements, attributes, texts, comments and instructions are found where they begin."""
    found = Locator(SOURCE.encode(), "t.xml").place(path)
    assert (found.line, found.column) == place


def test_the_byte_of_a_node_is_known() -> None:
    """A place names the byte at which the node begins."""
    found = Locator(SOURCE.encode(), "t.xml").place(f"/{TEI}TEI[1]/{TEI}p[1]/{TEI}hi[1]")
    assert SOURCE.encode()[found.offset :].startswith("<hi>ابن".encode())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_file_of_two_byte_characters_is_counted_in_characters(encoding: str) -> None:
    """In UTF-16 the column counts characters, as in UTF-8, and no byte order mark."""
    found = Locator("<a>قال<b/></a>".encode(encoding), "t.xml").place("/a[1]/b[1]")
    assert (found.line, found.column) == (1, 7)
