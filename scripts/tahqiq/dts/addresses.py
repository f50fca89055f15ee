"""The addresses of answers, as URI templates (RFC 6570): with queries, or as files.

In: a base address. Out: the templates that answers carry, and the address of each answer.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, fields
from functools import lru_cache
from urllib.parse import quote, urlencode

from tahqiq.files import sha256
from tahqiq.hosted import hosted

_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$)", re.IGNORECASE)
_LONGEST = 200
_OF_NAVIGATION = "{;tree}{;down}{/ref,start,end}.jsonld"
_OF_DOCUMENT = "{;tree}{/ref,start,end}.tei"


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked of navigation or document; None for what was left out."""

    resource: str
    ref: str | None = None
    start: str | None = None
    end: str | None = None
    down: int | None = None
    tree: str | None = None
    page: int | None = None

    def given(self) -> dict[str, str]:
        """Return the parameters that are there, in their order."""
        values = ((one.name, getattr(self, one.name)) for one in fields(self))
        return {name: str(value) for name, value in values if value is not None}


class Addresses:
    """The addresses of a server: everything in the query."""

    def __init__(self, base: str) -> None:
        self.base = base.rstrip("/")

    def entry(self) -> str:
        """Return the address of the entry point."""
        return f"{self.base}/"

    def endpoints(self) -> dict[str, str]:
        """Return the template of each endpoint."""
        return {
            "collection": f"{self.base}/collection{{?id,page,nav}}",
            "navigation": f"{self.base}/navigation{{?resource,ref,start,end,down,tree,page}}",
            "document": f"{self.base}/document{{?resource,ref,start,end,tree,mediaType}}",
        }

    def of_collection(self, id_: str) -> str:
        """Return the template of one collection."""
        return f"{self.base}/collection?id={quote(id_, safe='')}{{&page,nav}}"

    def of_resource(self, id_: str) -> dict[str, str]:
        """Return the templates of one resource."""
        name = f"?resource={quote(id_, safe='')}"
        return {
            "collection": self.of_collection(id_),
            "navigation": f"{self.base}/navigation{name}{{&ref,start,end,down,tree,page}}",
            "document": f"{self.base}/document{name}{{&ref,start,end,tree,mediaType}}",
        }

    def collection(self, id_: str, nav: str | None = None, page: int | None = None) -> str:
        """Return the address of a collection."""
        return self._to("collection", {"id": id_, "nav": nav, "page": page})

    def navigation(self, query: Query) -> str:
        """Return the address of an answer of navigation."""
        return self._to("navigation", dict(query.given()))

    def document(self, query: Query) -> str:
        """Return the address of a passage."""
        return self._to("document", dict(query.given()))

    def unit(self, query: Query) -> str:
        """Return what identifies one unit outside of its text; empty where nothing is said."""
        del query
        return ""

    def _to(self, endpoint: str, values: dict[str, str | int | None] | dict[str, str]) -> str:
        given = {name: value for name, value in values.items() if value is not None}
        return f"{self.base}/{endpoint}?{urlencode(given, quote_via=quote)}"


