"""The text of a PDF's lines, written so that programs read it in order.

In: an open PDF by Typst. Out: the same pages, pixel for pixel but for rivers, in which the
right-to-left words of a line stand in one chunk of /ReversedChars, each glyph stands for its own
letter (see glyphs), and an ActualText is left only where that is not enough. pdf.js, pypdf and
pdfium read chunk after chunk from the left, and give the words of a line in reverse where each has
its own.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import pikepdf

from tahqiq.textlayer import (
    clusters,
    ends,
    faces,
    glyphs,
    lines,
    marks,
    outlines,
    page_objects,
    plain_lines,
    runs,
    sides,
    signs,
    text_objects,
    wider,
)
from tahqiq.textlayer.clusters import Claims
from tahqiq.textlayer.content_stream import Chunk
from tahqiq.textlayer.faces import Face, Key
from tahqiq.textlayer.page_objects import Object, Reader
from tahqiq.textlayer.rows import Edges
from tahqiq.textlayer.structure import Structure
from tahqiq.textlayer.type_area import TypeArea


def merge(pdf: pikepdf.Pdf, area: Sequence[Edges] = ()) -> list[tuple[int, str]]:
    """Put the words of each right-to-left run of a document's pages into one chunk.

    Between the edges of ``area`` the lines of odd and of even pages stand. Return what does not
    stand where it should: pages and faults (see ``type_area``).
    """
    book = _Book(pdf)
    looking = TypeArea(book.reader, book.structure, area)
    for number, page in enumerate(pdf.pages):
        (objects, keys), book.pages[number] = book.pages[number], ([], {})
        named = {name: book.fonts[key] for name, key in keys.items()}
        looking.look_over(number + 1, page, objects, named)
        page.Contents.write(lines.turned(b"".join(book.rewritten(page, objects, named))))
    book.finish()
    return looking.faults


class _Book:
    """The fonts of a file with their maps set right by what its pages say of their glyphs.

    Each page is read twice, so that no more than one is held at a time.
    """

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self.outlines = outlines.Outlines(pdf)
        wishes = pdf.Root.get("/ViewerPreferences")
        self.right_bound = wishes is not None and wishes.get("/Direction") == "/R2L"
        self.structure = Structure(pdf)
        self.fonts: dict[Key, Face] = {}
        self.claims: dict[Key, Claims] = {}
        self.files: dict[Key, Any] = {}
        self.reader = Reader()
        self.words: dict[Key, plain_lines.Words] = {}
        self.pages: list[tuple[list[Object], dict[bytes, Key]]] = []
        self.eased: dict[tuple[Key, Chunk], Chunk] = {}
        self.shown: dict[tuple[Key, Chunk], bytes] = {}
        streams: dict[Key, Any] = {}
        seen: dict[Key, Counter[glyphs.Cluster]] = defaultdict(Counter)
        for page in pdf.pages:
            named = self._named(page, streams)
            content = page.Contents.read_bytes()
            words = {name: self.words[font.key] for name, font in named.items()}
            objects = self.reader.objects(content, words)
            self.pages.append((objects, {name: font.key for name, font in named.items()}))
            if b"/ActualText" not in content:
                continue
            chunks = clusters.claiming(objects, self.reader)
            for name, cluster, _ in clusters.found(chunks, self._claims(named)):
                seen[named[name].key][cluster] += 1
        for key, font in self.fonts.items():
            if key in streams:
                right = glyphs.corrected(font.map, seen[key])
                face = font.mapped(right, right_bound=self.right_bound)
                can = self.outlines.can(self.files[key])
                self.fonts[key] = replace(
                    face,
                    wider=self._wider(key, right, font.widths) if can else None,
                    empties=bool(face.signs) and can,
                )
                streams[key].write(glyphs.write(right))

    def finish(self) -> None:
        """Take out of the fonts what the pages draw by itself, and add what they show besides."""
        for key, font in self.fonts.items():
            if font.empties:
                self.outlines.empty(self.files[key], font.signs)
            if font.wider and font.wider.copies:
                wider.add(self.files[key], self.outlines.face(self.files[key]), font.wider)
            if font.empties or (font.wider and font.wider.copies):
                self.outlines.write(self.files[key])

    def _wider(self, key: Key, mapped: glyphs.Map, widths: dict[int, float]) -> wider.Wider:
        return wider.Wider(mapped, widths, len(self.outlines.face(self.files[key]).getGlyphOrder()))

    def _named(self, page: pikepdf.Page, streams: dict[Key, Any]) -> dict[bytes, Face]:
        found = {}
        for name, font in page.resources.get("/Font", {}).items():
            if font.objgen not in self.fonts:
                self.files[font.objgen] = font
                mapped: glyphs.Map = {}
                if "/ToUnicode" in font:
                    streams[font.objgen] = font.ToUnicode
                    content = bytes(font.ToUnicode.read_bytes())
                    mapped = glyphs.read(content.decode("ascii", "replace"))
                self.fonts[font.objgen] = Face(font.objgen, faces.widths(font), mapped)
                claims = self.claims[font.objgen] = Claims(mapped)
                self.words[font.objgen] = plain_lines.Words(
                    self.fonts[font.objgen].widths, claims.signed
                )
            found[name[1:].encode()] = self.fonts[font.objgen]
        return found

    def _claims(self, named: dict[bytes, Face]) -> dict[bytes, Claims]:
        return {name: self.claims[font.key] for name, font in named.items()}

    def rewritten(
        self, page: pikepdf.Page, objects: list[Object], named: dict[bytes, Face]
    ) -> Iterator[bytes]:
        """Yield a page's content, the words of each right-to-left run in one chunk."""
        needed = marks.Marks(named)
        told = any(b"/ActualText" in one.body for one in objects)
        parts = (
            self._told(page, objects, named, needed)
            if told
            else self._untold(objects, named, needed)
        )
        yield from self._set(page, parts, named, needed)
        yield needed.written()

    def _untold(
        self, objects: list[Object], named: dict[bytes, Face], needed: marks.Marks
    ) -> list[Chunk | bytes]:
        """Return the parts of a page without ActualText; those of its plain lines are whole."""
        plain = self._plain(named, needed)
        eased = [
            self._eased(part, named[part.font]) if isinstance(part, Chunk) else part
            for part in page_objects.parts(objects, plain, lambda _: False, self.reader.chunks)
        ]
        return self._sided(eased, named)

    def _sided(self, parts: list[Chunk | bytes], named: dict[bytes, Face]) -> list[Chunk | bytes]:
        """Return the parts of a page of a right-bound book with the sides and ends of its runs."""
        if not self.right_bound:
            return parts
        return ends.continued(ends.ended(list(sides.sided(parts, named)), named), named)

    def _plain(
        self, named: dict[bytes, Face], needed: marks.Marks
    ) -> Callable[[Object], bytes | None]:
        """Return what writes a line of plain words at once."""
        marked = self.right_bound

        def written(one: Object) -> bytes | None:
            line = one.line
            if line is None:
                return None
            face = named[line.font]
            return plain_lines.merged(
                line, one.before, face, needed, marked=marked,
                goes_on=lambda: page_objects.goes_on(one),
            )  # fmt: skip

        return written

    def _told(
        self,
        page: pikepdf.Page,
        objects: list[Object],
        named: dict[bytes, Face],
        needed: marks.Marks,
    ) -> list[Chunk | bytes]:
        """Return the parts of a page that has ActualText, without those that say nothing new."""
        parts = list(
            page_objects.parts(
                objects,
                self._plain(named, needed),
                lambda chunks: runs.is_open(chunks, named),
                self.reader.chunks,
            )
        )
        said = self._said([part for part in parts if isinstance(part, Chunk)], named)
        eased: list[Chunk | bytes] = []
        number = -1
        for part in parts:
            if isinstance(part, Chunk):
                number += 1
                face = named[part.font]
                one = signs.alone(part, face.map, face.widths) if face.wider else part
                eased.append(_eased(one, True, face) if number in said else self._eased(one, face))
            else:
                eased.append(part)
        joined = self._joined(eased, named, self.structure.elements(page)) if said else eased
        return self._sided(joined, named)

    def _set(
        self,
        page: pikepdf.Page,
        parts: list[Chunk | bytes],
        named: dict[bytes, Face],
        needed: marks.Marks,
    ) -> Iterator[bytes]:
        run: list[Chunk] = []
        shown: list[bytes] = []
        drawn: list[outlines.Drawn] = []
        at: tuple[float, float] | None = None
        for part in parts:
            if isinstance(part, Chunk):
                if self.right_bound:
                    needed.of_chunk(part, at)
                if run and not runs.continues(run[-1], part, named):
                    shown.append(self._written(run, named, drawn))
                    run = []
                run.append(part)
                continue
            if run:
                shown.append(self._written(run, named, drawn))
            # What reads the file takes the pieces of a line as they come: from the right, then.
            turned = any(b"/ReversedChars" in one for one in shown)
            yield from reversed(shown) if turned else shown
            run, shown = [], []
            at = marks.origin(part)
            if drawn and part.startswith(b"\nET"):
                yield b"\nET" + self.outlines.draw(page, drawn) + part[3:]
                drawn = []
            else:
                yield part

    def _written(
        self, run: list[Chunk], named: dict[bytes, Face], drawn: list[outlines.Drawn]
    ) -> bytes:
        """Return what shows a run; numbers and commas come again, and are kept."""
        if len(run) != 1 or run[0].reversed or run[0].apart:
            return b"".join(runs.written(run, named, drawn))
        key = named[run[0].font].key, run[0]
        if key not in self.shown:
            self.shown[key] = b"".join(runs.written(run, named, drawn))
        return self.shown[key]

    def _eased(self, chunk: Chunk, face: Face) -> Chunk:
        """Return a chunk that no cluster says, without an ActualText that its glyphs say."""
        key = face.key, chunk
        if key not in self.eased:
            self.eased[key] = _eased(chunk, False, face)
        return self.eased[key]

    def _joined(
        self, parts: list[Chunk | bytes], named: dict[bytes, Face], parents: Sequence[Any]
    ) -> list[Chunk | bytes]:
        """Return the parts with the text objects that only a sign's height parted made one.

        What is left of the others is empty; all belong to one element of the structure.
        """
        if not any(isinstance(part, Chunk) and runs.all_signs(part, named) for part in parts):
            return parts
        made: list[Chunk | bytes] = []
        last: text_objects.TextObject | None = None
        left = b""
        for one in text_objects.objects(parts, lambda chunk: runs.all_signs(chunk, named)):
            if last and last.takes(one, parents):
                made.extend(signs.moved(c, one.x - last.x, last.y - one.y) for c in one.chunks)
                left += one.between
                last = last.with_end(one)
                continue
            # Behind the object that ends here stand the marks of those that it took in.
            before = one.before
            if left:
                before = text_objects.CLOSING + left + before.removeprefix(text_objects.CLOSING)
            made.extend([before, *one.chunks])
            last, left = one, b""
        return made

    def _said(self, chunks: list[Chunk], named: dict[bytes, Face]) -> set[int]:
        """Return the numbers of the chunks whose ActualText their glyphs say already."""
        found: set[int] = set()
        for font, cluster, numbers in clusters.found(chunks, self._claims(named)):
            right = named[font].map
            drawn = "".join([right.get(code, "") for code in cluster.glyphs])
            if clusters.same(drawn, glyphs.plain(cluster.text)):
                found |= numbers
        return found


def _eased(chunk: Chunk, said: bool, face: Face) -> Chunk:
    """Return a chunk without an ActualText that its glyphs say already, marked as right to left."""
    actual = chunk.actual
    if actual is None and chunk.reversed:
        return chunk
    # A space alone belongs to the run that it stands in; reversed it is the same.
    rtl = not face.leftward.isdisjoint(chunk.codes) or face.visible.isdisjoint(chunk.codes)
    if actual is not None:
        actual = glyphs.plain(actual) or actual
        texts = [face.map.get(code, "") for code in chunk.codes]
        if said or clusters.same("".join(reversed(texts) if rtl else texts), actual):
            actual = None
    if actual == chunk.actual and chunk.reversed >= rtl:
        return chunk
    return chunk.told(actual, leftward=chunk.reversed or rtl)
