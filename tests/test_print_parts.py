"""The parts of a book: where each begins, and what its pages say at head and foot."""

import pytest

import editions
from tahqiq import resources, saxon
from tahqiq.fidelity import extraction
from tahqiq.printing import pdf

NOTE = '<note xml:lang="ar">ورد النص بلا عنوان.</note>'
SOURCE = '<bibl xml:lang="ar">بيان المؤتمر</bibl>'


def pages(notes: int = 1, sources: int = 1, **params: str | bool) -> list[list[str]]:
    """Return the lines of every page of a book with so many general notes and sources."""
    bibliography = f"<listBibl>{SOURCE * sources}</listBibl>"
    head = f"<notesStmt>{NOTE * notes}</notesStmt><sourceDesc>{bibliography}"
    source = editions.text().replace("<sourceDesc>", head).encode()
    typst = saxon.transform(resources.stylesheet("print.xsl"), source, params=params).principal
    content = pdf.typeset(typst, text_id="letter", tei=source, text=b"")
    return [page.split("\r\n") for page in extraction._pdfium(content)]


def test_a_part_of_one_page_has_its_number() -> None:
    """Introduction, text and colophon are numbered, and the pages left empty between them are not."""
    made = pages(parts="introduction text colophon")
    assert [page[-1] for page in made] == ["١", "", "٣", "", "٥"]


@pytest.mark.parametrize(("notes", "length"), [(19, [19]), (21, [21]), (22, [19, 3])])
def test_few_lines_are_not_left_to_a_page_of_their_own(notes: int, length: list[int]) -> None:
    """An introduction that runs over by two lines is set closer; by more, it goes on."""
    made = pages(notes, parts="introduction")
    assert [n for page in made if (n := sum("ورد" in line for line in page))] == length


def test_what_follows_facing_pages_has_no_head_of_theirs() -> None:
    """“As received” stands over the page that shows it, and over no page of the sources."""
    made = pages(sources=60, parts="text sources", facing=True)
    assert [number for number, page in enumerate(made, 1) if page[0] == "كما ورد"] == [3]
    assert sum("بيان" in "".join(page) for page in made) > 1
