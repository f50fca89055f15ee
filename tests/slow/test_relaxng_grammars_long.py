"""Thousands of random grammars, judged by Jing and by us."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from grammars import grammars
from jing import Jing
from test_relaxng_grammars import verdict


@pytest.mark.oracle
def test_the_same_verdict_as_jing_on_ten_thousand_grammars(java: Path, jing_jar: Path) -> None:
    """No verdict differs, and the lines are the same on nine documents in ten."""
    counts = {"same": 0, "all": 0}
    with Jing(jing_jar) as jing:

        @settings(
            max_examples=10_000,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(grammars())
        def compare(drawn: tuple[str, list[str]]) -> None:
            schema, documents = drawn
            theirs, ours = jing.judge(schema, documents), verdict(schema, documents)
            assert (ours is None) == (theirs is None), schema
            for one, other in zip(ours or [], theirs or [], strict=True):
                assert bool(one) == bool(other), (schema, documents)
                counts["all"] += 1
                counts["same"] += one == other

        compare()
    assert counts["same"] / counts["all"] > 0.9
