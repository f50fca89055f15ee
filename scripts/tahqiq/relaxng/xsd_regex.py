r"""Regular expressions of XML Schema (Part 2, appendix F), for the engine of the package regex.

In: a pattern as a schema has it. Out: a compiled one that matches whole values, or a ValueError
that says what is wrong. Anchors are letters there, classes can be subtracted, and \p, \i, \c
mean what XML says and not what Perl does.
"""

from __future__ import annotations

from functools import cache
from typing import Any

_START = r"\p{L}\p{Nl}:_"
_NAME = r"\p{L}\p{Nl}\p{Nd}\p{Mc}\p{Me}\p{Mn}\p{Lm}·:_.\-"
_CLASSES = {
    "s": r" \t\n\r",
    "i": _START,
    "c": _NAME,
    "d": r"\p{Nd}",
}
_NEGATED = {"S": "s", "I": "i", "C": "c", "D": "d"}
_SINGLE = {"n": r"\n", "r": r"\r", "t": r"\t"}
_PLAIN = frozenset("\\|.-^?*+{}()[]$")
_CATEGORIES = frozenset(
    "L Lu Ll Lt Lm Lo M Mn Mc Me N Nd Nl No P Pc Pd Ps Pe Pi Pf Po Z Zs Zl Zp S Sm Sc Sk So"
    " C Cc Cf Co Cn".split()
)
# Blocks that Unicode has renamed since XML Schema listed them.
_BLOCKS = {
    "Greek": "GreekandCoptic",
    "CombiningMarksforSymbols": "CombiningDiacriticalMarksforSymbols",
    "PrivateUse": "PrivateUseArea",
}


@cache
def compiled(pattern: str) -> Any:
    """Return the pattern, ready for ``fullmatch``. Raise ValueError where it is not correct."""
    import regex

    reader = _Reader(pattern)
    try:
        return regex.compile(reader.read(), regex.V1)
    except regex.error as error:
        raise ValueError(f"'{pattern}' is not a regular expression: {error}") from None


