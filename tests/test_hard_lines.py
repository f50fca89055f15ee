"""Lines that go wrong where a typesetter knows too little Arabic. In: a body each. Out: the page.

Pages are compared as pictures with the page of the same line written without what makes it hard:
nothing else shows whether letters join and runs stand in order.
"""

import io
import unicodedata

import pypdfium2
import pytest
from PIL import Image, ImageChops

from editions import text
from tahqiq import resources, saxon
from tahqiq.fidelity import extraction
from tahqiq.printing import pdf

NAME = '<placeName ref="#place-sirte">{}</placeName>'
PLACES = (
    '<standOff><listPlace type="places"><place xml:id="place-sirte">'
    '<placeName type="main" xml:lang="ar">سرت</placeName></place></listPlace></standOff><text'
)

# A line with its markup, and the same line without it.
JOINED = {
    "proclitic before a name": (f"زار و{NAME.format('سرت')} أمس", "زار وسرت أمس"),
    "preposition joined to a name": (f"مر ب{NAME.format('سرت')} أمس", "مر بسرت أمس"),
    "name before a suffix": (f"هذه {NAME.format('مدينت')}نا اليوم", "هذه مدينتنا اليوم"),
    "joining letters at both ends": (f"في ل{NAME.format('لبيت')}ين أمس", "في للبيتين أمس"),
    "letter that does not join": (f"هذه {NAME.format('دار')}نا اليوم", "هذه دارنا اليوم"),
    "vowel before the end": (f"هذه {NAME.format('بيتُ')}نا اليوم", "هذه بيتُنا اليوم"),
    "tags within tags": ("من ك<hi><hi>ت</hi>ا</hi>ب قديم", "من كتاب قديم"),
    "vowelled word": ("<seg>كِتَا</seg>بٌ مُحَقَّقٌ", "كِتَابٌ مُحَقَّقٌ"),
    "line end within a word": ('من كت<lb break="no"/>اب قديم', "من كتاب قديم"),
}

# A line that mixes directions, and the pieces that must stand in this order from the right.
ORDERED = {
    "isolated runs that a comma parts": (
        "وكالتا ANSA، LANA، وغيرهما",
        ["وكالتا", "ANSA", "LANA", "وغيرهما"],
    ),
    "an ISO date": ("بتاريخ 2015-02-16، صباحًا", ["بتاريخ", "2015-02-16", "صبا"]),
    "a Latin run at the start": ("TEI معيار", ["TEI", "معيار"]),
    "a size": ("القطع 215 × 155 مم", ["القطع", "215", "×", "155", "مم"]),
    "years that a hyphen joins": (
        "صدر 1835-1858 و1898-99 هنا",
        ["صدر", "1835", "-", "1858", "1898", "99", "هنا"],
    ),
    "a telephone number": (
        "هاتف +968 2541-0000، وبعد",
        ["هاتف", "968", "2541", "-", "0000", "وبعد"],
    ),
}

# A line, and the line with the isolates written that a typist would have to write.
ISOLATED = {
    "an address": (
        "انظر https://example.org/a-b?c=1، هنا",
        "انظر \u2066https://example.org/a-b?c=1\u2069، هنا",
    ),
    "a shelfmark": ("مخطوط Or. 1234/5 في لندن", "مخطوط \u2066Or. 1234/5\u2069 في لندن"),
    "leaves of a manuscript": ("في ff. 1v–59r هنا", "في \u2066ff. 1v–59r\u2069 هنا"),
    "pages in brackets": ("نسخة (ff. 4–19) هنا", "نسخة (\u2066ff. 4–19\u2069) هنا"),
    "an imprint": ("(Leiden: Brill, 1954–1971)", "(\u2066Leiden: Brill, 1954–1971\u2069)"),
    "a temperature": ("حرارتها 24°C–26°C دائمًا", "حرارتها \u206624°C–26°C\u2069 دائمًا"),
    "a name and a number": ("النسخة BnF Arabe 5847، ق 3", "النسخة \u2066BnF Arabe 5847\u2069، ق 3"),
}


def source(body: str) -> bytes:
    """Return a text with one paragraph and one record."""
    return text(f"<p>{body}</p>").replace("<text", PLACES, 1).encode()


def made(body: str) -> bytes:
    """Return the PDF of a paragraph."""
    typst = saxon.transform(resources.stylesheet("print.xsl"), source(body)).principal
    return pdf.typeset(typst, text_id="letter", tei=b"<TEI/>", text=b"")


