"""Words in the same order. In: two lists of words. Out: how many the longest order has."""

import random

from tahqiq.fidelity.sequences import in_order


def test_long_texts_match_as_short_ones_do() -> None:
    """Of a long text, parted at words that occur once, all words are found that were left in it."""
    chance = random.Random(7)
    wanted = [
        chance.choice(("قال", "الشيخ", "كتب", "في")) if n % 4 else f"كلمة{n}" for n in range(24000)
    ]
    got = [word for word in wanted if chance.random() > 0.05]
    assert in_order(wanted, got) == len(got)


def test_the_longest_order_counts() -> None:
    """A repeated sentence among notes is no reason to leave out what stands around it."""
    wanted = "ثم سار القوم ثم سار القوم ثم سار القوم".split()
    got = "ثم سار القوم ١ ثم سار ٢ ثم سار القوم ثم سار القوم".split()
    assert in_order(wanted, got) == len(wanted)


def test_words_in_reverse_are_one_in_order() -> None:
    """Of a line in reverse a single word is in its place."""
    assert in_order("خرج المركب من دمياط".split(), "دمياط من المركب خرج".split()) == 1
