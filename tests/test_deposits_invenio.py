"""The draft of a record for InvenioRDM, made from one header."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import cited_editions
from editions import REPOSITORY
from tahqiq.citation.deposits import licence
from tahqiq.citation.targets import Citables
from tahqiq.citation.writing import Choices, cite
from tahqiq.errors import SourceError


@pytest.fixture(scope="module")
def citables(tmp_path_factory: pytest.TempPathFactory) -> Citables:
    """Return an edition whose header says everything."""
    return Citables(cited_editions.write(tmp_path_factory.mktemp("book")))


def draft(citables: Citables, lang: str = "en") -> dict[str, Any]:
    """Return the draft of a record."""
    made = json.loads(cite(citables, "", Choices(format="invenio", lang=lang)))
    assert isinstance(made, dict)
    return made


def metadata(folder: Path, **said: str) -> dict[str, Any]:
    """Return what the draft of an edition says whose header says something else."""
    made = draft(Citables(cited_editions.write(folder, **said)))["metadata"]
    assert isinstance(made, dict)
    return made


@cache
def vocabularies(invenio: Path) -> set[str]:
    """Return every word that InvenioRDM knows."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    known = {
        one["id"]
        for path in invenio.glob("*/fixtures/data/vocabularies/*.yaml")
        for one in yaml.load(path.read_bytes(), loader) or []
        if "id" in one
    }
    licences = invenio.glob("*/fixtures/data/vocabularies/licenses.csv")
    return known | {
        line.split(",")[0] for path in licences for line in path.read_text("utf-8").splitlines()
    }


@pytest.mark.parametrize("lang", ["ar", "en"])
@pytest.mark.parametrize("ours", [False, True], ids=["a book", "the edition of this house"])
def test_the_draft_is_valid(citables: Citables, invenio: Path, lang: str, ours: bool) -> None:
    """The draft keeps InvenioRDM's own JSON schema, and its words are of its vocabularies."""
    from jsonschema import Draft7Validator
    from referencing import Registry, Resource
    from referencing.jsonschema import DRAFT7

    def found(address: str) -> Resource:
        name = address.removeprefix("local://")
        path = next(invenio.glob(f"*/records/jsonschemas/{name}"))
        return Resource(json.loads(path.read_bytes()), DRAFT7)

    record = draft(Citables(REPOSITORY) if ours else citables, lang)
    schema = found("local://records/record-v6.0.0.json").contents
    faults = Draft7Validator(schema, registry=Registry(retrieve=found)).iter_errors(record)
    assert [one.message for one in faults] == []
    said = re.findall(r'"id": "([^"]+)"', json.dumps(record))
    assert sorted(set(said) - vocabularies(invenio)) == []


def test_the_draft_tells_author_from_editor(citables: Citables) -> None:
    """Who wrote the source creates, who edited it contributes, by ORCID where it is known."""
    said = draft(citables)["metadata"]
    creators = [one["person_or_org"]["family_name"] for one in said["creators"]]
    editors = [one["person_or_org"] for one in said["contributors"]]
    assert (said["title"], creators) == ("المقدمة", ["Ibn Khaldun"])
    assert [one["family_name"] for one in editors] == ["Hasan", "Haddad"]
    assert editors[0]["identifiers"][0]["identifier"] == "0000-0002-1825-0097"
    assert (said["rights"], said["languages"]) == (
        [{"id": "cc-by-sa-4.0"}], [{"id": "ara"}],
    )  # fmt: skip


def test_every_licence_that_has_a_name_is_known_there(invenio: Path) -> None:
    """InvenioRDM refuses a draft with a licence that is none of its vocabulary."""
    parts = ("by", "by-nc", "by-sa", "by-nd", "by-nc-sa", "by-nc-nd")
    named = {
        licence(f"https://creativecommons.org/licenses/{part}/{version}/").lower()
        for part in parts
        for version in ("1.0", "2.0", "2.5", "3.0", "4.0")
    }
    assert (len(named), sorted(named - vocabularies(invenio))) == (30, [])


@pytest.mark.parametrize(
    ("date", "published"),
    [
        ('<date when="2025-03-01" when-custom="1446-09-01" calendar="#hijri"/>', "2025-03-01"),
        ('<date when="2025-03"/>', "2025-03"),
        ('<date from="2020" to="2025-03"/>', "2020/2025-03"),
        ('<date when-custom="1446" calendar="#hijri">١٤٤٦</date>', "2024/2025"),
        ("<date>١٤٤٦ هـ</date>", "2024/2025"),
        ("<date>٣٠٠ هـ</date>", "0912/0913"),
    ],
)
def test_a_date_is_as_exact_as_the_header(tmp_path: Path, date: str, published: str) -> None:
    """A day, a month, or from when to when, as EDTF has it: a Hijrī year touches two others."""
    assert metadata(tmp_path, date=date)["publication_date"] == published


def test_a_record_wants_a_date(tmp_path: Path) -> None:
    """InvenioRDM would take the draft, and refuse to publish it."""
    with pytest.raises(SourceError, match="date of publication"):
        metadata(tmp_path, date="")


