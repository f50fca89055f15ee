"""How a text is divided. In: a TEI document. Out: its trees of citation and their units."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from lxml import etree

from tahqiq import tei
from tahqiq.citable import declaration, evaluation, units
from tahqiq.citable.declaration import Tree
from tahqiq.citable.positions import Positions
from tahqiq.citable.references import LONGEST, folded
from tahqiq.citable.units import Level, Unit
from tahqiq.errors import NoSuchPassage


class DividedText:
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
        return tei.name_of(self.document.getroot(), Path(self.file))

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
    def _every(self) -> dict[str, list[Unit]]:
        return {
            name: [unit for top in tops for unit in top.every()]
            for name, tops in self._tops.items()
        }

    @cached_property
    def _by_reference(self) -> dict[str, dict[str, list[Unit]]]:
        index: dict[str, dict[str, list[Unit]]] = {}
        for name, every in self._every.items():
            entries = index.setdefault(name, {})
            for unit in every:
                entries.setdefault(folded(unit.reference), []).append(unit)
        return index

    @cached_property
    def levels(self) -> dict[str, list[Level]]:
        """Return the units of each tree by level, to be found by position."""
        return {
            tree.name: [
                Level([unit for unit in self.units(tree.name) if unit.level == level])
                for level in sorted({unit.level for unit in self.units(tree.name)})
            ]
            for tree in self.trees
        }

    @cached_property
    def order(self) -> dict[str, dict[Unit, int]]:
        """Return where each unit stands among those of its tree, from 0."""
        return {
            tree.name: {unit: number for number, unit in enumerate(self.units(tree.name))}
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
        ``unit`` leads to the first.
        """
        if tree is None and not self.trees:
            return []
        return list(self._every[self.tree(tree).name])

    def unit(self, reference: str, tree: Tree) -> Unit | None:
        """Return the unit of a reference (no range), or None; the first of twins."""
        if len(reference) > LONGEST:
            return None
        among = self._by_reference[tree.name].get(folded(reference), [])
        return next(iter([unit for unit in among if unit.reference == reference] + among), None)
