"""Plots as HTML and SVG: bars, shares, columns, points and a map. In: numbers. Out: markup.

Bars and columns are boxes of the page, which read well on a phone, too. A plot of a right-to-left
page runs from the right. Colours are those of the page, so that they follow its themes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from math import floor, log10, sqrt

from tahqiq import resources, tei
from tahqiq.pages.geography import projected

_LABELS = 10
_NAMED = 10
_WIDTH, _HEIGHT, _EDGE = 720, 340, 46


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on the map: its name, where it is, and how large it is drawn."""

    name: str
    latitude: float
    longitude: float
    weight: int


@dataclass(frozen=True, slots=True)
class Point:
    """As many documents as have that many words and findings, or one with its name."""

    words: float
    findings: float
    count: int
    name: str = ""


def bar(value: int, largest: int) -> str:
    """Return a number with a bar before it, for a cell of a table."""
    width = 100 * value / largest if largest else 0
    return (
        f'<span class="bar" style="--signs:{len(f"{largest:,}")}">'
        f'<i style="inline-size:{width:.1f}%"></i></span><bdi>{value:,}</bdi>'
    )


def shares(values: Sequence[tuple[str, str, int]], title: str) -> str:
    """Return one bar of several parts; each has a class, a label and a number."""
    whole = sum(value for _, _, value in values) or 1
    lang = "ar" if any("\u0600" <= letter <= "\u06ff" for letter in title) else "en"
    label = f"{title}: {listed((f'{name} {value:,}' for _, name, value in values), lang)}"
    parts = "".join(
        f'<i class="{kind}" style="inline-size:{100 * value / whole:.2f}%" '
        f'title="{escape(name)}: {value:,}"></i>'
        for kind, name, value in values
    )
    return f'<div class="shares" role="img" aria-label="{escape(label)}">{parts}</div>'


