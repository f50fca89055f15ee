"""The PDF: claims, embedded files, determinism, and what its pages give back."""

import io

import pikepdf
import pytest

from editions import BODY, text
from tahqiq import resources
from tahqiq.errors import TransformError
from tahqiq.fidelity import extraction
from tahqiq.printing import pdf
from tahqiq.saxon import transform


def made(body: str = BODY, **params: str | bool) -> bytes:
    """Return the PDF of a text with the given body."""
    source = text(body)
    typst = transform(resources.stylesheet("print.xsl"), source.encode(), params=params).principal
    return pdf.typeset(typst, text_id="letter", tei=source.encode(), text="نص".encode())


def test_the_same_text_is_the_same_file() -> None:
    """Two runs give the same bytes."""
    assert made() == made()


def test_the_text_travels_with_its_page() -> None:
    """The TEI and the plain text are embedded as they are, with relation and type."""
    content = made()
    assert extraction.embedded_files(content) == {
        "letter.xml": text().encode(),
        "letter.diplomatic.txt": "نص".encode(),
    }
    with pikepdf.open(io.BytesIO(content)) as document:
        relations = {str(one.F): str(one.AFRelationship) for one in document.Root.AF}
    assert relations == {"letter.xml": "/Source", "letter.diplomatic.txt": "/Alternative"}


def test_the_file_claims_archive_and_accessibility() -> None:
    """The metadata name PDF/A-3a and PDF/UA-1; the document is Arabic, tagged, right to left."""
    with pikepdf.open(io.BytesIO(made())) as document:
        root = document.Root
        metadata = bytes(root.Metadata.read_bytes()).decode()
        assert "<pdfaid:part>3</pdfaid:part>" in metadata
        assert "<pdfaid:conformance>A</pdfaid:conformance>" in metadata
        assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
        assert (str(root.Lang), bool(root.MarkInfo.Marked)) == ("ar", True)
        assert str(root.ViewerPreferences.Direction) == "/R2L"


def test_no_join_is_broken_by_markup() -> None:
    """A word that a tag begins or ends within is one word to a reader of the page."""
    content = made("<p>ذهبت ب<placeName>سفينة</placeName> إلى <placeName>درنة</placeName>هم</p>")
    (measure, *_) = extraction.measure(content, "ذهبت بسفينة إلى درنةهم")
    assert (measure.wrong, measure.words_in_order) == (0, 100.0)


def test_text_that_looks_like_typst_stays_text() -> None:
    """Typst's own marks in a text are printed and not obeyed."""
    source = '#panic("x") *نجم* $y$ \\ "علامة"'
    content = made(f"<p>{source}</p>")
    assert "panic" in "\n".join(extraction._pdfium(content))


def test_a_document_that_typst_refuses_is_one_line() -> None:
    """What Typst refuses comes as one line."""
    with pytest.raises(TransformError, match="Typst: "):
        pdf.typeset("#nothing", text_id="x", tei=b"", text=b"")


def test_merging_the_words_of_a_line_changes_no_pixel() -> None:
    """The pages look the same, and pypdf reads their words in order."""
    import pypdf

    body = "<p n='1'>في السادس عشر من شهر فبراير شنت القوات الجوية غارات على مواقع</p>"
    content = made(body)
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    words = " ".join(" ".join(page.extract_text() for page in pages).split())
    assert "السادس عشر من شهر فبراير" in words


def test_a_file_name_is_no_code() -> None:
    """A text whose file has a quotation mark in its name is embedded by that name."""
    content = pdf.typeset(
        '#set document(title: "x", date: datetime(year: 2026, month: 1, day: 1))\nنص',
        text_id='رسالة "أ"',
        tei=b"<TEI/>",
        text=b"",
    )
    assert set(extraction.embedded_files(content)) == {'رسالة "أ".xml', 'رسالة "أ".diplomatic.txt'}
