"""Lines of the matrix: inspections by superiors, evidence packs, meetings, the mechanism."""

from uuid import UUID

from tests.acceptance.lines import AREA, COUNTY, OFFICE, YES, Builder, Case, Line, always, of, page

_OWN = frozenset({"county_leader", "county_staff"})
"""Whose records they are: the prefecture reads them and changes nothing."""
_INSPECTION = {
    "name": "专项检查", "organizer": "省办", "starts_on": "2026-04-01", "ends_on": "2026-04-03", "period_from": "2026-01-01",
    "period_to": "2026-03-31", "checklist": "会议：会议记录",
}  # fmt: skip
_MEETING = {"held_on": "2026-03-02", "kind": "joint", "title": "联席会议"}
_BASIS = {"year": "2026", "title": "又一份依据", "printed_number": "国发〔2016〕6号"}
_MEMBER = {"role": "head", "post": "常务副县长", "since": "2025-01-01"}
_KINDS = {
    "basis": ("basis", always(**_BASIS)),
    "member": ("group_member", always(**_MEMBER)),
    "duty": (
        "unit_duty",
        lambda area: {"year": "2026", "department": area["department"], "duty": "又一项职责"},
    ),
}


def _key(what: str) -> Builder:
    """The key of the area's record; of records that do not exist their number as one."""
    return lambda area: {"uuid": UUID(int=area[what]) if isinstance(area[what], int) else area[what]}


def _here(area) -> dict:
    return {"region": area.code, "year": "2026"}


LINES: dict[str, Line] = {
    "reports:superior-inspections": page(COUNTY, Case(), Case(query=always(year="2026"))),
    "reports:superior-calendar": page(COUNTY, Case(), Case(query=always(month="2026-04"))),
    "reports:superior-inspection-new": page(OFFICE, Case(typed=always(**_INSPECTION))),
    "reports:superior-inspection": page(COUNTY, Case(of(pk="superior_inspection")), about=AREA),
    "reports:superior-inspection-edit": page(
        OFFICE, Case(of(pk="superior_inspection"), typed=always(**_INSPECTION)), about=AREA
    ),
    "reports:superior-inspection-close": page(
        OFFICE, Case(of(pk="superior_inspection"), typed=always(result="总体良好")), about=AREA
    ),
    "reports:preparation": page(
        _OWN, Case(of(pk="superior_inspection"), typed=always(percent="60", text="材料已归档")), about=AREA
    ),
    "reports:packs": page(OFFICE),
    "reports:pack-new": page(
        OFFICE,
        Case(
            query=lambda area: {"inspection": area["superior_inspection"]},
            typed=lambda area: {"region": area.code, "period_from": "2026-03-01", "period_to": "2026-03-31"},
            posted_missing=200,
        ),
        about=AREA,
    ),
    "reports:pack": page(OFFICE, Case(_key("pack")), about=AREA),
    "reports:pack-download": page(OFFICE, Case(_key("pack"), get=None, typed=YES, posted=200), about=AREA),
    "reports:pack-remove": page(OFFICE, Case(_key("pack"), typed=always(reason="材料有误")), about=AREA),
    "reports:meetings": page(COUNTY, Case(), Case(query=always(text="会议", kind="conveying", year="2026"))),
    "reports:meeting-new": page(COUNTY, Case(typed=always(**_MEETING))),
    "reports:meeting": page(COUNTY, Case(of(pk="meeting")), about=AREA),
    "reports:meeting-edit": page(_OWN, Case(of(pk="meeting"), typed=always(**_MEETING)), about=AREA),
    "reports:meeting-pdf": page(COUNTY, Case(of(pk="meeting")), about=AREA),
    "reports:meeting-attach": page(
        _OWN, Case(of(pk="meeting"), get=None, typed=always(file="photo")), about=AREA
    ),
    "reports:meeting-file": page(COUNTY, Case(_key("meeting_file")), about=AREA),
    "reports:meeting-file-remove": page(
        _OWN, Case(_key("meeting_file"), typed=always(note="传错了")), about=AREA
    ),
    "reports:mechanism": page(COUNTY, Case(query=_here), about=AREA),
    "reports:mechanism-pdf": page(COUNTY, Case(query=_here), about=AREA),
    "reports:mechanism-sheet": page(COUNTY, Case(query=_here), about=AREA),
    "reports:mechanism-copy": page(COUNTY, Case(get=None, typed=always(year="2026"))),
    "reports:mechanism-new": page(
        COUNTY,
        Case(of({"kind": "basis"}), typed=always(**_BASIS)),
        Case(of({"kind": "member"}), typed=always(**_MEMBER)),
    ),
    "reports:mechanism-edit": page(
        _OWN,
        *(Case(of({"kind": kind}, pk=record), typed=typed) for kind, (record, typed) in _KINDS.items()),
        about=AREA,
    ),
    "reports:mechanism-remove": page(
        _OWN,
        *(
            Case(of({"kind": kind}, pk=record), typed=always(note="登记错误"))
            for kind, (record, _) in _KINDS.items()
        ),
        about=AREA,
    ),
    "reports:member-end": page(
        _OWN, Case(of(pk="group_member"), typed=always(until="2026-03-01")), about=AREA
    ),
}
