"""Where other implementations (measured in November 2026) do otherwise, this is why we do not.

Sentences in quotation marks are those of https://dtsapi.org/specifications/versions/v1.0/.
"""

from pathlib import Path

from lxml import etree
from starlette.testclient import TestClient

from served import WRAPPER, members, told

TWO_KINDS = (
    '<refsDecl><citeStructure unit="chapter" match="//div" use="@n">'
    '<citeStructure unit="verse" match="l" use="position()" delim=".v"/>'
    '<citeStructure unit="paragraph" match="p" use="position()" delim="."/>'
    "</citeStructure></refsDecl>"
)


def test_units_of_two_kinds_are_in_document_order(tmp_path: Path) -> None:
    """'Members must be in document order': SCDH's transformations list them kind by kind."""
    client = told(tmp_path, TWO_KINDS, '<div n="1"><p>قال</p><l>قفا</l><p>ثم</p></div>')
    assert members(client, resource="text", ref="1", down=1) == ["1", "1.1", "1.v1", "1.2"]


def test_identifiers_are_unique(tmp_path: Path) -> None:
    """An identifier 'must be unique within a CitationTree': SCDH gives 1 for every position()."""
    client = told(tmp_path, TWO_KINDS, '<div n="1"><p>قال</p><p>ثم</p></div>')
    assert members(client, resource="text", ref="1", down=1) == ["1", "1.1", "1.2"]


def test_a_range_has_what_lies_between(client: TestClient) -> None:
    """'Used as the ending point for a range': dapytains keeps the ends alone across chapters."""
    asked = {"resource": "rihla", "start": "1.1:2", "end": "1.2:1", "mediaType": "text/plain"}
    text = client.get("/dts/document", params=asked).text
    assert "قفا نبك" in text
    assert "فلما قرأه بكى." in text
    assert "في المقام" in text


def test_a_milestone_has_its_text(client: TestClient) -> None:
    """The wrapper 'MUST contain the requested textual data': SCDH gives the empty pb alone."""
    asked = {"resource": "rihla", "tree": "pages", "ref": "ص ١"}
    wrapper = etree.fromstring(client.get("/dts/document", params=asked).content).find(WRAPPER)
    assert "".join(wrapper.itertext()).strip().startswith("خرجنا من سرت")


def test_a_delimiter_belongs_to_the_first_level_too(client: TestClient) -> None:
    """TEI: delim is 'a delimiting string preceding the structural component'; dapytains drops it."""
    assert members(client, resource="rihla", tree="pages", down=1)[0] == "ص ١"
