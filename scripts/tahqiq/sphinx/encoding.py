"""The reference of an encoding, element by element.

In: a customisation. Out: the directive ``tei:elements``, which describes every element, or those
that its argument and options choose; and what the other directives share with it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from lxml import etree
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from tahqiq import tei
from tahqiq.sphinx import prose
from tahqiq.sphinx.customisation import Attribute, Customisation, Spec, T, examples
from tahqiq.sphinx.domains import shown
from tahqiq.sphinx.judging import codes, judge
from tahqiq.sphinx.models import expression
from tahqiq.sphinx.names import name_list
from tahqiq.sphinx.sources import customisation
from tahqiq.sphinx.writing import MANY, Writer

logger = logging.getLogger(__name__)

Option = Callable[[str], Any]


class EncodingDirective(SphinxDirective):
    """A directive that tells of the customisation."""

    required_arguments = 0
    optional_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[dict[str, Option]] = {
        "module": directives.unchanged,
        "group": directives.unchanged,
        "except": directives.unchanged,
    }

    def run(self) -> list[nodes.Node]:
        """Return the nodes of the directive."""
        self.odd = customisation(self.env)
        self.writer = Writer(self.env, self.state.document)
        self.writer.elements = frozenset(one.ident for one in self.odd.of("elem"))
        self.writer.attributes = self.odd.attribute_names
        self.writer.tried = self._tried
        return self.told()

    def _tried(self, node: etree._Element, text: str) -> list[str]:
        """Return the codes by which an example of the ODD fails; warn where it says otherwise."""
        judging = judge(self.env._app)
        if judging is None or not judging.places or not self.odd.is_own_example(node):
            return []
        expected = re.findall(r"[A-Z]+\d+", f"{node.get('corresp')} {node.get('source')}")
        found, _ = judging.fragment(text, expected=expected)
        failed = codes(found)
        if node.get("valid") != "false":
            for one in found:
                logger.warning("an example of the ODD is wrong: %s\n%s", one.line(), text)
        elif not failed or (expected and failed != expected):
            logger.warning("a wrong example of the ODD fails with %s\n%s", failed, text)
        return failed

    def told(self) -> list[nodes.Node]:
        """Return what the directive tells."""
        raise NotImplementedError

    def chosen(self, kind: str) -> list[Spec]:
        """Return the specifications that argument and options choose, in their order."""
        everything = self.odd.of(kind)
        names = self.arguments[0].split() if self.arguments else None
        if group := self.options.get("group"):
            if group not in self.odd.groups:
                logger.warning("there is no specGrp %s", group, location=self.get_location())
            names = self.odd.groups.get(group, [])
        if names is not None:
            at_hand = {one.ident: one for one in everything}
            for name in names:
                if name not in at_hand and not group:
                    logger.warning("the ODD has no %s %s", kind, name, location=self.get_location())
            everything = [at_hand[name] for name in names if name in at_hand]
        if module := self.options.get("module"):
            everything = [one for one in everything if one.module == module]
        without = set(self.options.get("except", "").split())
        return [one for one in everything if one.ident not in without and self.odd.in_use(one)]


class Elements(EncodingDirective):
    """``tei:elements``: what each element means, holds and may say."""

    def told(self) -> list[nodes.Node]:
        """Return a description for each element."""
        return [
            node for spec in self.chosen("elem") for node in element(self.writer, self.odd, spec)
        ]


def element(writer: Writer, odd: Customisation, spec: Spec) -> list[nodes.Node]:
    """Return the description of an element."""
    gloss = prose.tell(writer, spec.node, "gloss")
    made, content = writer.described("elem", spec.ident, gloss or "")
    if (words := prose.tell(writer, spec.node)) is not None:
        content += writer.paragraph(words)
    content += prose.remarks(writer, spec.node)
    content += _example_list(writer, spec.node)
    content += attribute_list(writer, odd, spec)
    content += writer.fields(_facts(writer, odd, spec))
    return made


def _example_list(writer: Writer, node: etree._Element) -> list[nodes.Node]:
    found = [one for one in examples(node) if _speaks(writer, one)]
    if not found:
        return []
    return [writer.labelled("examples"), *(prose.example(writer, one) for one in found)]


def _speaks(writer: Writer, example: etree._Element) -> bool:
    """Tell whether readers of the page are shown an example: one in Arabic or English they are."""
    language = (example.getparent().get(tei.XML_LANG) or "").partition("-")[0]
    return language in ("", "und", "mul", "ar", "en", writer.language)


def attribute_list(writer: Writer, odd: Customisation, spec: Spec) -> list[nodes.Node]:
    """Return what is said of the attributes that are defined here, and those of classes."""
    own = spec.attributes
    inherited = spec.inherited
    made: list[nodes.Node] = []
    if own or inherited:
        made.append(writer.labelled("attributes"))
    for one in own:
        made += attribute(writer, odd, one)
    if inherited:
        items = nodes.bullet_list(classes=["tei-inherited"])
        for name, attributes in inherited.items():
            names = nodes.inline(
                "", " ".join(f"@{one}" for one in attributes), classes=["tei-names"]
            )
            line = writer.paragraph(writer.link("class", name), ": ", names)
            items += nodes.list_item("", line)
        made.append(items)
    return made


def attribute(writer: Writer, odd: Customisation, one: Attribute) -> list[nodes.Node]:
    """Return the description of an attribute where it is defined."""
    gloss = prose.tell(writer, one.node, "gloss")
    usage = {"req": "required", "mwa": "required", "rec": "recommended"}.get(
        one.node.get("usage", ""), ""
    )
    made, content = writer.described(
        "att", one.full, gloss or "", ids=[f"att-{one.anchor}"], index=False, listed=False,
        display=_path(one.full), text=shown("att", f"{one.owner.ident}@{one.name}"),
    )  # fmt: skip
    signature = made[0][0]
    if usage:
        signature += nodes.inline("", f" {writer.label(usage)}", classes=["tei-usage"])
    if (words := prose.tell(writer, one.node)) is not None:
        content += writer.paragraph(words)
    if one.values is not None:
        content += value_list(writer, one, described=True)
    elif datatype := _datatype(writer, odd, one.node):
        content += writer.paragraph(writer.label("datatype"), ": ", *datatype)
    content += prose.remarks(writer, one.node)
    return made


def _datatype(writer: Writer, odd: Customisation, node: etree._Element) -> list[nodes.Node]:
    holder = node.find(f"{T}datatype")
    if holder is None:
        return []
    made = expression(writer, odd, holder)
    restriction = next((one.get("restriction") for one in holder.iter(f"{T}dataRef")), None)
    if restriction:
        made += [nodes.Text(" "), nodes.literal("", restriction)]
    if holder.get("maxOccurs") not in (None, "1"):
        made.append(nodes.Text(f" ({writer.label('one-or-more')})"))
    return made


def value_list(writer: Writer, one: Attribute, *, described: bool) -> list[nodes.Node]:
    """Return the values of an attribute; ``described`` makes each an object to point at."""
    assert one.values is not None
    made = nodes.definition_list(classes=["tei-values"])
    for item in one.values.iterchildren(f"{T}valItem"):
        ident = item.get("ident", "")
        term = nodes.term("", "", nodes.literal("", ident), translatable=False)
        if described:
            term["ids"] = [f"val-{one.anchor}-{ident.lstrip('#')}"]
            writer.document.note_explicit_target(term)
            _note(
                writer,
                f"{one.full}={ident}",
                term["ids"][0],
                f"{one.full}={ident}".replace("@", "/@", 1),
            )
        says = prose.tell(writer, item) or prose.tell(writer, item, "gloss")
        body = writer.paragraph(says) if says is not None else writer.paragraph("")
        made += nodes.definition_list_item("", term, nodes.definition("", body))
    opened = one.values.get("type") in (None, "open", "semi")
    return [writer.paragraph(f"({writer.label('open')})"), made] if opened else [made]


def _path(name: str) -> str:
    """Return the name of an attribute as a path: ``persName/@ref``."""
    return name.replace("@", "/@", 1)


def _note(writer: Writer, name: str, node_id: str, display: str) -> None:
    from tahqiq.sphinx.domains import ObjectDomain

    domain = writer.env.get_domain("tei")
    assert isinstance(domain, ObjectDomain)
    domain.note("val", name, node_id, display)


def _facts(
    writer: Writer, odd: Customisation, spec: Spec
) -> Iterable[tuple[str, nodes.Node | list[nodes.Node]]]:
    children, text = odd.children[spec.ident]
    yield (
        "content",
        [nodes.inline("", "", *expression(writer, odd, spec.content), classes=["tei-model"])],
    )
    if children:
        words = [nodes.Text(writer.label("text") + " ")] if text else []
        yield "may-contain", by_module(writer, odd, children, words)
    parents = odd.parents.get(spec.ident, set())
    if parents:
        yield "contained-by", by_module(writer, odd, parents)
    else:
        yield "contained-by", [nodes.Text(writer.label("anywhere"))]
    if spec.classes:
        yield "member-of", writer.links("class", sorted(spec.classes))
    rules = [rule for rule in odd.rules if rule.owner == spec.ident]
    if rules:
        yield "rules", writer.links("rule", [rule.code for rule in rules])
    if spec.module:
        yield "in-module", [nodes.literal("", spec.module)]


def by_module(
    writer: Writer, odd: Customisation, names: Iterable[str], before: list[nodes.Node] | None = None
) -> nodes.Node | list[nodes.Node]:
    """Return links to elements; where they are many, a line for each module."""
    ordered = sorted(names, key=str.lower)
    if len(ordered) <= MANY:
        return [*(before or []), name_list("elem", ordered)]
    modules: dict[str, list[str]] = {}
    for name in ordered:
        modules.setdefault(odd.specs["elem", name].module, []).append(name)
    made = nodes.bullet_list(classes=["tei-by-module"])
    if before:
        made += nodes.list_item("", writer.paragraph(*before))
    for module, inside in sorted(modules.items()):
        head = [nodes.emphasis("", module), nodes.Text(": ")] if module else []
        made += nodes.list_item("", writer.paragraph(*head, name_list("elem", inside)))
    return made
