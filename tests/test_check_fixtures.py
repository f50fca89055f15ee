"""Every check has a page, a valid and an invalid fixture, and one name everywhere."""

import re
import shutil
from collections import defaultdict
from pathlib import Path

import pytest

import tahqiq
from editions import REPOSITORY

FIXTURES = REPOSITORY / "tests/checks"
PAGE = REPOSITORY / "docs/reference/checks.rst"
SCHEMATRON = REPOSITORY / "docs/reference/schematron.rst"
INVALID = sorted((FIXTURES / "invalid").iterdir())
HEADINGS = ["What it checks", "Why", "Example", "Instead"]


def documented() -> dict[str, list[str]]:
    """Return the headings of each check's section, by its code and name.

    Trees of citation (TQ4) have their fixtures with their own tests.
    """
    parts = re.split(r"^(TQ[02]\d{2} [\w-]+)\n-+$", PAGE.read_text("utf-8"), flags=re.MULTILINE)
    return {
        title.replace(" ", "-"): re.findall(r"^(\w[\w ]+)\n   ", body, flags=re.MULTILINE)
        for title, body in zip(parts[1::2], parts[2::2], strict=True)
    }


@pytest.fixture(scope="module")
def findings(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], set[str]]:
    """Return code and name of each finding, by the kind and the name of its fixture.

    They are judged in a folder of their own: in the checkout they would belong to its edition.
    """
    folder = tmp_path_factory.mktemp("fixtures")
    shutil.copytree(FIXTURES, folder / "checks")
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for one in tahqiq.validate([folder / "checks"]):
        kind, name = Path(one.place.file).relative_to(folder / "checks").parts[:2]
        found[kind, Path(name).stem].add(f"{one.code}-{one.slug}")
    return found


def test_every_check_has_its_fixtures_and_its_page() -> None:
    """The same names stand on the page, among the valid and among the invalid fixtures."""
    names = sorted(documented())
    assert [path.stem for path in INVALID] == names
    assert sorted(path.stem for path in (FIXTURES / "valid").iterdir()) == names


def test_the_sections_share_their_headings() -> None:
    """Each section says what is checked, why, an example, and what to write instead."""
    assert {name: found[:4] for name, found in documented().items()} == dict.fromkeys(
        documented(), HEADINGS
    )


@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.stem)
def test_an_invalid_fixture_has_its_finding_and_no_other(path: Path, findings) -> None:
    """What the fixture is named for is found in it, and nothing else."""
    assert findings["invalid", path.stem] - {"TQ340-no-schema"} == {path.stem}


@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.stem)
def test_its_valid_twin_has_none(path: Path, findings) -> None:
    """The same text, mended, is clean."""
    assert findings["valid", path.stem] == {"TQ340-no-schema"}


def test_every_code_of_the_program_is_documented() -> None:
    """No code stands in the package that the reference does not name."""
    source = "".join(
        path.read_text("utf-8") for path in (REPOSITORY / "scripts/tahqiq").rglob("*.py")
    )
    codes = set(re.findall(r'"((?:TQ(?:0|2|3)|XML0|SCH0)\d\d)"', source))
    known = PAGE.read_text("utf-8") + SCHEMATRON.read_text("utf-8")
    assert sorted(code for code in codes if code not in known) == []