def picture(content: bytes) -> Image.Image:
    """Return the page with the text: the third part of the book, after the title pages."""
    document = pypdfium2.PdfDocument(content)
    found = document[4].render(scale=2, grayscale=True).to_pil().copy()
    document.close()
    return found


def unlike(one: Image.Image, other: Image.Image) -> int:
    """Return how many pixels differ by more than a shade.

    Anti-aliasing may do that where a glyph is placed by another sum of widths.
    """
    return sum(ImageChops.difference(one, other).histogram()[96:])


def boxes(content: bytes) -> list[tuple[str, float]]:
    """Return the characters of the page with the text, and where each begins at its left."""
    document = pypdfium2.PdfDocument(content)
    page = document[4].get_textpage()
    found = [(page.get_text_range(i, 1), page.get_charbox(i)[0]) for i in range(page.count_chars())]
    document.close()
    return found


@pytest.mark.parametrize("case", JOINED)
def test_markup_parts_no_letters(case: str) -> None:
    """A word that a tag begins or ends within looks like the word without the tag."""
    marked, bare = JOINED[case]
    # Where a mark stands between two letters that join, they do, but Amiri's choice among the forms
    # of a tooth may be another: 39 pixels here, and 674 where a join is broken.
    assert unlike(picture(made(marked)), picture(made(bare))) < 60


def test_a_sign_of_pause_stands_over_its_word() -> None:
    """A sign that is written behind a space looks as one that is not, and begins no line."""
    spaced, bare = "﴿لَا رَيْبَ ۛ فِيهِ ۛ هُدًى﴾", "﴿لَا رَيْبَۛ فِيهِۛ هُدًى﴾"
    assert unlike(picture(made(spaced)), picture(made(bare))) == 0


def test_the_comparison_sees_a_broken_join() -> None:
    """Letters that are parted by a non-joiner give another picture."""
    assert unlike(picture(made("من كت\u200cاب قديم")), picture(made("من كتاب قديم"))) > 300


@pytest.mark.parametrize("case", ORDERED)
def test_mixed_runs_stand_in_order(case: str) -> None:
    """The pieces of a line with two directions follow each other from the right."""
    body, pieces = ORDERED[case]
    chars = [
        (unicodedata.normalize("NFKC", char), left)
        for char, left in boxes(made(body))
        if char.strip()
    ]
    line = "".join(char for char, _ in chars)
    places = []
    for piece in pieces:
        bare = piece.replace(" ", "")
        start = line.find(bare)
        assert start >= 0, (piece, line)
        places.append(min(left for _, left in chars[start : start + len(bare)]))
    assert places == sorted(places, reverse=True), list(zip(pieces, places, strict=True))


@pytest.mark.parametrize("case", ISOLATED)
def test_a_foreign_run_is_isolated_as_if_written_so(case: str) -> None:
    """A run of Latin script with its marks and digits stands as one piece."""
    line, isolated = ISOLATED[case]
    assert unlike(picture(made(line)), picture(made(isolated))) < 60


@pytest.mark.parametrize("line", [bare for _, bare in JOINED.values()])
def test_a_hard_line_is_read_back(line: str) -> None:
    """No letter of a hard line is lost to pdfium."""
    (measure, *_) = extraction.measure(made(line), line)
    assert measure.wrong == 0


def test_brackets_open_to_the_text() -> None:
    """A bracket and a guillemet in Arabic text are drawn as mirrored: they embrace their words."""
    plain, isolated = (picture(made(body)) for body in ("قال (نعم) ثم", "قال \u2067(نعم)\u2069 ثم"))
    assert unlike(plain, isolated) == 0


def test_text_stays_within_the_measure() -> None:
    """No character sticks out of the measure by more than a tail that is wider than its letter."""
    words = (
        "في السادس عشر من شهر فبراير من عام 2015 شنت القوات الجوية المصرية غارات جوية على مواقع "
    )
    content = made(words * 30)
    document = pypdfium2.PdfDocument(io.BytesIO(content))
    page = document[4]
    width = page.get_width()
    textpage = page.get_textpage()
    lefts, rights = [], []
    for i in range(textpage.count_chars()):
        if textpage.get_text_range(i, 1).strip():
            left, _, right, _ = textpage.get_charbox(i)
            lefts.append(left)
            rights.append(right)
    document.close()
    millimetre = 72 / 25.4
    # The fifth page is on the left of the opening: the inner margin is at its right.
    assert min(lefts) >= 28 * millimetre - 1.5
    assert max(rights) <= width - 21 * millimetre + 1.5
