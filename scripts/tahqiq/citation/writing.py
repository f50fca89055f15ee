"""A citation in any style, language and format.

In: what is cited or the reference to it, and choices. Out: one string.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from html import escape

from tahqiq.citation import datacite, deposits, forms, invenio
from tahqiq.citation.forms import LINES, STYLES, Cited, Target
from tahqiq.citation.targets import Citables
from tahqiq.errors import UsageError

WHOLE = ("cff", "codemeta", "jsonld", "datacite", "datacite-xml", "invenio")
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
            return _json(datacite.record(cited, lang, target.url))
        case "invenio":
            return _json(invenio.record(cited, lang, target.url))
        case "datacite-xml":
            record = datacite.record(cited, lang, target.url)
            return datacite.as_xml(record).decode()
        case name:
            return cited.lines(name, target, lang, accessed)


def _styled(cited: Cited, target: Target, choices: Choices) -> str:
    words = cited.citation["forms"][choices.lang]
    form = cited.form(choices.style, choices.lang, target, choices.accessed)
    quote = forms.quoted(words, target) if target.quote else ""
    if choices.format == "text":
        lines = [quote, form] if quote else [form]
        return "\n".join(forms.plain(line, isolates=choices.isolates) for line in lines)
    told = f'lang="{escape(choices.lang)}" dir="{words["dir"]}"'
    block = f"<blockquote {told}>{quote}</blockquote>\n" if quote else ""
    return f"{block}<p {told}>{form}</p>"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)


def cite(citables: Citables, reference: str, choices: Choices) -> str:
    """Return the citation of a reference, without a final newline.

    Raise NoSuchPassage where it means nothing, UsageError for a format that has no passages.
    """
    found = citables.find(reference)
    if choices.format in WHOLE and (found.passage is not None or found.record is not None):
        raise UsageError(
            f"{choices.format} describes a whole edition or text, not {reference}",
            hint="leave the reference out, or choose another format",
        )
    cited = citables.header(found, choices.lang, edition=choices.edition)
    target = citables.target(found, cited, choices.lang, quote=choices.quote)
    return written(cited, target, choices).rstrip("\n")
