"""The clusters that an ActualText speaks for: of a word only its ends may belong to them."""

from __future__ import annotations

from dataclasses import replace

from tahqiq.textlayer import clusters, runs
from tahqiq.textlayer.clusters import Claims
from tahqiq.textlayer.content_stream import Chunk
from tahqiq.textlayer.faces import Face, Widths
from tahqiq.textlayer.glyphs import Cluster
from tahqiq.textlayer.outlines import Drawn

MAP = {1: "ا", 2: "ل", 3: "م", 4: "مً"}


def _chunk(*codes: int, actual: str | None = None) -> Chunk:
    place = (b"1", b"0", b"0", b"-1", b"0", b"0")
    return Chunk(b"0", b"f0", b"14", place, b"", codes, 0.0, True, actual)


def _found(*chunks: Chunk) -> list[tuple[Cluster, set[int]]]:
    found = clusters.found(list(chunks), {b"f0": Claims(MAP)})
    return [(cluster, numbers) for _, cluster, numbers in found]


def test_a_word_without_signs_says_nothing() -> None:
    """A word whose glyphs claim no sign, and that has no ActualText, makes no cluster."""
    assert _found(_chunk(1, 2, 3), _chunk(3, 2)) == []


def test_the_end_of_a_word_belongs_to_the_next_cluster() -> None:
    """A letter at a word's end belongs to the ActualText beside it that says the same."""
    found = _found(_chunk(1, 2, 3), _chunk(2, actual="م"), _chunk(3, 1))
    assert found == [(Cluster((3, 2, 3), "م"), {0, 1, 2})]


def test_a_glyph_that_claims_a_sign_is_a_cluster() -> None:
    """A glyph that claims a letter with its sign is a cluster by itself within its word."""
    assert _found(_chunk(1, 4, 2)) == [(Cluster((4,), "مً"), {0})]


def test_a_run_of_signs_alone_is_drawn() -> None:
    """The letter of a sign may stand in another run: the sign is drawn, and its word is told."""
    shadda = 453
    sign = Face((1, 0), Widths({-1: 0.0}), {shadda: "ّ"}, empties=True, signs=frozenset({shadda}))
    chunk = replace(_chunk(shadda, actual="فَّ"), shown=b"<01C5>")
    drawn: list[Drawn] = []
    written = b"".join(runs.written([chunk], {b"f0": sign}, drawn))
    assert [one.code for one in drawn] == [shadda]
    assert "فَّ".encode("utf-16-be").hex().upper().encode() in written
