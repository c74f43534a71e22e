"""Positions on the ground: bounds, distance, and the way back from the offset of Chinese web maps.

The portal keeps WGS-84. Maps sold in China show GCJ-02, a published smooth displacement of some hundred
metres on the Krasovsky ellipsoid; it has no closed inverse, so the inverse is found by iteration (to a tenth
of a millimetre or so).
"""

from math import asin, cos, pi, radians, sin, sqrt
from typing import NamedTuple

# Krasovsky 1940: semi-major axis in metres, first eccentricity squared.
_AXIS = 6378245.0
_ECCENTRICITY = 0.00669342162296594323
# Mean radius of the earth in metres (IUGG).
_RADIUS = 6371008.8
_SOUTH, _NORTH, _WEST, _EAST = 3.0, 54.0, 73.0, 136.0
# Each round leaves less than a fiftieth of the error.
_ROUNDS = 8


class Position(NamedTuple):
    """Degrees north and east."""

    latitude: float
    longitude: float


class PositionError(ValueError):
    """The numbers are no position in China; the message is a Chinese sentence."""


def in_china(position: Position) -> bool:
    """Tell whether ``position`` lies in the rectangle around China (3-54 N, 73-136 E); NaN does not."""
    return _SOUTH <= position.latitude <= _NORTH and _WEST <= position.longitude <= _EAST


def checked(latitude: float, longitude: float) -> Position:
    """Return the position. Raises PositionError outside China, with a hint when the two are swapped."""
    position = Position(float(latitude), float(longitude))
    if in_china(position):
        return position
    if in_china(Position(position.longitude, position.latitude)):
        raise PositionError("经度和纬度似乎填反了：我国纬度在 3 至 54 之间，经度在 73 至 136 之间。")
    raise PositionError("坐标不在我国范围内：纬度应在 3 至 54 之间，经度应在 73 至 136 之间。")


def gcj02_to_wgs84(position: Position) -> Position:
    """Return the WGS-84 position of one read from a Chinese map. Outside China the maps have no offset."""
    if not in_china(position):
        return position
    guess = position
    for _ in range(_ROUNDS):
        shown = wgs84_to_gcj02(guess)
        guess = Position(
            guess.latitude + position.latitude - shown.latitude,
            guess.longitude + position.longitude - shown.longitude,
        )
    return guess


def wgs84_to_gcj02(position: Position) -> Position:
    """Return where a Chinese map shows a WGS-84 position."""
    north, east = _waves(position.longitude - 105.0, position.latitude - 35.0)
    latitude = radians(position.latitude)
    curvature = 1 - _ECCENTRICITY * sin(latitude) ** 2
    metres_north = pi / 180 * _AXIS * (1 - _ECCENTRICITY) / curvature**1.5
    metres_east = pi / 180 * _AXIS * cos(latitude) / sqrt(curvature)
    return Position(position.latitude + north / metres_north, position.longitude + east / metres_east)


def distance(one: Position, other: Position) -> float:
    """Return the great-circle distance in metres (haversine)."""
    half_north = radians(other.latitude - one.latitude) / 2
    half_east = radians(other.longitude - one.longitude) / 2
    across = cos(radians(one.latitude)) * cos(radians(other.latitude))
    return 2 * _RADIUS * asin(min(1.0, sqrt(sin(half_north) ** 2 + across * sin(half_east) ** 2)))


def _waves(x: float, y: float) -> tuple[float, float]:
    """Return the displacement in metres, north and east; ``x``, ``y``: degrees from 105 E, 35 N."""
    ripple = 2 / 3 * (20 * sin(6 * pi * x) + 20 * sin(2 * pi * x))
    along_y = (
        2 / 3 * (20 * sin(pi * y) + 40 * sin(pi * y / 3) + 160 * sin(pi * y / 12) + 320 * sin(pi * y / 30))
    )
    along_x = (
        2 / 3 * (20 * sin(pi * x) + 40 * sin(pi * x / 3) + 150 * sin(pi * x / 12) + 300 * sin(pi * x / 30))
    )
    root = sqrt(abs(x))
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + ripple + along_y
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + ripple + along_x
    return north, east
