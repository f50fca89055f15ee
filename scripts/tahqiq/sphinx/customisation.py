"""A TEI customisation as the documentation needs it.

In: a compiled ODD, and the ODD that it was made of. Out: its elements, classes, macros, datatypes,
attributes, value lists and rules, each with what is said of it in a language, and the prose.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from lxml import etree

from tahqiq import tei

T = f"{{{tei.TEI_NS}}}"
EXAMPLES = "{http://www.tei-c.org/ns/Examples}"
SCH = "{http://purl.oclc.org/dsdl/schematron}"
KINDS = {"elementSpec": "elem", "classSpec": "class", "macroSpec": "macro", "dataSpec": "data"}


@dataclass(frozen=True, slots=True)
class Spec:
    """What is specified under one name: ``kind`` is elem, class, macro or data."""

    kind: str
    ident: str
    module: str
    node: etree._Element

    @property
    def classes(self) -> list[str]:
        """The classes of which it is a member."""
        return [one.get("key", "") for one in self.node.iterfind(f"{T}classes/{T}memberOf")]

    @property
    def is_attribute_class(self) -> bool:
        """Whether it is a class of attributes."""
        return self.kind == "class" and self.node.get("type") == "atts"

    @property
    def attributes(self) -> list[Attribute]:
        """The attributes that are defined here, not those that classes give."""
        seen: Counter[str] = Counter()
        found = []
        for one in self.node.iter(f"{T}attDef"):
            name = one.get("ident", "")
            seen[name] += 1
            found.append(Attribute(self, name, one, seen[name]))
        return found

    @property
    def inherited(self) -> dict[str, list[str]]:
        """The attributes that classes give, by class."""
        found: dict[str, list[str]] = {}
        for one in self.node.iterfind(f".//{T}attRef"):
            found.setdefault(one.get("class", ""), []).append(one.get("name", ""))
        return found

    @property
    def content(self) -> etree._Element | None:
        """The content model."""
        return self.node.find(f"{T}content")


@dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute where it is defined; ``turn`` counts those of one name in its owner.

    Of a choice of groups each may define it anew.
    """

    owner: Spec
    name: str
    node: etree._Element
    turn: int = 1

    @property
    def full(self) -> str:
        """Its name with that of its owner."""
        return f"{self.owner.ident}@{self.name}" + (f" ({self.turn})" if self.turn > 1 else "")

    @property
    def anchor(self) -> str:
        """What its id is made of."""
        return f"{self.owner.ident}-{self.name}" + (f"-{self.turn}" if self.turn > 1 else "")

    @property
    def required(self) -> bool:
        """Whether it must be there."""
        return bool(self.node.get("usage") == "req")

    @property
    def values(self) -> etree._Element | None:
        """Its list of values."""
        return self.node.find(f"{T}valList")


@dataclass(frozen=True, slots=True)
class Rule:
    """A constraint in Schematron: its name, and by ``finding`` what its finding shows."""

    code: str
    slug: str
    severity: str
    node: etree._Element
    owner: str = ""
    messages: dict[str, str] = field(default_factory=dict)
    finding: str = ""

    @property
    def name(self) -> str:
        """Code and slug, as fixtures are named."""
        return f"{self.code}-{self.slug}" if self.slug else self.code


