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
from pathlib import Path

from lxml import etree

from tahqiq.citable.declaration import Tree, is_default
from tahqiq.citable.evaluation import Found
from tahqiq.citable.structure import Structure
from tahqiq.citable.text import CitableText
from tahqiq.citable.units import Unit
from tahqiq.errors import Place, TransformError
from tahqiq.files import read_bytes
from tahqiq.findings import Finding, Message, Severity, sort_findings
from tahqiq.tei import Locator

Locate = Callable[[etree._Element, str], Place]


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
        yield _unusable(locate(element, ""), error.message)
        return
    for broken in text.evaluated.unusable:
        if broken.structure.element is not None:
            yield _unusable(_place(broken.structure, broken.attribute, locate), broken.reason)
    refused = {id(one.structure) for one in text.evaluated.unusable}
    for tree in text.trees:
        yield from _of_units(every[tree.name], locate)
        used = {id(unit.structure) for unit in every[tree.name]} | {
            id(lost.structure) for other, lost in text.lost if other is tree
        }
        yield from _unmatched(tree, used | refused, locate)
    for _, lost in text.lost:
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
        yield _default_unclear(locate(at, ""), len(defaults))
    names = Counter(tree.name for tree in in_order)
    seen: set[str] = set()
    for tree in in_order:
        repeated = names[tree.name] > 1 and tree.name in seen
        seen.add(tree.name)
        if repeated or (not tree.named and not tree.default):
            yield _nameless(locate(tree.element, "n" if repeated else ""), tree.name, repeated)
        for element in tree.unusable:
            yield _pattern(locate(element, "matchPattern"), element.get("matchPattern", ""))
        for structure in tree.every():
            for child in structure.children:
                if not child.delim and child.element is not None:
                    yield _no_delimiter(locate(child.element, ""), structure, child)


def _of_units(units: list[Unit], locate: Locate) -> Iterator[Finding]:
    first: dict[str, Unit] = {}
    for unit in units:
        attribute = _attribute(unit)
        if unit.reference in first:
            yield _duplicate(unit, first[unit.reference], attribute, locate)
        first.setdefault(unit.reference, unit)
        if unit.several:
            yield _several_values(locate(unit.element, attribute), unit)
        delims = {child.delim for child in unit.structure.children if child.delim}
        inside = sorted(delim for delim in delims if delim in unit.value)
        if inside:
            yield _delimiter_within(locate(unit.element, attribute), unit, inside[0])


def _attribute(unit: Unit) -> str:
    """Return the attribute that a unit's value comes from, where it comes from one."""
    use = unit.structure.use.strip()
    name = use.removeprefix("@")
    return name if use.startswith("@") and unit.element.get(name) is not None else ""


def _unmatched(tree: Tree, used: set[int], locate: Locate) -> Iterator[Finding]:
    for structure in tree.every():
        hidden = not structure.citable or structure.element is None
        if not hidden and id(structure) not in used:
            yield _no_units(_place(structure, "match", locate), structure)


def _place(structure: Structure, attribute: str, locate: Locate) -> Place:
    """Return where a structure says something: of an old pattern it is the replacement."""
    element = structure.element
    assert element is not None
    return locate(element, attribute if element.get(attribute) is not None else "")


def _duplicate(unit: Unit, first: Unit, attribute: str, locate: Locate) -> Finding:
    other = locate(first.element, attribute)
    return Finding(
        code="TQ401",
        slug="duplicate-reference",
        severity=Severity.ERROR,
        place=locate(unit.element, attribute),
        message=Message(
            f"the reference {unit.reference} leads here, too; first to line {other.line}",
            f"الإحالة {unit.reference} تقود إلى هنا أيضًا؛ وتقود أولًا إلى السطر {other.line}",
        ),
        found=unit.reference,
        hint=Message("number the units once each", "رقِّم كل وحدة برقم واحد"),
        related=(other,),
    )


def _without_value(text: CitableText, lost: Found, locate: Locate) -> Finding:
    structure = lost.structure
    element = text.positions.elements[lost.number - 1] if lost.number else structure.element
    assert element is not None
    kind = structure.kind or "unit"
    return Finding(
        code="TQ402",
        slug="unit-without-value",
        severity=Severity.ERROR,
        place=locate(element, ""),
        message=Message(
            f"this {kind} cannot be cited: {structure.use} gives nothing",
            f"لا يُستشهد بهذه الوحدة ({kind}): {structure.use} لا يعطي شيئًا",
        ),
        found=structure.use,
        hint=Message("give it its number, or narrow @match", "أعطها رقمها، أو ضيِّق match"),
    )


