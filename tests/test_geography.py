"""The base map: drawn from TopoJSON, and drawn as committed."""

import json
import math

import pytest
from lxml import etree

from editions import REPOSITORY
from tahqiq.pages.geography import projected

WORLD = REPOSITORY / "xslt/assets/world.xml"


def test_the_projection_is_mercator() -> None:
    """A place stands twenty units a degree east, and north as Mercator stretches it."""
    north = -20 * math.degrees(math.asinh(math.tan(math.radians(32.76704))))
    assert projected(22.63669, 32.76704) == pytest.approx((452.7338, north))


def test_a_country_is_drawn_with_its_code(require_module) -> None:
    """The outline, its box, and the point within that is farthest from its borders."""
    require_module("shapely")
    require_module("pycountry")
    from tahqiq.pages.geography import draw

    topology = {
        "transform": {"scale": [1, 1], "translate": [0, 0]},
        "arcs": [[[10, 0], [10, 0], [0, 10], [-10, 0], [0, -10]]],
        "objects": {"countries": {"geometries": [{"type": "Polygon", "id": "434", "arcs": [[0]]}]}},
    }
    drawn = etree.fromstring(draw(json.dumps(topology).encode()))
    assert dict(drawn[0].attrib) == {
        "code": "LY",
        "box": "200 -201 400 0",
        "x": "300",
        "y": "-100",
        "d": "M200 0l200 0 0-201-200 0z",
    }


def test_every_country_has_a_code_once() -> None:
    """No two countries of the committed map share a code, and those of the register are there."""
    codes = [one for one in etree.parse(str(WORLD)).xpath("//country/@code") if one]
    assert len(codes) == len(set(codes))
    assert {"EG", "IQ", "LY", "MR", "SD", "SY", "TN"} <= set(codes)
