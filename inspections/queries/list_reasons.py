"""Why something came on the month's list or left it, in the words of the ledger and the grid."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from capacity_portal.organization.models import Region
from enterprises.choices import Status, SupervisionClass
from enterprises.models import Enterprise
from inspections.choices import ChecklistCode, DutyKind
from inspections.models import Duty, Round
from inspections.rules import scope

BY_HAND = "办公室移出"
"""How every removal by the office begins: what it took off is not put back in the same month."""
ADDED_BY_HAND = "办公室列入"
"""How every addition by the office begins: it stays on the list although the rules would not ask for it."""
GONE_CELL, NEW_CELL = "网格已撤销", "新设网格"
OUT_OF_SCOPE = "不再属于月排查范围"
_CHUNK = 500

Key = tuple[str, int]
"""Kind of duty and number of the enterprise or cell."""


def key_of(kind: str, enterprise_id: int | None, cell_id: int | None) -> Key:
    return (kind, cell_id if kind == DutyKind.SWEEP else enterprise_id)


@dataclass
class Reasons:
    """``previous`` is the list that something is new to or gone from; None before the first."""

    previous: Round | None

    @cached_property
    def counties(self) -> dict[str, str]:
        """Names of all counties and zones that stand on the previous list or in the ledger, by code."""
        codes = Enterprise.objects.order_by().values("county_code").distinct()
        more = Duty.objects.filter(period=self.previous.period) if self.previous else Duty.objects.none()
        used = {*codes.values_list("county_code", flat=True)}
        used |= {*more.order_by().values_list("county_code", flat=True).distinct()}
        return dict(Region.objects.filter(code__in=used).values_list("code", "name"))

    def gone(self, counties: Mapping[Key, str]) -> dict[Key, str]:
        """Reasons for what left the list; ``counties``: the county it stood on the list with."""
        numbers = [number for kind, number in counties if kind == DutyKind.ENTERPRISE]
        files = {row.pk: row for row in _files(numbers)}
        return {
            key: GONE_CELL if key[0] == DutyKind.SWEEP else self._gone(files[key[1]], county)
            for key, county in counties.items()
        }

    def added(self, drafts: Sequence[dict]) -> list[str]:
        """Reasons for what is new, in the order of ``drafts`` (fields of duties, see ``queries.freezing``)."""
        numbers = [draft["enterprise_id"] for draft in drafts if draft["enterprise_id"]]
        files = {row.pk: row for row in _files(numbers)}
        former = self._former(numbers)
        return [
            self._added(files[number], former.get(number)) if (number := draft["enterprise_id"]) else NEW_CELL
            for draft in drafts
        ]

    def _gone(self, file: Enterprise, county: str) -> str:
        if file.merged_into_id is not None:
            into = file.merged_into
            return f"并入{into.name}" if into.county_code == county else "并入外县的一份档案"
        if file.county_code != county:
            return f"迁往{self._county(file.county_code)}"
        return OUT_OF_SCOPE

    def _added(self, file: Enterprise, former: tuple[str, str] | None) -> str:
        if former is not None:
            county, removed_reason = former
            if county != file.county_code:
                return f"由{self._county(county)}迁入"
            if removed_reason.startswith("并入"):
                return "撤销并入，恢复单独建档"
            if removed_reason.startswith(BY_HAND):
                return "此前由办公室移出，仍属于月排查范围"
        if self.previous is not None and file.created_at >= self.previous.opened_at:
            return "新建档"
        return _changed(file)

    def _county(self, code: str) -> str:
        return self.counties.get(code, "") or "未落到县区的地区"

    def _former(self, numbers: Sequence[int]) -> dict[int, tuple[str, str]]:
        """County and reason of removal of the last duty each had on the previous list."""
        if self.previous is None:
            return {}
        found = {}
        for part in _parts(numbers):
            rows = Duty.objects.filter(period=self.previous.period, enterprise__in=part).order_by("id")
            for number, *last in rows.values_list("enterprise", "county_code", "removed_reason"):
                found[number] = tuple(last)
        return found


def _changed(file: Enterprise) -> str:
    code = scope.checklist_for(scope.Standing(file.supervision_class, file.status, file.is_key))
    if code == ChecklistCode.LOOKBACK:
        return f"状态变更：{Status(file.status).label}"
    if code == ChecklistCode.GENERAL:
        return "列入重点监管"
    return f"监管类别变更：{SupervisionClass(file.supervision_class).label}"


def _files(numbers: Sequence[int]) -> Iterator[Enterprise]:
    wanted = (
        "county_code",
        "supervision_class",
        "status",
        "is_key",
        "created_at",
        "merged_into__name",
        "merged_into__county_code",
    )
    for part in _parts(numbers):
        yield from Enterprise.objects.filter(pk__in=part).select_related("merged_into").only(*wanted)


def _parts(numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    return (numbers[start : start + _CHUNK] for start in range(0, len(numbers), _CHUNK))
