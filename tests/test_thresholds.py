"""What tahqiq verify asks of a PDF's pages. In: texts of many kinds, and mixed. Out: limits that
each of them reaches, and that the first edition has to reach whole.
"""

import re

import pytest

import editions
import test_extraction
import varied
from tahqiq import extraction, tei, thresholds

BARE = re.compile("[\u064b-\u0652\u0670]")


def _plain(times: int) -> str:
    return BARE.sub("", varied.VOWELLED).replace("xml:id='v", "xml:id='w") * times


# Every other word without its signs; verse among prose; a catalogue within a letter.
MIXED = {
    "half vowelled": re.sub(
        r"(\S+) (\S+)", lambda two: f"{two[1]} {BARE.sub('', two[2])}", varied.VOWELLED
    ),
    "verse in prose": BARE.sub("", varied.VERSE) + "<div>" + _plain(2) + "</div>",
    "vowelled verse in prose": varied.VERSE + "<div>" + _plain(4) + "</div>",
    "table in a letter": "<div>" + varied.LETTER + varied.TABLE + "</div>",
    "catalogue in a letter": varied.CATALOGUE + "<div>" + varied.LETTER + "</div>",
    "notes in a letter": varied.LETTER + varied.NOTES,
}


def _low(body: str) -> list[str]:
    content, expected = test_extraction.made(body)
    asked = thresholds.limits(tei.parse(editions.text(body).encode()))
    return [
        f"{one.extractor}: {one}, {asked[one.extractor]}"
        for one in extraction.measure(content, expected)
        if not one.holds(asked[one.extractor])
    ]


def test_the_first_edition_has_no_excuse() -> None:
    """Of the report 98 and 90 % of the words are asked, and one character of a thousand."""
    asked = thresholds.limits(tei.parse(editions.TEXT))
    assert asked == {
        "pdfium": thresholds.Limits(1.0, 98.0),
        "poppler": thresholds.Limits(1.0, 90.0),
    }


@pytest.mark.parametrize("kind", varied.ALL)
def test_every_kind_of_text_reaches_what_is_asked_of_it(kind: str, pdftotext: object) -> None:
    """A text that is all verse, all vowelled, all notes passes its own proof."""
    assert _low(varied.ALL[kind]) == []


@pytest.mark.parametrize("kind", MIXED)
def test_mixed_texts_reach_what_is_asked_of_them(kind: str, pdftotext: object) -> None:
    """What hinders in a part of a text lowers what is asked by that part."""
    assert _low(MIXED[kind]) == []


def test_what_is_asked_is_never_below_what_the_trials_hold() -> None:
    """No text can sink the limits under the floors of the trial texts, nor raise them over a plain one's."""
    for hindrance in thresholds.HINDRANCES.values():
        for extractor, floor in hindrance.floors.items():
            assert floor.words_in_order <= thresholds.PLAIN[extractor].words_in_order
    kinds = {"vowel signs": "vowelled", "verse": "verse", "notes": "notes", "tables": "table"}
    for name, kind in kinds.items():
        floors = thresholds.HINDRANCES[name].floors
        held = test_extraction.FLOORS[kind]
        assert floors["pdfium"].words_in_order >= min(held[0], 98)
        assert floors["poppler"].words_in_order >= held[1]


def test_a_page_that_lost_its_letters_fails_whatever_the_text() -> None:
    """A vowelled text of which a fifth is missing does not pass."""
    content, _ = test_extraction.made(varied.VOWELLED)
    more = varied.VOWELLED + varied.VOWELLED[: len(varied.VOWELLED) // 3].rpartition("<p")[0]
    asked = thresholds.limits(tei.parse(editions.text(varied.VOWELLED).encode()))
    expected = BARE.sub("", re.sub("<[^>]+>", " ", more))
    assert not any(one.holds(asked[one.extractor]) for one in extraction.measure(content, expected))