def test_a_record_wants_somebody(tmp_path: Path) -> None:
    """A header that knows neither author, editor nor translator is told what it lacks."""
    with pytest.raises(SourceError, match="who made it"):
        metadata(tmp_path, people="<author>مجهول</author>")


def test_a_translator_creates_what_nobody_else_is_known_to_have_made(tmp_path: Path) -> None:
    """Of an unknown author's work without an editor; and is not told of twice."""
    people = '<author>مجهول</author><editor role="translator"><persName>ليلى</persName></editor>'
    said = metadata(tmp_path, people=people)
    assert [one["person_or_org"]["family_name"] for one in said["creators"]] == ["ليلى"]
    assert "contributors" not in said


def test_an_abstract_is_html(tmp_path: Path) -> None:
    """Its characters are no tags; without an element InvenioRDM would make tags of them again."""
    abstract = '<abstract><p>أ &lt; "ب" &amp; &lt;b>ج&lt;/b></p></abstract>'
    assert metadata(tmp_path, abstract=abstract)["description"] == (
        '<p>أ &lt; "ب" &amp; &lt;b&gt;ج&lt;/b&gt;</p>'
    )


@pytest.mark.parametrize(
    ("abstract", "words"),
    [
        ("<p>أوله.</p><p>ثانيه.</p><list><item>أ</item><item>ب</item></list>", "أوله. ثانيه. أ ب"),
        ("<p>قبل <list><item>أ</item><item>ب</item></list>، بعد</p>", "قبل أ ب، بعد"),
        ("<list><head>رأس</head><label>١</label><item>أ</item></list>", "رأس ١ أ"),
        ("<p><lg><l>صدر</l><l>عجز</l></lg></p>", "صدر عجز"),
        ("<p>ال<hi>كل</hi>مة<note>ح</note>.</p>", "الكلمة."),
    ],
    ids=["paragraphs", "a list in a sentence", "a list with a head", "verse", "a word"],
)
def test_paragraphs_of_an_abstract_are_words_apart(
    tmp_path: Path, abstract: str, words: str
) -> None:
    """However the header is written, the last word of one and the first of the next are two."""
    said = metadata(tmp_path, abstract=f"<abstract>{abstract}</abstract>")
    assert said["description"] == f"<p>{words}</p>"


def test_an_abstract_of_a_note_alone_is_none(tmp_path: Path) -> None:
    """What the editors say of it is nothing for a record."""
    said = metadata(tmp_path, abstract="<abstract><p><note>لم يُكتب بعد</note></p></abstract>")
    assert "description" not in said


def test_a_romanised_title_is_no_translation(tmp_path: Path) -> None:
    """A title of the same language in other letters is another title, one of another is translated."""
    titles = cited_editions.TITLES + '<title xml:lang="ar-Latn">al-Muqaddima</title>'
    assert [
        (one["title"], one["type"]["id"], one["lang"]["id"])
        for one in metadata(tmp_path, titles=titles)["additional_titles"]
    ] == [
        ("The Introduction", "translated-title", "eng"),
        ("al-Muqaddima", "alternative-title", "ara"),
    ]


def test_a_title_of_no_language_is_no_translation(tmp_path: Path) -> None:
    """Nothing says that it is of another one."""
    titles = '<title xml:lang="ar">المقدمة</title><title>كتاب العبر</title>'
    (title,) = metadata(tmp_path, titles=titles)["additional_titles"]
    assert title == {"title": "كتاب العبر", "type": {"id": "alternative-title"}}


@pytest.mark.parametrize(
    ("tag", "known"),
    [
        ("ota-Latn-x-ijmes", "ota"),
        ("mul", "mul"),
        ("sem", ""),
        ("qaa", ""),
        ("xyz", ""),
        ("x-a", ""),
    ],
)
def test_a_language_that_iso_639_3_does_not_know_is_left_out(
    tmp_path: Path, tag: str, known: str
) -> None:
    """InvenioRDM refuses a draft with a family of languages, or one of private use."""
    titles = f'<title xml:lang="ar">المقدمة</title><title xml:lang="{tag}">Introductio</title>'
    (title,) = metadata(tmp_path, titles=titles)["additional_titles"]
    assert title.get("lang", {}).get("id", "") == known


@pytest.mark.parametrize("address", ["terms.html", "#terms", "urn:x:terms"])
def test_a_licence_without_an_address_has_no_link(tmp_path: Path, address: str) -> None:
    """InvenioRDM takes no other links than those of the web."""
    assert metadata(tmp_path, licence=address)["rights"] == [{"title": {"en": address}}]


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_licence_of_a_country_is_told_by_its_address(tmp_path: Path, scheme: str) -> None:
    """What was ported to the law of a country is another licence than the one without."""
    address = f"{scheme}://creativecommons.org/licenses/by/2.1/jp/"
    (said,) = metadata(tmp_path, licence=address)["rights"]
    assert said == {"title": {"en": address}, "link": address}
