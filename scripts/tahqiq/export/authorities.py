"""Where identifiers lead. In: a kind of identifier and its value. Out: an address."""

from __future__ import annotations

_ADDRESSES = {
    "wikidata": "http://www.wikidata.org/entity/{}",
    "geonames": "https://sws.geonames.org/{}/",
    "lcnaf": "http://id.loc.gov/authorities/names/{}",
    "viaf": "http://viaf.org/viaf/{}",
    "gnd": "https://d-nb.info/gnd/{}",
    "isni": "https://isni.org/isni/{}",
    "orcid": "https://orcid.org/{}",
    "pleiades": "https://pleiades.stoa.org/places/{}",
    "tgn": "http://vocab.getty.edu/tgn/{}",
    "m49": "",
    "iso-3166-1": "",
}


def address(kind: str, value: str) -> str:
    """Return the address of what an identifier names; empty where it has none of its own."""
    if value.startswith(("http://", "https://")):
        return value
    form = _ADDRESSES.get(kind.lower(), "")
    return form.format(value.replace(" ", "")) if form else ""
