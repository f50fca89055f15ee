"""What machines look for on a site: citations to load, metadata, link sets, the list of pages.

In: the resolved texts and the settings. Out: files under ``html/``. Signposting, FAIR profile,
level 2: what a page says in its head, a link set says for everything that belongs to the text, also
for what has no head. A site without an address has no link sets and no list of pages.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from typing import Any

from tahqiq import citable, tei
from tahqiq.citation import forms
from tahqiq.citation.forms import Cited, Target
from tahqiq.citation.targets import named_units
from tahqiq.citation.writing import Choices, written
from tahqiq.press.stylesheets import Outputs, Press, Text

# The files of a text's metadata: ending, format, media type.
FILES = (
    ("bib", "biblatex", "application/x-bibtex"),
    ("ris", "ris", "application/x-research-info-systems"),
    ("csl.json", "csl-json", "application/vnd.citationstyles.csl+json"),
    ("jsonld", "jsonld", "application/ld+json"),
    ("datacite.json", "datacite", "application/vnd.datacite.datacite+json"),
    ("datacite.xml", "datacite-xml", "application/vnd.datacite.datacite+xml"),
)
_TEI = "application/tei+xml"
_XHTML = "http://www.w3.org/1999/xhtml"
_PAGE = re.compile(r"html/(?P<name>[^/]+\.html)")


def of_text(text: Text, press: Press) -> Outputs:
    """Return the metadata of one text, what its pages load to be cited, and its link set."""
    made = _citations([text], press, text.id)
    if press.base:
        found = cited([text], press, press.languages[0])
        content = json.dumps(link_set(found, text.id, press), ensure_ascii=False, indent=1)
        made[f"html/cite/{text.id}.linkset.json"] = f"{content}\n".encode()
    return made


def of_edition(texts: Sequence[Text], press: Press) -> Outputs:
    """Return the metadata of several texts as one edition, where it has a title of its own."""
    if len(texts) < 2 or not press.site.title:
        return {}
    return _citations(texts, press, "edition")


def cited(texts: Sequence[Text], press: Press, lang: str) -> Cited:
    """Return what the headers of texts say."""
    page = texts[0].id if len(texts) == 1 else "index"
    return forms.cited(
        [tei.parse(text.resolved).getroot() for text in texts],
        lang=lang,
        languages=press.languages,
        base=forms.page_address(press.base, press.languages, lang, page),
        title=press.site.title,
        locales=press.site.locales,
    )


def _citations(texts: Sequence[Text], press: Press, name: str) -> Outputs:
    made: Outputs = {}
    for lang in press.languages:
        found = cited(texts, press, lang)
        told = [found.formats, _named(texts, found)]
        loaded = ",".join(
            json.dumps(one, ensure_ascii=False, separators=(",", ":")) for one in told
        )
        made[f"html/cite/{name}.{lang}.js"] = f"window.tahqiq.formats({loaded});\n".encode()
        if lang == press.languages[0]:
            page = texts[0].id if len(texts) == 1 else "index"
            url = forms.page_address(press.base, press.languages, lang, page)
            for ending, form, _ in _files(found):
                content = written(found, Target(name, url=url), Choices(lang=lang, format=form))
                made[f"html/cite/{name}.{ending}"] = content.rstrip("\n").encode() + b"\n"
    return made


def _named(texts: Sequence[Text], found: Cited) -> dict[str, dict[str, str]]:
    """Return the names of one text's units by their ids, as the command names them."""
    if len(texts) != 1:
        return {}
    return named_units(citable.of(tei.parse(texts[0].resolved)), found.units)


def _files(found: Cited) -> Iterator[tuple[str, str, str]]:
    """Yield the files that can be made: DataCite demands a year."""
    dated = bool(found.work["date"] or found.work["years"])
    return (one for one in FILES if dated or not one[1].startswith("datacite"))


def link_set(found: Cited, name: str, press: Press) -> dict[str, Any]:
    """Return the link set of a text (RFC 9264): its page, its TEI, its metadata."""
    root = f"{press.base.rstrip('/')}/"
    page = f"{root}{name}.html"
    work = found.work
    source = {"href": f"{root}tei/{name}.xml", "type": _TEI}
    described = [
        {"href": f"{root}cite/{name}.{end}", "type": kind} for end, _, kind in _files(found)
    ]
    doi = f"https://doi.org/{work['doi']}" if work["doi"] else page
    authors = [one["uri"] for role in ("author", "editor") for one in work[role] if one["uri"]]
    landing = {
        "anchor": page,
        "cite-as": [{"href": doi}],
        "type": [{"href": "https://schema.org/AboutPage"}, {"href": "https://schema.org/Book"}],
        "author": [{"href": address} for address in authors],
        "license": [{"href": work["licence"]}] if work["licence"] else [],
        "item": [source],
        "describedby": described,
    }
    here = {"href": page, "type": "text/html"}
    return {
        "linkset": [
            {key: value for key, value in landing.items() if value},
            {
                "anchor": source["href"],
                "collection": [here],
                "type": [{"href": "https://schema.org/Book"}],
            },
            *({"anchor": one["href"], "describes": [here]} for one in described),
        ]
    }


def of_site(names: Iterable[str], dates: Mapping[str, str], press: Press) -> Outputs:
    """Return ``robots.txt``, and where the site has an address the list of its pages.

    ``names`` are the files of the site; ``dates`` say by the name of a page when it last changed.
    """
    robots = "User-agent: *\nAllow: /\n"
    if not press.base:
        return {"html/robots.txt": robots.encode()}
    root = press.base.rstrip("/")
    pages = sorted(match["name"] for name in names if (match := _PAGE.fullmatch(name)))
    entries = "".join(_entry(page, dates.get(page, ""), press) for page in pages)
    listed = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
        f' xmlns:xhtml="{_XHTML}">\n{entries}</urlset>\n'
    )
    return {
        "html/robots.txt": f"{robots}Sitemap: {root}/sitemap.xml\n".encode(),
        "html/sitemap.xml": listed.encode(),
    }


def _entry(page: str, date: str, press: Press) -> str:
    """Return a page in each of its languages, each naming the others."""
    name = page.removesuffix(".html")
    addresses = {
        lang: escape(forms.page_address(press.base, press.languages, lang, name))
        for lang in press.languages
    }
    others = "".join(
        f'<xhtml:link rel="alternate" hreflang="{lang}" href="{address}"/>'
        for lang, address in addresses.items()
    )
    changed = f"<lastmod>{date}</lastmod>" if date else ""
    return "".join(
        f"<url><loc>{address}</loc>{changed}{others}</url>\n" for address in addresses.values()
    )
