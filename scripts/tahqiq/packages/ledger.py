"""The files of a release, by path.

In: Contents in any order. Out: the same, sorted, as often as it is asked for. Kept on disk (see
``tables``), so that an edition may have any number of files.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tahqiq.deliveries.names import folded, is_hiding
from tahqiq.errors import Place, ProjectError
from tahqiq.packages.contents import Content
from tahqiq.tables import Rows, database, decoded, encoded

_TABLE = (
    "content(path BLOB PRIMARY KEY, folded BLOB, source BLOB, is_path INTEGER, role TEXT,"
    " format TEXT)"
)
_CONTENT = "path, source, is_path, role, format"


class Ledger:
    """The contents of one package; a name that is added twice counts once."""

    def __init__(self, contents: Iterable[Content] = ()) -> None:
        self._database = database(None, _TABLE)
        self._contents = Rows(
            self._database, "INSERT OR IGNORE INTO content VALUES (?, ?, ?, ?, ?, ?)"
        )
        # Of the names that no archive takes in, the first.
        self._hiding = ""
        for one in contents:
            self.add(one)
        self._contents.flush()

    def add(self, one: Content) -> None:
        """Take a content."""
        is_path = not isinstance(one.source, bytes)
        source = encoded(str(one.source)) if is_path else one.source
        path = encoded(one.path)
        if is_hiding(one.path):
            self._hiding = min(self._hiding or one.path, one.path)
        self._contents.add(path, encoded(folded(one.path)), source, is_path, one.role, one.format)

    def check_names(self) -> None:
        """Raise ProjectError where a name cannot be packed, or two are one for some file system."""
        self._contents.flush()
        if self._hiding:
            raise ProjectError(
                "its name has characters that cannot be seen or turn the text round",
                place=Place(ascii(self._hiding)),
                hint="rename it: no archive takes such a file in",
            )
        several = "SELECT min(path), max(path) FROM content GROUP BY folded HAVING count(*) > 1"
        found = self._database.execute(f"{several} ORDER BY 1").fetchone()
        if found:
            raise ProjectError(
                f"its name differs from {decoded(found[0])} by case, Unicode form or end alone",
                place=Place(decoded(found[1])),
                hint="rename one of them: some file systems keep only one",
            )

    def first_with(self, letter: str) -> str:
        """Return the first path that has a letter in it; nothing where none has."""
        self._contents.flush()
        asked = "SELECT min(path) FROM content WHERE instr(path, ?)"
        (found,) = self._database.execute(asked, (encoded(letter),)).fetchone()
        return decoded(found) if found else ""

    def __len__(self) -> int:
        """Return how many files there are."""
        self._contents.flush()
        return int(self._database.execute("SELECT count(*) FROM content").fetchone()[0])

    def __iter__(self) -> Iterator[Content]:
        """Yield the contents by path."""
        return self._asked("")

    def listed(self, *roles: str) -> Iterator[Content]:
        """Yield the contents of some roles, or all, by path, without what they are made of."""
        self._contents.flush()
        where = f"WHERE role IN ({', '.join('?' * len(roles))})" if roles else ""
        asked = f"SELECT path, role, format FROM content {where} ORDER BY path"
        for path, role, form in self._database.execute(asked, roles):
            yield Content(decoded(path), b"", role, form)

    def of_role(self, *roles: str) -> Iterator[Content]:
        """Yield the contents of some roles, by path."""
        return self._asked(f"WHERE role IN ({', '.join('?' * len(roles))})", *roles)

    def of_format(self, name: str) -> Iterator[Content]:
        """Yield the outputs of a format, by path."""
        return self._asked("WHERE format = ?", name)

    def formats(self) -> list[str]:
        """Return the formats of the outputs, sorted."""
        self._contents.flush()
        found = "SELECT DISTINCT format FROM content WHERE format != '' ORDER BY format"
        return [name for (name,) in self._database.execute(found)]

    def _asked(self, where: str, *values: str) -> Iterator[Content]:
        self._contents.flush()
        every = f"SELECT {_CONTENT} FROM content {where} ORDER BY path"
        for row in self._database.execute(every, values):
            yield _content(*row)


def _content(path: bytes, source: bytes, is_path: bool, role: str, form: str) -> Content:
    return Content(decoded(path), decoded(source) if is_path else source, role, form)
