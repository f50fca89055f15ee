"""What rules may not do: read elsewhere, go on without end, compute what is a name."""

from pathlib import Path

import pytest
from lxml import etree

from rules import LETTER, found, rule, schema
from tahqiq.errors import SchemaError, SourceError
from tahqiq.schematron import Schematron


def test_rules_read_only_where_they_may(tmp_path: Path) -> None:
    """A document beside the delivery is read, one outside it is not, whatever its path says."""
    inside = tmp_path / "delivery"
    inside.mkdir()
    (inside / "register.xml").write_text("<a/>", encoding="utf-8")
    (tmp_path / "secret.xml").write_text("<a/>", encoding="utf-8")
    (inside / "link.xml").symlink_to(tmp_path / "secret.xml")
    body = rule(
        "x", '<sch:assert test="doc-available(string(resolve-uri(., base-uri(.))))">لا</sch:assert>'
    )
    document = inside / "r.xml"
    document.write_text(
        "<a><x>register.xml</x>\n<x>../secret.xml</x>\n<x>link.xml</x>\n<x>http://127.0.0.1:9/</x></a>",
        encoding="utf-8",
    )
    findings = Schematron.load(schema(body), reads=[inside]).validate(document)
    assert [finding.place.line for finding in findings] == [2, 3, 4]


@pytest.mark.parametrize(
    "test",
    [
        "unparsed-text('file:///etc/passwd')",
        "exists(Q{http://www.w3.org/2005/xpath-functions}doc('file:///etc/passwd'))",
        "exists(collection('file:///etc'))",
        "string(environment-variable('PATH'))",
        "exists(function-lookup(xs:QName('fn:doc'), 1)('file:///etc/passwd'))",
        "exists(transform(map{'stylesheet-location': 'file:///etc/passwd'})?output)",
    ],
)
def test_no_other_door_is_open(test: str) -> None:
    """Files, folders and the environment are out of reach of a schema."""
    lines = found(rule("/*", f'<sch:report test="{test}">مفتوح</sch:report>'))
    assert not any("مفتوح" in line for line in lines)


def test_a_document_beyond_the_limits_is_one_error() -> None:
    """More attributes than SaxonC 13 reads (12 has no limit) are an error of the file, no crash."""
    attributes = " ".join(f'a{n}="1"' for n in range(300))
    ready = Schematron.load(schema(rule("/*", '<sch:assert test="true()"/>')))
    try:
        assert ready.validate(f"<a {attributes}/>".encode(), file="r.xml") == []
    except SourceError as error:
        assert str(error).startswith("r.xml: is beyond the limits")  # noqa: PT017


def test_braces_in_names_compute_nothing() -> None:
    """Ids, phases and languages are data: a schema cannot hide a call in them."""
    body = (
        "<sch:pattern id=\"p{doc('x')}\" role=\"{doc('x')}\"><sch:rule context='/*' id='r{1+1}' flag='{1+1}'>"
        "<sch:report test='true()' id='a{1+1}' see='{1+1}'>س</sch:report></sch:rule></sch:pattern>"
    )
    report = etree.fromstring(Schematron.load(schema(body)).svrl(LETTER.encode()))
    written = [value for element in report.iter() for value in element.attrib.values()]
    assert {"r{1+1}", "{1+1}", "a{1+1}"} <= set(written)


def test_a_schema_includes_only_what_it_may(tmp_path: Path) -> None:
    """With folders named, an inclusion of another place is an error at its line."""
    (tmp_path / "in").mkdir()
    (tmp_path / "p.sch").write_bytes(schema("").replace(b"schema", b"pattern"))
    path = tmp_path / "in/r.sch"
    path.write_bytes(schema('\n<sch:include href="../p.sch"/>'))
    Schematron.load(path)
    with pytest.raises(SchemaError, match=r"r\.sch:2.*outside"):
        Schematron.load(path, within=[tmp_path / "in"])