def columns(values: Sequence[tuple[str, int]], title: str) -> str:
    """Return a column for each value, side by side, as a timeline or a histogram."""
    largest = max((value for _, value in values), default=0) or 1
    every = max(1, -(-len(values) // _LABELS))
    parts = []
    for number, (label, value) in enumerate(values):
        is_named = number % every == 0
        crowded = " class='other'" if is_named and (number // every) % 2 else ""
        name = f"<span{crowded}>{isolated(label)}</span>" if is_named else ""
        height = max(100 * value / largest, 1 if value else 0)
        parts.append(
            f'<div title="{escape(label)}: {value:,}"><i style="block-size:{height:.1f}%"></i>'
            f"{name}</div>"
        )
    return (
        f'<div class="columns" role="img" aria-label="{escape(title)}" '
        f"style=\"--most:'{largest:,}'\">{''.join(parts)}</div>"
    )


def listed(words: Iterable[str], lang: str) -> str:
    """Return words as a list, with the comma of a language."""
    return ("، " if lang == "ar" else ", ").join(words)


def isolated(words: str) -> str:
    """Return text within marks of isolation, whose first strong letter gives its direction."""
    return f"\u2068{escape(words)}\u2069"


def scatter(points: Sequence[Point], title: str, axes: tuple[str, str], lang: str) -> str:
    """Return documents by their words and findings, on scales of powers of ten."""
    field = _Field(points, is_rtl=lang == "ar")
    most = max((point.count for point in points), default=1)
    dots = "".join(
        f'<circle cx="{field.x(p.words):.1f}" cy="{field.y(p.findings):.1f}" '
        f'r="{3 + 15 * sqrt(p.count / most) if not p.name else 5:.1f}"'
        f"{' class=named' if p.name else ''}>"
        f"<title>{isolated(p.name) if p.name else f'{p.count:,}'}</title></circle>"
        for p in points
    )
    return (
        f'<svg class="scatter" role="img" aria-label="{escape(title)}" '
        f'viewBox="0 0 {_WIDTH} {_HEIGHT}" xmlns="http://www.w3.org/2000/svg">'
        f"<title>{escape(title)}</title><g class='axes'>{field.axes(*axes)}</g>{dots}</svg>"
    )


class _Field:
    """Where words and findings lie in a plot of points."""

    def __init__(self, points: Sequence[Point], *, is_rtl: bool) -> None:
        words = [max(point.words, 1) for point in points] or [1]
        self._low = floor(log10(min(words)))
        self._high = max(log10(max(words)) * 1.02, self._low + 1)
        self._top = max((point.findings for point in points), default=0)
        self._is_rtl = is_rtl

    def x(self, words: float) -> float:
        """Return where a number of words lies."""
        share = (log10(max(words, 1)) - self._low) / (self._high - self._low)
        return _EDGE + (_WIDTH - 2 * _EDGE) * (1 - share if self._is_rtl else share)

    def y(self, findings: float) -> float:
        """Return where a number of findings lies."""
        share = log10(findings + 1) / log10(max(self._top, 9) + 1)
        return _HEIGHT - _EDGE - (_HEIGHT - 2 * _EDGE) * share

    def axes(self, along: str, up: str) -> str:
        """Return lines at the powers of ten with their numbers, and what they count."""
        made = ""
        for n in range(self._low, floor(self._high) + 1):
            x = self.x(10**n)
            made += (
                f'<path d="M{x:.0f} {_EDGE} V{_HEIGHT - _EDGE}"/><text x="{x:.0f}" '
                f'y="{_HEIGHT - _EDGE + 18}" text-anchor="middle">{10**n:,}</text>'
            )
        side, anchor = (_WIDTH - _EDGE + 6, "start") if self._is_rtl else (_EDGE - 6, "end")
        for n in [0, *(10**n for n in range(floor(log10(max(self._top, 1))) + 1))]:
            y = self.y(n)
            made += (
                f'<path d="M{_EDGE} {y:.0f} H{_WIDTH - _EDGE}"/>'
                f'<text x="{side}" y="{y + 4:.0f}" text-anchor="{anchor}">{n:,}</text>'
            )
        edge, direction = (_WIDTH - 4, "rtl") if self._is_rtl else (4, "ltr")
        return (
            f'{made}<text x="{_WIDTH / 2}" y="{_HEIGHT - 6}" text-anchor="middle">'
            f'{isolated(along)}</text><text x="{edge}" y="16" direction="{direction}">'
            f"{isolated(up)}</text>"
        )


def chart(spots: Sequence[Spot], title: str) -> str:
    """Return places on the map of the world, cut to where they lie; the greatest have names."""
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
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{_radius(s, largest, unit):.1f}">'
        f"<title>{isolated(s.name)}: {s.weight:,}</title></circle>"
        for s, x, y in points
    )
    return (
        f'<svg class="map" role="img" aria-label="{escape(title)}" '
        f'xmlns="http://www.w3.org/2000/svg" viewBox="{left:.0f} {top:.0f} '
        f'{width:.0f} {height:.0f}"><title>{escape(title)}</title>'
        f'<g class="land" stroke-width="{unit / 6:.2f}">{countries}</g>'
        f'<g class="spots" stroke-width="{unit / 5:.2f}">{circles}</g>'
        f'<g class="names" font-size="{unit * 2.4:.1f}" stroke-width="{unit * 0.6:.2f}">'
        f"{_names(points, largest, unit)}</g></svg>"
    )


def _radius(spot: Spot, largest: int, unit: float) -> float:
    return unit * (0.6 + 2 * sqrt(spot.weight / largest))


def _names(points: Sequence[tuple[Spot, float, float]], largest: int, unit: float) -> str:
    """Return names below the greatest spots, none upon another."""
    taken: list[tuple[float, float]] = []
    made = ""
    for spot, x, y in sorted(points, key=lambda one: (-one[0].weight, one[0].name)):
        below = y + _radius(spot, largest, unit) + 2.6 * unit
        room = unit * 1.4 * max(len(spot.name), 6)
        if any(abs(x - a) < room and abs(below - b) < 4 * unit for a, b in taken):
            continue
        taken.append((x, below))
        made += f'<text x="{x:.1f}" y="{below:.1f}">{isolated(spot.name)}</text>'
        if len(taken) == _NAMED:
            break
    return made


@cache
def _world() -> tuple[tuple[tuple[float, ...], str], ...]:
    root = tei.parse(resources.root() / "xslt/assets/world.xml").getroot()
    return tuple(
        (tuple(float(one) for one in country.get("box").split()), country.get("d"))
        for country in root.iter("country")
    )
