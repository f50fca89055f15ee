"""Documents in encodings that expat does not read, against their places in the text."""

import io

import pytest

from tahqiq.relaxng import Schema

SCHEMA = """start = element kitab { element fasl { attribute n { "1" }?, text }+ }"""
MANY = [
    "Shift_JIS", "windows-31j", "EUC-JP", "ISO-2022-JP", "GBK", "GB2312", "GB18030", "Big5",
    "EUC-KR", "x-sjis", "UTF8", "UTF-16", "UTF-16LE", "UTF-32", "UTF-32BE",
]  # fmt: skip


@pytest.fixture(scope="module")
def book() -> Schema:
    """Load a small schema of a book."""
    return Schema.load(SCHEMA.encode(), compact=True)


def document(encoding: str, inside: str = "") -> bytes:
    """Return a document with two faults in its fourth line."""
    python = {"windows-31j": "cp932", "x-sjis": "shift_jis"}.get(encoding, encoding)
    text = f'<?xml version="1.0" encoding="{encoding}"?>\n<kitab>\r\n<fasl\rn="1">文</fasl><bab/>'
    return f'{text}<fasl n="2">{inside}</fasl></kitab>'.encode(python)


@pytest.mark.parametrize("encoding", MANY)
def test_an_encoding_of_several_bytes_has_its_lines_and_columns(
    book: Schema, encoding: str
) -> None:
    """Places count letters, whatever their bytes; offsets, which would be of other bytes, are left out."""
    found = book.validate(document(encoding))
    places = [(one.code, one.place.line, one.place.column, one.place.offset) for one in found]
    assert places == [("RNG002", 4, 15, None), ("RNG007", 4, 21, None)]


@pytest.mark.parametrize(
    ("encoding", "bad"),
    [
        ("Shift_JIS", b"\x81\xff"),
        ("GB18030", b"\xff"),
        ("ISO-2022-JP", b"\x1b$Q"),
        ("UTF-16LE", b"\x00\xd8"),
        ("UTF-32BE", b"\x00\x11\x00\x00"),
    ],
)
def test_bytes_that_are_no_letter_end_a_document(book: Schema, encoding: str, bad: bytes) -> None:
    """They are a finding at their place, after what came before them."""
    head, tail = document(encoding, "文@").split("@".encode(encoding))
    found = book.validate(head + bad + tail)
    assert [one.code for one in found] == ["RNG002", "RNG007", "XML001"]
    assert (found[2].place.line, found[2].place.column) == (4, 34)
    assert "bytes that are no letter in " in found[2].message.en


@pytest.mark.parametrize("encoding", ["UTF-7", "EUC-TW", "rot13"])
def test_an_encoding_that_is_not_read_is_named(book: Schema, encoding: str) -> None:
    """Nothing is guessed, and no codec is used that hides markup."""
    found = book.validate(f'<?xml version="1.0" encoding="{encoding}"?><kitab/>'.encode())
    assert [one.code for one in found] == ["XML002"]


def test_letters_may_be_parted_between_two_reads(book: Schema) -> None:
    """A letter of which one piece has only the first byte is read with the next."""

    class Dripping(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            return super().read(max(64, min(size or 64, 65)) if self.tell() < 64 else 1)

    assert book.validate(Dripping(document("GB18030"))) == book.validate(document("GB18030"))
