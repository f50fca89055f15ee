"""The tokens of the compact syntax (ISO/IEC 19757-2, annex C).

In: the text of a schema. Out: its tokens with their lines, escapes resolved, comments left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from tahqiq.errors import Place, SchemaError

_ESCAPE = re.compile(r"\\x+\{([0-9A-Fa-f]+)\}")
_TOKEN = re.compile(
    r"""(?P<space>[ \t\r\n]+)
    |(?P<doc>\#\#[^\r\n]*)
    |(?P<comment>\#[^\r\n]*)
    |(?P<long>\"\"\"(?:[^"]|"(?!""))*\"\"\"|'''(?:[^']|'(?!''))*''')
    |(?P<literal>"[^"\r\n]*"|'[^'\r\n]*')
    |(?P<nsname>[^\W\d][\w.\-·]*:\*)
    |(?P<cname>[^\W\d][\w.\-·]*:[^\W\d][\w.\-·]*)
    |(?P<name>\\?[^\W\d][\w.\-·]*)
    |(?P<mark>\|=|&=|>>|[{}()\[\],|&?*+=~\-])""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Token:
    """One token: its kind, its text, and the line it begins on."""

    kind: str
    text: str
    line: int


def tokens_of(text: str, file: str) -> list[Token]:
    """Return the tokens of a schema, comments left out. Raise SchemaError at what is none."""
    # Escapes are resolved before anything else (C.2); an escaped line break is no line break.
    plain = _ESCAPE.sub(lambda found: _escaped(found, file, text), text.replace("\r\n", "\n"))
    left = re.search(r"\\x+\{", plain)
    if left:
        place = Place(file, plain[: left.start()].count("\n") + 1)
        raise SchemaError("an escape is broken (RELAX NG compact)", place=place)
    tokens = []
    position, line = 0, 1
    while position < len(plain):
        found = _TOKEN.match(plain, position)
        if found is None:
            raise SchemaError(
                f"unexpected '{plain[position]}' (RELAX NG compact)", place=Place(file, line)
            )
        kind = found.lastgroup or ""
        if kind not in ("space", "comment"):
            tokens.append(Token(kind, found.group(), line))
        line += found.group().count("\n")
        position = found.end()
    tokens.append(Token("end", "", line))
    return tokens


def _escaped(found: re.Match[str], file: str, text: str) -> str:
    code = int(found.group(1), 16)
    allowed = code in (9, 10, 13) or 0x20 <= code < 0xD800 or 0xE000 <= code < 0xFFFE
    if not allowed and not 0x10000 <= code < 0x110000:
        line = text[: found.start()].count("\n") + 1
        raise SchemaError(f"{found.group()} is no character", place=Place(file, line))
    # A line break that is escaped stands in the value, where the source could not have one.
    return {10: "\ue00a", 13: "\ue00d"}.get(code, chr(code))


def documentation(tokens: list[Token]) -> dict[int, str]:
    """Return documentation comments by the line of what they stand before."""
    found: dict[int, str] = {}
    waiting: list[str] = []
    for token in tokens:
        if token.kind == "doc":
            waiting.append(token.text.lstrip("#").strip())
        elif waiting:
            found[token.line] = " ".join(waiting)
            waiting = []
    return found
