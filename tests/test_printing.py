"""What a project chooses for its books. In: edition.toml and files of its own. Out: PDFs."""

import io
from dataclasses import fields
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

import editions
from tahqiq import resources, saxon
from tahqiq.building.report import Options
from tahqiq.building.run import build
from tahqiq.choices import printed
from tahqiq.errors import ProjectError
from tahqiq.fidelity import extraction
from tahqiq.printing import pdf
from tahqiq.printing.mends import Mends
from tahqiq.project import find
from tahqiq.verify import verify


def books(folder: Path, table: str, **files: str) -> dict[str, bytes]:
    """Return the PDFs of a small edition of two texts with this table ``[print]``."""
    editions.write(folder)
    second = editions.text(editions.BODY.replace("letter-", "reply-"), "reply")
    (folder / "texts/reply.xml").write_text(second.replace("رسالة", "جواب"), "utf-8")
    (folder / "witnesses/reply.txt").write_text(editions.WITNESSED, "utf-8")
    for name, content in files.items():
        (folder / name.replace("_", ".")).write_text(content, "utf-8")
    (folder / "edition.toml").write_text(f'title = {{ ar = "مراسلات" }}\n[print]\n{table}', "utf-8")
    report = build(find(folder), Options(("pdf",), folder / "build"), lambda _: None)
    assert [str(one) for one in (*report.failures, *report.findings)] == []
    return {path.name: path.read_bytes() for path in (folder / "build/pdf").glob("*.pdf")}


def pages(content: bytes) -> list[str]:
    """Return the text of every page."""
    return list(extraction._pdfium(content))


def _place(name) -> tuple[int, int, int]:
    return name.platformID, name.platEncID, name.langID


def size(content: bytes) -> tuple[int, int]:
    """Return the size of the pages in millimetres."""
    document = pypdfium2.PdfDocument(content)
    width, height = document[0].get_size()
    document.close()
    return round(width / 72 * 25.4), round(height / 72 * 25.4)


def test_a_volume_holds_all_texts_with_one_register(tmp_path: Path) -> None:
    """Both texts stand in it, each with its title, and each place once with all its pages."""
    made = books(tmp_path, 'volume = "all"')
    assert sorted(made) == ["all.pdf", "letter.pdf", "reply.pdf"]
    whole = pages(made["all.pdf"])
    assert "مراسلات" in whole[0]
    register = next(page for page in whole if "السجلات" in page)
    assert (register.count("درنة"), register.count("السودان")) == (1, 1)
    assert "٥" in register
    assert "٧" in register


def test_a_volume_alone_is_enough(tmp_path: Path) -> None:
    """A project may want the volume and no book of each text."""
    assert sorted(books(tmp_path, 'volume = "all"\neach = false')) == ["all.pdf"]


def test_a_volume_carries_its_corpus(tmp_path: Path) -> None:
    """Embedded are a TEI corpus and the plain text of both."""
    embedded = extraction.embedded_files(books(tmp_path, 'volume = "all"')["all.pdf"])
    assert b"<teiCorpus" in embedded["all.xml"]
    assert (
        embedded["all.diplomatic.txt"].decode() == f"{editions.WITNESSED}\n\n{editions.WITNESSED}"
    )


def test_page_and_margins_are_chosen(tmp_path: Path) -> None:
    """Named formats and lengths of one's own set the page."""
    assert size(books(tmp_path / "a", 'page = "a4"')["letter.pdf"]) == (210, 297)
    assert size(books(tmp_path / "b", 'width = "155mm"\nheight = "230mm"')["letter.pdf"]) == (
        155,
        230,
    )


def test_parts_are_chosen(tmp_path: Path) -> None:
    """A book of text alone has one page."""
    assert len(pages(books(tmp_path, 'parts = ["text"]')["letter.pdf"])) == 1


def test_the_head_names_the_paragraph_that_a_page_is_in(tmp_path: Path) -> None:
    """The number stands over every odd page of a long paragraph, not that where it begins alone."""
    words = "كلام طويل " * 2000
    editions.write(tmp_path, f'<p xml:id="letter-p1" n="1">{words}</p>', words)
    (tmp_path / "edition.toml").write_text('[print]\nparts = ["text"]\n', "utf-8")
    build(find(tmp_path), Options(("pdf",), tmp_path / "build", lenient=True), lambda _: None)
    heads = ["الفقرة" in page for page in pages((tmp_path / "build/pdf/letter.pdf").read_bytes())]
    assert len(heads) > 6
    assert heads[2::2] == [True] * len(heads[2::2])


