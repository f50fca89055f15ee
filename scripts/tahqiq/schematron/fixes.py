"""Quick fixes (sqf:): the edits that a schema offers for its findings, as edits of bytes.

In: what a compiled schema reports about a document, and the document's bytes. Out: fixes; applied,
they touch no byte outside their edits. Source of the kinds: Schematron QuickFix, W3C community
group draft of 2018, sections 5 and 6.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from difflib import unified_diff
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from tahqiq import tei
from tahqiq.errors import Place, SourceError
from tahqiq.findings import Finding, Message
from tahqiq.places import Span

_OWN = "{https://tahqiq.example/ns/schematron}"


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """Bytes ``start`` to ``end`` of the source give way to ``content``."""

    start: int
    end: int
    content: bytes


@dataclass(frozen=True, slots=True)
class Fix:
    """A way to mend one finding; ``id`` is its name in the schema."""

    id: str
    title: Message
    finding: Finding
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """A document as fixes see it: its bytes, where its nodes are, and its elements in order."""

    content: bytes
    locator: tei.Locator
    elements: tuple[etree._Element, ...]


def fixes_of(result: etree._Element, finding: Finding, source: Source) -> Iterator[Fix]:
    """Yield the fixes that a result of the report offers."""
    for fix in result.iterfind(f"{_OWN}fix"):
        edits = sorted(edit for part in fix for edit in _edits(part, source))
        if edits:
            yield Fix(fix.get("id", ""), _title(fix), finding, tuple(edits))


def applied(content: bytes, fixes: Iterable[Fix], *, file: str = "<bytes>") -> bytes:
    """Return the source with fixes applied; of two that overlap the first counts.

    Raise SourceError where the result would not be well-formed.
    """
    edits: list[Edit] = []
    for fix in fixes:
        if not any(_overlap(new, old) for new in fix.edits for old in edits):
            edits.extend(fix.edits)
    mended = content
    for edit in sorted(edits, reverse=True):
        mended = mended[: edit.start] + edit.content + mended[edit.end :]
    try:
        tei.parse(mended, file=file)
    except SourceError as error:
        raise SourceError(f"the fixes would break the file: {error}", place=Place(file)) from None
    return mended


def difference(before: bytes, after: bytes, *, file: str) -> str:
    """Return what fixes change, as a unified diff for people to read first."""
    lines = [part.decode("utf-8", "replace").splitlines(keepends=True) for part in (before, after)]
    return "".join(
        line if line.endswith("\n") else f"{line}\n"
        for line in unified_diff(lines[0], lines[1], file, file, n=1)
    )


def _overlap(one: Edit, other: Edit) -> bool:
    if one == other:
        return True
    return one.start < other.end and other.start < one.end


def _title(fix: etree._Element) -> Message:
    texts: dict[str, str] = {}
    for text in fix.iterfind(f"{_OWN}text"):
        language = "ar" if (text.get(tei.XML_LANG) or "en").startswith("ar") else "en"
        texts.setdefault(language, " ".join(str(text.xpath("string()")).split()))
    return Message(texts.get("en", "") or fix.get("id", ""), texts.get("ar", ""))


def _edits(part: etree._Element, source: Source) -> Iterator[Edit]:
    number, slash, step = part.get("at", "").partition("/")
    span = source.locator.span(int(number), slash + step) if number else None
    if span is None:
        return
    holder = source.elements[int(number) - 1]
    kind = tei.local_name(part)
    if kind == "delete":
        yield Edit(span.start, span.end, b"")
    elif kind == "stringReplace":
        yield from _string_edits(part, span, source.content, holder)
    elif kind == "replace":
        space = b" " if step.startswith("@") else b""
        yield Edit(span.start, span.end, space + _written(part, holder))
    elif part.get("node-type") == "attribute":
        yield _attribute_edit(part, span, int(number), source)
    elif not step.startswith("@"):
        yield _insertion(part, span, holder)


def _attribute_edit(part: etree._Element, span: Span, number: int, source: Source) -> Edit:
    """Return the edit that sets an attribute, whether it is there or not."""
    prefix, _, local = part.get("target", "").rpartition(":")
    namespace = tei.XML_NS if prefix == "xml" else part.nsmap.get(prefix or None, "")
    old = source.locator.span(number, f"/@Q{{{namespace if prefix else ''}}}{local}")
    written = b" " + _written(part, source.elements[number - 1])
    if old is not None:
        return Edit(old.start, old.end, written)
    end = span.close if span.empty else span.inner - 1
    return Edit(end, end, written)


def _insertion(part: etree._Element, span: Span, holder: etree._Element) -> Edit:
    position = part.get("position", "first-child")
    written = _written(part, holder)
    if position == "before":
        return Edit(span.start, span.start, written)
    if position == "after":
        return Edit(span.end, span.end, written)
    if span.empty:
        name = _name(holder.prefix, etree.QName(holder).localname)
        return Edit(span.close, span.end, f">{written.decode()}</{name}>".encode())
    at = span.inner if position == "first-child" else span.close
    return Edit(at, at, written)


def _written(part: etree._Element, holder: etree._Element) -> bytes:
    """Return what an activity writes: an attribute, element, comment, instruction or nodes."""
    target = part.get("target", "")
    text = str(part.xpath("string()"))
    match part.get("node-type"):
        case "attribute":
            return f"{target}={quoteattr(text)}".encode()
        case "comment":
            return f"<!--{text}-->".encode()
        case "pi" | "processing-instruction":
            return f"<?{target} {text}?>".encode()
        case "element" if target:
            name, declared = _target(target, part, holder)
            return f"<{name}{declared}>".encode() + _nodes(part, holder) + f"</{name}>".encode()
    return _nodes(part, holder)


def _target(target: str, part: etree._Element, holder: etree._Element) -> tuple[str, str]:
    """Return a new element's name as it is written where it stands, and what must be declared.

    Without a prefix it takes the namespace of the element that it stands in or for.
    """
    prefix, _, local = target.rpartition(":")
    if not prefix:
        return _name(holder.prefix, local), ""
    namespace = part.nsmap.get(prefix, "")
    known = [bound for bound, address in holder.nsmap.items() if address == namespace]
    if known:
        return _name(holder.prefix if holder.prefix in known else known[0], local), ""
    return target, f" xmlns:{prefix}={quoteattr(namespace)}"


def _name(prefix: str | None, local: str) -> str:
    return f"{prefix}:{local}" if prefix else local


def _nodes(part: etree._Element, holder: etree._Element) -> bytes:
    """Return the content of an activity as markup that means the same where it is put."""
    written = escape(part.text or "").encode()
    for child in part:
        alone = deepcopy(child)
        etree.cleanup_namespaces(alone)
        markup = etree.tostring(alone, encoding="utf-8", with_tail=True)
        if isinstance(child.tag, str):
            markup = _undeclared(markup, holder)
        written += markup
    return written


def _undeclared(markup: bytes, holder: etree._Element) -> bytes:
    """Return an element without the declarations that hold around it anyway."""
    end = markup.index(b">")
    tag = markup[:end]
    for prefix, address in holder.nsmap.items():
        name = f"xmlns:{prefix}" if prefix else "xmlns"
        tag = tag.replace(f' {name}="{address}"'.encode(), b"")
    unprefixed = b":" not in tag.split(maxsplit=1)[0].rstrip(b"/")
    if unprefixed and b"xmlns=" not in markup[:end] and holder.nsmap.get(None):
        name_end = re.compile(rb"<[^\s/>]+").match(tag)
        at = name_end.end() if name_end else len(tag)
        tag = tag[:at] + b' xmlns=""' + tag[at:]
    return tag + markup[end:]


def _string_edits(
    part: etree._Element, span: Span, content: bytes, holder: etree._Element
) -> Iterator[Edit]:
    """Yield the edits inside a text; one with references or CDATA is passed over."""
    raw = content[span.start : span.end].decode("utf-8", "replace")
    if "&" in raw or "<" in raw or "\r" in raw:
        return
    for match in part:
        first = int(match.get("start", "0"))
        last = first + int(match.get("length", "0"))
        start = span.start + len(raw[:first].encode())
        yield Edit(start, start + len(raw[first:last].encode()), _nodes(match, holder))
