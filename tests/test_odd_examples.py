"""The examples of the guidelines are tried: right ones are valid, wrong ones fail as they say."""

import re
from pathlib import Path

import pytest
from lxml import etree

from tahqiq.sphinx.judging import Judge, codes

ROOT = Path(__file__).parent.parent
SPECS = sorted((ROOT / "schema/specs").glob("*.xml"))
EXAMPLES = "{http://www.tei-c.org/ns/Examples}"

JUDGE = Judge(
    ROOT / "schema/edition.rng",
    ROOT / "schema/edition.sch",
    ROOT / "docs/examples/frame.xml",
    ROOT / "edition/texts",
)


def examples() -> list[tuple[str, str, str]]:
    """Return every example of the guidelines: where it stands, what it says, how it fails."""
    found = []
    for path in SPECS:
        for one in etree.parse(path).iter(f"{EXAMPLES}egXML"):
            text = (one.text or "") + "".join(etree.tostring(x, encoding="unicode") for x in one)
            text = re.sub(r' xmlns(:\w+)?="[^"]*"', "", text)
            wrong = (one.get("corresp") or "#")[1:] if one.get("valid") == "false" else ""
            found.append((f"{path.stem}:{one.sourceline}", text, wrong))
    return found


@pytest.mark.parametrize(("place", "text", "code"), examples(), ids=lambda part: part[:24])
def test_example(place: str, text: str, code: str) -> None:
    """An example is valid somewhere in a file of the edition, or fails by the code that it names."""
    expected = [code] if code else []
    found, _ = JUDGE.fragment(text, expected=expected)
    assert codes(found) == expected


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
