"""The space at which a right-to-left run ends, written behind its letters.

In: what shows a run, as TJ takes it. Out: the same in two pieces, where its first glyph from the
left is a space before words of another direction. pypdf (``get_display_str``, 6 and 7) adds what
has no direction to the run before it, so that this space stood before the run and its last word was
joined to what follows.
"""

from __future__ import annotations

from tahqiq.textlayer import content_stream


def behind(
    x: bytes, shown: bytes, size: bytes, spaces: frozenset[int], widths: dict[int, float]
) -> list[tuple[bytes, bytes]]:
    """Return the pieces of a run: where each begins, and what shows it.

    A space that takes no room, as at the end of a line, stays where it is.
    """
    # Most runs begin with a letter: these are not taken apart.
    if content_stream.first_glyph(shown) not in spaces:
        return [(x, shown)]
    pieces = content_stream.pieces(shown)
    first = pieces[0]
    if isinstance(first, float):
        return [(x, shown)]
    code, rest = first[0], first[1:]
    way = widths.get(code, widths[-1])
    after = list(pieces[1:])
    if not rest:
        while after and isinstance(after[0], float):
            way -= float(after.pop(0))  # type: ignore[arg-type]
    if way < 1 or not (rest or after):
        return [(x, shown)]
    start = float(x) + way * float(size) / 1000
    letters = ([rest] if rest else []) + after
    return [
        (b"%.4f" % start, b" ".join(map(content_stream.written, letters))),
        (x, b"<%04X>" % code),
    ]
