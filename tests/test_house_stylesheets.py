"""The rules of this house for stylesheets and labels. In: ``xslt/``. Out: each rule's breaches."""

from collections import Counter
from pathlib import Path

import pytest
from lxml import etree

XSLT = Path(__file__).resolve().parent.parent / "xslt"
XSL = "{http://www.w3.org/1999/XSL/Transform}"

STYLESHEETS = sorted(XSLT.rglob("*.xsl"))
ENTRIES = sorted(XSLT.glob("*.xsl"))
LOCALES = sorted((XSLT / "locale").glob("*.xml"))


def shown(path: Path) -> str:
    """Return a stylesheet's path in ``xslt/``."""
    return str(path.relative_to(XSLT))


def test_locales_have_the_same_keys() -> None:
    """Every locale labels the same things, each once."""
    keys = {}
    for path in LOCALES:
        counted = Counter(etree.parse(path).xpath("//label/@key"))
        assert [key for key, times in counted.items() if times > 1] == [], path.name
        keys[path.stem] = set(counted)
    everything = set().union(*keys.values())
    assert {lang: everything - own for lang, own in keys.items()} == {lang: set() for lang in keys}


def test_a_locale_knows_its_language_and_direction() -> None:
    """A locale's file is named as its language, and says which way that is written."""
    found = {path.stem: etree.parse(path).getroot().attrib for path in LOCALES}
    lang = "{http://www.w3.org/XML/1998/namespace}lang"
    assert {name: name for name in found} == {name: a[lang] for name, a in found.items()}
    assert {a["dir"] for a in found.values()} <= {"rtl", "ltr"}


@pytest.mark.parametrize("path", STYLESHEETS, ids=shown)
def test_stylesheets_are_typed(path: Path) -> None:
    """Every parameter, variable, function and named template says its type."""
    untyped = [
        f"line {element.sourceline}: {element.tag.removeprefix(XSL)} {element.get('name')}"
        for element in etree.parse(path).iter(
            f"{XSL}param", f"{XSL}variable", f"{XSL}function", f"{XSL}template"
        )
        if element.get("name") and not element.get("as")
    ]
    assert untyped == []


@pytest.mark.parametrize("path", STYLESHEETS, ids=shown)
def test_stylesheets_keep_the_house_rules(path: Path) -> None:
    """A stylesheet is XSLT 3.0, short, opens with a comment, and escapes what it writes."""
    tree = etree.parse(path)
    root = tree.getroot()
    comments = [
        node for node in (root.getprevious(), *root[:1]) if isinstance(node, etree._Comment)
    ]
    assert {
        "version": root.get("version"),
        "disable-output-escaping": tree.xpath("//@disable-output-escaping"),
        "short": len(path.read_text(encoding="utf-8").splitlines()) <= 290,
        "says what goes in and out": bool(comments),
    } == {
        "version": "3.0",
        "disable-output-escaping": [],
        "short": True,
        "says what goes in and out": True,
    }


def included(path: Path, seen: set[Path]) -> set[Path]:
    """Return a stylesheet and everything that it includes or imports."""
    path = path.resolve()
    if path not in seen:
        seen.add(path)
        for element in etree.parse(path).iter(f"{XSL}include", f"{XSL}import"):
            included(path.parent / element.get("href"), seen)
    return seen


@pytest.mark.parametrize("path", ENTRIES, ids=shown)
def test_modes_are_declared(path: Path) -> None:
    """Every mode that an entry applies is declared in one of its files."""
    used, declared = set(), set()
    for part in included(path, set()):
        tree = etree.parse(part)
        declared |= {element.get("name", "#unnamed") for element in tree.iter(f"{XSL}mode")}
        for element in tree.iter(f"{XSL}apply-templates"):
            used |= set((element.get("mode") or "").split())
    assert sorted(used - declared - {"#current", "#default", "#all", "#unnamed"}) == []


@pytest.mark.parametrize("path", ENTRIES, ids=shown)
def test_entries_are_thin(path: Path) -> None:
    """An entry holds parameters and includes: at most 60 lines."""
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 60
