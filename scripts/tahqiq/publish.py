"""One text in one format: what the stylesheets make of it, as files of the edition.

In: a resolved text and the settings. Out: a mapping from paths under ``build/`` to bytes. Nothing
here reads or writes a file of the project.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from tahqiq import resources, saxon
from tahqiq.errors import TransformError
from tahqiq.project import TextChoices

Outputs = dict[str, bytes]

REGISTERS = ("persons", "groups", "orgs", "places", "events", "works")
_UNKNOWN = re.compile(r"unknown-element (\S+) (\S+)")


@dataclass(frozen=True, slots=True)
class Text:
    """A text ready to publish: its id, and itself with its registers in its standOff."""

    id: str
    resolved: bytes


@dataclass(slots=True)
class Press:
    """Runs stylesheets with the choices of one build, and keeps what they warned of."""

    languages: tuple[str, ...]
    width: int
    lenient: bool = False
    choices: TextChoices = field(default_factory=TextChoices)
    looking: tuple[str, ...] = ()
    unknown: dict[str, str] = field(default_factory=dict)

    def run(self, stylesheet: str, source: bytes, **params: saxon.Value) -> str:
        """Return a stylesheet's result; note each element that it did not know by its path."""
        result = saxon.transform(
            resources.stylesheet(stylesheet), source, params={"lenient": self.lenient, **params}
        )
        for message in result.messages:
            found = _UNKNOWN.match(message)
            if found:
                self.unknown.setdefault(found.group(1), found.group(2))
        return result.principal


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


def html(text: Text, press: Press) -> Outputs:
    """Return a text's own pages in every language, and its TEI for download."""
    made = {f"html/tei/{text.id}.xml": text.resolved}
    for name, page in ((f"{text.id}.html", "text"), (f"{text.id}.about.html", "about")):
        made.update(_pages(text.resolved, press, name, page))
    return made


def html_site(texts: Iterable[Text], press: Press) -> Outputs:
    """Return the pages that all texts share: home page and registers."""
    bodies = [press_mentions(text).decode() for text in texts]
    records = "".join(bodies)
    corpus = (
        '<teiCorpus xmlns="http://www.tei-c.org/ns/1.0">'
        + "".join(re.sub(r"^<\?xml[^>]*\?>\s*", "", body) for body in bodies)
        + "</teiCorpus>"
    ).encode()
    made = _pages(corpus, press, "index.html", "index")
    for register in REGISTERS:
        if f'type="{register}"' in records:
            made.update(_pages(corpus, press, f"{register}.html", register))
    return made


def press_mentions(text: Text) -> bytes:
    """Return a text thinned to its header, its records and the units that mention them."""
    return saxon.transform(
        resources.stylesheet("passes/20-mentions.xsl"), text.resolved
    ).principal.encode()


def html_assets() -> Outputs:
    """Return the style sheet and the fonts of the site."""
    from tahqiq import fonts

    return {
        "html/assets/style.css": (resources.root() / "xslt/assets/style.css").read_bytes(),
        "html/assets/amiri-regular.woff2": fonts.page_font("Regular"),
        "html/assets/amiri-bold.woff2": fonts.page_font("Bold"),
    }


def _pages(source: bytes, press: Press, name: str, page: str) -> Outputs:
    made: Outputs = {}
    for position, language in enumerate(press.languages):
        folder = "" if position == 0 else f"{language}/"
        body = press.run(
            "html.xsl",
            source,
            page=page,
            lang=language,
            root="" if position == 0 else "../",
            languages=" ".join(press.languages),
            looking=" ".join(press.looking),
        )
        made[f"html/{folder}{name}"] = body.encode() + b"\n"
    return made
