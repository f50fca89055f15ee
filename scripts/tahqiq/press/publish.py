"""One text in one format: what the stylesheets make of it, as files of the edition.

In: a resolved text and the settings. Out: a mapping from paths under ``build/`` to bytes. Nothing
here reads or writes a file of the project.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from tahqiq import resources, saxon
from tahqiq import tei as tei_files
from tahqiq.citation import forms
from tahqiq.errors import TransformError
from tahqiq.pages import site, unit_sources
from tahqiq.printing.choices import PrintChoices
from tahqiq.project import TextChoices

Outputs = dict[str, bytes]

ASSETS = ("style.css", "look.js", "reader.js", "cite.js", "citing.js", "register.js")
REGISTERS = ("persons", "groups", "orgs", "places", "events", "works")
# What a page of a register holds at most: beyond this a browser no longer answers at once.
_MENTIONS = 600
_COMMENT = re.compile(r"^[ ]*/\*(?:(?!\*/).)*\*/[ ]*$", re.MULTILINE | re.DOTALL)
_DECLARATION = re.compile(rb"^<\?xml[^>]*\?>\s*")
_PUBLISHED = re.compile(
    rb"<publicationStmt>.*?<date\s[^>]*\bwhen=[\"'](\d{4}-\d\d-\d\d)[\"'].*?</publicationStmt>",
    re.DOTALL,
)
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
    """Runs stylesheets with the choices of one build, and keeps what they warned of."""

    languages: tuple[str, ...]
    width: int
    lenient: bool = False
    choices: TextChoices = field(default_factory=TextChoices)
    print: PrintChoices = field(default_factory=PrintChoices)
    looking: tuple[str, ...] = ()
    base: str = ""
    site: site.Site = field(default_factory=site.Site)
    described: str = "{}"
    former: dict[str, str] = field(default_factory=dict)
    unknown: dict[str, str] = field(default_factory=dict)

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
        if stylesheet == "html.xsl":
            return site.stylesheet(self.site)
        ours = resources.stylesheet(stylesheet)
        if stylesheet == "print.xsl" and self.print.stylesheet:
            return site.joined(ours, self.print.stylesheet)
        return ours

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


def gathered(text: Text) -> Text:
    """Return a text with addresses for its paragraphs and a record for every name in it."""
    made = saxon.transform(resources.stylesheet("passes/15-gather.xsl"), text.resolved)
    return replace(text, gathered=made.principal.encode())


def html(text: Text, press: Press) -> Outputs:
    """Return a text's own pages in every language, its TEI for download, and that of its units."""
    made = {
        f"html/tei/{text.id}.xml": text.resolved,
        f"html/units/{text.id}.js": unit_sources.script(text.resolved, text.paged),
    }
    for name, page in ((f"{text.id}.html", "text"), (f"{text.id}.about.html", "about")):
        made.update(_pages(text.paged, press, name, page))
    return made


def html_site(mentions: Sequence[bytes], press: Press) -> Outputs:
    """Return the pages that all texts share, made of the thinned texts: home page and registers."""
    header = forms.titled(press.site.title) if len(mentions) > 1 else ""
    corpus = saxon.document(as_corpus(mentions, header), locked=False)
    made = _pages(corpus, press, "index.html", "index")
    counts = _mentioned(mentions)
    for register in registers(mentions):
        parts = -(-counts[register] // _MENTIONS)
        made.update(_pages(corpus, press, f"{register}.html", register, parts=parts))
        for part in range(1, parts + 1) if parts > 1 else ():
            name = f"{register}.{part}.html"
            made.update(_pages(corpus, press, name, register, parts=parts, part=part))
    return made


def as_corpus(texts: Iterable[bytes], header: str = "") -> bytes:
    """Return one teiCorpus of texts, after the header of all."""
    bodies = b"".join(_DECLARATION.sub(b"", text) for text in texts)
    top = f'<teiCorpus xmlns="http://www.tei-c.org/ns/1.0">{header}'.encode()
    return top + bodies + b"</teiCorpus>"


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


def _mentioned(mentions: Iterable[bytes]) -> Counter[str]:
    """Return how many records and mentions each register has."""
    counts: Counter[str] = Counter()
    for text in mentions:
        root = tei_files.parse(text).getroot()
        kinds = {
            record.get(tei_files.XML_ID): group.get("type", "")
            for group in root.iterfind("t:standOff/*", tei_files.NS)
            for record in group
        }
        counts.update(kinds.values())
        for element in root.iterfind("t:text//*[@ref]", tei_files.NS):
            names = element.get("ref", "").split()
            counts.update(kinds[name[1:]] for name in names if name[1:] in kinds)
    return counts


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
        resources.stylesheet("passes/20-mentions.xsl"), text.paged
    ).principal.encode()


def html_assets() -> Outputs:
    """Return the style sheet, the scripts and the fonts of the site."""
    from tahqiq import fonts

    return {
        **{f"html/assets/{name}": asset(name) for name in ASSETS},
        "html/assets/amiri-regular.woff2": fonts.page_font("Regular"),
        "html/assets/amiri-bold.woff2": fonts.page_font("Bold"),
    }


def asset(name: str) -> bytes:
    """Return a style sheet or a script as a browser needs it: without comments and indentation.

    Lines stay lines, and what stands in them stays as it is.
    """
    source = (resources.root() / "xslt/assets" / name).read_text("utf-8")
    lines = (line.strip() for line in _COMMENT.sub("", source).splitlines())
    return "".join(f"{line}\n" for line in lines if line).encode()


def _pages(
    source: bytes | saxon.Document, press: Press, name: str, page: str, **params: saxon.Value
) -> Outputs:
    made: Outputs = {}
    for language in press.languages:
        made.update(_page(source, press, language, name, page, **params))
    return made


def _page(
    source: bytes | saxon.Document,
    press: Press,
    language: str,
    name: str,
    page: str,
    **params: saxon.Value,
) -> Outputs:
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
        **params,
        **({"former": former} if former else {}),
    )
    return {f"html/{'' if first else f'{language}/'}{name}": body.encode() + b"\n"}
