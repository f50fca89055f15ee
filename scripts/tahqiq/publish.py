"""One text in one format: what the stylesheets make of it, as files of the edition.

In: a resolved text and the settings. Out: a mapping from paths under ``build/`` to bytes. Nothing
here reads or writes a file of the project.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from tahqiq import citation, resources, saxon, site, unit_sources
from tahqiq.errors import TransformError
from tahqiq.project import TextChoices

Outputs = dict[str, bytes]

ASSETS = ("style.css", "look.js", "reader.js", "cite.js", "register.js")
REGISTERS = ("persons", "groups", "orgs", "places", "events", "works")
_PUBLISHED = re.compile(
    rb"<publicationStmt>.*?<date\s[^>]*\bwhen=[\"'](\d{4}-\d\d-\d\d)[\"'].*?</publicationStmt>",
    re.DOTALL,
)
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
    base: str = ""
    site: site.Site = field(default_factory=site.Site)
    described: str = "{}"
    former: dict[str, str] = field(default_factory=dict)
    unknown: dict[str, str] = field(default_factory=dict)

    def run(self, stylesheet: str, source: bytes, **params: saxon.Value) -> str:
        """Return a stylesheet's result; note each element that it did not know by its path."""
        path = site.stylesheet(self.site) if stylesheet == "html.xsl" else None
        result = saxon.transform(
            path or resources.stylesheet(stylesheet),
            source,
            params={"lenient": self.lenient, **self._locales(), **params},
        )
        for message in result.messages:
            found = _UNKNOWN.match(message)
            if found:
                self.unknown.setdefault(found.group(1), found.group(2))
        return result.principal

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


def html(text: Text, press: Press) -> Outputs:
    """Return a text's own pages in every language, its TEI for download, and that of its units."""
    made = {
        f"html/tei/{text.id}.xml": text.resolved,
        f"html/units/{text.id}.js": unit_sources.script(text.resolved),
    }
    for name, page in ((f"{text.id}.html", "text"), (f"{text.id}.about.html", "about")):
        made.update(_pages(text.resolved, press, name, page))
    return made


def html_site(mentions: Iterable[bytes], press: Press) -> Outputs:
    """Return the pages that all texts share, made of the thinned texts: home page and registers."""
    bodies = [body.decode() for body in mentions]
    corpus = (
        '<teiCorpus xmlns="http://www.tei-c.org/ns/1.0">'
        + (citation.titled(press.site.title) if len(bodies) > 1 else "")
        + "".join(re.sub(r"^<\?xml[^>]*\?>\s*", "", body) for body in bodies)
        + "</teiCorpus>"
    ).encode()
    made = _pages(corpus, press, "index.html", "index")
    for register in registers(text.encode() for text in bodies):
        made.update(_pages(corpus, press, f"{register}.html", register))
    return made


def registers(sources: Iterable[bytes]) -> list[str]:
    """Return the names of the registers that have records in these texts, in their order."""
    every = list(sources)
    return [name for name in REGISTERS if any(f' type="{name}"'.encode() in one for one in every)]


def dates(texts: Iterable[Text]) -> dict[str, str]:
    """Return when the pages of each text were last published, by their names."""
    found = {}
    for text in texts:
        match = _PUBLISHED.search(text.resolved)
        if match:
            for name in (f"{text.id}.html", f"{text.id}.about.html"):
                found[name] = match[1].decode()
    return found


def own_pages(press: Press) -> Outputs:
    """Return the pages that the project wrote itself, in every language, and its own files."""
    made: Outputs = {f"html/{name}": content for name, content in press.site.files().items()}
    for page in press.site.pages:
        for language in press.languages:
            written, path = page.source(language)
            source = site.page_source(path, written or language)
            made.update(_page(source, press, language, f"{page.name}.html", page.name))
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
        **{
            f"html/assets/{name}": (resources.root() / "xslt/assets" / name).read_bytes()
            for name in ASSETS
        },
        "html/assets/amiri-regular.woff2": fonts.page_font("Regular"),
        "html/assets/amiri-bold.woff2": fonts.page_font("Bold"),
    }


def _pages(source: bytes, press: Press, name: str, page: str) -> Outputs:
    made: Outputs = {}
    for language in press.languages:
        made.update(_page(source, press, language, name, page))
    return made


def _page(source: bytes, press: Press, language: str, name: str, page: str) -> Outputs:
    first = language == press.languages[0]
    former = press.former.get(name.removesuffix(".html"), "")
    body = press.run(
        "html.xsl",
        source,
        page=page,
        lang=language,
        root="" if first else "../",
        languages=" ".join(press.languages),
        base=press.base,
        site=press.described,
        looking=" ".join(press.looking),
        **({"former": former} if former else {}),
    )
    return {f"html/{'' if first else f'{language}/'}{name}": body.encode() + b"\n"}
