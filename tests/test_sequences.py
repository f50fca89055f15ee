"""Words in the same order. In: two lists of words. Out: the stretches that match."""

import random
from difflib import SequenceMatcher

from tahqiq.fidelity.sequences import matching


def test_long_texts_match_as_short_ones_do() -> None:
    """Parted at words that occur once, a long text has as many words in order as difflib finds."""
    chance = random.Random(7)
    wanted = [
        chance.choice(("قال", "الشيخ", "كتب", "في")) if n % 4 else f"كلمة{n}" for n in range(6000)
    ]
    got = [word for word in wanted if chance.random() > 0.05]
    whole = SequenceMatcher(None, wanted, got, autojunk=False).get_matching_blocks()
    found = matching(wanted, got)
    assert sum(size for *_, size in found) >= 0.99 * sum(block.size for block in whole)
    assert all(wanted[a : a + size] == got[b : b + size] for a, b, size in found)


def test_what_stands_twice_is_no_anchor() -> None:
    """Words that occur more than once are compared as they are."""
    assert matching(["نعم"] * 3, ["نعم"] * 2) == [(0, 0, 2)]
