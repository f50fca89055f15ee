"""The reference of an encoding by name: attributes, classes, datatypes, lists of values, prose.

In: a customisation. Out: the directives ``tei:attributes``, ``tei:classes``, ``tei:datatypes``,
``tei:values`` and ``tei:guidelines``. Each describes all there is, or what its argument and options
choose.
"""

from __future__ import annotations

from collections.abc import Iterable

from docutils import nodes
from sphinx.util import logging

from tahqiq import tei
from tahqiq.sphinx import prose
from tahqiq.sphinx.customisation import Attribute, Spec, T
from tahqiq.sphinx.encoding import (
    EncodingDirective,
    attribute_list,
    by_module,
    value_list,
)
from tahqiq.sphinx.models import expression
from tahqiq.sphinx.writing import Writer

logger = logging.getLogger(__name__)


class Attributes(EncodingDirective):
    """``tei:attributes``: each name once, with everything that has it."""

    def told(self) -> list[nodes.Node]:
        """Return a description for each name of an attribute."""
        found: dict[str, list[Attribute]] = {}
        for kind in ("elem", "class"):
            for spec in self.odd.of(kind):
                for one in spec.attributes if self.odd.in_use(spec) else ():
                    found.setdefault(one.name, []).append(one)
        made: list[nodes.Node] = []
        for name in sorted(found, key=str.lower):
            before, content = self.writer.described("att", name)
            content += [
                self._line(says, owners) for says, owners in _said_of(self.writer, found[name])
            ]
            made += before
        return made

    def _line(self, says: nodes.Node | None, owners: list[Attribute]) -> nodes.Node:
        links: list[nodes.Node] = []
        for one in owners:
            links += [nodes.Text(" ")] if links else []
            shown = f"<{one.owner.ident}>" if one.owner.kind == "elem" else one.owner.ident
            links.append(self.writer.link("att", f"{one.owner.ident}@{one.name}", shown))
        words = [nodes.Text(" "), says] if says is not None else []
        return self.writer.paragraph(*links, ":" if words else "", *words)


def _said_of(
    writer: Writer, all_: list[Attribute]
) -> list[tuple[nodes.Node | None, list[Attribute]]]:
    """Return each thing that is said of an attribute with the owners of which it is said."""
    grouped: dict[str, tuple[nodes.Node | None, list[Attribute]]] = {}
    for one in all_:
        words = prose.tell(writer, one.node)
        key = words.astext() if words is not None else ""
        grouped.setdefault(key, (words, []))[1].append(one)
    return list(grouped.values())


class Classes(EncodingDirective):
    """``tei:classes``: what is grouped under each, and the attributes that it gives."""

    def told(self) -> list[nodes.Node]:
        """Return a description for each class in use."""
        made: list[nodes.Node] = []
        for spec in self.chosen("class"):
            before, content = self.writer.described(
                "class", spec.ident, prose.tell(self.writer, spec.node, "gloss") or ""
            )
            if (words := prose.tell(self.writer, spec.node)) is not None:
                content += self.writer.paragraph(words)
            content += prose.remarks(self.writer, spec.node)
            content += (
                attribute_list(self.writer, self.odd, spec) if spec.is_attribute_class else []
            )
            content += self.writer.fields(self._facts(spec))
            made += before
        return made

    def _facts(self, spec: Spec) -> Iterable[tuple[str, nodes.Node | list[nodes.Node]]]:
        members = self.odd.members.get(spec.ident, [])
        inner = [one.ident for one in members if one.kind == "class" and self.odd.in_use(one)]
        names = [one.ident for one in members if one.kind == "elem"]
        if names:
            yield "members", by_module(self.writer, self.odd, names)
        if inner:
            yield "classes", self.writer.links("class", inner)
        if spec.classes:
            yield "member-of", self.writer.links("class", spec.classes)


class Datatypes(EncodingDirective):
    """``tei:datatypes``: the datatypes and macros in use."""

    def told(self) -> list[nodes.Node]:
        """Return a description for each datatype and macro."""
        made: list[nodes.Node] = []
        for spec in [*self.chosen("data"), *self.chosen("macro")]:
            before, content = self.writer.described(
                spec.kind, spec.ident, prose.tell(self.writer, spec.node, "gloss") or ""
            )
            if (words := prose.tell(self.writer, spec.node)) is not None:
                content += self.writer.paragraph(words)
            content += self.writer.fields(self._facts(spec))
            content += prose.remarks(self.writer, spec.node)
            made += before
        return made

    def _facts(self, spec: Spec) -> Iterable[tuple[str, nodes.Node | list[nodes.Node]]]:
        model = expression(self.writer, self.odd, spec.content)
        yield "content", [nodes.inline("", "", *model, classes=["tei-model"])]
        patterns = [one.get("restriction") for one in spec.node.iter(f"{T}dataRef")]
        for pattern in patterns:
            if pattern:
                yield "pattern", [nodes.literal("", pattern)]


class Values(EncodingDirective):
    """``tei:values``: every list of values, and the attributes that have it."""

    def told(self) -> list[nodes.Node]:
        """Return a table row for each value of each list."""
        lists: dict[tuple[tuple[str, str], ...], list[Attribute]] = {}
        for kind in ("elem", "class"):
            for spec in self.chosen(kind) if self.arguments else self.odd.of(kind):
                for one in spec.attributes if self.odd.in_use(spec) else ():
                    if one.values is not None and len(one.values):
                        lists.setdefault(self._key(one), []).append(one)
        ordered = sorted(lists.values(), key=lambda owners: (owners[0].name, owners[0].owner.ident))
        made: list[nodes.Node] = []
        for owners in ordered:
            links = self.writer.links("att", [f"{one.owner.ident}@{one.name}" for one in owners])
            shown = [f"{one.owner.ident}/@{one.name}" for one in owners]
            for link, text in zip(links[::2], shown, strict=True):
                link[0][0] = nodes.Text(text)
            made += [self.writer.paragraph(*links, classes=["tei-label"])]
            made += value_list(self.writer, owners[0], described=False)
        return made

    def _key(self, one: Attribute) -> tuple[tuple[str, str], ...]:
        assert one.values is not None
        items = [
            (item.get("ident", ""), "".join(item.itertext()))
            for item in one.values.iterchildren(f"{T}valItem")
        ]
        return ((one.name, ""), *items)


class Guidelines(EncodingDirective):
    """``tei:guidelines``: a division of the ODD's prose, named by its id, or all of it."""

    def told(self) -> list[nodes.Node]:
        """Return the division's paragraphs and sections."""
        source = self.odd.source
        if source is None:
            return []
        if not self.arguments:
            bodies = list(source.iter(f"{T}body"))
            return [node for body in bodies for node in prose.guidelines(self.writer, body)]
        name = self.arguments[0].strip()
        for node in source.iter(f"{T}div", f"{T}div1", f"{T}div2"):
            if node.get(tei.XML_ID) == name:
                return prose.guidelines(self.writer, node)
        logger.warning("the ODD has no division %s", name, location=self.get_location())
        return []
