"""Schemas that are wide, deep or ambiguous: judged in time, without Python's limits of calls."""

from functools import partialmethod

import pytest

from tahqiq.errors import SchemaError
from tahqiq.relaxng import Schema
from tahqiq.relaxng.states import States

# More than Python's limit of calls.
MANY = 1_100
HALF = MANY // 2


def elements(joint: str, quantity: str = "") -> str:
    """Return the pattern of very many elements that are joined."""
    return joint.join(f"element e{number} {{ empty }}{quantity}" for number in range(MANY))


def document(*numbers: int) -> bytes:
    """Return a document with these elements."""
    return ("<kitab>" + "".join(f"<e{number}/>" for number in numbers) + "</kitab>").encode()


def load(pattern: str) -> Schema:
    """Return a schema whose root holds a pattern."""
    return Schema.load(f"start = element kitab {{ {pattern} }}".encode(), compact=True)


@pytest.mark.parametrize(
    ("pattern", "numbers", "codes"),
    [
        (elements(" & ", "?"), range(MANY - 1, -1, -1), []),
        (elements(" & "), range(1, MANY), ["RNG004"]),
        (elements(", ", "?"), range(0, MANY, 7), []),
        (elements(", "), range(MANY), []),
        ("(" + elements(" | ") + ")*", [5, MANY, 5], ["RNG002"]),
        ("(" * MANY + "element e0 { empty }*" + ")*" * MANY, [0, 0, 0], []),
        (
            "".join(f"(element e{n} {{ empty }} | (element e{n} {{ empty }}, " for n in range(MANY))
            + "empty"
            + "))" * MANY,
            range(MANY),
            [],
        ),
    ],
    ids=["interleave", "incomplete", "options", "group", "choice", "loops", "depth"],
)
def test_a_wide_or_deep_schema_judges(pattern: str, numbers: range, codes: list[str]) -> None:
    """More parts, or deeper ones, than Python can call are compiled and judged like any."""
    found = load(pattern).validate(document(*numbers))
    assert [finding.code for finding in found] == codes


def test_many_attributes_of_one_element_are_judged() -> None:
    """A thousand attributes in any order, each its own."""
    schema = load(", ".join(f"attribute a{number} {{ text }}" for number in range(MANY)))
    written = " ".join(f"a{number}=''" for number in reversed(range(1, MANY)))
    (finding,) = schema.validate(f"<kitab {written}/>".encode())
    assert (finding.code, finding.expected) == ("RNG006", ("a0",))


def test_definitions_that_double_stay_small() -> None:
    """Each definition refers twice to the next, which would make 2^40 parts if written out."""
    chain = " ".join(f"d{number} = d{number + 1}, d{number + 1}?" for number in range(40))
    schema = Schema.load(
        f"start = element kitab {{ d0 }} {chain} d40 = element e {{ empty }}?".encode(),
        compact=True,
    )
    (finding,) = schema.validate(b"<kitab><unknown/></kitab>")
    assert finding.code == "RNG002"


def test_a_name_class_of_very_many_names_is_read() -> None:
    """Thousands of names that an open name class excludes need no recursion."""
    names = "|".join(f"n{number}" for number in range(5 * MANY))
    schema = load(f"element * - ({names}) {{ empty }}")
    assert schema.validate(b"<kitab><other/></kitab>") == []
    assert schema.validate(b"<kitab><n7/></kitab>") != []


def test_states_that_are_forgotten_are_found_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Past the limit everything is forgotten, patterns too, and the verdicts stay the same."""
    made = States.__init__
    monkeypatch.setattr(States, "__init__", partialmethod(made, limit=3))
    schema = load(
        "(" + " & ".join(f"element e{n} {{ text }}?" for n in range(9)) + ")+, attribute n { text }"
    )
    text = "<kitab n=''>" + "".join(f"<e{n * 5 % 9}>نص</e{n * 5 % 9}>" for n in range(300))
    assert schema.validate((text + "</kitab>").encode()) == []
    assert [one.code for one in schema.validate((text + "<e0><x/></e0></kitab>").encode())] == [
        "RNG002"
    ]


def test_an_attribute_of_any_name_may_hold_data() -> None:
    """Only what section 7.3 says is asked of open names; published schemas rely on it."""
    schema = load('attribute * - n { "a" }*')
    assert [one.code for one in schema.validate(b"<kitab x='a' y='b'/>")] == ["RNG007"]


@pytest.mark.parametrize(
    "pattern",
    [
        "element a { attribute id { xsd:ID } } | element a { attribute id { text } }",
        "element a { attribute * { xsd:ID }* }",
        "element * { attribute id { xsd:ID } }",
        "element a { xsd:ID }",
        "element a { attribute id { list { xsd:IDREF } } }",
    ],
)
def test_a_schema_that_contradicts_itself_about_ids_is_refused(pattern: str) -> None:
    """Not compatible with ids (DTD Compatibility 5.2), it is usable only without checks of them."""
    source = f"start = {pattern}".encode()
    with pytest.raises(SchemaError, match=r"DTD Compatibility 5\.2"):
        Schema.load(source, compact=True)
    Schema.load(source, compact=True, check_ids=False)


def test_a_finding_stands_in_the_line_where_its_tag_ends() -> None:
    """A tag over several lines is blamed as Jing does it: at its end; the offset is its start."""
    schema = load("attribute n { text }, element bab { text }")
    text = "<kitab\n   n='١'\n   صفة='x'>\n<bab/>\n<bab\n/></kitab\n >"
    found = schema.validate(text.encode())
    assert [(one.place.line, one.place.column, one.place.offset) for one in found] == [
        (3, 4, 0),
        (6, 1, text.encode().index(b"<bab\n")),
    ]


@pytest.mark.parametrize(
    ("text", "valid"),
    [
        ("#xpath(//p[1])", True),
        ("كتاب/فصل ١.xml", True),
        ("http://[::1]/bab", True),
        ("xpath(//p[1])", False),
        ("http://", False),
        ("mailto:", False),
        ("bab[1].xml#id", False),
    ],
)
def test_an_address_is_judged_as_jing_does(text: str, valid: bool) -> None:
    """Brackets stand in fragments, not in paths; a scheme alone is no address."""
    schema = load("attribute target { xsd:anyURI }")
    assert (schema.validate(f"<kitab target='{text}'/>".encode()) == []) == valid


@pytest.mark.parametrize(
    ("pattern", "document"),
    [
        (
            "list { " + ", ".join(["xsd:int?"] * HALF) + " }",
            b"<kitab>" + b"1 " * HALF + b"</kitab>",
        ),
        (
            "(" * MANY + "element a { empty }?" + ", element b { empty }?)*" * MANY,
            b"<kitab>" + b"<a/><b/><b/><a/>" * 20 + b"</kitab>",
        ),
        (", ".join(["element a { empty }?"] * HALF), b"<kitab>" + b"<a/>" * HALF + b"</kitab>"),
    ],
    ids=["list", "loops", "options"],
)
def test_what_repeats_in_many_ways_is_followed_in_one(pattern: str, document: bytes) -> None:
    """A thousand options of one kind, or loops within loops, are judged, valid and not."""
    schema = load(pattern)
    assert schema.validate(document) == []
    assert schema.validate(document.replace(b"</", b" x<c/></")) != []