class _Reader:
    """Reads one pattern from left to right, writing what the engine understands."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.position = 0

    def read(self) -> str:
        made = self._alternatives()
        if self.position < len(self.pattern):
            raise self._wrong("unexpected ')'")
        return made

    def _wrong(self, why: str) -> ValueError:
        return ValueError(f"'{self.pattern}' is not a regular expression: {why}")

    def _peek(self) -> str:
        return self.pattern[self.position : self.position + 1]

    def _next(self) -> str:
        if self.position >= len(self.pattern):
            raise self._wrong("it ends too early")
        self.position += 1
        return self.pattern[self.position - 1]

    def _alternatives(self) -> str:
        branches = [self._branch()]
        while self._peek() == "|":
            self.position += 1
            branches.append(self._branch())
        return "|".join(branches)

    def _branch(self) -> str:
        made = []
        while self._peek() not in ("", "|", ")"):
            atom = self._atom()
            made.append(atom + self._quantity())
        return "".join(made)

    def _atom(self) -> str:
        letter = self._next()
        if letter == "(":
            inner = self._alternatives()
            if self._next() != ")":
                raise self._wrong("a ')' is missing")
            return f"(?:{inner})"
        if letter == "[":
            return self._class()
        if letter == ".":
            return r"[^\n\r]"
        if letter == "\\":
            return self._escape()
        if letter in "?*+{}]":
            raise self._wrong(f"unexpected '{letter}'")
        return _quoted(letter)

    def _quantity(self) -> str:
        letter = self._peek()
        if letter in ("?", "*", "+") and letter:
            self.position += 1
            return letter
        if letter != "{":
            return ""
        end = self.pattern.find("}", self.position)
        if end < 0:
            raise self._wrong("a '}' is missing")
        body = self.pattern[self.position + 1 : end]
        low, comma, high = body.partition(",")
        if not low.isdigit() or (high and not high.isdigit()):
            raise self._wrong(f"'{{{body}}}' is no quantity")
        if high and int(high) < int(low):
            raise self._wrong(f"'{{{body}}}' ends before it begins")
        self.position = end + 1
        return "{" + low + comma + high + "}"

    def _escape(self) -> str:
        letter = self._next()
        if letter in _SINGLE:
            return _SINGLE[letter]
        if letter in _PLAIN:
            return "\\" + letter
        inner, negated = self._set(letter)
        return f"[{'^' if negated else ''}{inner}]"

    def _set(self, letter: str) -> tuple[str, bool]:
        """Return the members of a class that a letter names, and whether all others are meant."""
        if letter in _CLASSES:
            return _CLASSES[letter], False
        if letter in _NEGATED:
            return _CLASSES[_NEGATED[letter]], True
        if letter in ("w", "W"):
            return r"\p{P}\p{Z}\p{C}", letter == "w"
        if letter in ("p", "P"):
            return self._property(), letter == "P"
        raise self._wrong(f"'\\{letter}' means nothing")

    def _property(self) -> str:
        if self._next() != "{":
            raise self._wrong("a '{' is missing")
        end = self.pattern.find("}", self.position)
        if end < 0:
            raise self._wrong("a '}' is missing")
        name = self.pattern[self.position : end]
        self.position = end + 1
        if name.startswith("Is"):
            block = _BLOCKS.get(name[2:], name[2:])
            return rf"\p{{Block={block}}}"
        if name not in _CATEGORIES:
            raise self._wrong(f"there is no category '{name}'")
        return rf"\p{{{name}}}"

    def _class(self) -> str:
        negated = self._peek() == "^"
        if negated:
            self.position += 1
        members: list[str] = []
        subtracted = ""
        first = True
        while True:
            letter = self._next()
            if letter == "]":
                if first:
                    raise self._wrong("an empty class")
                break
            if letter == "-" and self._peek() == "[" and not first:
                self.position += 1
                subtracted = self._class()
                if self._next() != "]":
                    raise self._wrong("a class ends after what is subtracted from it")
                break
            members.append(self._member(letter, first))
            first = False
        made = f"[{'^' if negated else ''}{''.join(members)}]"
        return f"[{made}--{subtracted}]" if subtracted else made

    def _member(self, letter: str, first: bool) -> str:
        if letter == "\\":
            escaped = self._next()
            if escaped in _SINGLE:
                start = _SINGLE[escaped]
            elif escaped in _PLAIN:
                start = "\\" + escaped
            else:
                inner, negated = self._set(escaped)
                return f"[^{inner}]" if negated else inner
        elif letter == "[":
            raise self._wrong("unexpected '['")
        elif letter == "-" and not first and self._peek() not in ("]", "-"):
            raise self._wrong("unexpected '-'")
        else:
            start = _quoted(letter)
        following = self.pattern[self.position : self.position + 2]
        if following[:1] == "-" and following[1:] not in ("]", "["):
            self.position += 1
            return start + "-" + self._range_end(start)
        return start

    def _range_end(self, start: str) -> str:
        letter = self._next()
        if letter == "\\":
            escaped = self._next()
            end = _SINGLE.get(escaped) or ("\\" + escaped if escaped in _PLAIN else "")
            if not end:
                raise self._wrong(f"'\\{escaped}' ends no range")
        elif letter == "[":
            raise self._wrong("unexpected '['")
        else:
            end = _quoted(letter)
        if _letter(end) < _letter(start):
            raise self._wrong(f"the range {start}-{end} ends before it begins")
        return end


def _letter(written: str) -> str:
    plain = {v: k for k, v in {"\n": r"\n", "\r": r"\r", "\t": r"\t"}.items()}
    return plain.get(written, written[-1])


def _quoted(letter: str) -> str:
    return letter if letter.isalnum() or letter in " _" else "\\" + letter