class Customisation:
    """A compiled ODD; ``source`` is the ODD it was made of, for its prose and groups."""

    def __init__(self, compiled: etree._Element, source: etree._Element | None = None) -> None:
        self.root = compiled
        self.source = source

    @cached_property
    def specs(self) -> dict[tuple[str, str], Spec]:
        """Everything specified, by kind and name."""
        found = {}
        for tag, kind in KINDS.items():
            for node in self.root.iter(T + tag):
                ident = node.get("ident", "")
                if node.get("mode") != "delete":
                    found[kind, ident] = Spec(kind, ident, node.get("module", ""), node)
        return found

    def of(self, kind: str) -> list[Spec]:
        """Return what is specified of one kind, by name."""
        found = [one for (one_kind, _), one in self.specs.items() if one_kind == kind]
        return sorted(found, key=lambda one: (one.ident.lower(), one.ident))

    @cached_property
    def attribute_names(self) -> frozenset[str]:
        """The names of all attributes."""
        return frozenset(one.get("ident", "") for one in self.root.iter(f"{T}attDef"))

    @cached_property
    def groups(self) -> dict[str, list[str]]:
        """The elements of each ``specGrp`` of the source, in its order."""
        if self.source is None:
            return {}
        return {
            group.get(tei.XML_ID, ""): [
                one.get("ident", "") for one in group.iter(f"{T}elementSpec")
            ]
            for group in self.source.iter(f"{T}specGrp")
        }

    @cached_property
    def _own_examples(self) -> set[str]:
        source = self.root if self.source is None else self.source
        return {_words(one) for one in source.iter(f"{EXAMPLES}egXML")}

    def is_own_example(self, node: etree._Element) -> bool:
        """Tell whether an example is the project's, not the TEI's."""
        return tei.local_name(node) == "egXML" and _words(node) in self._own_examples

    @cached_property
    def members(self) -> dict[str, list[Spec]]:
        """The direct members of each class."""
        found: dict[str, list[Spec]] = {}
        for one in self.specs.values():
            for name in one.classes:
                found.setdefault(name, []).append(one)
        return {name: sorted(all_, key=lambda one: one.ident) for name, all_ in found.items()}

    def elements_of(self, name: str, seen: frozenset[str] = frozenset()) -> set[str]:
        """Return the elements of a class and of the classes within it."""
        found: set[str] = set()
        for one in self.members.get(name, []):
            if one.kind == "elem":
                found.add(one.ident)
            elif one.ident not in seen:
                found |= self.elements_of(one.ident, seen | {one.ident})
        return found

    def in_use(self, spec: Spec) -> bool:
        """Tell whether a class, macro or datatype matters: it has members, or is referred to."""
        if spec.kind == "elem":
            return True
        if spec.kind == "class" and not spec.is_attribute_class:
            return bool(self.elements_of(spec.ident))
        if spec.is_attribute_class:
            return bool(self.members.get(spec.ident)) and bool(spec.attributes or spec.inherited)
        return spec.ident in self._referred

    @cached_property
    def _referred(self) -> set[str]:
        tags = [f"{T}macroRef", f"{T}dataRef"]
        return {one.get("key", "") for one in self.root.iter(*tags)}

    @cached_property
    def children(self) -> dict[str, tuple[set[str], bool]]:
        """What each element may contain: elements, and whether text."""
        return {one.ident: self._within(one.content) for one in self.of("elem")}

    @cached_property
    def parents(self) -> dict[str, set[str]]:
        """What may contain each element."""
        found: dict[str, set[str]] = {}
        for parent, (children, _) in self.children.items():
            for child in children:
                found.setdefault(child, set()).add(parent)
        return found

    def _within(
        self, node: etree._Element | None, seen: frozenset[str] = frozenset()
    ) -> tuple[set[str], bool]:
        elements: set[str] = set()
        text = False
        for one in () if node is None else node.iter("{*}*"):
            name, key = tei.local_name(one), one.get("key") or one.get("name") or ""
            if name in ("textNode", "dataRef", "text", "data", "valList"):
                text = True
            elif name == "elementRef" or (name == "ref" and ("elem", key) in self.specs):
                elements |= {key} if ("elem", key) in self.specs else set()
            elif name == "classRef" or (name == "ref" and ("class", key) in self.specs):
                elements |= self._of_class(one, key)
            elif (name in ("macroRef", "ref")) and ("macro", key) in self.specs and key not in seen:
                inner = self._within(self.specs["macro", key].content, seen | {key})
                elements |= inner[0]
                text |= inner[1]
        return elements, text

    def _of_class(self, reference: etree._Element, key: str) -> set[str]:
        found = self.elements_of(key)
        if reference.get("include"):
            return found & set(reference.get("include", "").split())
        return found - set(reference.get("except", "").split())

    @cached_property
    def rules(self) -> list[Rule]:
        """The rules, by code; what defines functions only is none."""
        found = [
            rule
            for node in self.root.iter(f"{T}constraintSpec")
            if (rule := _rule(node)) is not None
        ]
        return sorted(found, key=lambda rule: (rule.code, rule.slug))


def _rule(node: etree._Element) -> Rule | None:
    tests = [one for one in node.iter(f"{SCH}assert", f"{SCH}report") if isinstance(one.tag, str)]
    if not tests:
        return None
    ident = node.get("ident", "")
    coded = re.match(r"([A-Z]+\d+)(?:-(.+))?$", ident)
    owner = next((one.get("ident", "") for one in node.iterancestors(*(T + k for k in KINDS))), "")
    messages = {"en": _sentence(tests[0])}
    for one in node.iter(f"{SCH}diagnostic"):
        messages[one.get(tei.XML_LANG, "en")] = _sentence(one)
    prefix = f"{coded.group(1)} {coded.group(2)}: " if coded else ""
    messages["en"] = messages["en"].removeprefix(prefix)
    return Rule(
        code=coded.group(1) if coded else ident,
        slug=(coded.group(2) or "") if coded else "",
        severity=tests[0].get("role") or tests[0].get("severity") or "error",
        node=node,
        owner=owner,
        messages=messages,
        finding=coded.group(1) if coded else tests[0].get("id") or ident,
    )


def _sentence(element: etree._Element) -> str:
    # What a message works out for each finding is left open on a page.
    parts = [element.text or ""]
    for child in element:
        parts += ["…" if isinstance(child.tag, str) else "", child.tail or ""]
    return " ".join("".join(parts).split())


def said(node: etree._Element, tag: str, language: str) -> etree._Element | None:
    """Return the child that says something in a language; English, or the first, where it lacks."""
    found = node.findall(T + tag)
    for wanted in (language, "en", None):
        for one in found:
            if (one.get(tei.XML_LANG) or "").partition("-")[0] == (wanted or ""):
                return one
    return found[0] if found else None


def all_said(node: etree._Element, tag: str, language: str) -> list[etree._Element]:
    """Return all children of a kind in the language of the first that fits."""
    first = said(node, tag, language)
    if first is None:
        return []
    return [
        one for one in node.findall(T + tag) if one.get(tei.XML_LANG) == first.get(tei.XML_LANG)
    ]


def examples(node: etree._Element) -> Iterator[etree._Element]:
    """Yield the examples directly in a specification."""
    for one in node.iterfind(f"{T}exemplum"):
        yield from one.iter(f"{EXAMPLES}egXML")


def _words(node: etree._Element) -> str:
    """Return what makes an example the same wherever it stands: names, values and text."""
    parts = (
        f"{tei.local_name(one)}{sorted(one.attrib.values())}{one.text}" for one in node.iter("{*}*")
    )
    return "".join("".join(parts).split())
