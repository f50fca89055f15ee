"""The space at which a right-to-left run ends, written behind its letters.

In: what shows a run, as TJ takes it. Out: the same in two pieces, where its first glyph from the
left is a space before words of another direction. pypdf (``get_display_str``, 6 and 7) adds what
has no direction to the run before it, so that this space stood before the run and its last word was
joined to what follows.
"""

from __future__ import annotations

from tahqiq.textlayer import arrays


def behind(
    x: bytes, shown: bytes, size: bytes, spaces: frozenset[int], widths: dict[int, float]
) -> list[tuple[bytes, bytes]]:
    """Return the pieces of a run: where each begins, and what shows it.

    A space that takes no room, as at the end of a line, stays where it is.
    """
    # Most runs begin with a letter, or with the space at a line's end: the rest is not taken apart.
    reading = arrays.pieces(shown)
    first = next(reading, 0.0)
    if isinstance(first, float) or not first or first[0] not in spaces:
        return [(x, shown)]
    code, rest = first[0], first[1:]
    way = widths.get(code, widths[-1])
    after = next(reading, None)
    while not rest and isinstance(after, float):
        way -= after
        after = next(reading, None)
    if way < 1 or not (rest or after is not None):
        return [(x, shown)]
    start = float(x) + way * float(size) / 1000
    letters = [*([rest] if rest else []), *([] if after is None else [after]), *reading]
    return [
        (b"%.4f" % start, b" ".join(map(arrays.written, letters))),
        (x, b"<%04X>" % code),
    ]
