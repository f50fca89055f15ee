"""A compiled schema on disk, so that the next process need not read a large one again.

In: patterns, or what was written of them. Out: lines of JSON, and patterns made from them one by
one as documents ask for them: the first line is the schema, each other one holds the patterns that
an element brings besides those of the lines before. Nothing is executed that comes from the disk,
and what does not read as we write it is as good as not there.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Callable
from typing import Any

from tahqiq.relaxng.datatypes import Datatype, datatype
from tahqiq.relaxng.ids import IdTypes
from tahqiq.relaxng.names import AnyName, Name, NameChoice, NameClass, NsName, OneName, any_of
from tahqiq.relaxng.pattern import (
    ATTRIBUTE,
    DATA,
    ELEMENT,
    VALUE,
    Content,
    Pattern,
)
from tahqiq.relaxng.patterns import Builder

# Raised with every change of what is written, or of what a schema means.
FORMAT = 8

_DECODER = json.JSONDecoder()


class NotOursError(ValueError):
    """What lies on the disk is not what we write."""


def dumped(
    start: Pattern,
    contents: list[Content],
    ids: IdTypes,
    sha256: str,
    read: dict[str, str],
) -> bytes:
    """Return a correct schema as JSON; ``read`` has what it includes, with their digests."""
    writer = _Writer(contents)
    first = writer.number(start)
    roots = [writer.number(content.pattern) for content in contents]
    lines = [_line(block) for block in writer.blocks]
    schema = {
        "format": FORMAT,
        "sha256": sha256,
        "read": read,
        "start": first,
        "contents": [
            [_name_class(content.name_class), root, content.documentation]
            for content, root in zip(contents, roots, strict=True)
        ],
        "ids": [[list(types.items()), elements] for types, elements in ids.grouped()],
        "last": max(row[0] for block in writer.blocks for row in block),
        # How many patterns there are in each line, and of how many letters it is.
        "blocks": [
            [len(block), len(line)] for block, line in zip(writer.blocks, lines, strict=True)
        ],
    }
    return b"\n".join([_line(schema), *lines])


def _line(value: Any) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode("ascii")


class _Writer:
    """Numbers patterns so that the parts of each come before it, a block for each that asks."""

    def __init__(self, contents: list[Content]) -> None:
        self.blocks: list[list[list[Any]]] = []
        self._numbers: dict[Pattern, int] = {}
        self._contents = {content: number for number, content in enumerate(contents)}

    def number(self, top: Pattern) -> int:
        """Return the number of a pattern, written with all that it is made of."""
        block: list[list[Any]] = []
        waiting = [top]
        while waiting:
            pattern = waiting[-1]
            missing = [part for part in pattern.parts if part not in self._numbers]
            if missing:
                waiting.extend(missing)
                continue
            waiting.pop()
            if pattern not in self._numbers:
                self._numbers[pattern] = len(self._numbers)
                block.append(self._row(pattern))
        if block:
            self.blocks.append(block)
        return self._numbers[top]

    def _row(self, pattern: Pattern) -> list[Any]:
        parts = [self._numbers[part] for part in pattern.parts]
        extra: Any = None
        if pattern.kind == ELEMENT:
            extra = self._contents[pattern.extra]
        elif pattern.kind == ATTRIBUTE:
            extra = _name_class(pattern.extra)
        elif pattern.kind == DATA:
            extra = _type(pattern.extra)
        elif pattern.kind == VALUE:
            kind, value, text = pattern.extra
            # Of a qualified name the namespace is kept: its prefix means nothing elsewhere.
            extra = [_type(kind), text, value[0] if kind.needs_context else None]
        row = [pattern.number, pattern.kind, parts, extra]
        return [*row, pattern.documentation] if pattern.documentation else row


class Loaded:
    """A schema as it was written: its start, its declarations and its types of ids."""

    def __init__(self, written: bytes, builder: Builder) -> None:
        try:
            self._text = written.decode("ascii")
            made, at = _DECODER.raw_decode(self._text)
            if made["format"] != FORMAT:
                raise NotOursError("another format")
            self.sha256 = str(made["sha256"])
            self.read: dict[str, str] = dict(made["read"])
            self._builder = builder
            self._made: dict[int, Pattern] = {}
            self._rows: dict[int, list[Any]] = {}
            # Of each block the number of its first pattern, and where it begins.
            self._firsts, self._starts = [0], [at + 1]
            for count, length in made["blocks"]:
                self._firsts.append(self._firsts[-1] + count)
                self._starts.append(self._starts[-1] + length + 1)
            # New patterns are numbered after all that were ever made, so that their order, and
            # with it every message, is that of the schema as it was compiled.
            builder.numbered_from(1 + made["last"])
            self.contents = [self._content(*one) for one in made["contents"]]
            self.ids = IdTypes.of_groups(
                ({_name(one): str(kind) for one, kind in types}, map(_name, elements))
                for types, elements in made["ids"]
            )
            self.start = self._pattern(made["start"])
        except (ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
            raise NotOursError(str(error)) from None

    def _content(self, name_class: Any, root: int, documentation: str) -> Content:
        return Content(_named(name_class), self._later(root), None, str(documentation))

    def _later(self, number: int) -> Callable[[], Pattern]:
        return lambda: self._pattern(number)

    def _pattern(self, number: int) -> Pattern:
        """Return a pattern, made with all that it is made of, without recursion."""
        made = self._made
        waiting = [number]
        while waiting:
            one = waiting[-1]
            if one in made:
                waiting.pop()
                continue
            row = self._rows.get(one) or self._read(one)
            missing = [part for part in row[2] if part not in made]
            if any(part >= one for part in missing):
                raise NotOursError("a pattern is part of itself")
            if missing:
                waiting.extend(missing)
                continue
            waiting.pop()
            made[one] = self._one(row)
            self._rows.pop(one, None)
        return made[number]

    def _read(self, number: int) -> list[Any]:
        """Return how a pattern is written; read the block that it stands in."""
        block = bisect_right(self._firsts, number) - 1
        rows, _ = _DECODER.raw_decode(self._text, self._starts[block])
        self._rows.update(enumerate(rows, self._firsts[block]))
        return self._rows[number]

    def _one(self, row: list[Any]) -> Pattern:
        own, kind, parts, extra = row[:4]
        what: Any = None
        if kind == ELEMENT:
            what = self.contents[extra]
        elif kind == ATTRIBUTE:
            what = _named(extra)
        elif kind == DATA:
            what = _typed(extra)
        elif kind == VALUE:
            what = _valued(*extra)
        made = self._builder.stored(own, kind, tuple(self._made[part] for part in parts), what)
        if len(row) > 4:
            made.documentation = str(row[4])
        return made


def _name(written: Any) -> Name:
    namespace, local = written
    return (str(namespace), str(local))


def _name_class(one: NameClass) -> list[Any]:
    if isinstance(one, OneName):
        return [one.namespace, one.local]
    if isinstance(one, NameChoice):
        return ["", "|", [_name_class(part) for part in one.parts]]
    exclude = getattr(one, "exclude", None)
    inner = _name_class(exclude) if exclude else None
    return [one.namespace, "*", inner] if isinstance(one, NsName) else ["", "**", inner]


def _named(written: Any) -> NameClass:
    namespace, local, *rest = written
    if not rest:
        return OneName(str(namespace), str(local))
    if local == "|":
        return any_of(_named(part) for part in rest[0])
    exclude = _named(rest[0]) if rest[0] else None
    return NsName(str(namespace), exclude) if local == "*" else AnyName(exclude)


def _type(one: Datatype) -> list[Any]:
    return [one.library, one.name, [list(param) for param in one.params]]


def _typed(written: Any) -> Datatype:
    library, name, params = written
    return datatype(library, name, [(facet, text, None) for facet, text in params])


def _valued(kind: Any, text: str, namespace: str | None) -> tuple[Any, ...]:
    made = _typed(kind)
    if namespace is not None:
        return (made, (namespace, text.rpartition(":")[2].strip()), text)
    value = made.value(text)
    if value is None:
        raise NotOursError(f"'{text}' is no value of {made.name}")
    return (made, value, text)
