"""Who may be told of a tip by a document: the units that have it in hand in this turn and do not keep out of it (回避)."""

from collections.abc import Iterable

from reports.models import Notice
from tipoffs.models import Tip
from tipoffs.queries.scope import exclusions_in_force
from tipoffs.queries.units import parts_of

Unit = tuple[str, int | None, str]
"""(code of the region, department or None, name as it is printed)"""
MOST_NAMED = 5


def unfit_for(tip: Tip | None, units: Iterable[Unit]) -> list[str]:
    """Sentences about those of ``units`` that must not read of the tip, each with its remedy; empty for a document about no tip."""
    if tip is None:
        return []
    units = list(units)
    kept_out = _keeping_out(tip)
    holding = set(parts_of(tip).values_list("region_code", "department"))
    out = [name for code, department, name in units if kept_out & {("", department), (code, None)}]
    idle = [name for code, department, name in units if name not in out and (code, department) not in holding]
    said = []
    if out:
        said.append(f"{_listed(out)}对举报{tip.label}回避，不能收到涉及它的文件，请移出收文（会签）单位。")
    if idle:
        said.append(
            f"{_listed(idle)}没有承办举报{tip.label}，不能收到涉及它的文件；请先在举报页面交办给该单位，或移出收文（会签）单位。"
        )
    return said


def unfit_addressees(notice: Notice) -> list[str]:
    """The same for the addressees of a document as they stand."""
    if notice.tip_id is None:
        return []
    return unfit_for(
        notice.tip,
        notice.recipients.order_by("position", "id").values_list("region_code", "department", "name"),
    )


def _keeping_out(tip: Tip) -> set[tuple[str, int | None]]:
    """("", department) or (code of a region, None) of every unit that keeps out; a region keeps its departments out with it."""
    rows = exclusions_in_force(tip).filter(officer=None).values_list("region_code", "department")
    return {("", department) if department else (code, None) for code, department in rows}


def _listed(names: list[str]) -> str:
    more = f"等{len(names)}个单位" if len(names) > MOST_NAMED else ""
    return "、".join(names[:MOST_NAMED]) + more
