"""A ZIP file as we write them, read without its directory in memory.

In: a ZIP file. Out: the library's object, whose entries lie on disk; where they are not as
``tahqiq package`` writes them, each right after the one before, the library's own.
"""

from __future__ import annotations

import tempfile
import zipfile
from pathlib import Path
from typing import Any, BinaryIO

from tahqiq.deliveries import headers
from tahqiq.deliveries.spooled import Directory


class _OthersError(Exception):
    """The entries are not such."""


class _Entries(Directory):
    """Entries that differ in name, size and checksum alone."""

    def __init__(self) -> None:
        super().__init__(Path(tempfile.gettempdir()), self._made_of)
        self._date: tuple[int, int, int, int, int, int] | None = None
        self._form: tuple[Any, ...] = ()
        self._end = 0

    def append(self, entry: zipfile.ZipInfo) -> None:
        """Take an entry; raise _OthersError where it is not such."""
        headers.forget_offset(entry)
        if self._date is None:
            self._date = entry.date_time
            self._form = headers.form(self._made_of("-"))
        is_ours = headers.form(entry) == self._form and headers.is_bare(self._form)
        if not is_ours or entry.header_offset != self._end:
            raise _OthersError
        self._end += len(entry.FileHeader()) + entry.compress_size
        super().append(entry)

    def _made_of(self, name: str) -> zipfile.ZipInfo:
        made = zipfile.ZipInfo(name, self._date or (1980, 1, 1, 0, 0, 0))
        made.create_system, made.external_attr = 3, 0o100644 << 16
        return made


class _Bare(zipfile.ZipFile):
    """A ZIP file whose entries lie on disk."""

    def __init__(self, stream: BinaryIO) -> None:
        self._entries = _Entries()
        try:
            super().__init__(stream)
        except BaseException:
            self._entries.close()
            raise

    def _RealGetContents(self) -> None:  # noqa: N802  # the library's own name
        self.filelist = self._entries  # type: ignore[assignment]
        self.NameToInfo = self._entries.names
        super()._RealGetContents()  # type: ignore[misc]  # unknown to typeshed

    def close(self) -> None:
        """Close the file, and let go of what is on disk."""
        super().close()
        self._entries.close()


def opened(stream: BinaryIO) -> zipfile.ZipFile:
    """Return a ZIP file that is open for reading; raise what the library raises."""
    try:
        return _Bare(stream)
    except _OthersError:
        return zipfile.ZipFile(stream)
