"""What can be pointed at: the domains ``tei`` and ``xslt``.

In: the objects that directives describe. Out: cross-references, entries of the search and of
``objects.inv``; both domains are Sphinx's own kind, so intersphinx works.
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from typing import Any, ClassVar

from docutils import nodes
from docutils.nodes import Element
from sphinx import addnodes
from sphinx.builders import Builder
from sphinx.domains import Domain, ObjType
from sphinx.environment import BuildEnvironment
from sphinx.roles import XRefRole
from sphinx.util import logging
from sphinx.util.nodes import make_refnode

from tahqiq.sphinx.labels import label

logger = logging.getLogger(__name__)

_SHOWN = {"elem": "<{}>", "att": "@{}", "val": '"{}"', "param": "${}", "func": "{}()"}


def shown(kind: str, name: str) -> str:
    """Return a name as prose shows it: ``<p>``, ``@ref``."""
    if kind == "att":
        name = name.rpartition("@")[2]
    elif kind == "val":
        name = name.rpartition("=")[2]
    return _SHOWN.get(kind, "{}").format(name)


class ObjectRole(XRefRole):
    """A role that shows a name as its kind is written."""

    def process_link(
        self, env: BuildEnvironment, refnode: Element, has_explicit_title: bool, title: str,
        target: str,
    ) -> tuple[str, str]:  # fmt: skip
        """Return title and target; a leading ``~`` shows the bare name."""
        if has_explicit_title:
            return title, target
        kind = refnode["reftype"]
        target = target.strip("<>").removeprefix("$").removesuffix("()")
        if kind == "att" and target.startswith("@"):
            target = target[1:]
        return shown(kind, target), target


class ObjectDomain(Domain):
    """Objects by kind and name, each on one page."""

    initial_data: ClassVar[dict[str, Any]] = {"objects": {}}

    @property
    def objects(self) -> dict[tuple[str, str], tuple[str, str, str]]:
        """Page, id and display name of each kind and name."""
        found: dict[tuple[str, str], tuple[str, str, str]] = self.data.setdefault("objects", {})
        return found

    def note(self, kind: str, name: str, node_id: str, display: str, location: Any = None) -> None:
        """Remember an object; a second description of it is a warning."""
        page = self.env.docname
        other = self.objects.get((kind, name))
        if other and other[0] != page:
            logger.warning("%s %s is described in %s, too", kind, name, other[0], location=location)
        self.objects[kind, name] = (page, node_id, display)

    def get_type_name(self, type: ObjType, primary: bool = False) -> str:  # noqa: A002
        """Return what the search calls a kind of object."""
        return label(str(type.lname), self.env.config.language or "en")

    def clear_doc(self, docname: str) -> None:
        """Forget the objects of a page."""
        for key, (page, _, _) in list(self.objects.items()):
            if page == docname:
                del self.objects[key]

    def merge_domaindata(self, docnames: Set[str], otherdata: dict[str, Any]) -> None:
        """Take over the objects that another process read."""
        for key, value in otherdata["objects"].items():
            if value[0] in docnames:
                self.objects[key] = value

    def found(self, kind: str, target: str) -> tuple[str, str, str] | None:
        """Return what a target names: an attribute of a class also where an element has it."""
        at_hand = self.objects.get((kind, target))
        if at_hand is None and kind == "att":
            at_hand = self.objects.get((kind, target.rpartition("@")[2]))
        if at_hand is None and kind == "rule":
            at_hand = self.objects.get((kind, target.partition("-")[0]))
        return at_hand

    def resolve_xref(
        self, env: BuildEnvironment, fromdocname: str, builder: Builder, typ: str, target: str,
        node: addnodes.pending_xref, contnode: Element,
    ) -> nodes.reference | None:  # fmt: skip
        """Return the link of a role, or None where nothing is described under the name."""
        at_hand = self.found(typ, target)
        if at_hand is None:
            return None
        page, node_id, _ = at_hand
        return make_refnode(builder, fromdocname, page, node_id, contnode)

    def resolve_any_xref(
        self, env: BuildEnvironment, fromdocname: str, builder: Builder, target: str,
        node: addnodes.pending_xref, contnode: Element,
    ) -> list[tuple[str, nodes.reference]]:  # fmt: skip
        """Return the links of the role ``any``."""
        links = []
        for kind in self.object_types:
            at_hand = self.objects.get((kind, target))
            if at_hand:
                page, node_id, display = at_hand
                link = make_refnode(builder, fromdocname, page, node_id, contnode, display)
                links.append((f"{self.name}:{kind}", link))
        return links

    def get_objects(self) -> Iterator[tuple[str, str, str, str, str, int]]:
        """Yield every object for the search and the inventory."""
        for (kind, name), (page, node_id, display) in sorted(self.objects.items()):
            yield name, display, kind, page, node_id, 2 if kind == "val" else 1


def _kinds(*names: str) -> dict[str, ObjType]:
    return {name: ObjType(name, name) for name in names}


def _roles(*names: str) -> dict[str, XRefRole]:
    return {name: ObjectRole(warn_dangling=True) for name in names}


class TeiDomain(ObjectDomain):
    """The parts of a TEI customisation."""

    name = "tei"
    label = "TEI"
    object_types: ClassVar[dict[str, ObjType]] = _kinds(
        "elem", "att", "class", "macro", "data", "val", "rule", "module", "term"
    )
    roles: ClassVar[dict[str, Any]] = dict(
        _roles("elem", "att", "class", "macro", "data", "val", "rule", "module", "term")
    )
    directives: ClassVar[dict[str, Any]] = {}
    data_version = 1


class XsltDomain(ObjectDomain):
    """The parts of stylesheets."""

    name = "xslt"
    label = "XSLT"
    object_types: ClassVar[dict[str, ObjType]] = _kinds(
        "sheet", "param", "mode", "template", "func"
    )
    roles: ClassVar[dict[str, Any]] = dict(_roles("sheet", "param", "mode", "template", "func"))
    directives: ClassVar[dict[str, Any]] = {}
    data_version = 1
