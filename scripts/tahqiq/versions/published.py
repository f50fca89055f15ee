"""What an edition publishes: every id and every reference, with the hash of its text.

In: TEI files. Out: Entry values; the register of a release, a table of tab-separated values.
An entry's key is an ``xml:id`` (``airstrikes-p3``), or a text and a reference in its default tree
(``egyptian-airstrikes-2015:3``) or in another (``rihla/pages:ص ٢``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass
from pathlib import Path

from lxml import etree

from tahqiq import tei
from tahqiq.citable import CitableText, Tree, Unit
from tahqiq.citable.references import folded
from tahqiq.errors import Place, SourceError
from tahqiq.files import sha256

_HEAD = "key\tfile\tid\twithin\tsha256"


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that can be cited.

    ``file`` is the id of its text or register, ``id`` that of its element; ``within`` the key of
    the nearest entry of its own sort round it; ``digest`` the SHA-256 of its text as received,
    white space folded, in UTF-8; of the whole content for a record or a part of the header.
    """

    key: str
    file: str
    id: str
    within: str
    digest: str

    @property
    def is_reference(self) -> bool:
        """Return whether it is a reference, and not an id."""
        return ":" in self.key


def entries(paths: Iterable[Path]) -> dict[str, Entry]:
    """Return everything that some texts and registers publish, by key; the first of equal keys."""
    found: dict[str, Entry] = {}
    for path in paths:
        text = CitableText(tei.parse(path), str(path))
        for entry in (*_ids(text), *_references(text)):
            found.setdefault(entry.key, entry)
    return found


def key_of(text: str, tree: Tree, reference: str) -> str:
    """Return the key of a reference: digits are European in it, whatever the text writes."""
    return f"{text}{'' if tree.default else f'/{tree.name}'}:{folded(reference)}"


def _ids(text: CitableText) -> Iterator[Entry]:
    letters = text.positions.received
    top = text.positions.text
    inside = text.positions.span(top) if top is not None else (0, 0)
    # The file's own id goes with every file; whatever lies in it is looked at by itself.
    for name, element in text.positions.ids.items():
        span = text.positions.span(element)
        if inside[0] < span[0] and span[1] < inside[1] and not _is_note(element):
            start, end = letters.span(span)
            words = letters.text[start:end]
        elif element is text.document.getroot() or tei.local_name(element).startswith("list"):
            words = ""
        else:
            words = " ".join("".join(map(str, element.itertext())).split())
        yield Entry(name, text.id, name, _around(element), digest(words))


def _is_note(element: etree._Element) -> bool:
    return any(tei.local_name(one) == "note" for one in [element, *element.iterancestors()])


def _around(element: etree._Element) -> str:
    names = (one.get(tei.XML_ID) for one in element.iterancestors())
    return next((name for name in names if name), "")


def _references(text: CitableText) -> Iterator[Entry]:
    for tree in text.trees:
        for unit in text.units(tree.name):
            yield _reference(text, tree, unit)


def _reference(text: CitableText, tree: Tree, unit: Unit) -> Entry:
    within = key_of(text.id, tree, unit.parent.reference) if unit.parent else ""
    words = text.passage(unit).text()
    return Entry(key_of(text.id, tree, unit.reference), text.id, unit.id, within, digest(words))


def digest(words: str) -> str:
    """Return the hash of a text."""
    return sha256(words.encode())


def written(published: dict[str, Entry]) -> bytes:
    """Return the register of a release."""
    rows = [_HEAD, *("\t".join(map(_field, astuple(entry))) for entry in published.values())]
    return ("\n".join(rows) + "\n").encode()


def _field(value: str) -> str:
    return value.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n")


def read(content: bytes, name: str) -> dict[str, Entry]:
    """Return a register's entries. Raise SourceError where it is none."""
    rows = content.decode("utf-8").split("\n")
    if rows[0] != _HEAD or rows[-1]:
        raise SourceError("is not a register of ids", place=Place(name, 1))
    found = {}
    for number, row in enumerate(rows[1:-1], 2):
        fields = [_unfield(field) for field in row.split("\t")]
        if len(fields) != len(_HEAD.split("\t")):
            raise SourceError("is not a register of ids", place=Place(name, number))
        found[fields[0]] = Entry(*fields)
    return found


def _unfield(value: str) -> str:
    parts = value.split("\\\\")
    return "\\".join(part.replace("\\t", "\t").replace("\\n", "\n") for part in parts)
