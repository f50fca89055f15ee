"""What is wrong with the citation of a text.

In: a text that can be cited. Out: findings, each with a code.

======  =========================  =============================================
TQ401   duplicate-reference        two units of a tree have one reference
TQ402   unit-without-value         what is a unit by @match has no value by @use
TQ403   delimiter-in-value         a value holds the delimiter of the level below
TQ404   no-delimiter               a level below another has no delimiter
TQ405   unusable-expression        an XPath of a declaration cannot be used
TQ406   no-such-units              an XPath of a declaration matches nothing
TQ407   tree-without-name          one of several trees cannot be asked for
TQ408   default-unclear            no tree, or more than one, is the default
TQ409   unusable-pattern           a cRefPattern cannot be read as a path
TQ410   several-values             a unit has more than one value
======  =========================  =============================================
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from lxml import etree

from tahqiq.citable.declaration import Tree, is_default
from tahqiq.citable.evaluation import Found
from tahqiq.citable.references import folded
from tahqiq.citable.structure import Structure
from tahqiq.citable.text import CitableText
from tahqiq.citable.units import Unit
from tahqiq.errors import Place, TransformError
from tahqiq.files import read_bytes
from tahqiq.findings import Finding, Message, Rule, Severity, sort_findings
from tahqiq.tei import Locator

Locate = Callable[[etree._Element, str], Place]


_ERROR, _WARNING = Severity.ERROR, Severity.WARNING
_DUPLICATE = Rule(
    "TQ401",
    "duplicate-reference",
    _ERROR,
    Message(
        "the reference {found} leads here, too; first to line {line}",
        "الإحالة {found} تقود إلى هنا أيضًا؛ وتقود أولًا إلى السطر {line}",
    ),
    Message("number the units once each", "رقِّم كل وحدة برقم واحد"),
)
_ALIKE = Rule(
    "TQ401",
    "duplicate-reference",
    _WARNING,
    Message(
        "the reference {found} differs from {other} (line {line}) in the script of its digits only",
        "لا تختلف الإحالة {found} عن {other} (السطر {line}) إلا برسم الأرقام",
    ),
    Message("number the units once each", "رقِّم كل وحدة برقم واحد"),
)
_WITHOUT_VALUE = Rule(
    "TQ402",
    "unit-without-value",
    _ERROR,
    Message(
        "this {kind} cannot be cited: {found} gives nothing",
        "لا يُستشهد بهذه الوحدة ({kind}): {found} لا يعطي شيئًا",
    ),
    Message("give it its number, or narrow @match", "أعطها رقمها، أو ضيِّق match"),
)
_DELIMITER_WITHIN = Rule(
    "TQ403",
    "delimiter-in-value",
    _WARNING,
    Message(
        "the value {found} holds {delim!r}, which parts it from the level below",
        "القيمة {found} فيها «{delim}»، وبها تُفصل عن المستوى الذي تحتها",
    ),
    Message("choose another delimiter, or another value", "اختر فاصلًا آخر أو قيمة أخرى"),
)
_NO_DELIMITER = Rule(
    "TQ404",
    "no-delimiter",
    _WARNING,
    Message(
        "nothing parts {inner} from {outer}: 1 with 12 is written as 11 with 2 is",
        "لا فاصل بين «{inner}» و«{outer}»: فيُكتب 1 ثم 12 كما يُكتب 11 ثم 2",
    ),
    Message("give @delim", "أضف delim"),
)
_UNUSABLE = Rule(
    "TQ405",
    "unusable-expression",
    _ERROR,
    Message("cannot be used: {reason}", "لا يُستعمل: {reason}"),
    Message("mend the XPath", "صحِّح تعبير XPath"),
)
_NO_UNITS = Rule(
    "TQ406",
    "no-such-units",
    _WARNING,
    Message(
        "the text has no {kind}: {found} matches nothing",
        "ليس في النص وحدة كهذه ({kind}): {found} لا يطابق شيئًا",
    ),
    Message("mend the XPath, or leave it out", "صحِّح تعبير XPath أو احذفه"),
)
_NAMELESS = Rule(
    "TQ407",
    "tree-without-name",
    _ERROR,
    Message("a tree that is not the default has no name", "شجرة ليست هي المعتمدة ولا اسم لها"),
    Message("give each refsDecl its own @n", "أعط كل refsDecl سمة n خاصة به"),
)
_NAMESAKE = replace(
    _NAMELESS,
    message=Message("another tree has the name {found}, too", "لشجرة أخرى الاسم {found} أيضًا"),
)
_NO_DEFAULT = Rule(
    "TQ408",
    "default-unclear",
    _WARNING,
    Message("of several trees none is the default", "أشجار إحالة ولا معتمدة بينها"),
    Message("give one refsDecl default='true'", "أعط واحدًا منها default='true'"),
)
_DEFAULTS = replace(
    _NO_DEFAULT,
    severity=_ERROR,
    message=Message("several trees call themselves the default", "أكثر من شجرة هي المعتمدة"),
)
_PATTERN = Rule(
    "TQ409",
    "unusable-pattern",
    _WARNING,
    Message(
        "the pattern {found} is no list of groups that its path takes in their order",
        "النمط {found} ليس مجموعات يأخذها مسارُه على ترتيبها",
    ),
    Message("declare it by citeStructure", "صرِّح به في citeStructure"),
)
_SEVERAL_VALUES = Rule(
    "TQ410",
    "several-values",
    _WARNING,
    Message(
        "{use} gives this {kind} more than one value; it is cited as {found}",
        "{use} يعطي هذه الوحدة أكثر من قيمة؛ والمعتمد {found}",
    ),
    Message("narrow @use", "ضيِّق use"),
)


def findings(text: CitableText, locate: Locate) -> Iterator[Finding]:
    """Yield what is wrong with the declarations of a text and with the units they lead to.

    ``locate`` gives the place of an element, or of an attribute of it where its name is not empty.
    """
    if not text.trees:
        return
    yield from _declared(text, locate)
    try:
        every = {tree.name: text.units(tree.name) for tree in text.trees}
    except TransformError as error:
        element = text.trees[0].element
        yield _UNUSABLE.at(locate(element, ""), reason=error.message)
        return
    for broken in text.evaluated.unusable:
        if broken.structure.element is not None:
            place = _place(broken.structure, broken.attribute, locate)
            yield _UNUSABLE.at(place, reason=broken.reason)
    refused = {id(one.structure) for one in text.evaluated.unusable}
    for tree in text.trees:
        yield from _of_units(every[tree.name], locate)
        used = {id(unit.structure) for unit in every[tree.name]} | {
            id(lost.structure) for other, lost in text.lost if other is tree
        }
        yield from _unmatched(tree, used | refused, locate)
    for _, lost in text.lost:
        if id(lost.structure) not in refused:
            yield _without_value(text, lost, locate)


def of_file(text: CitableText) -> list[Finding]:
    """Return what is wrong with a text that was read from a file, with places in it."""
    locator: Locator | None = None
    numbers = {element: number for number, element in enumerate(text.positions.elements, 1)}

    def locate(element: etree._Element, attribute: str) -> Place:
        nonlocal locator
        locator = locator or Locator(read_bytes(Path(text.file)), text.file)
        step = f"/@Q{{}}{attribute}" if attribute else ""
        return locator.numbered(numbers[element], step)

    return sort_findings(findings(text, locate))


def _declared(text: CitableText, locate: Locate) -> Iterator[Finding]:
    """Yield what is wrong with the declarations themselves."""
    in_order = sorted(text.trees, key=lambda tree: text.positions.starts[tree.element])
    defaults = [tree for tree in in_order if is_default(tree.element)]
    if len(in_order) > 1 and len(defaults) != 1:
        at = defaults[1].element if defaults else in_order[0].element
        yield (_DEFAULTS if defaults else _NO_DEFAULT).at(locate(at, ""))
    names = Counter(tree.name for tree in in_order)
    seen: set[str] = set()
    for tree in in_order:
        repeated = names[tree.name] > 1 and tree.name in seen
        seen.add(tree.name)
        if repeated or (not tree.named and not tree.default):
            rule = _NAMESAKE if repeated else _NAMELESS
            yield rule.at(
                locate(tree.element, "n" if repeated else ""), found=tree.name if repeated else ""
            )
        for element in tree.unusable:
            pattern = element.get("matchPattern", "")
            yield _PATTERN.at(locate(element, "matchPattern"), found=pattern)
        for structure in tree.every():
            for child in structure.children:
                if not child.delim and child.element is not None:
                    yield _NO_DELIMITER.at(
                        locate(child.element, ""), inner=child.name, outer=structure.name
                    )


def _of_units(units: list[Unit], locate: Locate) -> Iterator[Finding]:
    first: dict[str, Unit] = {}
    for unit in units:
        attribute = _attribute(unit)
        twin = first.setdefault(folded(unit.reference), unit)
        if twin is not unit:
            yield _duplicate(unit, twin, attribute, locate)
        if unit.several:
            yield _SEVERAL_VALUES.at(
                locate(unit.element, attribute),
                use=unit.structure.use,
                kind=unit.structure.name,
                found=unit.reference,
            )
        delims = {child.delim for child in unit.structure.children if child.delim}
        inside = sorted(delim for delim in delims if delim in unit.value)
        if inside:
            place = locate(unit.element, attribute)
            yield _DELIMITER_WITHIN.at(place, found=unit.value, delim=inside[0])


def _duplicate(unit: Unit, first: Unit, attribute: str, locate: Locate) -> Finding:
    place, other = locate(unit.element, attribute), locate(first.element, attribute)
    rule = _DUPLICATE if unit.reference == first.reference else _ALIKE
    return rule.at(place, (other,), found=unit.reference, other=first.reference, line=other.line)


def _without_value(text: CitableText, lost: Found, locate: Locate) -> Finding:
    structure = lost.structure
    element = text.positions.elements[lost.number - 1] if lost.number else structure.element
    assert element is not None
    return _WITHOUT_VALUE.at(locate(element, ""), kind=structure.name, found=structure.use)


def _attribute(unit: Unit) -> str:
    """Return the attribute that a unit's value comes from, where it comes from one."""
    use = unit.structure.use.strip()
    name = use.removeprefix("@")
    return name if use.startswith("@") and unit.element.get(name) is not None else ""


def _unmatched(tree: Tree, used: set[int], locate: Locate) -> Iterator[Finding]:
    for structure in tree.every():
        hidden = not structure.citable or structure.element is None
        if not hidden and id(structure) not in used:
            place = _place(structure, "match", locate)
            yield _NO_UNITS.at(place, kind=structure.name, found=structure.match)


def _place(structure: Structure, attribute: str, locate: Locate) -> Place:
    """Return where a structure says something: of an old pattern it is the replacement."""
    element = structure.element
    assert element is not None
    return locate(element, attribute if element.get(attribute) is not None else "")
