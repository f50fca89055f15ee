"""How an edition asks to be cited: the forms of its stylesheets, filled with a passage.

In: what ``xslt/cite.xsl`` makes of the headers, and a Target. Out: a citation, as text or data.
The forms are written once, in ``xslt/modules/citation``; this module and ``citing.js`` only fill
what is left open, ``⟦before¦name¦after⟧``, by the same rules, so that both say the same.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from html import escape, unescape
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

from lxml import etree

from tahqiq import resources, saxon, tei

STYLES = ("chicago-note", "chicago-bib", "mla", "apa")
LINES = ("bibtex", "biblatex", "ris", "endnote")

_OPEN = re.compile(r"⟦([^¦⟧]*)¦(\w+)¦([^⟧]*)⟧")
_STOP = "⟦¦stop¦⟧"
_SOFT = "\u2063"
_STOPPED = re.compile(rf"([.?!؟](?:</\w+>)*)(?:{_STOP}|{_SOFT}[,،])")
# An English stop or comma stands before the mark that closes a quotation.
_QUOTED = re.compile(r"(”)([.,])")
_UNSAFE = re.compile(r"[^\w:.-]")
_STRONG = re.compile(r"([\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC])|([^\W\d_])")
_EASTERN = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
_WESTERN = str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789")
_TEX = re.compile(r"[\\{}%&#$_~^]")
_TEX_NAMED = {"\\": "textbackslash", "~": "textasciitilde", "^": "textasciicircum"}
_TEX_BRACES = {"{": "textbraceleft", "}": "textbraceright"}
_CLOSED = re.compile(r"(?:\{\})*")


@dataclass(frozen=True, slots=True)
class Target:
    """What is cited: the whole (``kind`` empty), or a part of it.

    ``kind`` is a key of the locale's ``cite.where``: ``paragraph``, ``paragraphs``, ``note``,
    ``record``, ``quotation``, ``speech``, or ``place`` for any other unit, whose ``n`` then names
    its kind, too. ``n`` is its number or name, ``url`` its address, ``quote`` its words and
    ``quote_lang`` their language.
    """

    key: str
    kind: str = ""
    n: str = ""
    url: str = ""
    quote: str = ""
    quote_lang: str = "ar"

    @property
    def item(self) -> str:
        """Return what kind of item a reference manager takes it for: work, passage or record."""
        return {"": "work", "record": "record"}.get(self.kind, "passage")


@dataclass(frozen=True, slots=True)
class Cited:
    """What the header of an edition or a text says of how it is cited."""

    citation: Mapping[str, Any]
    work: Mapping[str, Any]
    linked: Mapping[str, Any]
    units: Mapping[str, Mapping[str, str]]
    formats: Mapping[str, Mapping[str, Any]]

    def form(self, style: str, lang: str, target: Target, accessed: date | None = None) -> str:
        """Return the citation in a style and a language, as HTML."""
        words = self.citation["forms"][lang]
        entry = f"{style}.record" if target.kind == "record" else style
        form = words.get(entry, words[style])
        made = filled(form, _values(words, style, target, accessed), lambda text: text)
        return _QUOTED.sub(r"\2\1", made)

    def lines(self, name: str, target: Target, lang: str, accessed: date | None = None) -> str:
        """Return the citation in a format of lines: BibTeX, BibLaTeX, RIS or EndNote."""
        form = self.formats[target.item][name]
        escaped = {"bibtex": _tex, "biblatex": _tex}.get(name, _line)
        return filled(form, self._data(target, lang, accessed), escaped)

    def csl(self, target: Target, lang: str, accessed: date | None = None) -> dict[str, Any]:
        """Return the citation as an item of CSL-JSON."""
        values = self._data(target, lang, accessed)
        item = {}
        for key, value in self.formats[target.item]["csl"].items():
            whole = filled(value, values, str) if isinstance(value, str) else value
            if whole:
                item[key] = whole
        if accessed:
            item["accessed"] = {"date-parts": [[accessed.year, accessed.month, accessed.day]]}
        return item

    def _data(self, target: Target, lang: str, accessed: date | None) -> dict[str, str]:
        words = self.citation["forms"][lang]
        return {
            "key": _UNSAFE.sub("-", target.key),
            "part": _begun(_number(words["part"].get(target.kind, ""), target.n, words)),
            "url": target.url,
            "day": accessed.isoformat() if accessed else "",
            "quote": target.quote,
        }


def cited(
    roots: Sequence[etree._Element],
    *,
    lang: str,
    languages: Sequence[str],
    base: str = "",
    title: Mapping[str, str] | None = None,
    locales: Path | None = None,
    edition: bool = True,
    names: Sequence[str] = (),
) -> Cited:
    """Return what the headers of texts say; several texts are cited as one edition.

    ``base`` is the address of what is cited; ``title`` names an edition of several texts in each
    language; ``locales`` is the folder of the project's own labels; ``names`` are what texts
    without an ``xml:id`` are called. Without ``edition`` the version is left out.
    """
    result = saxon.transform(
        resources.stylesheet("cite.xsl"),
        _headers(roots, title or {}, names, edition=edition),
        params={
            "lang": lang,
            "languages": " ".join(dict.fromkeys([lang, *languages])),
            "base": base,
            **({"locales": f"{locales.resolve().as_uri()}/"} if locales else {}),
        },
    )
    made = json.loads(result.principal)
    return Cited(made["citation"], made["work"], made["linked"], made["units"], made["formats"])


def titled(title: Mapping[str, str]) -> str:
    """Return a header that only says what an edition of several texts is called."""
    titles = "".join(
        f"<title xml:lang={quoteattr(lang)}>{escape(words, quote=False)}</title>"
        for lang, words in title.items()
    )
    return (
        f"<teiHeader><fileDesc><titleStmt>{titles}</titleStmt></fileDesc></teiHeader>"
        if titles
        else ""
    )


def _headers(
    roots: Sequence[etree._Element],
    title: Mapping[str, str],
    names: Sequence[str],
    *,
    edition: bool,
) -> bytes:
    """Return the headers alone, with the language of each text, as one document."""
    texts = []
    for number, root in enumerate(roots):
        header = root.find("t:teiHeader", tei.NS)
        text = root.find("t:text", tei.NS)
        if header is not None and not edition:
            header = deepcopy(header)
            for statement in header.findall("t:fileDesc/t:editionStmt", tei.NS):
                statement.getparent().remove(statement)
        head = "" if header is None else etree.tostring(header, encoding="unicode", with_tail=False)
        lang = (text.get(tei.XML_LANG) if text is not None else None) or root.get(tei.XML_LANG)
        said = f" xml:lang={quoteattr(lang)}" if lang else ""
        name = root.get(tei.XML_ID)
        called = f" n={quoteattr(names[number])}" if names else ""
        named = f" xml:id={quoteattr(name)}" if name else called
        texts.append(f'<TEI xmlns="{tei.TEI_NS}"{named}>{head}<text{said}><body/></text></TEI>')
    whole = titled(title) if len(roots) > 1 else ""
    return f'<teiCorpus xmlns="{tei.TEI_NS}">{whole}{"".join(texts)}</teiCorpus>'.encode()


def page_address(
    base: str, languages: Sequence[str], lang: str, page: str = "", anchor: str = ""
) -> str:
    """Return the address of a page and a place on it; empty where nothing is published.

    The pages of the first language stand at the root, those of each other one in its folder.
    """
    if not base:
        return ""
    folder = f"{lang}/" if lang in languages[1:] else ""
    return f"{base.rstrip('/')}/{folder}{page and f'{page}.html'}{anchor and f'#{anchor}'}"


def filled(form: str, values: Mapping[str, str], escaped: Callable[[str], str]) -> str:
    """Return a form with its open places filled; a clause without a value goes."""

    def fill(match: re.Match[str]) -> str:
        if match[2] == "stop":
            return match[0]
        value = values.get(match[2], "")
        # A key names the entry to programs; what TeX would make of it does not matter.
        shown = value if match[2] == "key" else escaped(value)
        return f"{match[1]}{shown}{match[3]}" if value else ""

    text = _STOPPED.sub(r"\1", _OPEN.sub(fill, form))
    return text.replace(_STOP, ".").replace(_SOFT, "")


def plain(form: str, *, isolates: bool = True) -> str:
    """Return a form as plain text, each run of foreign direction between isolates."""
    marks = {"ltr": "\u2066", "rtl": "\u2067"} if isolates else {}
    text = re.sub(r'<bdi dir="(\w+)">', lambda match: marks.get(match[1], ""), form)
    text = text.replace("</bdi>", "\u2069" if isolates else "")
    return unescape(re.sub(r"</?i>", "", text))


def quoted(words: Mapping[str, Any], target: Target) -> str:
    """Return the words of a passage between the quotation marks of a language, as HTML."""
    value = _isolated(target.quote, words["dir"])
    return str(words["quote"]).replace("{quote}", value)


def _values(
    words: Mapping[str, Any], style: str, target: Target, accessed: date | None
) -> dict[str, str]:
    url = escape(target.url, quote=False)
    rtl = words["dir"] == "rtl"

    def shown(n: str) -> str:
        return _isolated(n, words["dir"])

    day = accessed and words.get(f"day.{style}", words["day"]).format(
        d=_digits(str(accessed.day), words),
        month=words["months"][accessed.month - 1],
        short=words["short"][accessed.month - 1],
        y=_digits(str(accessed.year), words),
    )
    said = words.get(f"where.{style}", words["where"])
    where, part = (
        _number(one.get(target.kind, ""), target.n, words, shown) if target.n else ""
        for one in (said, said if target.kind == "record" else words["part"])
    )
    return {
        "entry": shown(target.n) if target.kind == "record" else "",
        "where": where,
        "part": _begun(part),
        "url": f'<bdi dir="ltr">{url}</bdi>' if url and rtl else url,
        "accessed": day or "",
        "retrieved": (url and day) or "",
    }


def _number(form: str, n: str, words: Mapping[str, Any], shown: Callable[[str], str] = str) -> str:
    return form.replace("{n}", shown(_digits(n, words)))


def _begun(text: str) -> str:
    """Return text as a sentence begins."""
    return text[:1].upper() + text[1:]


def _digits(text: str, words: Mapping[str, Any]) -> str:
    """Return a number in the digits of a language; what holds letters stays as it is."""
    return digits(text, eastern=words["digits"] == "١")


def digits(text: str, *, eastern: bool) -> str:
    """Return a number in Arabic-Indic or European digits; what holds letters stays as it is."""
    if re.search(r"[^\W\d_]", text):
        return text
    return text.translate(_EASTERN if eastern else _WESTERN)


def _isolated(text: str, direction: str) -> str:
    """Return text as HTML, isolated where its first strong letter runs against the line."""
    first = _STRONG.search(text)
    own = ("rtl" if first[1] else "ltr") if first else direction
    inner = escape(text, quote=False)
    return inner if own == direction else f'<bdi dir="{own}">{inner}</bdi>'


def _tex(text: str) -> str:
    """Return text for BibTeX; the address of a page is not text."""
    if re.match(r"https?://", text):
        return text.replace("{", "%7B").replace("}", "%7D")

    # BibTeX counts braces, also those that are escaped.
    closed = _CLOSED.fullmatch(re.sub("[^{}]", "", text))
    names = _TEX_NAMED if closed else _TEX_NAMED | _TEX_BRACES

    def one(match: re.Match[str]) -> str:
        named = names.get(match[0])
        return f"\\{named}{{}}" if named else f"\\{match[0]}"

    return _TEX.sub(one, " ".join(text.split()))


def _line(text: str) -> str:
    return " ".join(text.split())
