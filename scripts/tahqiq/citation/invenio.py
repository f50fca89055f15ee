"""An edition's header as the draft of a record in InvenioRDM, such as Zenodo is.

In: a Cited. Out: what is sent to ``/api/records``. Vocabularies are InvenioRDM's own: languages by
ISO 639-3, licences by SPDX in small letters; any other licence is told by its address.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from tahqiq.citation.deposits import licence, name_of, orcid_of, said_in, some
from tahqiq.citation.forms import Cited
from tahqiq.errors import SourceError


def record(cited: Cited, lang: str, url: str = "") -> dict[str, Any]:
    """Return the draft. Raise SourceError where the header tells no day, which a record must have.

    Who wrote the source is a creator, who edited it a contributor; of an unknown author the
    editors are creators.
    """
    work = cited.work
    if not work["date"]:
        raise SourceError(
            "a record wants the day of publication, and the header has none",
            hint="give publicationStmt a date with @when",
        )
    first, *others = _by_language(work["titles"], work["language"], lang)
    described = _by_language(work["abstracts"], lang, work["language"])
    metadata = {
        "resource_type": {"id": "publication-book"},
        "title": first[1],
        "additional_titles": [
            *(_typed("title", one, "translated-title") for one in others),
            *(_typed("title", one, "subtitle") for one in work["subtitles"].items()),
        ],
        "creators": [_agent(one, lang) for one in work["author"] or work["editor"]],
        "contributors": [
            {**_agent(one, lang), "role": {"id": role}}
            for role, people in (
                ("editor", work["editor"] if work["author"] else []),
                ("translator", work["translator"]),
            )
            for one in people
        ],
        "publication_date": work["date"],
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


def _by_language(said: Mapping[str, str], *order: str) -> list[tuple[str, str]]:
    return sorted(said.items(), key=lambda one: ([one[0] != lang for lang in order], one[0]))


def _typed(key: str, said: tuple[str, str], kind: str) -> dict[str, Any]:
    lang, words = said
    known = _languages([lang])
    return {key: words, "type": {"id": kind}, **({"lang": {"id": known[0]}} if known else {})}


def _languages(tags: Iterable[str]) -> list[str]:
    """Return languages by ISO 639-3, those that have none left out."""
    import langcodes

    made = []
    for tag in tags:
        try:
            made.append(langcodes.Language.get(tag).to_alpha3())
        except (LookupError, ValueError):
            continue
    return made


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
    return {"title": {"en": address}, "link": address}
