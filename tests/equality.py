"""Whether two RELAX NG grammars allow the same: proved element by element, not tried on documents.

In: two grammars in XML syntax (no include, no nested grammars). Out: a line for each difference.
Two elements are equal where their attributes are (as factors, each with its values) and where the
languages of their contents are (by derivatives, walked side by side). An element that a grammar
allows in several forms is compared with each form of that name in the other.
"""

from __future__ import annotations

from collections import deque
from functools import cache
from pathlib import Path

from lxml import etree

RNG = "{http://relaxng.org/ns/structure/1.0}"
Term = tuple[object, ...]
EMPTY: Term = ("empty",)
NONE: Term = ("none",)
WORD: Term = ("data", "token", (("pattern", r"[^\p{C}\p{Z}]+"),), ())
STATES = 4_000


class Grammar:
    """A grammar as terms: what each element allows, by its name."""

    def __init__(self, path: Path) -> None:
        self.root = etree.parse(
            path, etree.XMLParser(remove_comments=True, remove_pis=True)
        ).getroot()
        self.defines: dict[str, list[etree._Element]] = {}
        for one in self.root.iter(RNG + "define"):
            self.defines.setdefault(one.get("name"), []).append(one)
        self.elements: dict[str, dict[Term, None]] = {}
        for one in list(self.root.iter()):
            if not str(one.tag).startswith(RNG):
                one.getparent().remove(one)
        self._refs: dict[str, Term] = {}
        self._waiting: dict[str, tuple[str, list[etree._Element]]] = {}
        starts = [self._all(list(one)) for one in self.root.iter(RNG + "start")]
        self.start = choice(*starts)
        done: set[str] = set()
        while left := self._waiting.keys() - done:
            for key in sorted(left):
                done.add(key)
                name, inner = self._waiting[key]
                self.elements.setdefault(name, {})[self._all(inner)] = None

    def _all(self, parts: list[etree._Element]) -> Term:
        return group(*map(self._term, parts))

    def _ref(self, name: str) -> Term:
        if name not in self._refs:
            self._refs[name] = self._combined(name)
        return self._refs[name]

    def _combined(self, name: str) -> Term:
        found = self.defines.get(name, [])
        if not found:
            return NONE
        combined = [self._all(list(one)) for one in found]
        return choice(*combined) if found[0].get("combine") == "choice" else group(*combined)

    def _term(self, pattern: etree._Element) -> Term:
        kind = pattern.tag.removeprefix(RNG)
        if kind in ("text", "empty"):
            return (kind,)
        if kind == "notAllowed":
            return NONE
        if kind == "ref":
            return self._ref(pattern.get("name"))
        if kind == "element":
            return self._element(pattern)
        if kind == "attribute":
            return self._attribute(pattern)
        if kind in ("value", "data"):
            return self._leaf(pattern, kind)
        return self._composed(kind, list(pattern))

    def _composed(self, kind: str, inner: list[etree._Element]) -> Term:
        if kind in ("choice", "interleave"):
            return (choice if kind == "choice" else interleave)(*map(self._term, inner))
        body = self._all(inner)
        made = {
            "group": body,
            "div": body,
            "list": ("list", body),
            "mixed": interleave(("text",), body),
            "optional": choice(EMPTY, body),
            "zeroOrMore": choice(EMPTY, more(body)),
            "oneOrMore": more(body),
        }
        return made[kind]

    def _attribute(self, pattern: etree._Element) -> Term:
        inner = list(pattern)
        name = pattern.get("name") or class_of(inner.pop(0), "")
        prefix, _, local = name.partition(":")
        if local and prefix in pattern.nsmap:
            name = f"{{{pattern.nsmap[prefix]}}}{local}"
        elif pattern.get("ns"):
            name = f"{{{pattern.get('ns')}}}{name}"
        return ("attribute", name, self._all(inner) if inner else ("text",))

    def _leaf(self, pattern: etree._Element, kind: str) -> Term:
        if kind == "value":
            return ("value", " ".join((pattern.text or "").split()))
        params = tuple(sorted((one.get("name"), one.text) for one in pattern.iter(RNG + "param")))
        excepted = tuple(self._all(list(one)) for one in pattern.findall(RNG + "except"))
        return ("data", pattern.get("type"), params, excepted)

    def _element(self, pattern: etree._Element) -> Term:
        inner = list(pattern)
        namespace = str(pattern.xpath("string((ancestor-or-self::*/@ns)[last()])"))
        name = (
            f"{{{namespace}}}{pattern.get('name').strip()}"
            if pattern.get("name")
            else class_of(inner.pop(0), namespace)
        )
        self._waiting.setdefault(self.root.getroottree().getpath(pattern), (name, inner))
        return ("element", name)


