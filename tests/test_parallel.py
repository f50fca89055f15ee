"""Both states of a text, in two columns. In: texts of many kinds. Out: PDFs; what facing pages must do too."""

import io
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

import editions
import varied
from tahqiq import fidelity, resources, saxon, tei
from tahqiq.building.report import Options
from tahqiq.building.run import build
from tahqiq.fidelity import extraction
from tahqiq.printing import pdf
from tahqiq.project import find
from tahqiq.verify import verify
from test_notes_on_page import links


def made(body: str, **params: str | bool) -> bytes:
    """Return the PDF in two columns of a text with this body."""
    source = editions.text(body)
    typst = saxon.transform(
        resources.stylesheet("print.xsl"), source.encode(), params=params or {"parallel": True}
    ).principal
    return pdf.typeset(typst, text_id="letter", tei=source.encode(), text=b"")


def places(content: bytes, words: str) -> list[tuple[int, float, float]]:
    """Return page, distance from the left in parts of the page, and height, of some words."""
    found = []
    document = pypdfium2.PdfDocument(content)
    for number, page in enumerate(document, 1):
        text = page.get_textpage()
        search = text.search(words)
        while at := search.get_next():
            left, bottom, *_ = text.get_charbox(at[0])
            found.append((number, left / page.get_size()[0], bottom))
    document.close()
    return found


def test_what_is_read_stands_right_of_what_was_received() -> None:
    """The correction stands in the right column, the mistake at the same height in the left."""
    content = made("<p>قال <choice><sic>المخطوطه</sic><corr>المخطوطة</corr></choice> في خزانة</p>")
    ((page, right, level),) = places(content, "المخطوطة")
    (beside, left, height) = next(one for one in places(content, "المخطوطه") if one[1] < 0.5)
    assert right > 0.5 > left
    assert (page, round(level)) == (beside, round(height))


def test_the_reading_column_alone_has_notes() -> None:
    """Markers, notes and apparatus stand on the right; what was supplied is not on the left."""
    content = made(editions.BODY)
    assert [one for one in places(content, "(") if one[1] < 0.5] == []
    assert [x > 0.5 for _, x, _ in places(content, "عددها")] == [True]
    assert [x > 0.5 for _, x, _ in places(content, "وصلت")] == [True, False]


def test_a_blind_reader_hears_what_is_read_before_what_was_received() -> None:
    """Block by block the text as read comes first in the order of the file, then as received."""
    content = made(
        "<p>أول <choice><sic>ليل</sic><corr>نهار</corr></choice></p>"
        "<p>ثاني <choice><sic>شتاء</sic><corr>صيف</corr></choice></p>"
    )
    page = next(text for text in extraction._pdfium(content) if "ثاني" in text)
    order = [page.index(word) for word in ("نهار", "ليل", "صيف", "شتاء")]
    assert order == sorted(order)


def test_a_heading_is_one_heading() -> None:
    """The outline names each heading once and without its notes; beside it stands what was received."""
    content = made(
        "<div><head>باب <supplied>السفر</supplied><note>زيد.</note></head><p>نص</p></div>"
    )
    with pikepdf.open(io.BytesIO(content)) as document, document.open_outline() as outline:
        titles = [one.title for top in outline.root for one in (top, *top.children)]
    assert [title for title in titles if "باب" in title] == ["باب السفر"]


@pytest.mark.parametrize("layout", ["parallel", "facing"])
@pytest.mark.parametrize("kind", varied.ALL)
def test_both_states_of_every_kind_of_text_are_there(kind: str, layout: str) -> None:
    """Verse, tables, lists, letters: no letter of either state is lost, in columns or on facing pages."""
    body = varied.ALL[kind]
    content = made(body, **{layout: True})
    tree = tei.parse(editions.text(body).encode())
    for reading in (True, False):
        expected = fidelity.of_tei(tree, kind, reading=reading).text
        (found, *_) = extraction.measure(content, expected)
        assert found.wrong * 1000 <= 20 * found.characters, f"reading={reading}: {found}"


@pytest.mark.parametrize("layout", ["parallel", "facing"])
@pytest.mark.parametrize("form", ["book", "a4", "screen"])
def test_every_note_of_both_states_stands_below_its_marker(
    report: Callable[..., bytes], form: str, layout: str
) -> None:
    """Rows break over pages, and no note comes on a page before its marker or after it."""
    found = links(report(**{"page-format": form, layout: True}))
    assert len(found) > 80
    assert [(start, end) for start, end in found if end > start] == []


def test_an_edition_in_two_columns_passes_its_own_proof(tmp_path: Path) -> None:
    """With parallel = true the page lies on its side, and tahqiq verify finds nothing."""
    editions.write(tmp_path)
    (tmp_path / "edition.toml").write_text("[print]\nparallel = true\n", "utf-8")
    project = find(tmp_path)
    build(project, Options(("tei", "text", "pdf"), tmp_path / "build"), lambda _: None)
    proofs = verify(project, tmp_path / "build")
    assert [str(proof) for proof in proofs if not proof.holds] == []
    document = pypdfium2.PdfDocument(tmp_path / "build/pdf/letter.pdf")
    width, height = document[0].get_size()
    document.close()
    assert width > height
