from decimal import Decimal

import pytest

from capacity_portal.lib.coordinates import Position, PositionError, distance
from enterprises.rules.position import stored


def test_wgs84_is_kept_and_gcj02_converted():
    typed = Decimal("114.986373"), Decimal("27.111699")
    assert stored(*typed, "wgs84") == typed
    longitude, latitude = stored(*typed, "gcj02")
    moved = distance(Position(float(latitude), float(longitude)), Position(float(typed[1]), float(typed[0])))
    assert 100 < moved < 900
    assert (-longitude.as_tuple().exponent, -latitude.as_tuple().exponent) == (6, 6)


def test_swapped_numbers_are_refused():
    with pytest.raises(PositionError, match="填反"):
        stored(Decimal("27.1"), Decimal("114.9"), "wgs84")
