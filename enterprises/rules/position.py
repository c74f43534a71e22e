"""Coordinates as they are stored: WGS-84 with six decimals, whatever map they were copied from."""

from decimal import Decimal

from capacity_portal.lib.coordinates import Position, checked, gcj02_to_wgs84
from enterprises.choices import CoordinateSystem


def stored(longitude: Decimal, latitude: Decimal, system: str) -> tuple[Decimal, Decimal]:
    """(longitude, latitude) in WGS-84 of a position typed in ``system``. Raises PositionError outside China."""
    position = checked(float(latitude), float(longitude))
    if system == CoordinateSystem.GCJ02:
        position = gcj02_to_wgs84(Position(*position))
    return _six(position.longitude), _six(position.latitude)


def _six(degrees: float) -> Decimal:
    return Decimal(repr(degrees)).quantize(Decimal("0.000001"))
