"""What becomes of the findings: progress, evidence, claim, re-inspection and end; the law for serious ones; two clearings."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from django.utils.timezone import localdate

from capacity_portal.dashboards.demonstration.agenda import Agenda
from capacity_portal.dashboards.demonstration.pictures import picture
from capacity_portal.organization.models import Officer
from inspections.choices import EnforcementState, FindingKind, FindingState, Severity
from inspections.models import Finding
from inspections.operations.finding_enforcement import enforce
from inspections.operations.finding_parts import keep_evidence
from inspections.operations.finding_steps import take_step
from inspections.queries.finding_case import clearing_of
from inspections.rules.finding_workflow import Given

_NEVER_CLOSED = 0.04
_PICTURES = 6
_PROGRESS = (
    "企业已停用相关设备，正在整改。",
    "已下达限期整改通知，企业提交了整改方案。",
    "设备已断电贴封，等待拆除。",
)
_CLAIMED = ("整改完成，现场照片附后，请复查。", "设备已拆除运离，报请复查。", "台账已补齐，报请复查。")
_CLOSED = ("现场复查，整改到位，同意销号。", "复查未见反弹，同意销号。")
_REJECTED = "现场仍有一台未拆除，退回继续整改。"


@dataclass
class Course:
    """The further life of findings, put on the agenda as they come."""

    agenda: Agenda
    office: Officer
    staff: dict[str, Officer]

    def plan(self, finding: Finding) -> None:
        """Everything that will happen to a finding that was just made."""
        dice, start = Random(f"finding-{finding.number}"), finding.recorded_at
        if finding.kind == FindingKind.REVIVAL:
            self._plan_clearing(finding, start)
            return
        days = 2 + dice.randrange(3)
        self._add(start, days, finding, "progress", Given(text=dice.choice(_PROGRESS), percent=30 + 10 * dice.randrange(5)))  # fmt: skip
        if finding.severity == Severity.SERIOUS:
            self._plan_law(finding, start, dice)
        if dice.random() < _NEVER_CLOSED:
            return
        days += 2 + dice.randrange(9)
        self._add(start, days, finding, "claim", Given(text=dice.choice(_CLAIMED)), proof=dice.randrange(_PICTURES))  # fmt: skip
        if dice.random() < 0.12:
            self._add(start, days + 2, finding, "reject", Given(text=_REJECTED, percent=60))
            days += 6
            self._add(start, days, finding, "claim", Given(text=dice.choice(_CLAIMED)), proof=dice.randrange(_PICTURES))  # fmt: skip
        self._add(start, days + 1 + dice.randrange(5), finding, "close", Given(text=dice.choice(_CLOSED)))

    def _add(
        self, start: datetime, days: int, finding: Finding, step: str, given: Given, proof: int | None = None
    ) -> None:
        moment = start + timedelta(days=days, minutes=(finding.pk * 37) % 90)
        self.agenda.add(moment, lambda at: self._take(finding.pk, step, given, proof, at))

    def _take(self, pk: int, step: str, given: Given, proof: int | None, at: datetime) -> None:
        finding = Finding.objects.get(pk=pk)
        by = self._officer_for(finding, step)
        if step in ("close", "look_back", "clear") and given.on is None:
            given = Given(text=given.text, item=given.item, on=localdate(at))
        evidence = [] if proof is None else [keep_evidence(finding=finding, upload=picture(9_000 + proof), by=by, at=at).pk]  # fmt: skip
        take_step(
            finding=finding, step=step, version=finding.version, given=given, evidence=evidence, by=by, at=at
        )

    def _officer_for(self, finding: Finding, step: str) -> Officer:
        """Whoever found it mends and claims, the county judges; what the county found or claimed, the office judges."""
        county = self.staff.get(finding.county_code, self.office)
        if step in ("progress", "claim", "clear"):
            return county if finding.kind == FindingKind.REVIVAL else self._finder(finding, county)
        own = county.pk in (finding.claimed_by_id, finding.recorded_by_id)
        return self.office if own and step in ("close", "reject") else county

    def _finder(self, finding: Finding, county: Officer) -> Officer:
        finder = Officer.objects.get(pk=finding.recorded_by_id)
        holds = finding.cell_id and finder.grid_posts.filter(cell=finding.cell_id, to_on=None).exists()
        return finder if holds and finder.is_active else county

    # --- serious ones ---------------------------------------------------------------------------------------------------
    def _plan_law(self, finding: Finding, start: datetime, dice: Random) -> None:
        courses = (("hand_over", 3, "已移交县市场监管局。"), ("accept", 9, "已立案调查。"), ("conclude", 40, "责令拆除并处罚款，已执行。"))  # fmt: skip
        for step, days, text in courses[: 2 + dice.randrange(2)]:
            moment = start + timedelta(days=days)
            self.agenda.add(
                moment, lambda at, step=step, text=text: self._enforce(finding.pk, step, text, at)
            )

    def _enforce(self, pk: int, step: str, text: str, at: datetime) -> None:
        finding = Finding.objects.get(pk=pk)
        if finding.enforcement_state != EnforcementState.NONE:
            given = Given(text=text, on=localdate(at))
            enforce(finding=finding, step=step, version=finding.version, given=given, by=self.office, at=at)

    # --- 地条钢 ---------------------------------------------------------------------------------------------------------
    def _plan_clearing(self, finding: Finding, start: datetime) -> None:
        """Confirmed the next day, then a point of the five every other day: in three weeks it is done."""
        self._add(start, 1, finding, "confirm", Given(text="县工信局会同公安现场核实，认定为地条钢生产。"))
        self.agenda.add(start + timedelta(days=2), lambda at: self._plan_points(finding, at))
        self._plan_law(finding, start, Random(0))

    def _plan_points(self, finding: Finding, start: datetime) -> None:
        clearing = clearing_of(finding)
        items = sorted(clearing.checklist.items.order_by("position"), key=lambda item: item.parent_code == "" and self._has_parts(item))  # fmt: skip
        for number, item in enumerate(items):
            given = Given(item=item.code, text="现场拍照留存。")
            self._add(start, 1 + 2 * number, finding, "clear", given, proof=number % _PICTURES)
        end = 2 + 2 * len(items)
        self.agenda.add(start + timedelta(days=end), lambda at: self._look_back(finding.pk, at))
        self._add(start, end + 1, finding, "claim", Given(text="五个彻底全部落实，报请复查。"), proof=1)
        self._add(start, end + 4, finding, "close", Given(text="市县联合复查，取缔彻底，同意销号。"))

    def _has_parts(self, item) -> bool:
        return item.checklist.items.filter(parent_code=item.code).exists()

    def _look_back(self, pk: int, at: datetime) -> None:
        finding = Finding.objects.get(pk=pk)
        if finding.state != FindingState.CLOSED:
            given = Given(text="三个月后回头看。", on=localdate(at + timedelta(days=90)))
            self._take(pk, "look_back", given, None, at)
