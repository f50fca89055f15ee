"""Documents in encodings that expat does not read: those of several bytes a letter.

In: the first bytes of a document, and its stream. Out: the same document in UTF-8, with line ends
as XML has them. Where bytes are no letter it has one that XML forbids, so that whatever reads it
stops there and knows line and column. Nothing is guessed: a document says its encoding, or has the
bytes of UTF-16 or UTF-32.
"""

from __future__ import annotations

import codecs
import io
import re
from typing import BinaryIO

_DECLARED = re.compile(rb"""<\?xml\s[^>]*?\sencoding\s*=\s*["']([A-Za-z][A-Za-z0-9._-]*)["']""")
# As Python names them. UTF-7 and its like, where "<" may be hidden, are not read.
_READ = frozenset(
    "big5 big5hkscs cp932 cp949 cp950 euc_jis_2004 euc_jisx0213 euc_jp euc_kr gb18030 gb2312 gbk"
    " iso2022_jp iso2022_jp_1 iso2022_jp_2 iso2022_jp_2004 iso2022_jp_3 iso2022_jp_ext iso2022_kr"
    " johab shift_jis shift_jis_2004 shift_jisx0213".split()
)
# Names that Python does not know in each of its versions.
_NAMES = {"windows-31j": "cp932", "cswindows31j": "cp932"}
# How a document begins that says its encoding by its bytes (XML 1.0, F); longest first.
_BEGINNINGS = (
    (b"\xff\xfe\0\0", "utf-32"),
    (b"\0\0\xfe\xff", "utf-32"),
    (b"<\0\0\0", "utf-32-le"),
    (b"\0\0\0<", "utf-32-be"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
# No character of XML 1.0.
FORBIDDEN = "\uffff"
_ERRORS = "tahqiq.relaxng.decoding"


def _mark(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return (FORBIDDEN, error.end)


codecs.register_error(_ERRORS, _mark)


def encoding_of(first: bytes) -> str:
    """Return the encoding of a document, if it has to be decoded, or else an empty string."""
    for beginning, encoding in _BEGINNINGS:
        if first.startswith(beginning):
            return encoding
    declared = _DECLARED.match(first)
    if declared is None:
        return ""
    name = declared.group(1).decode("ascii")
    known = _codec(name)
    return name if known in _READ or (known == "utf-8" != name.lower()) else ""


def _codec(name: str) -> str:
    """Return Python's name of an encoding, or an empty string where it has none."""
    plain = name.lower().removeprefix("x-")
    try:
        return codecs.lookup(_NAMES.get(plain, plain)).name
    except LookupError:
        return ""


class Decoded:
    """A document as a stream of UTF-8."""

    def __init__(self, first: bytes, stream: BinaryIO | Decoded, encoding: str) -> None:
        self._first = first
        self._stream = stream
        decoder = codecs.getincrementaldecoder(_codec(encoding))(_ERRORS)
        self._decoder = io.IncrementalNewlineDecoder(decoder, translate=True)

    def read(self, size: int) -> bytes:
        """Return the next bytes, about so many, or none at the end."""
        text = ""
        while not text:
            piece, self._first = self._first or self._stream.read(size), b""
            text = self._decoder.decode(piece, final=not piece)
            if not piece:
                break
        return text.encode()
