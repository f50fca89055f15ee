"""The stylesheets with the choices of one build, and what they make of one text.

In: a resolved text and the choices. Out: a stylesheet's result, and the plainest of the formats as
a mapping from paths under ``build/`` to bytes. Nothing here writes a file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from tahqiq import resources, saxon
from tahqiq.choices.plain import TextChoices
from tahqiq.choices.printed import PrintChoices
from tahqiq.choices.site import Site
from tahqiq.errors import TransformError
from tahqiq.press.joined import joined

Outputs = dict[str, bytes]

_DECLARATION = re.compile(rb"^<\?xml[^>]*\?>\s*")
_UNKNOWN = re.compile(r"unknown-element (\S+) (\S+)")


@dataclass(frozen=True, slots=True)
class Text:
    """A text ready to publish: its id, and itself with its registers in its standOff.

    ``gathered`` is the same as its pages are made of it, with addresses and a record for every
    name; empty where no pages are made.
    """

    id: str
    resolved: bytes
    gathered: bytes = b""

    @property
    def paged(self) -> bytes:
        """Return what the pages are made of."""
        return self.gathered or self.resolved


@dataclass(slots=True)
class Press:
    """Runs stylesheets with the choices of one build, and keeps what they warned of.

    ``unknown`` are elements without a template, ``left`` what is wrong with printed pages.
    """

    languages: tuple[str, ...]
    width: int
    lenient: bool = False
    choices: TextChoices = field(default_factory=TextChoices)
    print: PrintChoices = field(default_factory=PrintChoices)
    looking: tuple[str, ...] = ()
    base: str = ""
    site: Site = field(default_factory=Site)
    described: str = "{}"
    former: dict[str, str] = field(default_factory=dict)
    unknown: dict[str, str] = field(default_factory=dict)
    left: list[str] = field(default_factory=list)

    def run(self, stylesheet: str, source: bytes | saxon.Document, **params: saxon.Value) -> str:
        """Return a stylesheet's result; note each element that it did not know by its path."""
        result = saxon.transform(
            self._entry(stylesheet),
            source,
            params={"lenient": self.lenient, **self._locales(), **params},
        )
        for message in result.messages:
            found = _UNKNOWN.match(message)
            if found:
                self.unknown.setdefault(found.group(1), found.group(2))
        return result.principal

    def _entry(self, stylesheet: str) -> Path:
        ours = resources.stylesheet(stylesheet)
        own = {"html.xsl": self.site.stylesheet, "print.xsl": self.print.stylesheet}.get(stylesheet)
        return joined(ours, own) if own else ours

    def _locales(self) -> dict[str, saxon.Value]:
        folder = self.site.locales
        return {"locales": f"{folder.resolve().as_uri()}/"} if folder else {}


class UnknownElement(TransformError):
    """A strict build met an element that a stylesheet has no template for."""

    def __init__(self, name: str, path: str) -> None:
        super().__init__(
            f"element <{name}> has no template",
            hint="add one, or build with --lenient to render its content",
        )
        self.path = path


def plain_path(path: str) -> str:
    """Return a path of ``fn:path`` without its namespaces."""
    return re.sub(r"Q\{[^}]*\}", "", path)


def guarded(make: Callable[[], Outputs]) -> Outputs:
    """Return what ``make`` returns; raise UnknownElement where a stylesheet stopped at one."""
    try:
        return make()
    except TransformError as error:
        found = _UNKNOWN.search(error.message)
        if found:
            raise UnknownElement(found.group(1), found.group(2)) from None
        raise


def tei(text: Text) -> Outputs:
    """Return the self-contained TEI."""
    return {f"tei/{text.id}.xml": text.resolved}


def diplomatic(text: Text, press: Press) -> str:
    """Return the text as its witness has it, without a final newline."""
    return press.run("text.xsl", text.resolved, form="diplomatic")


def as_corpus(texts: Iterable[bytes], header: str = "") -> bytes:
    """Return one teiCorpus of texts, after the header of all."""
    bodies = b"".join(_DECLARATION.sub(b"", text) for text in texts)
    top = f'<teiCorpus xmlns="http://www.tei-c.org/ns/1.0">{header}'.encode()
    return top + bodies + b"</teiCorpus>"
