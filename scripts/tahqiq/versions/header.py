"""A new version written into a TEI header, and into the changelog, without touching anything else.

In: the bytes of a file, a version, its date and a note. Out: the new bytes. Only these change: the
number and date of the edition, and a new ``change`` at the head of ``revisionDesc``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from tahqiq import tei
from tahqiq.places import Span

_ARABIC = re.compile(r"[\u0621-\u064a]")
_UNRELEASED = re.compile(r"^## \[?Unreleased\]?[^\n]*\n", re.MULTILINE | re.IGNORECASE)
_FIRST_HEADING = re.compile(r"^## ", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Version:
    """A version to be written: its number, its date (ISO 8601), and what changed."""

    number: str
    date: str
    note: str


class _Editor:
    """Collects replacements of stretches of bytes and makes them all at once."""

    def __init__(self, content: bytes, file: str) -> None:
        self.content = content
        self.root = tei.parse(content, file=file).getroot()
        self.numbers = {one: n for n, one in enumerate(self.root.iter("{*}*"), 1)}
        self.locator = tei.Locator(content, file)
        self.edits: list[tuple[int, int, str]] = []

    def span(self, element: etree._Element, attribute: str = "") -> Span | None:
        step = f"/@Q{{}}{attribute}" if attribute else ""
        return self.locator.span(self.numbers[element], step)

    def set(self, element: etree._Element, attribute: str, value: str) -> None:
        """Give an attribute that is there another value."""
        span = self.span(element, attribute)
        if span is not None:
            self.edits.append((span.inner, span.close, escape(value, {'"': "&quot;"})))

    def content_of(self, element: etree._Element, old: str, new: str) -> None:
        """Replace words in the content of an element, outside of tags."""
        span = self.span(element)
        if span is None or span.empty or not old:
            return
        inner = self.content[span.inner : span.close]
        made = re.sub(
            rb"(?<![0-9.])" + re.escape(old.encode()) + rb"(?![0-9])", new.encode(), inner
        )
        if made != inner and b"<" not in inner:
            self.edits.append((span.inner, span.close, made.decode()))

    def insert(self, offset: int, text: str) -> None:
        self.edits.append((offset, offset, text))

    def made(self) -> bytes:
        content = self.content
        for start, end, text in sorted(self.edits, reverse=True):
            content = content[:start] + text.encode() + content[end:]
        return content


def revised(content: bytes, version: Version, *, file: str) -> bytes:
    """Return a TEI file with a new version in its header."""
    editor = _Editor(content, file)
    header = editor.root.find("t:teiHeader", tei.NS)
    if header is None:
        return content
    edition = header.find("t:fileDesc/t:editionStmt/t:edition", tei.NS)
    if edition is not None:
        editor.content_of(edition, edition.get("n", ""), version.number)
        editor.set(edition, "n", version.number)
    date = header.find("t:fileDesc/t:publicationStmt/t:date", tei.NS)
    if date is not None and date.get("when"):
        editor.content_of(date, date.get("when"), version.date)
        editor.set(date, "when", version.date)
    _add_change(editor, header, version)
    return editor.made()


def _add_change(editor: _Editor, header: etree._Element, version: Version) -> None:
    description = header.find("t:revisionDesc", tei.NS)
    first = description.find("t:change", tei.NS) if description is not None else None
    who = f" who={quoteattr(first.get('who'))}" if first is not None and first.get("who") else ""
    lang = "ar" if _ARABIC.search(version.note) else "en"
    change = (
        f'<change when="{version.date}"{who} n={quoteattr(version.number)} xml:lang="{lang}">'
        f"{escape(version.note)}</change>"
    )
    if description is None:
        span = editor.span(header)
        if span is not None:
            editor.insert(span.close, f"  <revisionDesc>{change}</revisionDesc>\n  ")
        return
    span = editor.span(description)
    if span is None:
        return
    if span.empty:
        tag = editor.content[span.start : span.end].decode().removesuffix("/>").rstrip()
        editor.edits.append((span.start, span.end, f"{tag}>{change}</revisionDesc>"))
        return
    indent = description.text if not (description.text or "x").strip() else ""
    editor.insert(span.inner, f"{indent}{change}")


def changelog(text: str, version: Version) -> str:
    """Return a changelog in which what was unreleased is the new version's.

    Without such a part the version gets one, above the others, with its note.
    """
    heading = f"## [{version.number}] - {version.date}\n"
    unreleased = _UNRELEASED.search(text)
    if unreleased:
        rest = text[unreleased.end() :].lstrip("\n")
        said = _FIRST_HEADING.split(rest, maxsplit=1)[0].strip()
        body = rest if said else f"{version.note}\n\n{rest}"
        return f"{text[: unreleased.end()]}\n{heading}\n{body}"
    found = _FIRST_HEADING.search(text)
    place = found.start() if found else len(text)
    before = text[:place].rstrip("\n") or "# Changelog"
    after = text[place:]
    return f"{before}\n\n{heading}\n{version.note}\n" + (f"\n{after}" if after else "")
