"""CITATION.cff, codemeta.json and the record of DataCite, made from one header."""

import json
import re
import subprocess
from pathlib import Path

import pytest
from lxml import etree

from cited_editions import write
from editions import REPOSITORY
from tahqiq import __version__
from tahqiq.citation import yaml_lines
from tahqiq.citation.deposits import licence
from tahqiq.citation.targets import Citables
from tahqiq.citation.writing import Choices, cite
from tahqiq.errors import SourceError

KERNEL = "{http://datacite.org/schema/kernel-4}"


@pytest.fixture(scope="module")
def citables(tmp_path_factory: pytest.TempPathFactory) -> Citables:
    """Return an edition whose header says everything."""
    return Citables(write(tmp_path_factory.mktemp("book")))


def made(citables: Citables, form: str, lang: str = "en") -> str:
    """Return a citation in a format."""
    return cite(citables, "", Choices(format=form, lang=lang))


@pytest.mark.parametrize(("name", "form"), [("CITATION.cff", "cff"), ("codemeta.json", "codemeta")])
def test_what_is_committed_is_what_the_header_says(name: str, form: str) -> None:
    """The files at the top are made by 'tahqiq cite --lang en -f FORMAT -o FILE'."""
    assert (REPOSITORY / name).read_text("utf-8") == f"{made(Citables(REPOSITORY), form)}\n"


@pytest.mark.oracle
@pytest.mark.parametrize("lang", ["ar", "en"])
def test_cffconvert_accepts_it(
    citables: Citables, cffconvert: Path, tmp_path: Path, lang: str
) -> None:
    """The command cffconvert --validate takes the file of an edition, and the one that is committed."""
    (tmp_path / "CITATION.cff").write_text(made(citables, "cff", lang), "utf-8")
    for path in (tmp_path / "CITATION.cff", REPOSITORY / "CITATION.cff"):
        run = subprocess.run(
            [cffconvert, "--validate", "-i", path], capture_output=True, text=True, check=False
        )
        assert (run.returncode, run.stdout.split("\n")[0]) == (
            0, "Citation metadata are valid according to schema version 1.2.0.",
        )  # fmt: skip


def test_cff_tells_author_from_editor(citables: Citables) -> None:
    """Who wrote the source is an author of the book, who edited it an author of the data."""
    whole, book = made(citables, "cff").split("preferred-citation:")
    assert re.findall("family-names: (.+)", whole) == ["Hasan", "Haddad"]
    assert re.findall("family-names: (.+)", book) == ["Ibn Khaldun", "Hasan", "Haddad"]
    assert re.findall("^(?:version|license|doi): (.+)$", whole, re.MULTILINE) == [
        '"2.1.0"', '"10.5072/tahqiq_1"', '"CC-BY-SA-4.0"',
    ]  # fmt: skip


def test_codemeta_names_edition_and_program(citables: Citables) -> None:
    """The version is the edition's; the program that makes it is required with its own."""
    value = json.loads(made(citables, "codemeta"))
    assert (value["@context"], value["name"], value["version"]) == (
        "https://w3id.org/codemeta/3.0", "The Introduction", "2.1.0",
    )  # fmt: skip
    assert value["softwareRequirements"]["version"] == __version__
    assert [one["familyName"] for one in value["editor"]] == ["Hasan", "Haddad"]
    assert value["editor"][0]["@id"] == "https://orcid.org/0000-0002-1825-0097"


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_datacite_is_valid(citables: Citables, lang: str) -> None:
    """The record keeps DataCite's JSON schema 4.5."""
    from datacite import schema45

    assert schema45.validate(json.loads(made(citables, "datacite", lang)))


def test_datacite_has_two_languages_and_roles(citables: Citables) -> None:
    """The title in its own language first; the author creates, the editors contribute."""
    record = json.loads(made(citables, "datacite"))
    assert record["titles"] == [
        {"title": "المقدمة", "lang": "ar"},
        {"title": "The Introduction", "lang": "en", "titleType": "TranslatedTitle"},
    ]
    assert [one["name"] for one in record["creators"]] == ["Ibn Khaldun, Abd al-Rahman"]
    assert [(one["name"], one["contributorType"]) for one in record["contributors"]] == [
        ("Hasan, Layla M.", "Editor"), ("Haddad, Sami", "Editor"),
    ]  # fmt: skip
    assert (record["version"], record["publicationYear"], record["doi"]) == (
        "2.1.0", "2025", "10.5072/tahqiq_1",
    )  # fmt: skip


def test_datacite_xml_says_what_the_library_says(citables: Citables) -> None:
    """Our XML and that which the library makes of the JSON have the same elements."""
    from datacite import schema45

    record = json.loads(made(citables, "datacite"))
    ours = etree.fromstring(made(citables, "datacite-xml").encode())
    theirs = etree.fromstring(schema45.tostring(record).encode())

    def parts(root: etree._Element) -> set[bytes]:
        for element in root.iter():
            element.text = (element.text or "").strip() or None
            element.tail = None
        found = {etree.tostring(child, method="c14n") for child in root}
        return {one for one in found if b"<identifier " not in one}

    assert parts(ours) == parts(theirs)
    assert ours.findtext(f"{KERNEL}identifier") == "10.5072/tahqiq_1"


def test_datacite_wants_a_year(tmp_path: Path) -> None:
    """A header without a year cannot be deposited, and the error says what to give."""
    with pytest.raises(SourceError, match="year"):
        made(Citables(write(tmp_path, date="")), "datacite")


@pytest.mark.parametrize(
    ("address", "spdx"),
    [
        ("https://creativecommons.org/licenses/by/4.0/", "CC-BY-4.0"),
        ("http://creativecommons.org/licenses/by-nc-sa/3.0/deed.ar", "CC-BY-NC-SA-3.0"),
        ("https://creativecommons.org/licenses/by/4.0/?ref=chooser-v1", "CC-BY-4.0"),
        ("https://creativecommons.org/licenses/by-sa/4.0/legalcode.ar#s3", "CC-BY-SA-4.0"),
        ("https://creativecommons.org/licenses/by-sa/3.0/igo/", ""),
        ("https://creativecommons.org/licenses/by-sa/2.1/jp/deed.ja", ""),
        ("https://creativecommons.org/publicdomain/zero/1.0/", "CC0-1.0"),
        ("https://example.org/terms", ""),
    ],
)
def test_licences_by_their_address(address: str, spdx: str) -> None:
    """A licence is known by where it stands; one that is not known has no identifier.

    What was ported to the law of a country is none of those without one.
    """
    assert licence(address) == spdx


def test_yaml_is_json_where_it_matters() -> None:
    """A string that YAML might take for something else is quoted."""
    made_ = yaml_lines.dump(
        {"a": "yes", "b": "2025-03-01", "c": "عنوان: نص", "d": [{"e": 1, "f": ["gh"]}]}
    )
    assert made_ == (
        'a: "yes"\nb: "2025-03-01"\nc: "عنوان: نص"\nd:\n  - e: 1\n    f:\n      - gh\n'
    )