def test_a_style_of_the_project_goes_before_ours(tmp_path: Path) -> None:
    """A Typst file of the project redefines a function, and no file of ours is touched."""
    style = "#let unit(number, body) = line-block[#[¶ ]#body]\n"
    (made, *_) = [
        page
        for page in pages(books(tmp_path, 'style = "own.typ"', own_typ=style)["letter.pdf"])
        if "¶" in page
    ]
    assert made.count("¶") == 2


def test_a_stylesheet_of_the_project_goes_before_ours(tmp_path: Path) -> None:
    """A template of the project finds ours by next-match."""
    own = """<xsl:stylesheet version="3.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
      xmlns:m="https://tahqiq.example/ns/modes" xpath-default-namespace="http://www.tei-c.org/ns/1.0">
      <xsl:template match="placeName" mode="m:print" priority="9" as="text()*">
        <xsl:text>#"†";</xsl:text><xsl:next-match/>
      </xsl:template></xsl:stylesheet>"""
    made = books(tmp_path, 'stylesheet = "own.xsl"', own_xsl=own)
    assert "".join(pages(made["letter.pdf"])).count("†") == 2


def test_fonts_of_the_project_are_used(tmp_path: Path) -> None:
    """A folder of fonts is read, and its family set and named in the colophon."""
    from fontTools.ttLib import TTFont

    from tahqiq import fonts

    own = TTFont(fonts.font_file("Regular"))
    for name in own["name"].names:
        own["name"].setName(str(name).replace("Amiri", "Archive"), name.nameID, *_place(name))
    (tmp_path / "faces").mkdir(parents=True)
    own.save(tmp_path / "faces/own.ttf")
    made = books(tmp_path, 'fonts = "faces"\nfont = "Archive"')["letter.pdf"]
    with pikepdf.open(io.BytesIO(made)) as document:
        names = {
            str(font.BaseFont)
            for page in document.pages
            for font in page.resources.get("/Font", {}).values()
        }
    assert {name.partition("+")[2] for name in names} == {"Archive-Regular"}
    assert "Archive" in "".join(pages(made)[-1:])


def test_apparatus_may_be_english(tmp_path: Path) -> None:
    """Titles, apparatus and register speak the chosen language, the text its own."""
    whole = "\n".join(pages(books(tmp_path, 'language = "en"')["letter.pdf"]))
    assert [word for word in ("received", "Sudan", "Letter", "سافر") if word not in whole] == []


CHOICES = {
    "page": "a4",
    "width": "180mm",
    "height": "230mm",
    "inside": "30mm",
    "outside": "40mm",
    "top": "35mm",
    "bottom": "40mm",
    "text_size": "16pt",
    "note_size": "12pt",
    "line_numbers": 1,
    "parallel": True,
    "facing": True,
    "parts": ["text"],
    "style": "own.typ",
    "font": "None such",
}
# Each has a test of its own above.
SHOWN = {"volume", "each", "fonts", "stylesheet", "language"}


Shown = list[tuple[str, tuple[float, ...]]]


def _set(table: dict[str, object], folder: Path) -> Shown:
    params = printed.read(table, folder / "edition.toml").params()
    source = editions.text().encode()
    typst = saxon.transform(resources.stylesheet("print.xsl"), source, params=params).principal
    document = pypdfium2.PdfDocument(pdf.typeset(typst, text_id="x", tei=source, text=b""))
    found = []
    for page in document:
        text = page.get_textpage()
        boxes = tuple(text.get_charbox(n)[0:2] for n in range(text.count_chars()))
        found.append((text.get_text_range(), (*page.get_size(), *sum(boxes, ()))))
    document.close()
    return found


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> Shown:
    """Return what is shown where nothing is chosen."""
    return _set({}, tmp_path_factory.mktemp("usual"))


@pytest.mark.parametrize("name", CHOICES)
def test_no_choice_is_without_effect(name: str, usual: Shown, tmp_path: Path) -> None:
    """Whatever may stand in the table changes what the pages say, or where."""
    (tmp_path / "own.typ").write_text("#set text(tracking: 1pt)\n", "utf-8")
    assert _set({name: CHOICES[name]}, tmp_path) != usual