def class_of(names: etree._Element, namespace: str) -> str:
    """Return a name class as text, the same for the same names."""
    kind = str(names.tag).removeprefix(RNG)
    if kind == "name":
        return f"{{{names.get('ns', namespace)}}}{(names.text or '').strip()}"
    inner = sorted({class_of(one, namespace) for one in names})
    if kind == "choice" and len(inner) == 1:
        return inner[0]
    own = names.get("ns", namespace) if kind == "nsName" else ""
    return f"{kind}[{own}{' '.join(inner)}]"


def flat(kind: str, terms: tuple[Term, ...]) -> list[Term]:
    return [one for term in terms for one in (term[1:] if term[0] == kind else (term,))]  # type: ignore[misc]


@cache
def group(*terms: Term) -> Term:
    parts = [one for one in flat("group", terms) if one != EMPTY]
    if NONE in parts:
        return NONE
    return EMPTY if not parts else parts[0] if len(parts) == 1 else ("group", *parts)


@cache
def choice(*terms: Term) -> Term:
    distinct = {one for one in flat("choice", terms) if one != NONE}
    if WORD in distinct:  # a value that the word beside it covers adds nothing
        distinct = {one for one in distinct if one[0] != "value" or " " in str(one[1])}
    parts = sorted(distinct, key=repr)
    return NONE if not parts else parts[0] if len(parts) == 1 else ("choice", *parts)


@cache
def interleave(*terms: Term) -> Term:
    parts = sorted((one for one in flat("interleave", terms) if one != EMPTY), key=repr)
    if NONE in parts:
        return NONE
    return EMPTY if not parts else parts[0] if len(parts) == 1 else ("interleave", *parts)


def more(term: Term) -> Term:
    return term if term in (EMPTY, NONE) or term[0] in ("more", "text") else ("more", term)


@cache
def without_attributes(term: Term) -> Term:
    """Return what a pattern says of content."""
    if term[0] == "attribute":
        return EMPTY
    if term[0] in ("group", "choice", "interleave"):
        return {"group": group, "choice": choice, "interleave": interleave}[str(term[0])](
            *map(without_attributes, term[1:])  # type: ignore[arg-type]
        )
    return more(without_attributes(term[1])) if term[0] == "more" else term  # type: ignore[arg-type]


def attributes(term: Term) -> set[Term]:
    """Return what a pattern says of attributes, as factors that all hold."""
    if term[0] == "group" or term[0] == "interleave":
        return {one for part in term[1:] for one in attributes(part)}  # type: ignore[arg-type]
    if term[0] == "attribute":
        return {term}
    if term[0] == "choice":
        options = {tuple(sorted(attributes(one), key=repr)) for one in term[1:]}  # type: ignore[arg-type]
        return (
            set(next(iter(options)))
            if len(options) == 1
            else {("either", *sorted(options, key=repr))}
        )
    return attributes(term[1]) if term[0] == "more" else set()  # type: ignore[arg-type]


@cache
def nullable(term: Term) -> bool:
    kind = term[0]
    if kind in ("empty", "text"):
        return True
    if kind == "choice":
        return any(map(nullable, term[1:]))  # type: ignore[arg-type]
    if kind in ("group", "interleave"):
        return all(map(nullable, term[1:]))  # type: ignore[arg-type]
    return kind == "more" and nullable(term[1])  # type: ignore[arg-type]


@cache
def symbols(term: Term) -> frozenset[Term]:
    if term[0] in ("choice", "group", "interleave", "more"):
        return frozenset().union(*map(symbols, term[1:]))  # type: ignore[arg-type]
    return frozenset() if term in (EMPTY, NONE) else frozenset({term})


