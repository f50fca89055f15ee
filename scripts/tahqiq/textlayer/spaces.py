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
    reading = arrays.places(shown)
    first, _, end = next(reading, (0.0, 0, 0))
    if isinstance(first, float) or not first or first[0] not in spaces:
        return [(x, shown)]
    code, rest = first[0], first[1:]
    way = widths.get(code, widths[-1])
    letters = b"<%b>%b" % (arrays.hexadecimal(rest), shown[end:]) if rest else b""
    if not rest:
        for piece, start, _ in reading:
            if not isinstance(piece, float):
                letters = shown[start:]
                break
            way -= piece
    if way < 1 or not letters:
        return [(x, shown)]
    return [(b"%.4f" % (float(x) + way * float(size) / 1000), letters), (x, b"<%04X>" % code)]
