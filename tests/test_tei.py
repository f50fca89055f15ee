"""Reading XML: hardened, and with a place for every fault."""

import contextlib
import os
from pathlib import Path

import pytest

from tahqiq.errors import SourceError, SyntaxFault
from tahqiq.tei import Locator, name_of, parse, serialize, xpath_of


def test_a_file_in_windows_1256_is_named_with_the_place_of_its_first_wrong_byte(
    tmp_path: Path,
) -> None:
    """A file in Windows-1256 that says nothing of it is refused at its first Arabic letter."""
    path = tmp_path / "قديم.xml"
    path.write_bytes("<TEI>\n<p>مصر</p></TEI>".encode("cp1256"))
    with pytest.raises(SourceError) as caught:
        parse(path)
    assert (caught.value.place.line, caught.value.place.column) == (2, 4)


def test_a_declared_encoding_is_read() -> None:
    """A file in Windows-1256 that declares it is read as what it says."""
    source = '<?xml version="1.0" encoding="windows-1256"?><p>مصر</p>'.encode("cp1256")
    assert parse(source).getroot().text == "مصر"


def test_broken_xml_names_line_and_column() -> None:
    """A missing end tag is a fault with line and column."""
    with pytest.raises(SyntaxFault) as caught:
        parse("<TEI>\n<p>نص</TEI>".encode(), file="x.xml")
    assert str(caught.value).startswith("x.xml:2:")


def test_a_missing_file_says_so(tmp_path: Path) -> None:
    """A path that leads nowhere is a one-line error."""
    with pytest.raises(SourceError, match="there is no such file"):
        parse(tmp_path / "غائب.xml")


def test_a_name_that_is_not_utf_8_is_read(tmp_path: Path) -> None:
    """A file whose name was given in Windows-1256 is read as any other, here from an archive of then."""
    path = tmp_path / os.fsdecode("تقرير.xml".encode("cp1256"))
    path.write_text("<p>مصر</p>", "utf-8")
    assert parse(path).getroot().text == "مصر"


def test_no_external_entity_is_read(tmp_path: Path) -> None:
    """An external entity brings nothing of the file that it names into the tree."""
    secret = tmp_path / "secret.txt"
    secret.write_text("سر", encoding="utf-8")
    source = f'<!DOCTYPE p [<!ENTITY x SYSTEM "{secret.as_uri()}">]><p>&x;</p>'
    with contextlib.suppress(SyntaxFault):  # refusing the file is as good
        assert "سر" not in serialize(parse(source.encode())).decode()


def test_parameter_entities_of_a_document_are_read(tmp_path: Path) -> None:
    """A DTD within the document may refer to what it declares; a file outside stays unread."""
    (tmp_path / "secret").write_text("<!ENTITY b 'سر'>", "utf-8")
    inside = """<!DOCTYPE p [<!ENTITY % a "<!ENTITY b 'قال'>"> %a;]><p>&b;</p>"""
    assert parse(inside.encode()).getroot().text == "قال"
    outside = f"<!DOCTYPE p [<!ENTITY % a SYSTEM '{tmp_path / 'secret'}'> %a;]><p>&b;</p>"
    assert b"\xd8" not in _tried(outside.encode())


def _tried(source: bytes) -> bytes:
    try:
        return serialize(parse(source))
    except SyntaxFault:
        return b""


def test_a_file_whose_name_is_not_utf_8_is_read_and_called(tmp_path: Path) -> None:
    """Its text has a name that can be written."""
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/a\xff.xml"))
    path.write_text("<p>قال</p>", "utf-8")
    assert name_of(parse(path).getroot(), path) == "a\ufffd"


def test_no_external_dtd_is_read(tmp_path: Path) -> None:
    """An external DTD gives no attribute a default."""
    dtd = tmp_path / "x.dtd"
    dtd.write_text('<!ATTLIST p secret CDATA "سر">', encoding="utf-8")
    source = f'<!DOCTYPE p SYSTEM "{dtd.as_uri()}"><p/>'
    assert dict(parse(source.encode()).getroot().attrib) == {}


def test_duplicate_ids_do_not_stop_the_reading() -> None:
    """Ids given twice are for validation to find; the parser reads on."""
    assert len(parse(b'<a><b xml:id="x"/><c xml:id="x"/></a>').getroot()) == 2


def test_a_path_of_saxon_leads_to_line_and_column() -> None:
    """The path that fn:path writes is found in the source with line and column."""
    source = (
        '<TEI xmlns="http://www.tei-c.org/ns/1.0">\n <text><p/>\n  <p n="٢">نص</p></text></TEI>'
    )
    ns = "Q{http://www.tei-c.org/ns/1.0}"
    place = Locator(source.encode(), "t.xml").place(f"/{ns}TEI[1]/{ns}text[1]/{ns}p[2]/@n")
    assert str(place) == "t.xml:3:6"


def test_a_line_past_65535_is_right() -> None:
    """Lines that overflow a sixteen-bit counter are counted right."""
    source = b"<a>" + b"\n" * 70_000 + b"<b/></a>"
    assert Locator(source, "t.xml").place("/a[1]/b[1]").line == 70_001


def test_a_path_counts_twins() -> None:
    """The path of an element has its position among those of its name."""
    root = parse(b"<a><b/><c/><b/></a>").getroot()
    assert xpath_of(root[2]) == "/a[1]/b[2]"
