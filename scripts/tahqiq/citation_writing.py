"""A citation in any style, language and format. In: what is cited, choices. Out: one string."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from html import escape

from tahqiq import citation, datacite_record, deposits
from tahqiq.citation import LINES, STYLES, Cited, Target

WHOLE = ("cff", "codemeta", "jsonld", "datacite", "datacite-xml")
FORMATS = ("text", "html", *LINES, "csl-json", *WHOLE)


@dataclass(frozen=True, slots=True)
class Choices:
    """How a citation is written.

    ``accessed`` is the day of access, which is left out without one; ``quote`` gives the words of
    the passage, too; ``edition`` the version that is cited; ``isolates`` the marks round runs that
    go against the line, in plain text.
    """

    style: str = STYLES[0]
    lang: str = "ar"
    format: str = "text"
    accessed: date | None = None
    quote: bool = False
    edition: bool = True
    isolates: bool = True


def written(cited: Cited, target: Target, choices: Choices) -> str:
    """Return the citation of a target as the choices want it."""
    lang, accessed = choices.lang, choices.accessed
    match choices.format:
        case "text" | "html":
            return _styled(cited, target, choices)
        case "csl-json":
            return _json([cited.csl(target, lang, accessed)])
        case "cff":
            return deposits.cff(cited, lang, target.url)
        case "codemeta":
            return _json(deposits.codemeta(cited, lang, target.url))
        case "jsonld":
            return _json(dict(cited.linked))
        case "datacite":
            return _json(datacite_record.record(cited, lang, target.url))
        case "datacite-xml":
            record = datacite_record.record(cited, lang, target.url)
            return datacite_record.as_xml(record).decode()
        case name:
            return cited.lines(name, target, lang, accessed)


def _styled(cited: Cited, target: Target, choices: Choices) -> str:
    words = cited.citation["forms"][choices.lang]
    form = cited.form(choices.style, choices.lang, target, choices.accessed)
    quote = citation.quoted(words, target) if target.quote else ""
    if choices.format == "text":
        lines = [quote, form] if quote else [form]
        return "\n".join(citation.plain(line, isolates=choices.isolates) for line in lines)
    told = f'lang="{escape(choices.lang)}" dir="{words["dir"]}"'
    block = f"<blockquote {told}>{quote}</blockquote>\n" if quote else ""
    return f"{block}<p {told}>{form}</p>"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)
