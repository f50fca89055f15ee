"""Plain text: the reading edition and the diplomatic text."""

import pytest

from editions import BODY, WITNESSED, text
from tahqiq import resources
from tahqiq.saxon import transform


def plain(body: str, **params: str | bool | int) -> str:
    """Return the plain text of a body."""
    return transform(resources.stylesheet("text.xsl"), text(body).encode(), params=params).principal


def test_the_diplomatic_text_is_the_witness() -> None:
    """Nothing but the witness's characters, no final newline."""
    assert plain(BODY, form="diplomatic") == WITNESSED


def test_the_reading_edition_has_numbers_notes_and_corrections() -> None:
    """Paragraphs are numbered, corrections applied, notes numbered and told at the end."""
    lines = plain(BODY).split("\n")
    assert "¶١ سافر إلى درنة ولسودان." in lines
    assert "¶٢ قال إن 21 كتابًا وصلت[١]." in lines
    assert "[١] عددها 21." in lines


def test_an_inline_element_breaks_no_line() -> None:
    """Markup inside a paragraph is no reason for a new line, nor for a space."""
    made = plain("<p>و<hi>ف</hi><hi>ي</hi> <seg>درنة</seg></p>", form="diplomatic")
    assert made == "وفي درنة"


def test_a_foreign_run_is_isolated_in_its_line() -> None:
    """Latin in an Arabic note stands between isolates."""
    made = plain("<p n='1'>نص<note>انظر TEI</note></p>")
    assert "[١] انظر \u2066TEI\u2069" in made.split("\n")


def test_a_note_in_another_language_isolates_what_is_foreign_to_it() -> None:
    """In a French note of an Arabic text the Arabic words stand between isolates, and no French ones."""
    made = plain('<p>نص<note xml:lang="fr">Il lit پ, cf. p. 12.</note></p>')
    assert "[١] Il lit \u2067پ\u2069, cf. p. 12." in made.split("\n")


@pytest.mark.parametrize(
    "run",
    [
        "باء فارسية (پ)",
        "«قال: نعم (كذا) ثم»",
        "(تخليص الإبريز)",
        "كتاب «الأغاني» 3: 12 وما بعدها",
        '"الأهرام"',
        "كتاب (1904 - ١٩٠٥ م. 3)",
    ],
)
def test_brackets_are_of_a_run_together_or_not_at_all(run: str) -> None:
    """In a text that runs from the left an Arabic run holds both brackets of a pair."""
    made = plain(f'<p xml:lang="en">See {run}, p. 3.</p>')
    assert f"See \u2067{run}\u2069, p. 3." in made.split("\n")


def test_a_bracket_alone_is_of_no_run() -> None:
    """One whose other half is foreign stands outside, where it is not mirrored."""
    made = plain('<p xml:lang="en">See (كتاب and باب) of it.</p>')
    assert "See (\u2067كتاب\u2069 and \u2067باب\u2069) of it." in made.split("\n")
