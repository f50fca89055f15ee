"""A text that can be cited. In: a TEI document. Out: its units, passages and references."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from lxml import etree

from tahqiq import tei
from tahqiq.citable import declaration, evaluation, units
from tahqiq.citable.declaration import Tree
from tahqiq.citable.passage import Passage
from tahqiq.citable.positions import Letters, Positions, Span, StringPlace
from tahqiq.citable.references import LONGEST, characters, folded, splits, whole_characters
from tahqiq.citable.units import Level, Unit
from tahqiq.errors import NoSuchPassage


class CitableText:
    """A TEI document, its trees of citation and their units.

    Nothing is evaluated before it is asked for. The trees are those of the document's ``refsDecl``,
    the default one first.
    """

    def __init__(
        self, document: etree._ElementTree, file: str = "", seconds: float | None = None
    ) -> None:
        self.document = document
        self.file = file or str(document.docinfo.URL or "")
        self.trees: tuple[Tree, ...] = declaration.trees(document.getroot())
        self._seconds = seconds
        self.lost: list[tuple[Tree, evaluation.Found]] = []

    @property
    def id(self) -> str:
        """Return the ``xml:id`` of the document's root, or the name of its file."""
        name: str = self.document.getroot().get(tei.XML_ID) or Path(self.file).stem
        return name

    @cached_property
    def positions(self) -> Positions:
        """Return where everything stands in the document."""
        return Positions(self.document)

    @cached_property
    def evaluated(self) -> evaluation.Evaluated:
        """Return what the trees' expressions led to, and which of them cannot be used."""
        return evaluation.evaluate(self.document, self.trees, self._seconds)

    @cached_property
    def _tops(self) -> dict[str, list[Unit]]:
        tops = {}
        for tree, found in zip(self.trees, self.evaluated.found, strict=True):
            lost: list[evaluation.Found] = []
            tops[tree.name] = units.built(found, tree, self.positions, lost)
            self.lost += [(tree, one) for one in lost]
        return tops

    @cached_property
    def _by_reference(self) -> dict[str, dict[str, list[Unit]]]:
        index: dict[str, dict[str, list[Unit]]] = {}
        for name, tops in self._tops.items():
            entries = index.setdefault(name, {})
            for unit in (unit for top in tops for unit in top.every()):
                entries.setdefault(folded(unit.reference), []).append(unit)
        return index

    @cached_property
    def _levels(self) -> dict[str, list[Level]]:
        return {
            tree.name: [
                Level([unit for unit in self.units(tree.name) if unit.level == level])
                for level in sorted({unit.level for unit in self.units(tree.name)})
            ]
            for tree in self.trees
        }

    def tree(self, name: str | None = None) -> Tree:
        """Return a tree by its name, the default one without. Raise NoSuchPassage."""
        for tree in self.trees:
            if tree.name == name or (name is None and tree.default):
                return tree
        if not self.trees:
            raise NoSuchPassage(
                f"{self.file or self.id} declares no citation",
                hint="a refsDecl with citeStructure or cRefPattern says how a text is cited",
            )
        names = ", ".join(tree.name for tree in self.trees)
        raise NoSuchPassage(f"there is no tree {name!r}", hint=f"there are {names}")

    def tops(self, tree: str | None = None) -> list[Unit]:
        """Return the units of the first level of a tree."""
        return self._tops[self.tree(tree).name]

    def units(self, tree: str | None = None) -> list[Unit]:
        """Return every unit of a tree, in the order of the document, parents before children.

        A text without a declaration has none. Of two units with one reference both are returned;
        ``find`` leads to the first.
        """
        if tree is None and not self.trees:
            return []
        return [unit for top in self.tops(tree) for unit in top.every()]

    def find(self, reference: str, tree: str | None = None) -> Unit:
        """Return the unit of a reference (no range). Raise NoSuchPassage."""
        chosen = self.tree(tree)
        found = self.unit(reference, chosen)
        if found is None:
            raise self._no_such(reference, chosen)
        return found

    def unit(self, reference: str, tree: Tree) -> Unit | None:
        """Return the unit of a reference (no range), or None; the first of twins."""
        if len(reference) > LONGEST:
            return None
        among = self._by_reference[tree.name].get(folded(reference), [])
        return next(iter([unit for unit in among if unit.reference == reference] + among), None)

    def resolve(
        self, reference: str, tree: str | None = None, *, end: str | None = None
    ) -> Passage:
        """Return the passage that a reference or a range leads to.

        ``end`` is the reference of its last unit, where that is given apart. An id (``#p3``), a
        path (``/TEI[1]/text[1]``) or characters of the whole text (``@120:180``) lead to a passage
        whose ``reference`` says how it is cited. Raise NoSuchPassage where it leads nowhere or may
        be read in two ways.
        """
        if reference.startswith("#"):
            return self._by_id(reference)
        if reference.startswith("/"):
            return self.at(self._by_path(reference), tree)
        stretch = whole_characters(reference)
        if stretch is not None:
            return self.at_characters(*stretch, tree=tree)
        chosen = self.tree(tree)
        if end is not None:
            return self._range(self.find(reference, tree), self.find(end, tree))
        found = self.unit(reference, chosen)
        if found is not None:
            return self.passage(found)
        made = list(self._readings(reference, chosen))
        if not made:
            self._refuse_reversed(reference, chosen)
            raise self._no_such(reference, chosen)
        if len({one.reference for one in made}) > 1:
            ways = " or ".join(one.reference for one in made)
            raise NoSuchPassage(f"{reference} may be read in several ways", hint=f"write {ways}")
        return made[0]

    def _readings(self, reference: str, tree: Tree) -> Iterator[Passage]:
        """Yield the ways to read a reference: characters of a unit, ranges, shortened ranges."""
        if len(reference) > LONGEST:
            return
        reference = folded(reference)
        bare, start, end = characters(reference)
        unit = self.unit(bare, tree)
        if unit is not None and start is not None and end is not None:
            yield self._characters(unit, start, unit, end, reference)
        for ends in splits(reference):
            (first, start, _), (last, end, _) = map(characters, ends)
            one = self.unit(first, tree)
            if one is None or (start is None) != (end is None):
                continue
            for other in self._ends(one, last, tree):
                if start is None or end is None:
                    yield self._range(one, other)
                else:
                    yield self._characters(one, start, other, end, reference)

    def _ends(self, first: Unit, last: str, tree: Tree) -> list[Unit]:
        """Return what the end of a range may be: a whole reference, or one as short as `1.3-5`."""
        found = [self.unit(last, tree)]
        parent = first.parent
        if parent is not None:
            found.append(self.unit(f"{parent.reference}{first.structure.delim}{last}", tree))
        return [unit for unit in found if unit is not None and unit.span[1] > first.span[0]]

    def _refuse_reversed(self, reference: str, tree: Tree) -> None:
        for first, last in splits(folded(reference[:LONGEST])):
            one, other = self.unit(first, tree), self.unit(last, tree)
            if one is not None and other is not None:
                self._range(one, other)

    def _range(self, first: Unit, last: Unit) -> Passage:
        if last.span[1] <= first.span[0]:
            raise NoSuchPassage(
                f"{last.reference} stands before {first.reference}", hint="turn the range round"
            )
        return self.passage(first, last)

    def passage(self, first: Unit, last: Unit | None = None) -> Passage:
        """Return the passage of a unit, or from one to another."""
        last = last or first
        reference = first.reference if first is last else f"{first.reference}-{last.reference}"
        span = (min(first.span[0], last.span[0]), max(first.span[1], last.span[1]))
        return Passage(reference, first.tree, first, last, span, positions=self.positions)

    def _characters(self, first: Unit, start: int, last: Unit, end: int, reference: str) -> Passage:
        letters = self.positions.received
        from_, to = letters.span(first.span)[0] + start, letters.span(last.span)[0] + end
        limits = (letters.span(first.span)[1], letters.span(last.span)[1])
        if from_ >= limits[0] or to > limits[1] or from_ >= to:
            size = limits[1] - letters.span(last.span)[0]
            raise NoSuchPassage(
                f"{reference}: there are no such characters",
                hint=f"{last.reference} has {size}, counted from 0",
            )
        made = self.at_characters(from_, to, tree=first.tree.name)
        return Passage(
            reference=self._written(first, start, last, end),
            tree=first.tree,
            first=first,
            last=last,
            span=made.span,
            start=start,
            end=end,
            letters=(from_, to),
            positions=self.positions,
        )

    @staticmethod
    def _written(first: Unit, start: int, last: Unit, end: int) -> str:
        if first is last:
            return f"{first.reference}@{start}:{end}"
        return f"{first.reference}@{start}-{last.reference}@{end}"

    def _by_id(self, reference: str) -> Passage:
        element = self.positions.ids.get(reference.removeprefix("#"))
        if element is None:
            raise NoSuchPassage(f"no element has the id {reference.removeprefix('#')}")
        return self.at(element)

    def _by_path(self, path: str) -> etree._Element:
        element = self.positions.by_path(path[:LONGEST])
        if element is None:
            raise NoSuchPassage(f"there is no {path[:80]}", hint="write it as /TEI[1]/text[1]")
        return element

    def at(self, element: etree._Element, tree: str | None = None) -> Passage:
        """Return the passage of an element, with the reference of the units that it stands in.

        Where it is in no unit, its reference is ``#`` and the ``xml:id`` of it or of the nearest
        element round it that has one, and else empty.
        """
        return self._at_span(self.positions.span(element), element, tree)

    def at_places(self, start: StringPlace, end: StringPlace, tree: str | None = None) -> Passage:
        """Return the passage between two places in strings of the document.

        Raise NoSuchPassage where either stands in what is no part of the text as received.
        """
        letters = self.positions.received
        offsets = [letters.offset_of(one.element, one.part, one.offset) for one in (start, end)]
        if offsets[0] is None or offsets[1] is None:
            raise NoSuchPassage("the place is no part of the text as received")
        return self.at_characters(offsets[0], offsets[1], tree=tree)

    def at_characters(
        self, start: int, end: int, *, tree: str | None = None, unit: Unit | None = None
    ) -> Passage:
        """Return the passage of some characters of the text as received, in code points from 0.

        With ``unit`` they are counted from its beginning. White space at the ends is left out.
        Raise NoSuchPassage where there are none.
        """
        letters = self.positions.received
        if unit is not None:
            base, limit = letters.span(unit.span)
            start, end, tree = base + start, base + end, unit.tree.name
        else:
            limit = len(letters.text)
        if not 0 <= start < end <= limit:
            raise NoSuchPassage(f"there are no characters {start} to {end}")
        start, end = letters.trimmed(start, end)
        if start == end:
            raise NoSuchPassage("there is only white space")
        span = (letters.at(start), letters.at(end - 1) + 1)
        first, last = self._ends_of(span, tree)
        if first is None or last is None:
            return Passage(
                "", None, None, None, span, letters=(start, end), positions=self.positions
            )
        return self._located(letters, first, last, (start, end), span)

    def _located(
        self, letters: Letters, first: Unit, last: Unit, wanted: Span, span: Span
    ) -> Passage:
        begins, ends = letters.span(first.span), letters.span(last.span)
        if (begins[0], ends[1]) == wanted:
            return self.passage(first, last)
        start, end = wanted[0] - begins[0], wanted[1] - ends[0]
        return Passage(
            self._written(first, start, last, end), first.tree, first, last, span, start, end,
            wanted, positions=self.positions,
        )  # fmt: skip

    def _at_span(self, span: Span, element: etree._Element, tree: str | None) -> Passage:
        start, end = self.positions.received.span(span)
        letters = self.positions.received
        # What is cited is the text: an element may begin before the unit of its first word.
        inner = (letters.at(start), letters.at(end - 1) + 1) if start < end else span
        first, last = self._ends_of(span, tree, inner)
        if first is not None and last is not None:
            made = self.passage(first, last)
            return Passage(made.reference, first.tree, first, last, span, positions=self.positions)
        names = (one.get(tei.XML_ID) for one in [element, *element.iterancestors()])
        name = next((name for name in names if name), "")
        return Passage(f"#{name}" if name else "", None, None, None, span, positions=self.positions)

    def _ends_of(
        self, span: Span, tree: str | None, inner: Span | None = None
    ) -> tuple[Unit | None, Unit | None]:
        """Return the units that a stretch, or the text in it, begins and ends in, the deepest."""
        if not self.trees:
            return None, None
        begin, end = inner or span
        best: tuple[Unit | None, Unit | None] = (None, None)
        for level in self._levels[self.tree(tree).name]:
            same = level.exactly(span)
            if same is not None:
                return same, same
            first, last = level.around(begin), level.around(end - 1)
            if first is not None and last is not None:
                best = (first, last)
        return best

    def _no_such(self, reference: str, tree: Tree) -> NoSuchPassage:
        shown = reference if len(reference) <= 80 else f"{reference[:80]}…"
        others = [
            other.name
            for other in self.trees
            if other is not tree and self.unit(reference, other) is not None
        ]
        tops = self._tops[tree.name]
        if others:
            hint = f"the tree {others[0]} has it: --tree {others[0]}"
        elif tops:
            kind = tops[0].kind or "unit"
            hint = f"the text goes from {kind} {tops[0].reference} to {tops[-1].reference}"
        else:
            hint = "the text has no units"
        return NoSuchPassage(f"the text has no {shown}", hint=hint)
