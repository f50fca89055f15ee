"""An edition's header as the draft of a record in InvenioRDM, such as Zenodo is.

In: a Cited. Out: what is sent to ``/api/records``. Vocabularies are InvenioRDM's own: languages by
ISO 639-3, licences by SPDX in small letters; any other licence is told by its address.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from html import escape
from typing import Any

from tahqiq.citation.deposits import licence, name_of, orcid_of, said_in, some
from tahqiq.citation.forms import Cited
from tahqiq.errors import SourceError


def record(cited: Cited, lang: str, url: str = "") -> dict[str, Any]:
    """Return the draft. Raise SourceError where the header lacks what a record must have.

    Who wrote the source is a creator, who edited it a contributor; of an unknown author the
    editors are creators, and where there are none, the translators.
    """
    work = cited.work
    creating = _creating(work)
    first, *others = _by_language(work["titles"], work["language"], lang)
    abstracts = {one: _html(words) for one, words in work["abstracts"].items()}
    described = _by_language(abstracts, lang, work["language"])
    metadata = {
        "resource_type": {"id": "publication-book"},
        "title": first[1],
        "additional_titles": [
            *(_typed("title", one, _kind(one[0], work["language"])) for one in others),
            *(_typed("title", one, "subtitle") for one in work["subtitles"].items()),
        ],
        "creators": [_agent(one, lang) for one in work[creating]],
        "contributors": [
            {**_agent(one, lang), "role": {"id": role}}
            for role in ("editor", "translator")
            if role != creating
            for one in work[role]
        ],
        "publication_date": _published(work),
        "publisher": said_in(work["publishers"], lang),
        "description": described[0][1] if described else "",
        "additional_descriptions": [
            _typed("description", one, "abstract") for one in described[1:]
        ],
        "languages": [{"id": one} for one in _languages([work["language"]])],
        "subjects": [{"subject": word} for word in work["keywords"]],
        "version": work["edition"],
        "rights": [_rights(work["licence"])] if work["licence"] else [],
        "formats": ["application/tei+xml", "text/html"],
        "identifiers": [{"identifier": url, "scheme": "url"}] if url else [],
    }
    return {
        "access": {"record": "public", "files": "public"},
        "files": {"enabled": True},
        "metadata": some(metadata),
    }


def _creating(work: Mapping[str, Any]) -> str:
    for role in ("author", "editor", "translator"):
        if work[role]:
            return role
    raise SourceError(
        "a record wants to know who made it, and the header names nobody",
        hint="give titleStmt an author, an editor or a respStmt",
    )


def _published(work: Mapping[str, Any]) -> str:
    """Return the day, month or year, or from when to when, as EDTF has it."""
    told = [work["since"], work["date"]] if work["date"] else [f"{one:04}" for one in work["years"]]
    said = "/".join(one for one in told if one)
    if not said:
        raise SourceError(
            "a record wants the date of publication, and the header has none",
            hint="give publicationStmt a date with @when",
        )
    return said


def _html(words: str) -> str:
    # Where there is no element, InvenioRDM makes tags again of characters that are escaped.
    return f"<p>{escape(words, quote=False)}</p>"


def _by_language(said: Mapping[str, str], *order: str) -> list[tuple[str, str]]:
    return sorted(said.items(), key=lambda one: ([one[0] != lang for lang in order], one[0]))


def _typed(key: str, said: tuple[str, str], kind: str) -> dict[str, Any]:
    lang, words = said
    known = _languages([lang])
    return {key: words, "type": {"id": kind}, **({"lang": {"id": known[0]}} if known else {})}


def _kind(lang: str, own: str) -> str:
    """Return what another title is: a translation where it is told to be of another language."""
    other = lang and lang.partition("-")[0] != own.partition("-")[0]
    return "translated-title" if other else "alternative-title"


def _languages(tags: Iterable[str]) -> list[str]:
    """Return languages by ISO 639-3, those that have none left out."""
    import langcodes

    made = []
    for tag in tags:
        try:
            language = langcodes.Language.get(tag)
        except ValueError:
            continue
        if language.language in _known_languages():
            made.append(language.to_alpha3())
    return made


@cache
def _known_languages() -> frozenset[str]:
    """Return what IANA registered, without families and private use: ISO 639-3 has neither."""
    from langcodes.registry_parser import parse_registry

    return frozenset(
        one["Subtag"]
        for one in parse_registry()  # type: ignore[no-untyped-call]  # langcodes tells none
        if one["Type"] == "language" and one.get("Scope") not in ("collection", "private-use")
    )


def _agent(person: Mapping[str, Any], lang: str) -> dict[str, Any]:
    name, orcid = name_of(person, lang), orcid_of(person)
    if person["group"]:
        made = {"type": "organizational", "name": name["literal"]}
    else:
        made = {
            "type": "personal",
            "family_name": name["family"] or name["literal"],
            "given_name": name["given"],
        }
    known = [{"identifier": orcid, "scheme": "orcid"}] if orcid else []
    return {"person_or_org": some({**made, "identifiers": known})}


def _rights(address: str) -> dict[str, Any]:
    spdx = licence(address)
    if spdx:
        return {"id": spdx.lower()}
    link = {"link": address} if address.startswith(("http://", "https://")) else {}
    return {"title": {"en": address}, **link}
