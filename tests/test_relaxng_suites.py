"""The suites of the Jing project: schemas, documents, compact syntax and datatypes, each case."""

from collections.abc import Callable

import pytest
from lxml import etree

from editions import SHARED
from tahqiq.errors import SchemaError
from tahqiq.relaxng import restrictions
from tahqiq.relaxng.compact import read_compact
from tahqiq.relaxng.datatypes import XSD, datatype
from tahqiq.relaxng.ids import IdTypes
from tahqiq.relaxng.nodes import Node, read_xml
from tahqiq.relaxng.schema import Schema
from tahqiq.relaxng.simplify import Simplifier
from tahqiq.relaxng.store import dumped

FOLDER = SHARED / "relaxng"
if not FOLDER.is_dir():
    pytest.skip("the suites of ../shared/relaxng are not here", allow_module_level=True)

BASE = "file:///suite/"


def cases(name: str, tag: str) -> list[etree._Element]:
    """Return the cases of a suite."""
    return list(etree.parse(FOLDER / name).getroot().iter(tag))


def content(element: etree._Element) -> bytes:
    """Return the document that a case holds."""
    (inner,) = (one for one in element if isinstance(one.tag, str))
    return etree.tostring(inner, with_tail=False, encoding="unicode").encode()


def resources(case: etree._Element, base: str = BASE) -> dict[str, bytes]:
    """Return the other files of a case, by address."""
    found = {}
    for one in case:
        if one.tag == "resource":
            plain = (one.text or "").encode()
            found[base + one.get("name")] = content(one) if len(one) else plain
        elif one.tag == "dir":
            found.update(resources(one, f"{base}{one.get('name')}/"))
    return found


def load(source: bytes, files: dict[str, bytes], read: Callable[..., Node] = read_xml) -> Schema:
    """Return the schema of a case; raise SchemaError where it is not correct."""

    def fetch(address: str) -> Node:
        if address not in files:
            raise OSError(f"no file {address}")
        is_xml = files[address].lstrip().startswith(b"<")
        either = read_xml if is_xml else read_compact
        return either(files[address], file=address, base=address)

    simplifier = Simplifier(fetch)
    start = simplifier.start(read(source, file="schema", base=BASE + "schema"))
    contents = restrictions.check(start)
    return Schema(start, contents, simplifier.builder, IdTypes(), str)


@pytest.mark.parametrize("case", cases("spectest.xml", "testCase"))
def test_a_schema_and_its_documents(case: etree._Element) -> None:
    """An incorrect schema is refused with its place; a correct one judges its documents right."""
    files = resources(case)
    for one in case.findall("incorrect"):
        with pytest.raises(SchemaError):
            load(content(one), files)
    for one in case.findall("correct"):
        schema = load(content(one), files)
        for document in case.findall("valid"):
            assert schema.validate(content(document), check_ids=False) == []
        for document in case.findall("invalid"):
            assert schema.validate(content(document), check_ids=False) != []


@pytest.mark.parametrize("case", cases("compacttest.xml", "compact"))
def test_a_schema_in_the_compact_syntax(case: etree._Element) -> None:
    """What is correct is read; what is not is refused, by its syntax or by what it means."""
    for one in case.findall("correct"):
        read_compact((one.text or "").encode(), file="schema", base=BASE)
    for one in case.findall("incorrect"):
        with pytest.raises(SchemaError):
            load((one.text or "").encode(), resources(case), read_compact)


def meaning(source: bytes, files: dict[str, bytes], read: Callable[..., Node]) -> str:
    """Return the patterns that a schema makes, or the rule that it breaks."""
    try:
        schema = load(source, files, read)
    except SchemaError as error:
        return error.message
    return dumped(schema._start, schema._contents, IdTypes(), "", {}).decode()


@pytest.mark.parametrize(
    "case",
    [one for one in cases("compacttest.xml", "testCase") if one.find("xml/correct") is not None],
)
def test_the_compact_syntax_means_what_the_xml_syntax_does(case: etree._Element) -> None:
    """Where a case has both syntaxes they make the same patterns, or break the same rule."""
    compact, xml = case.find("compact"), case.find("xml")
    written = (compact.find("correct").text or "").encode()
    other = content(xml.find("correct"))
    # What a case includes it may give in the compact syntax alone.
    files = resources(compact)
    files = {f"{name[:-1]}g": files[name] for name in files} | resources(xml) | files
    assert meaning(written, files, read_compact) == meaning(other, files, read_xml)


class Scope:
    """The namespaces and entities of a case."""

    def __init__(self, element: etree._Element) -> None:
        self._prefixes = element.nsmap
        subset = element.get("internalSubset", "")
        self.unparsed = {part.split()[0] for part in subset.split("<!ENTITY ")[1:]}

    def resolve(self, prefix: str) -> str | None:
        """Return the namespace of a prefix."""
        return self._prefixes.get(prefix or None, None if prefix else "")


@pytest.mark.parametrize("case", cases("xsdtest.xml", "datatype"), ids=lambda one: one.get("name"))
def test_a_datatype_of_xml_schema(case: etree._Element) -> None:
    """Each value is valid or not, equal or not, less or not, as the suite says."""
    params = [(one.get("name"), one.text or "", Scope(one)) for one in case.findall("param")]
    made = datatype(XSD, case.get("name"), params)
    for one in case.findall("valid"):
        assert made.allows(one.text or "", Scope(one)), one.text
    for one in case.findall("invalid"):
        assert not made.allows(one.text or "", Scope(one)), one.text
    for group in case.findall("equiv"):
        classes = [[(one.text or "", Scope(one)) for one in member] for member in group]
        for number, members in enumerate(classes):
            for other, others in enumerate(classes):
                for text, scope in members:
                    value = made.value(text, scope)
                    same = [made.equal(value, *rival) for rival in others]
                    assert set(same) == {number == other}, text
    compare = made.kind.compare
    for pair in case.findall("lessThan"):
        assert compare(*[made.value(one.text) for one in pair]) == -1
    for pair in case.findall("incomparable"):
        assert compare(*[made.value(one.text) for one in pair]) in (None, 0)
    for one in case.findall("length"):
        value = made.value(one.text or "", Scope(one))
        assert made.kind.length(value) == int(one.get("value")), one.text
