from math import nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from capacity_portal.lib import coordinates
from capacity_portal.lib.coordinates import Position, PositionError

IN_CHINA = st.builds(Position, st.floats(4, 53), st.floats(74, 135))

# Published pairs of the conversion (Shanghai, Shenzhen, Beijing).
PAIRS = [
    (Position(31.1774276, 121.5272106), Position(31.17530398364597, 121.531541859215)),
    (Position(22.543847, 113.912316), Position(22.540796131694766, 113.9171764808363)),
    (Position(39.911954, 116.377817), Position(39.91334545536069, 116.38404722455657)),
]


@pytest.mark.parametrize(("true", "shown"), PAIRS)
def test_published_pairs(true, shown):
    assert coordinates.wgs84_to_gcj02(true) == pytest.approx(shown, abs=1e-9)
    assert coordinates.gcj02_to_wgs84(shown) == pytest.approx(true, abs=1e-8)


@given(IN_CHINA)
def test_there_and_back_is_below_a_millimetre(position):
    shown = coordinates.wgs84_to_gcj02(position)
    assert coordinates.distance(coordinates.gcj02_to_wgs84(shown), position) < 0.001
    assert coordinates.distance(shown, position) < 1_500


def test_outside_china_nothing_is_moved():
    assert coordinates.gcj02_to_wgs84(Position(48.85, 2.35)) == Position(48.85, 2.35)


@pytest.mark.parametrize(
    ("one", "other", "metres"),
    [
        (Position(0, 0), Position(0, 0), 0),
        (Position(27, 115), Position(28, 115), 111195),
        (Position(0, 0), Position(0, 180), 20015115),
        (Position(27.1, 115), Position(27.1, 115.001), 99),
    ],
)
def test_distance(one, other, metres):
    assert coordinates.distance(one, other) == pytest.approx(metres, abs=0.6)


@given(IN_CHINA, IN_CHINA, IN_CHINA)
def test_distance_is_a_metric(one, other, third):
    assert coordinates.distance(one, other) == pytest.approx(coordinates.distance(other, one))
    detour = coordinates.distance(one, third) + coordinates.distance(third, other)
    assert coordinates.distance(one, other) <= detour + 1e-3


def test_checked():
    assert coordinates.checked(27.1, 115) == Position(27.1, 115.0)


@pytest.mark.parametrize(
    ("latitude", "longitude", "message"),
    [
        (115, 27.1, "经度和纬度似乎填反了：我国纬度在 3 至 54 之间，经度在 73 至 136 之间。"),
        (0, 0, "坐标不在我国范围内：纬度应在 3 至 54 之间，经度应在 73 至 136 之间。"),
        (nan, 115, "坐标不在我国范围内：纬度应在 3 至 54 之间，经度应在 73 至 136 之间。"),
        (27.1, 1e300, "坐标不在我国范围内：纬度应在 3 至 54 之间，经度应在 73 至 136 之间。"),
    ],
)
def test_positions_elsewhere_are_refused(latitude, longitude, message):
    with pytest.raises(PositionError) as refusal:
        coordinates.checked(latitude, longitude)
    assert str(refusal.value) == message
