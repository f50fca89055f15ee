"""An edition is found as git finds its root."""

from pathlib import Path

import pytest

from editions import write
from tahqiq.errors import ProjectError
from tahqiq.project import find


def test_a_project_is_found_from_a_folder_within(tmp_path: Path) -> None:
    """From a folder deep in the edition its root is found."""
    write(tmp_path)
    assert find(tmp_path / "texts").root == tmp_path


def test_a_project_is_found_in_its_edition_folder(tmp_path: Path) -> None:
    """A repository whose edition/ holds the settings is itself the root."""
    write(tmp_path / "edition")
    assert (find(tmp_path).root, find(tmp_path).home) == (tmp_path, tmp_path / "edition")


def test_a_folder_of_tei_is_an_edition_when_it_is_named(tmp_path: Path) -> None:
    """Files without settings are an edition with the default ones."""
    (tmp_path / "رسالة.xml").write_text("<TEI/>", encoding="utf-8")
    assert [path.name for path in find(tmp_path).texts] == ["رسالة.xml"]


def test_no_edition_says_what_to_do(tmp_path: Path) -> None:
    """Where there is none the error says what to do."""
    with pytest.raises(ProjectError, match="run it inside an edition"):
        find(tmp_path)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ('colour = "red"', "unknown setting 'colour'"),
        ('formats = ["odt"]', "unknown format 'odt'"),
        ("width = true", "'width' must be a int"),
        ("width = ", "not readable as TOML"),
        ('[schema]\nrng = "no.rng"', "there is no schema no.rng"),
    ],
)
def test_settings_that_cannot_be_used_are_named(
    tmp_path: Path, settings: str, message: str
) -> None:
    """Each wrong setting gives one line with its file."""
    write(tmp_path)
    (tmp_path / "edition.toml").write_text(settings, encoding="utf-8")
    with pytest.raises(ProjectError, match=message):
        find(tmp_path)
