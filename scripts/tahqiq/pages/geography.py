"""The base map, drawn from Natural Earth while the program is made, never while it runs.

In: the countries of Natural Earth as TopoJSON (npm ``world-atlas``, ``countries-50m.json``). Out:
``xslt/assets/world.xml``: each country with its ISO 3166-1 code, its outline as an SVG path in the
Mercator projection (20 units a degree), its box, and the point inside it that is farthest from
its borders, where its name goes. Wants the dependency group ``maps``.
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

from tahqiq.files import write_atomic

UNITS = 20
_FARTHEST = 83.0
# What is smaller than this many square units is not seen: an island of some 15 by 15 km.
_SMALLEST = 8.0
# An outline's corner that cuts off less than this many square units is left out.
_FLAT = 2.5

Point = tuple[float, float]
Ring = list[tuple[int, int]]

_NOTICE = """<?xml version="1.0" encoding="UTF-8"?>
<!-- The world's countries for the map of places. Made with Natural Earth (naturalearthdata.com,
     1:50m, public domain), of the npm package world-atlas 2.0.2 (ISC), by tahqiq.pages.geography.
     In Mercator’s projection, {units} units a degree, y downwards; borders are Natural Earth’s. -->
"""


@dataclass(frozen=True, slots=True)
class Country:
    """A country's code (empty where ISO has none), its rings, and where its name goes."""

    code: str
    rings: list[Ring]
    centre: tuple[int, int]


def projected(longitude: float, latitude: float) -> Point:
    """Return the place of a point on the map: Mercator, in units, y downwards."""
    bounded = max(-_FARTHEST, min(_FARTHEST, latitude))
    y = math.degrees(math.log(math.tan(math.pi / 4 + math.radians(bounded) / 2)))
    return longitude * UNITS, -y * UNITS


def draw(topology: bytes) -> bytes:
    """Return the base map of a TopoJSON of countries."""
    source = json.loads(topology)
    arcs = [_simplified([projected(*point) for point in arc]) for arc in _arcs(source)]
    geometries = source["objects"]["countries"]["geometries"]
    countries = sorted(
        (country for shape in geometries if (country := _country(shape, arcs))),
        key=lambda country: (country.code, country.rings[0][0]),
    )
    lines = [_NOTICE.format(units=UNITS), f'<world units="{UNITS}">\n']
    lines.extend(_element(country) for country in countries)
    return "".join([*lines, "</world>\n"]).encode()


def _arcs(source: dict[str, Any]) -> Iterator[list[Point]]:
    """Yield each arc as points of longitude and latitude (TopoJSON, 2.1.2 to 2.1.4)."""
    (sx, sy), (tx, ty) = source["transform"]["scale"], source["transform"]["translate"]
    for arc in source["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * sx + tx, y * sy + ty))
        yield points


def _simplified(points: list[Point]) -> list[Point]:
    """Return an arc without the corners that hardly bend it (Visvalingam and Whyatt, 1993)."""
    kept = list(points)
    while len(kept) > 2:
        sizes = [_corner(kept[i - 1], kept[i], kept[i + 1]) for i in range(1, len(kept) - 1)]
        smallest = min(sizes)
        if smallest >= _FLAT:
            break
        del kept[sizes.index(smallest) + 1]
    return kept


def _corner(a: Point, b: Point, c: Point) -> float:
    return abs((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])) / 2


def _country(shape: dict[str, Any], arcs: Sequence[list[Point]]) -> Country | None:
    if shape.get("id") == "010":  # Antarctica has no end in this projection
        return None
    polygons: list[Any] = [shape["arcs"]] if shape["type"] == "Polygon" else shape["arcs"]
    rings = [_ring(indices, arcs) for polygon in polygons for indices in polygon]
    rings = sorted((ring for ring in rings if len(ring) > 3), key=_area, reverse=True)
    if not rings:
        return None
    seen = [ring for ring in rings if _area(ring) >= _SMALLEST] or rings[:1]
    return Country(_code(shape.get("id")), seen, _centre(seen[0]))


def _ring(indices: Iterable[int], arcs: Sequence[list[Point]]) -> Ring:
    points: list[Point] = []
    for index in indices:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        points.extend(arc[1:] if points else arc)
    rounded = [(round(x), round(y)) for x, y in points]
    last = len(rounded) - 1
    return [one for i, one in enumerate(rounded) if i in {0, last} or one != rounded[i - 1]]


def _area(ring: Ring) -> float:
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring))) / 2


def _centre(ring: Ring) -> tuple[int, int]:
    from shapely import Polygon
    from shapely.ops import polylabel

    point = polylabel(Polygon(ring).buffer(0), tolerance=1)
    return round(point.x), round(point.y)


def _code(numeric: str | None) -> str:
    import pycountry

    found = pycountry.countries.get(numeric=numeric) if numeric else None
    return found.alpha_2 if found else ""


def _element(country: Country) -> str:
    xs = [x for ring in country.rings for x, _ in ring]
    ys = [y for ring in country.rings for _, y in ring]
    box = f"{min(xs)} {min(ys)} {max(xs)} {max(ys)}"
    path = "".join(_path(ring) for ring in country.rings)
    x, y = country.centre
    return f'<country code={quoteattr(country.code)} box="{box}" x="{x}" y="{y}" d="{path}"/>\n'


def _path(ring: Ring) -> str:
    """Return a ring as path data: relative lines, no space before a minus."""
    steps = [f"{b[0] - a[0]} {b[1] - a[1]}" for a, b in pairwise(ring[:-1])]
    return f"M{ring[0][0]} {ring[0][1]}l{' '.join(steps)}z".replace(" -", "-")


def main(source: str, target: str) -> None:
    """Draw the base map of the file ``source`` into the file ``target``."""
    write_atomic(Path(target), draw(Path(source).read_bytes()))


if __name__ == "__main__":
    main(*sys.argv[1:])