class Files(Addresses):
    """The addresses of a tree of files: everything in the path (DTS 1.0, Level 0).

    ``identifiers`` are all that will be asked for. Two of them that a file system may take for one
    get names that it does not.
    """

    def __init__(self, base: str, identifiers: Iterable[str] = ()) -> None:
        super().__init__(base)
        self._names: dict[str, str] = {}
        taken: dict[str, str] = {}
        for identifier in identifiers:
            ways = (portable(identifier), hosted(identifier), _coded(identifier))
            name = next(
                one for one in ways if taken.setdefault(_alike(one), identifier) == identifier
            )
            if name != ways[0]:
                self._names[identifier] = name

    def name(self, identifier: str) -> str:
        """Return the name that stands for an identifier in a path."""
        return self._names.get(identifier) or portable(identifier)

    def entry(self) -> str:
        """Return the address of the entry point."""
        return f"{self.base}/index.jsonld"

    def endpoints(self) -> dict[str, str]:
        """Return the template of each endpoint."""
        return {
            "collection": f"{self.base}/collection{{/id,nav}}.jsonld",
            "navigation": f"{self.base}/navigation/{{resource}}{_OF_NAVIGATION}",
            "document": f"{self.base}/document/{{resource}}{_OF_DOCUMENT}",
        }

    def of_collection(self, id_: str) -> str:
        """Return the template of one collection."""
        return f"{self.base}/collection/{quote(self.name(id_), safe='')}{{/nav}}.jsonld"

    def of_resource(self, id_: str) -> dict[str, str]:
        """Return the templates of one resource."""
        name = quote(self.name(id_), safe="")
        return {
            "collection": self.of_collection(id_),
            "navigation": f"{self.base}/navigation/{name}{_OF_NAVIGATION}",
            "document": f"{self.base}/document/{name}{_OF_DOCUMENT}",
        }

    def collection(self, id_: str, nav: str | None = None, page: int | None = None) -> str:
        """Return the address of a collection."""
        del page
        return f"{self.base}/{quote(self.collection_file(id_, nav))}"

    def navigation(self, query: Query) -> str:
        """Return the address of an answer of navigation."""
        return f"{self.base}/{quote(self.navigation_file(query), safe='/;=')}"

    def document(self, query: Query) -> str:
        """Return the address of a passage."""
        return f"{self.base}/{quote(self.document_file(query), safe='/;=')}"

    def unit(self, query: Query) -> str:
        """Return the address of a unit's own passage: it holds where no template leads to it."""
        return self.document(query)

    def collection_file(self, id_: str | None, nav: str | None = None) -> str:
        """Return the file of a collection; without an identifier, of the root."""
        parts = ["collection", *(self.name(part) for part in (id_, nav) if part)]
        return "/".join(parts) + ".jsonld"

    def navigation_file(self, query: Query) -> str:
        """Return the file of an answer of navigation."""
        down = f";down={query.down}" if query.down is not None else ""
        name = f"{self.name(query.resource)}{self._tree(query)}{down}{self._units(query)}"
        return f"navigation/{name}.jsonld"

    def document_file(self, query: Query, ending: str = "tei") -> str:
        """Return the file of a passage."""
        name = f"{self.name(query.resource)}{self._tree(query)}{self._units(query)}"
        return f"document/{name}.{ending}"

    def _units(self, query: Query) -> str:
        parts = (query.ref, query.start, query.end)
        return "".join(f"/{self.name(part)}" for part in parts if part is not None)

    def _tree(self, query: Query) -> str:
        return f";tree={self.name(query.tree)}" if query.tree is not None else ""


@lru_cache(maxsize=1 << 16)
def portable(identifier: str) -> str:
    """Return an identifier as a name that every file system keeps and every host serves.

    Letters of any script stay as they are, so that a template leads to the file. What some system
    refuses in a name is ``~`` and two hexadecimal digits for each byte of UTF-8: slashes, colons,
    quotation marks and their like, controls, marks of direction, a point or a space at an end,
    names of devices.
    """
    plain = unicodedata.normalize("NFC", identifier)
    made = "".join(_letter(letter) for letter in plain)
    for position in (0, -1):
        if made and made[position] in " .":
            code = f"~{ord(made[position]):02x}"
            made = code + made[1:] if position == 0 else made[:-1] + code
    if _RESERVED.match(made):
        made = f"~{ord(made[0]):02x}{made[1:]}"
    if len(made.encode()) > _LONGEST:
        return f"~{sha256(identifier.encode())[:40]}"
    return made or "~"


def _alike(name: str) -> str:
    """Return what is equal for names that some file system takes for one."""
    return unicodedata.normalize("NFD", name).casefold()


def _coded(identifier: str) -> str:
    """Return an identifier with every letter written as its bytes: like no other name."""
    made = "".join(f"~{byte:02x}" for byte in identifier.encode())
    return made if len(made) <= _LONGEST else f"~~{sha256(identifier.encode())[:40]}"


def _letter(letter: str) -> str:
    kept = letter in " !#$%&'()+,;=@[]^_`{}.-" or unicodedata.category(letter)[0] in "LNM"
    if kept and letter not in "%#;":
        return letter
    return "".join(f"~{byte:02x}" for byte in letter.encode())
