r"""Regular expressions of XML Schema (Part 2, appendix F), for the engines of re and regex.

In: a pattern as a schema has it. Out: one that matches whole values, or a ValueError that says what
is wrong. Anchors are letters there, classes can be subtracted, and \p, \i, \c mean what XML says
and not what Perl does.

Values of ASCII alone, which nearly all are, are matched by Python's own re, each class written out:
to load regex and to compile for all of Unicode costs more than to judge a document.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any
from unicodedata import category

# Classes by the categories and the single letters that they hold.
_Class = tuple[tuple[str, ...], str]
_CLASSES: dict[str, _Class] = {
    "s": ((), " \t\n\r"),
    "i": (("L", "Nl"), ":_"),
    "c": (("L", "Nl", "Nd", "Mc", "Me", "Mn"), "·:_.-"),
    "d": (("Nd",), ""),
}
_NEGATED = {"S": "s", "I": "i", "C": "c", "D": "d"}
_NO_WORD: _Class = (("P", "Z", "C"), "")
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
_ASCII = [chr(number) for number in range(128)]
# Stands in each class written out, so that none is empty; no value of ASCII has it.
_NEVER = "\x80"
# How many single letters a pattern may ask for: regex keeps each repetition that must be there.
_MOST = 100_000


class Expression:
    """A pattern that values are matched by."""

    def __init__(self, pattern: str) -> None:
        self._pattern = pattern
        self._ascii_only = _Reader(pattern, ascii_only=True).read()
        self._ascii: re.Pattern[str] | None = None
        self._full: Any = None
        if r"\p{Is" in pattern or r"\P{Is" in pattern:
            # Only the engine knows all blocks.
            self._full = self._of_unicode()

    def fullmatch(self, text: str) -> Any:
        """Return the match of a whole text, or None."""
        if text.isascii():
            self._ascii = self._ascii or re.compile(self._ascii_only)
            return self._ascii.fullmatch(text)
        self._full = self._full or self._of_unicode()
        return self._full.fullmatch(text)

    def _of_unicode(self) -> Any:
        import regex

        try:
            return regex.compile(_Reader(self._pattern).read(), regex.V1)
        except regex.error as error:
            raise _wrong(self._pattern, str(error)) from None


@cache
def compiled(pattern: str) -> Expression:
    """Return the pattern, ready for ``fullmatch``. Raise ValueError where it is not correct."""
    return Expression(pattern)


def _wrong(pattern: str, why: str) -> ValueError:
    return ValueError(f"'{pattern}' is not a regular expression: {why}")


class _Reader:
    """Reads one pattern from left to right, writing what the engine understands.

    With ``ascii_only`` that is re, which has neither categories nor sets of sets.
    """

    def __init__(self, pattern: str, *, ascii_only: bool = False) -> None:
        self.pattern = pattern
        self.position = 0
        self._ascii_only = ascii_only
        # How many letters what was read may have to match.
        self._letters = 0

    def read(self) -> str:
        made = self._alternatives()
        if self.position < len(self.pattern):
            raise self._wrong("unexpected ')'")
        return made

    def _wrong(self, why: str) -> ValueError:
        return _wrong(self.pattern, why)

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
            before = self._letters
            atom = self._atom()
            made.append(atom + self._quantity(before))
        return "".join(made)

    def _atom(self) -> str:
        letter = self._next()
        if letter != "(":
            self._letters += 1
        if letter == "(":
            inner = self._alternatives()
            if self._next() != ")":
                raise self._wrong("a ')' is missing")
            # Groups are kept: prefixDef in TEI asks for what they matched.
            return f"({inner})"
        if letter == "[":
            return self._class()
        if letter == ".":
            return r"[^\n\r]"
        if letter == "\\":
            return self._escape()
        if letter in "?*+{}]":
            raise self._wrong(f"unexpected '{letter}'")
        return _quoted(letter)

    def _quantity(self, before: int) -> str:
        """Return how often an atom may come; ``before`` counts the letters up to it."""
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
        self._letters = before + (self._letters - before) * max(1, int(low))
        if max(self._letters, int(high or 0)) > _MOST:
            raise self._wrong(f"it repeats more than {_MOST} letters")
        self.position = end + 1
        return "{" + low + comma + high + "}"

    def _escape(self) -> str:
        letter = self._next()
        if letter in _SINGLE:
            return _SINGLE[letter]
        if letter in _PLAIN:
            return "\\" + letter
        inner, negated = self._set(letter)
        return f"[{'^' if negated else ''}{self._members(inner)}]"

    def _members(self, inner: _Class, *, others: bool = False) -> str:
        """Return the members of a class, or all others, as they stand between brackets."""
        categories, letters = inner
        if self._ascii_only:
            of_it = [
                one for one in _ASCII if one in letters or category(one).startswith(categories)
            ]
            held = [one for one in _ASCII if one not in of_it] if others else of_it
            return "".join(map(_quoted, held)) + _NEVER
        made = "".join(rf"\p{{{one}}}" for one in categories) + "".join(map(_quoted, letters))
        return f"[^{made}]" if others else made

    def _set(self, letter: str) -> tuple[_Class, bool]:
        """Return the class that a letter names, and whether all others are meant."""
        if letter in _CLASSES:
            return _CLASSES[letter], False
        if letter in _NEGATED:
            return _CLASSES[_NEGATED[letter]], True
        if letter in ("w", "W"):
            return _NO_WORD, letter == "w"
        if letter in ("p", "P"):
            return self._property(), letter == "P"
        raise self._wrong(f"'\\{letter}' means nothing")

    def _property(self) -> _Class:
        if self._next() != "{":
            raise self._wrong("a '{' is missing")
        end = self.pattern.find("}", self.position)
        if end < 0:
            raise self._wrong("a '}' is missing")
        name = self.pattern[self.position : end]
        self.position = end + 1
        if name.startswith("Is"):
            if self._ascii_only:
                return (), "".join(_ASCII) if name == "IsBasicLatin" else ""
            return (f"Block={_BLOCKS.get(name[2:], name[2:])}",), ""
        if name not in _CATEGORIES:
            raise self._wrong(f"there is no category '{name}'")
        return (name,), ""

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
        if subtracted and self._ascii_only:
            return f"(?:(?!{subtracted}){made})"
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
                return self._members(inner, others=negated)
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