def _delimiter_within(place: Place, unit: Unit, delim: str) -> Finding:
    return Finding(
        code="TQ403",
        slug="delimiter-in-value",
        severity=Severity.WARNING,
        place=place,
        message=Message(
            f"the value {unit.value} holds {delim!r}, which parts it from the level below",
            f"القيمة {unit.value} فيها «{delim}»، وبها تُفصل عن المستوى الذي تحتها",
        ),
        found=unit.value,
        hint=Message("choose another delimiter, or another value", "اختر فاصلًا آخر أو قيمة أخرى"),
    )


def _no_delimiter(place: Place, outer: Structure, inner: Structure) -> Finding:
    return Finding(
        code="TQ404",
        slug="no-delimiter",
        severity=Severity.WARNING,
        place=place,
        message=Message(
            f"nothing parts {inner.kind or 'a unit'} from {outer.kind or 'what it lies in'}:"
            " 1 with 12 is written as 11 with 2 is",
            f"لا فاصل بين {inner.kind or 'الوحدة'} و{outer.kind or 'ما فوقها'}:"
            " فيُكتب 1 ثم 12 كما يُكتب 11 ثم 2",
        ),
        hint=Message("give @delim", "أضف delim"),
    )


def _unusable(place: Place, reason: str) -> Finding:
    return Finding(
        code="TQ405",
        slug="unusable-expression",
        severity=Severity.ERROR,
        place=place,
        message=Message(f"cannot be used: {reason}", f"لا يُستعمل: {reason}"),
        hint=Message("mend the XPath", "صحِّح تعبير XPath"),
    )


def _no_units(place: Place, structure: Structure) -> Finding:
    kind = structure.kind or "unit"
    return Finding(
        code="TQ406",
        slug="no-such-units",
        severity=Severity.WARNING,
        place=place,
        message=Message(
            f"the text has no {kind}: {structure.match} matches nothing",
            f"ليس في النص وحدة كهذه ({kind}): {structure.match} لا يطابق شيئًا",
        ),
        found=structure.match,
        hint=Message("mend the XPath, or leave it out", "صحِّح تعبير XPath أو احذفه"),
    )


def _nameless(place: Place, name: str, repeated: bool) -> Finding:
    said = (
        (f"another tree has the name {name}, too", f"لشجرة أخرى الاسم {name} أيضًا")
        if repeated
        else ("a tree that is not the default has no name", "شجرة ليست هي المعتمدة ولا اسم لها")
    )
    return Finding(
        code="TQ407",
        slug="tree-without-name",
        severity=Severity.ERROR,
        place=place,
        message=Message(*said),
        hint=Message("give each refsDecl its own @n", "أعط كل refsDecl سمة n خاصة به"),
    )


def _default_unclear(place: Place, count: int) -> Finding:
    said = (
        ("several trees call themselves the default", "أكثر من شجرة هي المعتمدة")
        if count
        else ("of several trees none is the default", "أشجار إحالة ولا معتمدة بينها")
    )
    return Finding(
        code="TQ408",
        slug="default-unclear",
        severity=Severity.ERROR if count else Severity.WARNING,
        place=place,
        message=Message(*said),
        hint=Message("give one refsDecl default='true'", "أعط واحدًا منها default='true'"),
    )


def _pattern(place: Place, pattern: str) -> Finding:
    return Finding(
        code="TQ409",
        slug="unusable-pattern",
        severity=Severity.WARNING,
        place=place,
        message=Message(
            f"the pattern {pattern} is no list of groups that its path takes in their order",
            f"النمط {pattern} ليس مجموعات يأخذها مسارُه على ترتيبها",
        ),
        found=pattern,
        hint=Message("declare it by citeStructure", "صرِّح به في citeStructure"),
    )


def _several_values(place: Place, unit: Unit) -> Finding:
    return Finding(
        code="TQ410",
        slug="several-values",
        severity=Severity.WARNING,
        place=place,
        message=Message(
            f"{unit.structure.use} gives this {unit.kind or 'unit'} more than one value;"
            f" it is cited as {unit.reference}",
            f"{unit.structure.use} يعطي هذه الوحدة أكثر من قيمة؛ والمعتمد {unit.reference}",
        ),
        found=unit.reference,
        hint=Message("narrow @use", "ضيِّق use"),
    )
