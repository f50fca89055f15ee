"""Thousands of faulty pages of the journal, judged by its own schema and by ours of its ODD."""

import pytest

from editions import REPOSITORY, SHARED
from mutants import mutants, seeds
from tahqiq.relaxng import Schema
from test_odd_foreign import JOURNAL, P5SUBSET, ours, theirs, unknown

__all__ = ["ours"]


@pytest.mark.skipif(not P5SUBSET.is_file() or not JOURNAL.is_dir(), reason="../shared is missing")
@pytest.mark.parametrize("seed", range(300, 306))
def test_faulty_issues(ours: Schema, seed: int) -> None:
    """On 600 pieces of the journal with one fault each both schemas have the same verdict."""
    differing = []
    for content in mutants(seeds(SHARED, REPOSITORY)[-4:], 600, seed=seed):
        mine, other = ours.validate(content), theirs().validate(content)
        if bool(mine) != bool(other):
            differing.append((mine or other)[0].message.en)
    assert unknown(differing) == []
