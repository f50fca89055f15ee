"""XInclude 1.0 while a document is read: resolved within a folder, or reported.

In: the elements of the namespace of XInclude. Out: what they bring in, passed on as if it stood
there, or findings. Nothing outside of the folder is opened, nothing from the network. Left to the
schema, inclusions are judged like other elements; then none of this is used.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Literal

from tahqiq.relaxng.feed import Feed, Stopped
from tahqiq.relaxng.names import Name

Choice = Literal["judge", "resolve", "report"]
XINCLUDE = "http://www.w3.org/2001/XInclude"
# Inclusions within inclusions; deeper is an attack.
_NESTED = 40

Open = Callable[[Path], None]


class _RefusedError(Exception):
    """A resource is not included: why, in English and Arabic."""

    def __init__(self, english: str, arabic: str) -> None:
        super().__init__(english)
        self.arabic = arabic


class Includes:
    """What becomes of the inclusions of one document."""

    def __init__(
        self, feed: Feed, characters: Callable[[str], None], within: Path | None, read: Open
    ) -> None:
        self._feed = feed
        self._characters = characters
        self._within = within.resolve() if within else None
        self._read = read
        self._open: list[Path] = []
        # Of each inclusion that is open: how deep in it we are, and whether its fallback counts.
        self._levels: list[tuple[int, str]] = []

    @property
    def is_silent(self) -> bool:
        """Return whether what is read now is not part of the document."""
        return bool(self._levels) and self._levels[-1][1] != "fallback"

    def start(self, name: Name, attributes: list[str], file: str) -> bool:
        """Take a start tag; return whether it is no part of the document.

        ``attributes`` are names, as expat writes them, each followed by its value.
        """
        if self._levels and self._in_inclusion(name):
            return True
        if name != (XINCLUDE, "include"):
            if self._levels:
                depth, state = self._levels[-1]
                self._levels[-1] = (depth + 1, state)
            return False
        pairs = iter(attributes)
        own = {name: value for name, value in zip(pairs, pairs, strict=True) if " " not in name}
        self._levels.append((1, self._included(own, file)))
        return True

    def _in_inclusion(self, name: Name) -> bool:
        depth, state = self._levels[-1]
        if state == "fallback":
            return False
        if state == "failed" and depth == 1 and name == (XINCLUDE, "fallback"):
            self._levels[-1] = (2, "fallback")
        else:
            self._levels[-1] = (depth + 1, state)
        return True

    def end(self) -> bool:
        """Take an end tag; return whether it is no part of the document."""
        if not self._levels:
            return False
        depth, state = self._levels.pop()
        if depth == 1:
            return True
        if state == "fallback" and depth == 2:
            # What follows the fallback within the inclusion does not count (XInclude 3.2).
            self._levels.append((1, "done"))
            return True
        self._levels.append((depth - 1, state))
        return state != "fallback"

    def _included(self, attributes: dict[str, str], file: str) -> str:
        """Bring a resource in; return what becomes of the content of the inclusion."""
        href = attributes.get("href", "")
        feed = self._feed
        if self._within is None:
            feed.say("XML006", "inclusion", f"'{href}' is not included", f"لا يُضمَّن «{href}»")
            return "done"
        try:
            path = self._path(href, attributes, file)
            if attributes.get("parse", "xml") == "text":
                self._characters(_text(path, attributes.get("encoding", "utf-8")))
            else:
                self._xml(path)
        except _RefusedError as error:
            feed.say(
                "XML007", "inclusion-failed", f"'{href}' cannot be included: {error}",
                f"تعذر تضمين «{href}»: {error.arabic}",
            )  # fmt: skip
            return "failed"
        return "done"

    def _path(self, href: str, attributes: dict[str, str], file: str) -> Path:
        from urllib.parse import unquote, urlsplit

        parts = urlsplit(href)
        if parts.scheme not in ("", "file") or parts.netloc:
            raise _RefusedError("only files are included", "لا تُضمَّن إلا الملفات")
        if attributes.get("xpointer") or parts.fragment or not parts.path:
            raise _RefusedError("parts of files are not included", "لا تُضمَّن أجزاء الملفات")
        path = (Path(file).parent / unquote(parts.path)).resolve()
        if self._within is None or not path.is_relative_to(self._within):
            raise _RefusedError("it lies outside of the folder", "يقع خارج المجلد")
        if not path.is_file():
            raise _RefusedError("there is no such file", "لا يوجد ملف كهذا")
        return path

    def _xml(self, path: Path) -> None:
        if path in self._open:
            raise _RefusedError("it includes itself", "يضمِّن نفسه")
        if len(self._open) >= _NESTED:
            raise _RefusedError("inclusions are nested too deeply", "تضمين متداخل أكثر مما يجوز")
        feed = self._feed
        source, levels, prefixes = (feed.where, feed.mark), self._levels, feed.scope.enter_file()
        depth = len(feed.trail)
        self._open.append(path)
        self._levels = []
        try:
            self._read(path)
        except OSError as error:
            said = error.strerror or str(error)
            raise _RefusedError(said, said) from None
        finally:
            (feed.where, feed.mark), self._levels = source, levels
            feed.scope.leave_file(prefixes)
            self._open.pop()
        if len(feed.trail) != depth:
            # An ill-formed file leaves elements open: what follows cannot be judged.
            raise Stopped


def _text(path: Path, encoding: str) -> str:
    try:
        return path.read_bytes().decode(encoding)
    except (OSError, LookupError, UnicodeError) as error:
        raise _RefusedError(str(error), "تعذرت قراءة النص") from None
