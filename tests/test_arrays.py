"""The arrays that TJ takes: strings by letters and by digits are the same glyphs."""

from __future__ import annotations

import pytest

from tahqiq.textlayer import arrays

ALIF, LAM, OPENING, BACKSLASH = 0x0008, 0x0141, 0x0028, 0x005C


@pytest.mark.parametrize(
    "shown",
    [
        b"<000801410028>",
        rb"(\000\b\001A\000\()",
        rb"(\000\010\001\101\000\050)",
        rb"<0008>(\001A\000\()",
    ],
)
def test_a_string_is_read_however_it_is_written(shown: bytes) -> None:
    """Glyphs are the same by hexadecimal digits, by letters and by escapes, in one string or two."""
    assert arrays.read(shown) == ((ALIF, LAM, OPENING), 0.0)


def test_a_backslash_is_no_escape_of_the_glyph_behind_it() -> None:
    """An escaped backslash is a glyph's second half, and what follows it begins another."""
    assert arrays.read(rb"(\000\\\000\b)") == ((BACKSLASH, ALIF), 0.0)


def test_glyphs_that_are_parentheses_may_stand_in_one_another() -> None:
    """A string has them without escapes where each has its partner, however deep."""
    many = 9
    shown = b"(" + rb"\000(" * many + rb"\000)" * many + b")"
    assert arrays.read(shown) == ((OPENING,) * many + (OPENING + 1,) * many, 0.0)


def test_numbers_take_back_the_way_of_the_pen() -> None:
    """The numbers between the letters of a word are summed."""
    assert arrays.read(b"<0008>-122.5<0141>22<0008>") == ((ALIF, LAM, ALIF), -100.5)


def test_what_is_no_array_is_not_read() -> None:
    """Operators between two strings are no word."""
    assert arrays.read_whole(b"<0008>]TJ 0 Tr[<0141>") is None


def test_strings_by_letters_become_digits_and_numbers_stay() -> None:
    """Where glyphs are looked for among digits, all strings are written by these."""
    assert arrays.hexadecimals(rb"(\000\b)292<0141>") == b"<0008>292<0141>"
