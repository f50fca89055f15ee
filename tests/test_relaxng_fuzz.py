"""Broken bytes: whatever comes in, the engine answers with findings."""

import random
from pathlib import Path

import pytest

from editions import TEXT
from tahqiq.errors import SchemaError
from tahqiq.relaxng import Schema

BYTES = [
    b"\x00",
    b"\xff\xfe",
    b"<",
    b">",
    b"&",
    b"]]>",
    b"<!--",
    b"<![CDATA[",
    b"&#xFFFF;",
    b'"',
    b"\xd9",
]


def broken(content: bytes, chance: random.Random) -> bytes:
    """Return bytes with a few pieces cut out, doubled or replaced."""
    made = bytearray(content)
    for _ in range(chance.randint(1, 4)):
        start = chance.randrange(len(made))
        end = min(len(made), start + chance.choice((1, 2, 9, 400)))
        piece = bytes(made[start:end])
        made[start:end] = chance.choice(
            (b"", piece * 2, chance.choice(BYTES), bytes(reversed(piece)))
        )
    return bytes(made)


@pytest.fixture(scope="module")
def tei(shared: Path) -> Schema:
    """Load all of TEI."""
    return Schema.load(shared / "tei/tei_all.rng")


@pytest.mark.parametrize("seed", range(4))
def test_broken_bytes_give_findings(tei: Schema, seed: int) -> None:
    """Each broken document has findings with a place, and none stops the engine."""
    chance = random.Random(seed)
    content = TEXT.read_bytes()
    for _ in range(60):
        for finding in tei.validate(broken(content, chance), file="a.xml"):
            assert finding.place.line > 0, finding


@pytest.mark.parametrize(
    "encoding", ["utf-16", "utf-8-sig", "iso-8859-6", "utf-7", "none", "utf-32"]
)
def test_an_encoding_is_read_or_named(tei: Schema, encoding: str) -> None:
    """A document in another encoding is read as declared, or refused with a finding."""
    text = TEXT.read_text("utf-8").replace('encoding="UTF-8"', f'encoding="{encoding}"', 1)
    codec = "utf-8" if encoding == "none" else encoding
    found = tei.validate(text.encode(codec, "xmlcharrefreplace"), file="a.xml")
    assert {one.code for one in found} <= {"XML001", "XML002"}


def test_broken_schemas_are_refused(shared: Path) -> None:
    """A schema of broken bytes compiles or is a SchemaError, in either syntax."""
    chance = random.Random(5)
    xml = (shared / "corpus/al-muqtabas/tei_periodical.rng").read_bytes()[:6_000]
    rnc = b'default namespace = "urn:a"\nstart = element kitab { (fasl | "x")+ & text }\nfasl = element * - b { empty }\n'
    for _ in range(150):
        for content, compact in ((xml, False), (rnc, True)):
            assert is_placed(content=broken(content, chance), compact=compact)


def is_placed(content: bytes, *, compact: bool) -> bool:
    """Return whether a schema compiles, or is refused with a place."""
    try:
        Schema.load(content, compact=compact)
    except SchemaError as error:
        return error.place is not None
    return True
