"""Which place of the TEI each line of a plain text comes from.

In: a file of lines that ``editions`` wrote beside a text. Out: an Origin for each line. The file is
UTF-8, tab separated, with a heading; its lines are those of the text, in order, from 1.
"""

from __future__ import annotations

from dataclasses import dataclass

HEADING = ("line", "part", "id", "xpath", "begins")


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a line comes from.

    ``part`` says what it is (``p``, ``head``, ``verse``, ``note``, ``header``, ``blank`` …). ``id``
    is the ``xml:id`` of its element, or of the nearest one around it that has one; ``xpath`` is the
    element itself, in local names with positions. Both are empty for what no element stands behind.
    ``begins`` is false of a line that only goes on where the one before it was wrapped.
    """

    part: str
    id: str
    xpath: str
    begins: bool = True


def write(origins: list[Origin]) -> bytes:
    """Return the file of a text's lines."""
    told = ((str(n), o.part, o.id, o.xpath, str(int(o.begins))) for n, o in enumerate(origins, 1))
    rows = [HEADING, *told]
    return "".join("\t".join(row) + "\n" for row in rows).encode()


def read(content: bytes) -> list[Origin]:
    """Return what such a file says: the origin of line 1 first."""
    rows = content.decode("utf-8").rstrip("\n").split("\n")[1:]
    return [_origin(*row.split("\t")[1:]) for row in rows]


def _origin(part: str, id_: str, xpath: str, begins: str) -> Origin:
    return Origin(part, id_, xpath, begins == "1")
