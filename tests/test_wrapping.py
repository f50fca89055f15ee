"""Lines of a terminal: how wide they are and where they break."""

from hypothesis import given
from hypothesis import strategies as st
from wcwidth import wcswidth

from tahqiq.plaintext.wrapping import cells, wrap

WORDS = st.text(st.sampled_from("بتثجحٰلاًَُِّْ\u0640\u200dA漢1،.«»\u2066\u2069"), min_size=1, max_size=9)
PARAGRAPHS = st.lists(WORDS, min_size=1, max_size=40).map(" ".join)


def test_vowels_take_no_cell() -> None:
    """A fully vowelled word is as wide as its bare letters."""
    assert (cells("ٱلْكِتَٰبُ"), cells("كِتَابًا"), cells("كتابا")) == (5, 5, 5)


def test_a_joiner_takes_no_cell_and_hides_none() -> None:
    """A zero-width joiner after a letter, a non-joiner and isolates are no columns; an emoji is two."""
    assert [cells(word) for word in ("ه\u200dم", "می\u200cروم", "\u2066TEI\u2069", "👩\u200d👧")] == [
        2, 5, 3, 2,
    ]  # fmt: skip


def test_a_vowelled_line_holds_as_many_words_as_a_bare_one() -> None:
    """Marks do not make a line break earlier."""
    vowelled = wrap("قِفَا نَبْكِ مِنْ ذِكْرَى حَبِيبٍ وَمَنْزِلِ", 16)
    assert vowelled == ["قِفَا نَبْكِ مِنْ ذِكْرَى", "حَبِيبٍ وَمَنْزِلِ"]


def test_no_line_begins_with_a_mark() -> None:
    """A sign of pause that stands behind a space stays with its word."""
    assert wrap("لَا رَيْبَ ۛ فِيهِ ۛ هُدًى", 6) == ["لَا", "رَيْبَ ۛ", "فِيهِ ۛ", "هُدًى"]


@given(PARAGRAPHS, st.integers(1, 40))
def test_no_word_is_broken_and_none_lost(text: str, width: int) -> None:
    """Whatever the width, the words of the lines are the words of the paragraph."""
    isolates = {0x2066: None, 0x2069: None}
    words = " ".join(wrap(text, width)).translate(isolates).split()
    assert words == text.translate(isolates).split()


@given(PARAGRAPHS, st.integers(1, 40))
def test_no_line_is_wider_than_asked_unless_one_word_is(text: str, width: int) -> None:
    """A line that is too wide holds one word."""
    wide = [line for line in wrap(text, width) if wcswidth(line) > width]
    assert [line for line in wide if " " in line] == []


def test_an_isolate_is_closed_where_its_line_ends() -> None:
    """A foreign run over two lines is isolated in each."""
    lines = wrap("انظر \u2066TEI Guidelines\u2069 هنا", 10)
    assert lines == ["انظر \u2066TEI\u2069", "\u2066Guidelines\u2069", "هنا"]


def test_a_width_of_nothing_leaves_a_paragraph_whole() -> None:
    """Unwrapped, every space stays."""
    assert wrap("قفا  نبك", 0, first="# ", last="\\") == ["# قفا  نبك\\"]


def test_what_stands_before_a_line_counts() -> None:
    """Indents are within the width."""
    assert wrap("أب تث جح", 6, first="- ", further="  ") == ["- أب", "  تث", "  جح"]
