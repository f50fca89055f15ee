"""An edition's header as the records that archives and repositories ask for.

In: a Cited. Out: CITATION.cff 1.2.0 and CodeMeta 3.0. What the header does not say is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from tahqiq import __version__
from tahqiq.citation import yaml_lines
from tahqiq.citation.forms import Cited

PROGRAM = "tahqiq"
# Without the name of a country: what was ported to its law is another licence.
_LICENCES = (
    (
        r"creativecommons\.org/licenses/(by(?:-nc)?(?:-sa|-nd)?)/([1-4]\.0|2\.5)"
        r"(?:/(?:deed|legalcode)[\w.-]*)?/?(?:[?#].*)?$",
        "CC-{0}-{1}",
    ),
    (r"creativecommons\.org/publicdomain/zero/1\.0", "CC0-1.0"),
    (r"creativecommons\.org/publicdomain/mark/1\.0", ""),
    (r"apache\.org/licenses/LICENSE-2\.0", "Apache-2.0"),
    (r"opensource\.org/licen[sc]es?/MIT", "MIT"),
)
RIGHT_TO_LEFT = frozenset("ar ckb fa he ota ps sd syr ug ur yi".split())
SPDX = "https://spdx.org/licenses/"


def licence(address: str) -> str:
    """Return the SPDX identifier of a licence by its address; empty where it has none."""
    for pattern, form in _LICENCES:
        found = re.search(pattern, address, re.IGNORECASE)
        if found:
            return form.format(*(part.upper() for part in found.groups()))
    return ""


def said_in(said: Mapping[str, str], lang: str) -> str:
    """Return what is said, for a reader of a language; the empty string where nothing is."""
    return said[best_language(said, lang)] if said else ""


def best_language(languages: Iterable[str], lang: str) -> str:
    """Return the language that serves a reader of another best, as ``f:best-language`` does."""
    every = sorted(languages)
    own = lang.partition("-")[0]
    akin = [one for one in every if one.partition("-")[0] == own and "-Latn" not in one]
    roman = [one for one in every if "-Latn" in one] if lang not in RIGHT_TO_LEFT else []
    first = [one for one in (lang, "") if one in every]
    return [*first, *akin, *roman, *every][0]


def name_of(person: Mapping[str, Any], lang: str) -> Mapping[str, str]:
    """Return a person's name for a reader of a language."""
    name: Mapping[str, str] = person["names"][best_language(person["names"], lang)]
    return name


def orcid_of(person: Mapping[str, Any]) -> str:
    """Return the ORCID of a person whose header refers to it, or nothing."""
    found = re.search(r"orcid\.org/(\d{4}-\d{4}-\d{4}-\d{3}[\dX])$", person["uri"])
    return found[1] if found else ""


def some(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return a mapping without what is empty."""
    return {key: value for key, value in values.items() if value}


def cff(cited: Cited, lang: str, url: str = "") -> str:
    """Return CITATION.cff: the edition as data, and the program that makes it as a reference.

    Who wrote the source is an author of what is preferably cited, a book with its editors.
    """
    work = cited.work
    editors = [_cff_person(one, lang) for one in work["editor"]]
    authors = [_cff_person(one, lang) for one in work["author"]]
    spdx = licence(work["licence"])
    values = {
        "cff-version": "1.2.0",
        "message": "To cite this edition, use the data below.",
        "type": "dataset",
        "title": said_in(work["titles"], lang),
        "abstract": said_in(work["abstracts"], lang),
        "authors": editors or authors or [{"name": "unknown"}],
        "version": work["edition"],
        "date-released": work["date"] if len(work["date"]) == 10 else "",
        "doi": work["doi"],
        "url": url,
        "license": spdx,
        "license-url": "" if spdx else work["licence"],
        "keywords": work["keywords"],
        "preferred-citation": _book(cited, lang, url, authors, editors),
        "references": [_program()],
    }
    head = "# Made by 'tahqiq cite --format cff' from the header of the edition.\n"
    return head + yaml_lines.dump(some(values))


def _book(
    cited: Cited,
    lang: str,
    url: str,
    authors: list[dict[str, str]],
    editors: list[dict[str, str]],
) -> dict[str, Any]:
    work = cited.work
    return some(
        {
            "type": "book",
            "title": said_in(work["titles"], lang),
            "authors": authors or editors or [{"name": "unknown"}],
            "editors": editors,
            "translators": [_cff_person(one, lang) for one in work["translator"]],
            "edition": work["edition"],
            "publisher": some({"name": said_in(work["publishers"], lang)}),
            "year": int(work["date"][:4]) if work["date"][:4].isdigit() else 0,
            "languages": [re.sub("-.*", "", work["language"])],
            "doi": work["doi"],
            "url": url,
        }
    )


def _program() -> dict[str, Any]:
    return {
        "type": "software",
        "title": PROGRAM,
        "authors": [{"name": "tahqiq maintainers"}],
        "version": __version__,
        "license": "Apache-2.0",
        "notes": "The program that makes the edition.",
    }


def _cff_person(person: Mapping[str, Any], lang: str) -> dict[str, str]:
    name = name_of(person, lang)
    orcid = orcid_of(person)
    known = {"orcid": f"https://orcid.org/{orcid}"} if orcid else {}
    if person["group"] or not name["family"]:
        return {"name": name["literal"], **known}
    return {"family-names": name["family"], "given-names": name["given"], **known}


def codemeta(cited: Cited, lang: str, url: str = "") -> dict[str, Any]:
    """Return codemeta.json: the edition's source, and the program that it wants."""
    work = cited.work
    linked = {key: cited.linked[key] for key in ("author", "editor", "translator", "publisher")
              if key in cited.linked}  # fmt: skip
    spdx = licence(work["licence"])
    return some(
        {
            "@context": "https://w3id.org/codemeta/3.0",
            "@type": "SoftwareSourceCode",
            "identifier": f"https://doi.org/{work['doi']}" if work["doi"] else work["id"],
            "name": said_in(work["titles"], lang),
            "description": said_in(work["abstracts"], lang),
            **linked,
            "version": work["edition"],
            "datePublished": work["date"],
            "license": SPDX + spdx if spdx else work["licence"],
            "inLanguage": work["language"],
            "keywords": work["keywords"],
            "programmingLanguage": "TEI XML",
            "softwareRequirements": {
                "@type": "SoftwareApplication",
                "name": PROGRAM,
                "version": __version__,
            },
            "url": url,
        }
    )
