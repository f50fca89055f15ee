"""The pages to read: a text's own, and those that all texts share, the home page and registers.

In: resolved texts and the press. Out: the pages in every language, by their paths under ``build/``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from tahqiq import resources, saxon, tei
from tahqiq.citation import forms
from tahqiq.pages import site, unit_sources
from tahqiq.press.stylesheets import Outputs, Press, Text, as_corpus

REGISTERS = ("persons", "groups", "orgs", "places", "events", "works")
# What a page of a register holds at most: beyond this a browser no longer answers at once.
_MENTIONS = 600
_PUBLISHED = re.compile(
    rb"<publicationStmt>.*?<date\s[^>]*\bwhen=[\"'](\d{4}-\d\d-\d\d)[\"'].*?</publicationStmt>",
    re.DOTALL,
)


def gathered(text: Text) -> Text:
    """Return a text with addresses for its paragraphs and a record for every name in it."""
    made = saxon.transform(resources.stylesheet("passes/15-gather.xsl"), text.resolved)
    return replace(text, gathered=made.principal.encode())


def of_text(text: Text, press: Press) -> Outputs:
    """Return a text's own pages in every language, its TEI for download, and that of its units."""
    made = {
        f"html/tei/{text.id}.xml": text.resolved,
        f"html/units/{text.id}.js": unit_sources.script(text.resolved, text.paged),
    }
    for name, page in ((f"{text.id}.html", "text"), (f"{text.id}.about.html", "about")):
        made.update(_pages(text.paged, press, name, page))
    return made


def of_site(mentions: Sequence[bytes], press: Press) -> Outputs:
    """Return the pages that all texts share, made of the thinned texts: home page and registers."""
    header = forms.titled(press.site.title) if len(mentions) > 1 else ""
    corpus = saxon.document(as_corpus(mentions, header), locked=False)
    made = _pages(corpus, press, "index.html", "index")
    counts = _counted(mentions)
    for register in registers(mentions):
        parts = -(-counts[register] // _MENTIONS)
        made.update(_pages(corpus, press, f"{register}.html", register, parts=parts))
        for part in range(1, parts + 1) if parts > 1 else ():
            name = f"{register}.{part}.html"
            made.update(_pages(corpus, press, name, register, parts=parts, part=part))
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


def _counted(mentions: Iterable[bytes]) -> Counter[str]:
    """Return how many records and mentions each register has."""
    counts: Counter[str] = Counter()
    for text in mentions:
        root = tei.parse(text).getroot()
        kinds = {
            record.get(tei.XML_ID): group.get("type", "")
            for group in root.iterfind("t:standOff/*", tei.NS)
            for record in group
        }
        counts.update(kinds.values())
        for element in root.iterfind("t:text//*[@ref]", tei.NS):
            names = element.get("ref", "").split()
            counts.update(kinds[name[1:]] for name in names if name[1:] in kinds)
    return counts


def own(press: Press) -> Outputs:
    """Return the pages that the project wrote itself, in every language, and its own files."""
    made: Outputs = {f"html/{name}": content for name, content in press.site.files().items()}
    for page in press.site.pages:
        for language in press.languages:
            written, path = page.source(language)
            source = site.page_source(path, written or language)
            made.update(_page(source, press, language, f"{page.name}.html", page.name))
    return made


def mentions_of(text: Text) -> bytes:
    """Return a text thinned to its header, its records and the units that mention them."""
    return saxon.transform(
        resources.stylesheet("passes/20-mentions.xsl"), text.paged
    ).principal.encode()


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
