"""The examples of the guidelines are tried: right ones are valid, wrong ones fail as they say."""

import re
from pathlib import Path

import pytest
from lxml import etree

from tahqiq.checks import check
from tahqiq.findings import Severity
from tahqiq.relaxng import Schema
from tahqiq.schematron import Schematron

ROOT = Path(__file__).parent.parent
SPECS = sorted((ROOT / "schema/specs").glob("*.xml"))
TEXT = ROOT / "edition/texts/example.xml"  # where an example is taken to stand
FRAME = ROOT / "tests/schema/texts/letter.xml"
EXAMPLES = "{http://www.tei-c.org/ns/Examples}"
TEI = "{http://www.tei-c.org/ns/1.0}"
GRAMMAR = Schema.load(ROOT / "schema/edition.rng")
RULES = Schematron.load(ROOT / "schema/edition.sch")

LISTS = "listPerson listOrg listPlace listEvent listBibl".split()
BODY = re.compile(r"(?s)<body>.*</body>")
IN_BODY = ['<body><p xml:id="example-p1" n="1">…</p></body>', "<body>…</body>"]
IN_HEADER = {
    "<origDate": r"(?s)<origDate.*?</origDate>",
    "<availability": r'(?s)<availability status="free">.*?</availability>',
}


def frames(fragment: str) -> list[str]:
    """Return the documents that a fragment could be part of."""
    source = FRAME.read_text("utf-8")
    for start, place in IN_HEADER.items():
        if fragment.startswith(start):
            whole = re.sub(place, lambda _: fragment, source, count=1)
            return [BODY.sub(IN_BODY[0], whole)]
    bodies = [BODY.sub(lambda _, one=one: one.replace("…", fragment), source) for one in IN_BODY]
    plain = BODY.sub(IN_BODY[0], source)
    records = [
        plain.replace("<text ", f"<standOff><{one}>{fragment}</{one}></standOff><text ", 1)
        for one in LISTS
    ]
    return bodies + records


def codes(document: str) -> list[str]:
    """Return what is wrong with a document, as a file beside the text of the edition."""
    content = document.encode()
    found = (
        GRAMMAR.validate(content, file=str(TEXT))
        or RULES.validate(content, file=str(TEXT))
        or [one for one in check(content, file=str(TEXT)) if one.severity > Severity.INFO]
    )
    return sorted({one.code for one in found})


def examples() -> list[tuple[str, str, str]]:
    """Return every example of the guidelines: where it stands, what it says, how it fails."""
    found = []
    for path in SPECS:
        for one in etree.parse(path).iter(f"{EXAMPLES}egXML", f"{TEI}eg"):
            text = (one.text or "") + "".join(etree.tostring(x, encoding="unicode") for x in one)
            text = re.sub(r' xmlns(:\w+)?="[^"]*"', "", text)
            if one.tag == f"{TEI}eg":
                text = one.text or ""
            wrong = (one.get("corresp") or "#")[1:] if one.get("valid") == "false" else ""
            found.append((f"{path.stem}:{one.sourceline}", text, wrong))
    return found


@pytest.mark.parametrize(("place", "text", "code"), examples(), ids=lambda part: part[:24])
def test_example(place: str, text: str, code: str) -> None:
    """An example is valid somewhere in a file of the edition, or fails by the code that it names."""
    tried = [codes(document) for document in frames(text)]
    assert [code] in tried if code else [] in tried


def test_every_rule_of_encoding_is_shown_in_prose() -> None:
    """Most rules have a counter-example in the guidelines; the rest need a whole file to fail."""
    shown = {code for _, _, code in examples()}
    rules = {
        one.get("id")[:5] for one in etree.parse(ROOT / "schema/edition.sch").iter("{*}pattern")
    }
    whole_files = {
        "TQ101", "TQ118", "TQ119", "TQ120", "TQ121", "TQ124", "TQ125", "TQ126", "TQ131", "TQ135", "TQ136",
    }  # fmt: skip
    assert rules - shown - {""} == whole_files
