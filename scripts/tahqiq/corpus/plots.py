"""Plots as SVG: bars, columns and a map. In: labels and numbers. Out: markup, drawn here.

Labels are text of the page's language, isolated; a plot of a right-to-left page runs from the
right. Colours are those of the page, so that they follow its light and dark themes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from math import sqrt

from tahqiq import resources, tei
from tahqiq.pages.geography import projected

WIDTH = 720
_ROW = 26
_LABEL = 240
_NUMBER = 90
_HEIGHT = 180
_EDGE = 24


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on the map: its name, where it is, and how large it is drawn."""

    name: str
    latitude: float
    longitude: float
    weight: int


def bars(values: Sequence[tuple[str, int]], title: str, lang: str) -> str:
    """Return a bar for each value, one below the other."""
    largest = max((value for _, value in values), default=0) or 1
    rtl, room = lang == "ar", WIDTH - _LABEL - _NUMBER
    parts = []
    for number, (label, value) in enumerate(values):
        y, width = number * _ROW, max(1.0, value / largest * room)
        x = WIDTH - _LABEL - width if rtl else _LABEL
        beside = x - 8 if rtl else x + width + 8
        parts.append(
            f'<rect x="{x:.1f}" y="{y + 4}" width="{width:.1f}" height="18"/>'
            f"{_text(WIDTH - _LABEL + 8 if rtl else _LABEL - 8, y + 18, _short(label), 'end', rtl)}"
            f"{_text(beside, y + 18, f'{value:,}', 'start', rtl)}"
        )
    return _svg("".join(parts), title, WIDTH, max(1, len(values)) * _ROW)


def _text(x: float, y: float, words: str, anchor: str, rtl: bool) -> str:
    """Return text whose anchor is seen from the direction of the page.

    In SVG ``start`` is where text of its direction starts: at the right for right-to-left.
    """
    direction = "rtl" if rtl else "ltr"
    return (
        f'<text x="{x:.1f}" y="{y}" text-anchor="{anchor}" direction="{direction}">'
        f"{_isolated(words)}</text>"
    )


def _isolated(words: str) -> str:
    """Return text within marks of isolation, whose first strong letter gives its direction."""
    return f"\u2068{escape(words)}\u2069"


def _short(label: str, longest: int = 34) -> str:
    return label if len(label) <= longest else f"{label[: longest - 1]}…"


def columns(values: Sequence[tuple[str, int]], title: str, lang: str) -> str:
    """Return a column for each value, side by side, as a timeline or a histogram."""
    largest = max((value for _, value in values), default=0) or 1
    step = (WIDTH - 2 * _EDGE) / max(1, len(values))
    every = max(1, -(-len(values) // 12))
    parts = []
    for number, (label, value) in enumerate(values):
        place = len(values) - 1 - number if lang == "ar" else number
        height = value / largest * (_HEIGHT - 40)
        x = _EDGE + place * step
        parts.append(
            f'<rect x="{x + step * 0.1:.1f}" y="{_HEIGHT - 20 - height:.1f}" '
            f'width="{step * 0.8:.1f}" height="{height:.1f}">'
            f"<title>{_isolated(label)}: {value:,}</title></rect>"
        )
        if number % every == 0:
            parts.append(_text(x + step / 2, _HEIGHT - 4, label, "middle", lang == "ar"))
    return _svg("".join(parts), title, WIDTH, _HEIGHT)


def chart(spots: Sequence[Spot], title: str) -> str:
    """Return places on the map of the world, cut to where they lie."""
    points = [(spot, *projected(spot.longitude, spot.latitude)) for spot in spots]
    xs, ys = [x for _, x, _ in points], [y for _, _, y in points]
    margin = max(max(xs) - min(xs), max(ys) - min(ys), 200) * 0.15
    left, top = min(xs) - margin, min(ys) - margin
    width, height = max(xs) - min(xs) + 2 * margin, max(ys) - min(ys) + 2 * margin
    largest = max(spot.weight for spot in spots) or 1
    unit = max(width, height) / 100
    countries = "".join(
        f'<path d="{outline}"/>'
        for box, outline in _world()
        if box[0] < left + width and box[2] > left and box[1] < top + height and box[3] > top
    )
    circles = "".join(
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{unit * (0.6 + 2 * sqrt(s.weight / largest)):.1f}">'
        f"<title>{_isolated(s.name)}: {s.weight:,}</title></circle>"
        for s, x, y in points
    )
    return (
        f'<svg class="map" role="img" aria-label="{escape(title)}" '
        f'xmlns="http://www.w3.org/2000/svg" viewBox="{left:.0f} {top:.0f} '
        f'{width:.0f} {height:.0f}"><title>{escape(title)}</title>'
        f'<g class="land" stroke-width="{unit / 6:.2f}">{countries}</g>'
        f'<g class="spots" stroke-width="{unit / 5:.2f}">{circles}</g></svg>'
    )


@cache
def _world() -> tuple[tuple[tuple[float, ...], str], ...]:
    root = tei.parse(resources.root() / "xslt/assets/world.xml").getroot()
    return tuple(
        (tuple(float(one) for one in country.get("box").split()), country.get("d"))
        for country in root.iter("country")
    )


def _svg(parts: str, title: str, width: int, height: int) -> str:
    return (
        f'<svg role="img" aria-label="{escape(title)}" viewBox="0 0 {width} {height}" '
        f'xmlns="http://www.w3.org/2000/svg"><title>{escape(title)}</title>{parts}</svg>'
    )
