"""Facing pages: the text as read, and beside it as received. In: texts of many kinds. Out: PDFs."""

import re
from pathlib import Path

import pypdfium2

import editions
from tahqiq.building.report import Options
from tahqiq.building.run import build
from tahqiq.project import find
from tahqiq.verify import verify
from test_parallel import made

LONG = "".join(
    f'<p n="{n}" xml:id="l{n}">{"قدم الوالي إلى الثغر، وأمر بعمارة السور، ثم كتب إلى أهل القرى بخبره." * (2 + n % 5)}'
    f" <choice><sic>هاذا</sic><corr>هذا</corr></choice> آخر الفصل{'<note>كذا في الأصل.</note>' * (n % 3)}.</p>"
    for n in range(1, 41)
)


def openings(content: bytes) -> list[tuple[str, str]]:
    """Return what stands on each right-hand page and on the left-hand page that faces it."""
    document = pypdfium2.PdfDocument(content)
    pages = [page.get_textpage().get_text_range() for page in document]
    document.close()
    return list(zip(pages[1::2], pages[2::2], strict=False))


def test_what_was_received_faces_what_is_read() -> None:
    """The correction stands on the right-hand page, the mistake on the page that faces it."""
    found = openings(
        made(
            "<p>قال <choice><sic>المخطوطه</sic><corr>المخطوطة</corr></choice> في خزانة</p>",
            facing=True,
        )
    )
    (pair,) = [(right, left) for right, left in found if "خزانة" in right]
    assert ["المخطوطة" in pair[0], "المخطوطه" in pair[1], "المخطوطة" in pair[1]] == [
        True,
        True,
        False,
    ]


def test_both_pages_of_an_opening_carry_the_same_words() -> None:
    """Over many pages each opening begins and ends both its sides with the same words."""
    # What only one side has is taken away: heads and folios, notes with their markers, and the mistake.
    own = re.compile(r"[()][أ-ي]*[()]|كذا في الأصل\.|في الأصل: .هاذا.|رسالة|كما ورد")
    found = [
        tuple(
            "".join(own.sub("", re.sub("[٠-٩]", "", side)).replace("هاذا", "هذا").split())
            for side in pair
        )
        for pair in openings(made(LONG, facing=True))
        if "الوالي" in pair[0]
    ]
    assert len(found) > 8
    assert [pair for pair in found if pair[0] != pair[1]] == []


def test_an_edition_on_facing_pages_passes_its_own_proof(tmp_path: Path) -> None:
    """With facing = true tahqiq verify measures both states, and finds nothing."""
    editions.write(tmp_path)
    (tmp_path / "edition.toml").write_text("[print]\nfacing = true\n", "utf-8")
    project = find(tmp_path)
    build(project, Options(("tei", "text", "pdf"), tmp_path / "build"), lambda _: None)
    proofs = verify(project, tmp_path / "build")
    assert [str(proof) for proof in proofs if not proof.holds] == []
    assert {"text", "text as received"} <= {
        found.group(1)
        for proof in proofs
        if (found := re.search("pages give the (.*) back to pdfium", proof.claim))
    }


def test_poems_lists_and_tables_go_on_over_openings() -> None:
    """Each is cut between its lines, items or rows, on both sides the same, none left out."""
    body = (
        f"<lg>{''.join(f'<l>بيت {n} آخره</l>' for n in range(100, 140))}</lg>"
        f"<list>{''.join(f'<item>دفتر {n} كامل</item>' for n in range(200, 240))}</list>"
        "<table><row role='label'><cell>السنة</cell></row>"
        f"{''.join(f'<row><cell>سنة {n} تمت</cell></row>' for n in range(300, 360))}</table>"
    )
    found = [
        [re.findall("[1-3][0-9]{2}", side) for side in pair]
        for pair in openings(made(body, facing=True))
        if "رسالة" in pair[0]
    ]
    assert len(found) > 5
    assert [pair for pair in found if pair[0] != pair[1]] == []
    assert [int(number) for pair in found for number in pair[0]] == [
        *range(100, 140),
        *range(200, 240),
        *range(300, 360),
    ]