@cache
def derivative(term: Term, symbol: Term) -> Term:
    kind = term[0]
    if kind == "text":
        return term if symbol == term else NONE
    if kind == "choice":
        return choice(*(derivative(one, symbol) for one in term[1:]))  # type: ignore[arg-type]
    if kind == "more":
        return group(derivative(term[1], symbol), choice(EMPTY, term))  # type: ignore[arg-type]
    if kind == "group":
        first, rest = term[1], group(*term[2:])  # type: ignore[arg-type]
        taken = group(derivative(first, symbol), rest)  # type: ignore[arg-type]
        return choice(taken, derivative(rest, symbol)) if nullable(first) else taken  # type: ignore[arg-type]
    if kind == "interleave":
        parts = term[1:]
        return choice(
            *(
                interleave(*parts[:at], derivative(one, symbol), *parts[at + 1 :])  # type: ignore[arg-type]
                for at, one in enumerate(parts)
            )
        )
    return EMPTY if term == symbol else NONE


def short(symbol: Term) -> str:
    return str(symbol[1]).rpartition("}")[2] if symbol[0] == "element" else str(symbol)


def witness(ours: Term, theirs: Term) -> str | None:
    """Return a shortest content that one of two contents allows and the other does not."""
    queue = deque([(ours, theirs, ())])
    seen = {(ours, theirs)}
    while queue:
        left, right, path = queue.popleft()
        if nullable(left) != nullable(right):
            who = "ours" if nullable(left) else "theirs"
            return f"only {who} allows [{' '.join(map(short, path))}]"
        if len(seen) > STATES:
            return "too many states to compare"
        for symbol in sorted(symbols(left) | symbols(right), key=repr):
            pair = derivative(left, symbol), derivative(right, symbol)
            if pair not in seen and pair != (NONE, NONE):
                seen.add(pair)
                queue.append((*pair, (*path, symbol)))
    return None


def attribute_differences(ours: Term, theirs: Term) -> list[str]:
    left, right = attributes(ours), attributes(theirs)
    for one in sorted(left - right, key=repr):
        twin = next((other for other in right - left if same(one, other)), None)
        if twin:
            left, right = left - {one}, right - {twin}
    return [f"only ours: {brief(one)}" for one in sorted(left - right, key=repr)] + [
        f"only theirs: {brief(one)}" for one in sorted(right - left, key=repr)
    ]


def same(ours: Term, theirs: Term) -> bool:
    """Whether two factors allow the same attributes with the same values."""
    if ours == theirs:
        return True
    if ours[0] == "attribute" == theirs[0] and ours[1] == theirs[1]:
        left, right = ours[2], theirs[2]
        if left[0] == "list" == right[0]:  # type: ignore[index]
            left, right = left[1], right[1]  # type: ignore[index]
        return witness(left, right) is None  # type: ignore[arg-type]
    if ours[0] == "either" == theirs[0] and len(ours) == len(theirs):
        return all(
            len(mine) == len(other) and all(map(same, mine, other))  # type: ignore[arg-type]
            for mine, other in zip(ours[1:], theirs[1:], strict=True)
        )
    return False


def brief(term: Term) -> str:
    text = repr(term).replace("('empty',)", "()")
    return text if len(text) < 300 else text[:300] + "…"


def differences(ours: Path, theirs: Path) -> list[str]:
    """Return what two grammars do not agree on."""
    left, right = Grammar(ours), Grammar(theirs)
    found = []
    if (told := witness(left.start, right.start)) is not None:
        found.append(f"start: {told}")
    for name in sorted(left.elements.keys() | right.elements.keys()):
        mine, other = list(left.elements.get(name, ())), list(right.elements.get(name, ()))
        if not mine or not other:
            found.append(f"{short(('element', name))}: only {'ours' if mine else 'theirs'}")
            continue
        for one in mine:
            told_all = [_of_element(one, another) for another in other]
            if all(told_all):
                found += [f"{short(('element', name))}: {told}" for told in told_all[0]]
        for another in other:
            if len(other) > 1 and all(_of_element(one, another) for one in mine):
                found.append(f"{short(('element', name))}: a form of theirs is not ours")
    return found


@cache
def _of_element(ours: Term, theirs: Term) -> list[str]:
    content = witness(without_attributes(ours), without_attributes(theirs))
    return attribute_differences(ours, theirs) + ([content] if content else [])
