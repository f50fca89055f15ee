"""The texts of an edition, together. In: a project or files. Out: the text that a reference means.

A reference may name its text: ``egyptian-airstrikes-2015:3``. ``#airstrikes-p3`` is looked for in
every text.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

from tahqiq import tei
from tahqiq.citable.passage import Passage
from tahqiq.citable.text import CitableText
from tahqiq.errors import NoSuchPassage, Place, ProjectError, SourceError
from tahqiq.project import find

# A file that is of no edition is a stranger's: its expressions have so long.
STRANGER_SECONDS = 60.0


class Shelf:
    """Texts by their ids; each is read when it is asked for."""

    def __init__(self, paths: Iterable[Path], seconds: float | None = None) -> None:
        self.paths = tuple(paths)
        self._seconds = seconds

    @cached_property
    def texts(self) -> dict[str, CitableText]:
        """Return the texts by id, in the order of their files' names."""
        found: dict[str, CitableText] = {}
        for path in self.paths:
            text = CitableText(tei.parse(path), str(path), self._seconds)
            found.setdefault(text.id, text)
        return found

    def text(self, name: str) -> CitableText:
        """Return a text by its id. Raise NoSuchPassage."""
        if name not in self.texts:
            raise NoSuchPassage(
                f"there is no text {name}", hint=f"there are {', '.join(self.texts)}"
            )
        return self.texts[name]

    def resolve(
        self, reference: str, tree: str | None = None, *, end: str | None = None
    ) -> tuple[CitableText, Passage]:
        """Return the text and the passage that a reference means.

        Without the id of a text before a colon every text is looked in. Raise NoSuchPassage where
        none has it, or several have.
        """
        name, colon, rest = reference.partition(":")
        if colon and name in self.texts:
            return self.texts[name], self.texts[name].resolve(rest, tree, end=end)
        found: list[tuple[CitableText, Passage]] = []
        refused: list[NoSuchPassage] = []
        for text in self.texts.values():
            try:
                found.append((text, text.resolve(reference, tree, end=end)))
            except NoSuchPassage as error:
                refused.append(error)
        if len(found) > 1:
            ways = ", ".join(f"{text.id}:{reference}" for text, _ in found)
            raise NoSuchPassage(f"several texts have {reference}", hint=f"write one of {ways}")
        if not found:
            if len(refused) == 1:
                raise refused[0]
            raise NoSuchPassage(f"no text has {reference}")
        return found[0]


def only_tei(path: Path) -> Path:
    """Return the file of a text. Raise SourceError where it is XML of another kind."""
    root = tei.parse(path).getroot()
    if root.tag not in (f"{{{tei.TEI_NS}}}TEI", f"{{{tei.TEI_NS}}}teiCorpus"):
        raise SourceError(
            f"is no TEI text: its root is <{tei.local_name(root)}>",
            place=Place(str(path)),
            hint="a text begins with <TEI>, in the namespace of the TEI",
        )
    return path


def shelf(path: Path | None = None) -> Shelf:
    """Return the texts of the edition at ``path`` (by default the one that one stands in).

    A single file is a shelf of its own. Raise ProjectError where there is no edition, SourceError
    where the file is no text.
    """
    if path is not None and path.is_file():
        return Shelf([only_tei(path)], STRANGER_SECONDS)
    project = find(path)
    if not project.texts:
        raise ProjectError(f"the edition in {project.home} has no texts")
    return Shelf(project.texts)
