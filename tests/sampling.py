"""Random documents of a RELAX NG grammar: what a schema allows, tried rather than argued.

In: a grammar in XML syntax without include, nested grammars or interleave; a seed. Out: documents
as text, each a derivation of the grammar's start. Choices are drawn evenly until a depth is
reached, then the shortest way out is taken.
"""

from __future__ import annotations

import random
import re
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

RNG = "{http://relaxng.org/ns/structure/1.0}"
WORDS = "كتب القاضي إلى ديوان الأوقاف في دمشق أن الوقف خراب".split()
ENDLESS = 10_000


# The parser of re is no part of its interface, and so has no types.
@cache
def _parsed(pattern: str) -> list[tuple[object, object]]:
    return list(re._parser.parse(pattern))  # type: ignore[attr-defined]


def _kind(pattern: etree._Element) -> str:
    return pattern.tag.removeprefix(RNG)


class Sampler:
    """Draws documents from one grammar."""

    def __init__(self, grammar: Path, seed: int, depth: int = 14) -> None:
        root = etree.parse(grammar).getroot()
        self.namespace = root.get("ns")
        self.defines = {one.get("name"): one for one in root.iter(RNG + "define")}
        self.start = list(root.find(RNG + "start"))
        self.random = random.Random(seed)
        self.depth = depth
        self.heights = dict.fromkeys(self.defines, ENDLESS)
        self._measure()
        self.ids = 0

    def _measure(self) -> None:
        """Find for each define the least depth of elements that it needs."""
        changed = True
        while changed:
            changed = False
            for name, define in self.defines.items():
                height = max(map(self._height, define), default=0)
                if height < self.heights[name]:
                    self.heights[name] = height
                    changed = True

    def _height(self, pattern: etree._Element) -> int:
        kind = _kind(pattern)
        if kind == "ref":
            return self.heights[pattern.get("name")]
        if kind in (
            "optional",
            "zeroOrMore",
            "text",
            "data",
            "value",
            "attribute",
            "empty",
            "list",
        ):
            return 0
        if kind == "notAllowed":
            return ENDLESS
        inner = list(map(self._height, pattern))
        height = min(inner) if kind == "choice" else max(inner, default=0)
        return height + (kind == "element")

    def document(self) -> str:
        """Return one document."""
        self.ids = 0
        _, content = self._all(self.start, 0)
        return f'<?xml version="1.0" encoding="UTF-8"?>\n{content}\n'

    def _all(self, patterns: list[etree._Element], depth: int) -> tuple[str, str]:
        """Return the attributes and the content that patterns, one after another, derive."""
        drawn = [self._draw(pattern, depth) for pattern in patterns]
        return "".join(a for a, _ in drawn), "".join(c for _, c in drawn)

    def _draw(self, pattern: etree._Element, depth: int) -> tuple[str, str]:
        kind = _kind(pattern)
        inner = list(pattern)
        if kind == "ref":
            return self._all(list(self.defines[pattern.get("name")]), depth)
        if kind == "choice":
            return self._draw(self._chosen(inner, depth), depth)
        if kind == "optional":
            return self._all(inner, depth) if self._goes_on(inner, depth) else ("", "")
        if kind in ("zeroOrMore", "oneOrMore"):
            return self._several(inner, depth, kind == "oneOrMore")
        if kind == "attribute":
            value = self._value(inner) if inner else self._words()
            return f" {pattern.get('name')}={quoteattr(value)}", ""
        if kind == "element":
            return self._element(pattern, depth)
        if kind == "text":
            return "", escape(self._words())
        if kind in ("data", "value", "list"):
            return "", escape(self._value([pattern]))
        return self._all(inner, depth)

    def _element(self, pattern: etree._Element, depth: int) -> tuple[str, str]:
        attributes, content = self._all(list(pattern), depth + 1)
        name = pattern.get("name")
        namespace = "" if depth else f" xmlns={quoteattr(self.namespace)}"
        return "", f"<{name}{namespace}{attributes}>{content}</{name}>"

    def _chosen(self, patterns: list[etree._Element], depth: int) -> etree._Element:
        least = min(map(self._height, patterns))
        limit = least if depth >= self.depth else ENDLESS - 1
        return self.random.choice([one for one in patterns if self._height(one) <= limit])

    def _goes_on(self, patterns: list[etree._Element], depth: int) -> bool:
        height = max(map(self._height, patterns), default=0)
        return (
            height < ENDLESS and (depth < self.depth or height == 0) and self.random.random() < 0.5
        )

    def _several(self, patterns: list[etree._Element], depth: int, once: bool) -> tuple[str, str]:
        attributes, content = self._all(patterns, depth) if once else ("", "")
        while self._goes_on(patterns, depth):
            more, then = self._all(patterns, depth)
            attributes, content = attributes + more, content + then
        return attributes, content

    def _words(self) -> str:
        return " ".join(self.random.choices(WORDS, k=self.random.randint(1, 4)))

    def _value(self, patterns: list[etree._Element]) -> str:
        return " ".join(filter(None, map(self._single, patterns)))

    def _single(self, pattern: etree._Element) -> str:
        kind = _kind(pattern)
        inner = list(pattern)
        if kind == "value":
            return pattern.text or ""
        if kind == "data":
            return self._typed(pattern)
        if kind == "text":
            return self._words()
        if kind == "ref":
            return self._value(list(self.defines[pattern.get("name")]))
        if kind == "choice":
            return self._single(self.random.choice(inner))
        if kind in ("zeroOrMore", "oneOrMore"):
            return " ".join(self._value(inner) for _ in range(self.random.randint(1, 3)))
        if kind == "optional":
            return self._value(inner) if self.random.random() < 0.5 else ""
        return self._value(inner)

    def _typed(self, data: etree._Element) -> str:
        kind = data.get("type")
        pattern = data.find(RNG + "param[@name='pattern']")
        day = f"{self.random.randint(1900, 2026)}-{self.random.randint(1, 12):02}-{self.random.randint(1, 28):02}"
        fixed = {"date": day, "gYearMonth": day[:7], "gYear": day[:4]}
        if kind in fixed:
            return fixed[kind]
        if kind in ("decimal", "positiveInteger", "nonNegativeInteger"):
            return str(self.random.randint(1, 99))
        if pattern is None or r"\p" in pattern.text:
            return "w" + str(self.random.randint(1, 99))
        text = self._matching(pattern.text)
        if kind == "ID":
            self.ids += 1
            text += f"-{self.ids}"
        return text

    def _matching(self, pattern: str) -> str:
        """Return a string that a plain regular expression matches."""
        return "".join(self._part(code, value) for code, value in _parsed(pattern))

    def _part(self, code: object, value: object) -> str:
        name = str(code)
        if name == "LITERAL":
            return chr(value)  # type: ignore[arg-type]
        if name == "ANY":
            return self.random.choice("abcxyz")
        if name == "IN":
            return self._in(value)
        if name == "SUBPATTERN":
            return "".join(self._part(*one) for one in value[-1])  # type: ignore[index]
        if name == "BRANCH":
            return "".join(self._part(*one) for one in self.random.choice(value[1]))  # type: ignore[index]
        if name == "MAX_REPEAT":
            low, high, part = value  # type: ignore[misc]
            count = self.random.randint(low, min(int(high), low + 3))
            return "".join(self._part(*one) for _ in range(count) for one in part)
        raise NotImplementedError(name)

    def _in(self, options: object) -> str:
        code, value = self.random.choice(list(options))  # type: ignore[call-overload]
        if str(code) == "RANGE":
            return chr(self.random.randint(*value))
        return chr(value)