def test_every_choice_is_shown_to_have_an_effect() -> None:
    """No name of the table is left without a test of what it does."""
    assert {one.name for one in fields(printed.PrintChoices)} == CHOICES.keys() | SHOWN


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ({"page": "a5"}, "print.page"),
        ({"width": "155"}, "print.width"),
        ({"parts": ["register"]}, "print.parts"),
        ({"style": "none.typ"}, "print.style"),
        ({"line_numbers": -1}, "print.line_numbers"),
        ({"colour": "red"}, "print.colour"),
        ({"parallel": "yes"}, "print.parallel"),
        ({"parallel": True, "facing": True}, "print.facing"),
    ],
)
def test_what_cannot_be_chosen_is_named(table: dict[str, object], said: str) -> None:
    """A wrong value or name is one line that says which and what would do."""
    with pytest.raises(ProjectError, match=said) as caught:
        printed.read(table, Path("edition.toml"))
    assert caught.value.hint


def test_metadata_say_rights_version_and_identifier() -> None:
    """XMP carries rights, licence, version and DOI of the header."""
    stated = (
        "<editionStmt><edition n='1.2'>2</edition></editionStmt><publicationStmt>"
        "<publisher>الدار</publisher><idno type='DOI'>10.5281/zenodo.1</idno>"
        "<availability><licence target='https://creativecommons.org/licenses/by/4.0/'><p>حر</p></licence></availability>"
        "</publicationStmt>"
    )
    source = editions.text().replace("<publicationStmt><p>test</p></publicationStmt>", stated)
    typst = saxon.transform(resources.stylesheet("print.xsl"), source.encode()).principal
    content = pdf.typeset(typst, text_id="letter", tei=source.encode(), text=b"")
    with pikepdf.open(io.BytesIO(content)) as document, document.open_metadata() as metadata:
        assert (
            metadata["dc:rights"],
            metadata["xmpRights:WebStatement"],
            metadata["xmpMM:VersionID"],
            metadata["dc:identifier"],
            metadata["dc:publisher"],
        ) == (
            "حر",
            "https://creativecommons.org/licenses/by/4.0/",
            "1.2",
            "https://doi.org/10.5281/zenodo.1",
            {"الدار"},
        )


def test_faults_near_each_other_are_mended_one_by_one() -> None:
    """A mend moves what follows it, so that of near faults the first is taken, at last all."""
    faults = [{"page": page, "key": str(page), "how": "room"} for page in (3, 4, 40)]
    mends = Mends()
    mends.add(faults, {}, 6, patient=True)
    assert dict(mends.room) == {"3": 1, "40": 1}
    mends.add(faults, {}, 6, patient=False)
    assert dict(mends.room) == {"3": 2, "4": 1, "40": 2}


def test_a_volume_is_proven(tmp_path: Path) -> None:
    """What a volume embeds is each text as built, and its pages give all texts back."""
    books(tmp_path, 'volume = "all"')
    project = find(tmp_path)
    build(project, Options(("tei", "text", "pdf"), tmp_path / "build"), lambda _: None)
    proofs = [one for one in verify(project, tmp_path / "build") if one.file.endswith("all.pdf")]
    assert [str(proof) for proof in proofs if not proof.holds] == []
    assert [proof.claim for proof in proofs][:4] == [
        "embeds the diplomatic text of letter",
        "embeds the diplomatic text of reply",
        "embeds the plain texts as built",
        "its pages give the text back to pdfium",
    ]


def test_a_volume_that_lost_a_text_fails_its_proof(tmp_path: Path) -> None:
    """A volume with the pages of another book does not give its own texts back."""
    books(tmp_path, 'volume = "all"')
    built = tmp_path / "build"
    project = find(tmp_path)
    build(project, Options(("tei", "text", "pdf"), built), lambda _: None)
    (built / "pdf/all.pdf").write_bytes((built / "pdf/letter.pdf").read_bytes())
    failed = [one.claim for one in verify(project, built) if not one.holds]
    assert failed == ["embeds the TEI of its texts"]


def test_a_letter_without_a_font_stops_the_book(tmp_path: Path) -> None:
    """Greek is in a font of Typst's but for its oldest numbers, Syriac in none: the build says what to do."""
    words = "كتب ܫܠܡܐ ثم λόγος 𐆠 \ue425"
    editions.write(tmp_path, f"<p>{words}</p>", words)
    report = build(find(tmp_path), Options(("pdf",), tmp_path / "build"), lambda _: None)
    assert [(one.message, one.hint) for one in report.failures] == [
        (
            "no font has these letters: Greek 𐆠; Syriac ܐ ܠ ܡ ܫ; U+E425",
            "put a font that has them into the folder that [print] fonts names",
        )
    ]
