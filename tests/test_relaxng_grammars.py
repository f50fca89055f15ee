"""Random small grammars and random documents, judged by Jing and by us."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from grammars import grammars
from jing import Jing
from tahqiq.errors import SchemaError
from tahqiq.relaxng import Schema


@pytest.fixture(scope="module")
def jing(java: Path, jing_jar: Path, require_module) -> Iterator[Jing]:
    """Start Jing once."""
    require_module("jpype")
    with Jing(jing_jar) as running:
        yield running


def verdict(schema: str, documents: list[str]) -> list[list[int]] | None:
    """Return the lines of our findings on each document, or None for an incorrect schema."""
    try:
        loaded = Schema.load(schema.encode(), compact=True)
    except SchemaError:
        return None
    return [sorted(one.place.line for one in loaded.validate(text.encode())) for text in documents]


@pytest.mark.oracle
@settings(
    max_examples=250, deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(grammars())
def test_the_same_verdict_as_jing(jing: Jing, drawn: tuple[str, list[str]]) -> None:
    """A random grammar is correct, and a random document valid, for both or for neither."""
    schema, documents = drawn
    theirs = jing.judge(schema, documents)
    ours = verdict(schema, documents)
    assert (ours is None) == (theirs is None), schema
    if ours is not None and theirs is not None:
        assert [bool(one) for one in ours] == [bool(one) for one in theirs], (schema, documents)
