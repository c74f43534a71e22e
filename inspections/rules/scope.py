"""What belongs on the month's list, with which checklist, how often.

Classes: 吉化解产能办字 三(2) (涉钢冶炼, 铸造, 轧钢, 具有中（工）频炉企业); key enterprises: 常化解办〔2018〕1号 五; closed ones stay as
回头看 (已取缔“地条钢”产能的企业). Night visits: "白天搞铸造、晚上搞钢坯" (吉化解产能办字).
"""

from collections.abc import Collection
from dataclasses import dataclass

from capacity_portal.organization.choices import RegionRisk
from enterprises.choices import CLOSED_STATUSES, KeyReason, RiskMark, Status, SupervisionClass
from inspections.choices import ChecklistCode

_BY_CLASS = {
    SupervisionClass.STEEL_SMELTING: ChecklistCode.STEEL_SMELTING,
    SupervisionClass.FOUNDRY: ChecklistCode.FOUNDRY,
    SupervisionClass.ROLLING: ChecklistCode.ROLLING,
    SupervisionClass.INDUCTION_FURNACE: ChecklistCode.INDUCTION_FURNACE,
}
_LOOKBACK = CLOSED_STATUSES | {Status.REVIVED}
OTHER_CLASSES = tuple(one.value for one in SupervisionClass if one not in _BY_CLASS)
OTHER_STATUSES = tuple(one.value for one in Status if one not in _LOOKBACK)
"""An enterprise of one of these classes and statuses that is not key either is not on the monthly list."""
_NIGHT_REASONS = frozenset({KeyReason.FAKE_FOUNDRY, KeyReason.FAKE_SPECIAL_STEEL})
_NIGHT_MARKS = frozenset({RiskMark.NIGHT_PRODUCTION, RiskMark.POWER_ANOMALY})
_MORE_OFTEN = frozenset({RegionRisk.SCRAP_RICH, RegionRisk.REMOTE})


@dataclass(frozen=True)
class Standing:
    """What of an enterprise decides about its inspection; ``risk_marks`` are its own."""

    supervision_class: str
    status: str
    is_key: bool = False
    key_reason: str = ""
    risk_marks: tuple[str, ...] = ()


def is_lookback(status: str) -> bool:
    """Whether the enterprise was closed: it is looked back at, month after month."""
    return status in _LOOKBACK


def checklist_for(standing: Standing) -> ChecklistCode | None:
    """The template for an enterprise; None when it is not on the monthly list (other industries, neither key nor closed)."""
    if is_lookback(standing.status):
        return ChecklistCode.LOOKBACK
    if (known := _BY_CLASS.get(standing.supervision_class)) is not None:
        return known
    return ChecklistCode.GENERAL if standing.is_key else None


def needs_night(standing: Standing) -> bool:
    """Whether one of the month's visits must be by night."""
    if is_lookback(standing.status):
        return False
    return standing.key_reason in _NIGHT_REASONS or bool(_NIGHT_MARKS & set(standing.risk_marks))


def sweeps_needed(marks: Collection[str], more_often: int) -> int:
    """How often a cell is swept in a month: ``more_often`` times where scrap is plentiful or the place remote, else once."""
    return max(1, more_often) if _MORE_OFTEN & set(marks) else 1
