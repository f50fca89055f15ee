"""Whether a file is in the encoding that it claims.

In: a file's bytes. Out: an error at the first byte that cannot be, or the name that is wrong.
"""

from __future__ import annotations

import re

from tahqiq.errors import Place, SourceError

_DECLARATION = re.compile(rb"""^<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")


def check_encoding(content: bytes, name: str) -> None:
    """Raise SourceError at the first byte that the file's own encoding does not allow."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return
    declared = _DECLARATION.match(content.removeprefix(b"\xef\xbb\xbf"))
    encoding = declared.group(1).decode("ascii") if declared else "utf-8"
    if encoding.lower().replace("_", "-") not in ("utf-8", "utf8"):
        return
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        before = content[: error.start]
        line = before.count(b"\n") + 1
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8")) + 1
        raise SourceError(
            f"not UTF-8: byte 0x{content[error.start]:02X} cannot stand here",
            place=Place(name, line, column, offset=error.start),
            hint="save it as UTF-8, or declare its encoding in the first line",
        ) from None


def mislabelled(content: bytes) -> str:
    """Return the encoding of one byte a letter that UTF-8 is passed off as, or an empty string.

    Letters beyond ASCII that are UTF-8 throughout by chance do not happen in a text.
    """
    declared = _DECLARATION.match(content)
    encoding = declared.group(1).decode("ascii") if declared else ""
    if not encoding.lower().startswith(("iso-8859", "windows-", "cp", "latin", "mac", "koi8")):
        return ""
    if content.isascii():
        return ""
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return ""
    return encoding
