"""The fields of a file that a row gives, in JSON values and the form they are stored in."""

from decimal import Decimal
from typing import Any

from capacity_portal.lib.coordinates import PositionError
from capacity_portal.lib.typed_text import half_width
from enterprises.choices import CoordinateSystem
from enterprises.models import Enterprise
from enterprises.queries.comparing.notes import Notes
from enterprises.queries.comparing.reference import Reference, the_one
from enterprises.queries.comparing.subject import Subject
from enterprises.rules import position

# What is taken as it stands.
TAKEN = (
    "name", "legal_representative", "contact_name", "contact_phone", "registered_address", "actual_address", "industry",
    "supervision_class", "process", "employees", "power_account", "transformer_kva", "remarks",
)  # fmt: skip
POSITION = ("longitude", "latitude", "coordinate_system")
_CODES = frozenset({"contact_phone", "power_account"})
_SUPERVISION = {"supervising_department": "departments", "supervising_officer": "officers"}


def title(name: str) -> str:
    return str(Enterprise._meta.get_field(name).verbose_name)


def as_json(value: Any) -> Any:
    """Decimals as plain text, days as ISO text."""
    if isinstance(value, Decimal):
        return format(value.normalize() if value else Decimal(0), "f")
    return value.isoformat() if hasattr(value, "isoformat") else value


def is_same(name: str, stored: Any, given: Any) -> bool:
    """Whether the file says this already, as far as a trip through a spreadsheet can tell."""
    if name in _CODES:
        return half_width(stored).strip().lstrip("'’‘`") == given
    if isinstance(stored, str) and isinstance(given, str):
        return stored == given or " ".join(stored.split()) == " ".join(given.split())
    return stored == given


def stored_position(subject: Subject, notes: Notes, system: str = "") -> dict[str, Any]:
    """Longitude and latitude in WGS-84 and what they were typed as; empty when the row gives none or half of one."""
    longitude, latitude = subject.values.get("longitude"), subject.values.get("latitude")
    if longitude is None or latitude is None:
        if longitude is not None or latitude is not None:
            key = "latitude" if latitude is None else "longitude"
            notes.error("position", key, "经度和纬度要同时填写，或者都留空。")
        return {}
    typed_in = subject.values.get("coordinate_system") or system or CoordinateSystem.WGS84.value
    try:
        found = position.stored(longitude, latitude, typed_in)
    except PositionError as error:
        notes.error("position", "longitude", str(error), f"{longitude}，{latitude}")
        return {}
    return {"longitude": found[0], "latitude": found[1], "coordinate_system": str(typed_in)}


def supervisors(
    subject: Subject, region: str, reference: Reference, notes: Notes, besides: dict[str, str]
) -> dict[str, int]:
    """Ids by field; ``besides``: names that the file has already. A name nobody in the area has wants an explanation."""
    found = {}
    for field, table in _SUPERVISION.items():
        name = subject.values.get(field)
        if not name or name == besides.get(field):
            continue
        number = the_one(getattr(reference, table).get(name, []), region)
        if number is None:
            message = f"{title(field)}“{name}”不是该企业所在地区已登记的单位或人员，或有重名，暂不填入；如属实请说明。"
            notes.explain("no_supervisor", field, message, name)
        else:
            found[field] = number
    return found
