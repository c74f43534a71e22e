"""Findings of one county in every state: one overdue, one of confirmed production half cleared, one waiting for its re-check."""

from datetime import datetime, timedelta

from django.utils import timezone

from capacity_portal.lib import months
from capacity_portal.lib.uploads import read_upload
from capacity_portal.organization.models import Department
from inspections.models import Duty, Finding
from inspections.operations.finding_enforcement import enforce
from inspections.operations.finding_escalation import escalate_overdue
from inspections.operations.finding_parts import keep_evidence
from inspections.operations.finding_steps import take_step
from inspections.operations.findings import open_finding
from inspections.operations.opening import open_round
from inspections.rules.finding_workflow import Given
from inspections.rules.reports import FindingDraft
from tests.makers import make_visit

_DRAFTS = {
    "finding": FindingDraft(
        kind="new_capacity",
        sub_kind="built_larger",
        severity="major",
        description="备案 3 吨中频炉 1 台，现场有 5 吨中频炉 2 台，其中 1 台在用。",
        requirement="立即停用超出备案的设备，补办手续或拆除。",
        responsible_name="王建国",
    ),
    "overdue_finding": FindingDraft(
        kind="not_eliminated",
        severity="minor",
        description="0.25 吨工频炉列入淘汰，尚未拆除。",
        requirement="拆除炉体和变压器。",
    ),
    "confirmed_finding": FindingDraft(
        kind="revival",
        severity="serious",
        description="夜间查见中频炉熔炼废钢，浇铸钢坯，现场有钢坯约 12 吨。",
        requirement="按“五个彻底”取缔。",
        is_confirmed=True,
    ),
    "claimed_finding": FindingDraft(kind="other", severity="minor", description="车间用电记录没有保存。"),
}


def build(county: str, now: datetime) -> dict[str, int | str]:
    """The month is opened, if nobody has, and four of its enterprises have been visited today."""
    from tests.browser.world import officer, photo

    today = timezone.localdate(now)
    period = months.month_of(today)
    open_round(period=period, by=officer("office_staff"), at=now)
    staff, leader = officer("county_staff"), officer("county_leader")
    duties = Duty.objects.filter(period=period, county_code=county, kind="enterprise", removed_on=None)
    made = {}
    for duty, (key, draft) in zip(duties.order_by("-id"), _DRAFTS.items(), strict=False):
        visit = make_visit(duty, outcome="problem", visited_on=today, recorded_at=now, recorded_by=leader)
        made[key] = open_finding(visit=visit, draft=draft, by=staff, at=now)

    def step(key: str, name: str, files: int = 0, **given) -> None:
        finding = made[key]
        upload = read_upload(_file(photo()), most_bytes=2**20)
        kept = [keep_evidence(finding=finding, upload=upload, by=staff, at=now).pk for _ in range(files)]
        made[key] = take_step(
            finding=finding, step=name, version=finding.version, given=Given(**given), evidence=kept, by=staff, at=now
        )  # fmt: skip

    step("finding", "progress", 1, percent=40, text="已停用 5 吨炉 1 台，正在补办手续。")
    first = made["confirmed_finding"].clearing.checklist.items.order_by("-position").first().code
    step("confirmed_finding", "clear", 1, item=first, on=today, text="炉体已切割。")
    step("claimed_finding", "claim", 1, text="已建立用电台账，按日登记。")
    _pass_deadline(made["overdue_finding"], today)
    escalate_overdue(now)
    unit = Department.objects.filter(is_active=True, region__code="3608").order_by("id").first()
    if unit is not None:
        enforce(
            finding=made["confirmed_finding"], step="mark", version=made["confirmed_finding"].version,
            given=Given(unit=unit.pk), by=staff, at=now,
        )  # fmt: skip
    return {key: finding.pk for key, finding in made.items()} | {"point": first}


def _file(content: bytes):
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile("整改照片.jpg", content)


def _pass_deadline(finding: Finding, today) -> None:
    rows = Finding.objects.filter(pk=finding.pk)
    rows.update(found_on=today - timedelta(days=20), deadline_on=today - timedelta(days=6))
