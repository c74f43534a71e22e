"""Who may be the second person: nobody confirms what his own unit has proposed (接到一起、核实一起: no tip disappears within one office).

A unit is a department in a region; an account without a department stands for its region's office itself. So a refusal proposed by
a handler is confirmed by a member unit, or by a leader whose account belongs to another department or region.
"""

from dataclasses import dataclass

SAME_PERSON = "不予受理不能由提出人自己复核，请由另一单位的人员复核。"


@dataclass(frozen=True)
class Unit:
    """``department``: number of the department, None for the office of the region itself."""

    region_code: str
    department: int | None = None


def unit_of(officer) -> Unit:
    """The unit an account belongs to."""
    return Unit(officer.region_code, officer.department_id)


def against_confirming(proposer: Unit, confirmer: Unit, *, is_same_person: bool) -> str:
    """Why this person may not confirm; "" when he may."""
    if is_same_person:
        return SAME_PERSON
    if proposer == confirmer:
        return "您与提出人属于同一单位，不能复核。请由成员单位，或其他单位的负责人复核。"
    return ""
