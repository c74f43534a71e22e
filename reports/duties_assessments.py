"""What yearly reports put on the desk: to be written and submitted, sent back, to be reviewed by the office."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Count, Min
from django.urls import reverse
from django.utils.timezone import localdate

from capacity_portal.organization.roles import Permission
from enterprises import registries
from enterprises.registries import Duty
from reports.choices import AssessmentState
from reports.models import Assessment
from reports.queries.assessment_list import schemes_to_open
from reports.queries.assessment_writers import worked_on_by
from reports.queries.scope import assessments_visible_to
from reports.rules.assessment_workflow import EDITABLE

AHEAD = timedelta(days=60)


def register() -> None:
    """Called from AppConfig.ready."""
    for source in (to_begin, to_submit, to_review):
        registries.register_duty(source)


def to_begin(officer, today: date) -> Iterable[Duty]:
    """Reports that are due in the next two months and nobody has begun."""
    for scheme in schemes_to_open(officer, today):
        if scheme.due_on <= today + AHEAD:
            yield _duty(
                f"编制{scheme}", reverse("reports:assessments"), "未开始", "neutral", scheme.due_on, today
            )


def to_submit(officer, today: date) -> Iterable[Duty]:
    """The own region's reports that are not submitted: written by the staff, submitted by the leader."""
    if not officer.may(Permission.COMPILE_REPORTS):
        return
    rows = Assessment.objects.filter(region_code=officer.region_code, state__in=EDITABLE).select_related(
        "scheme"
    )
    verb = "报送" if officer.may(Permission.SUBMIT_REPORTS) else "编制"
    for row in rows.defer("texts", "sentences", "frozen").order_by("scheme__due_on")[:10]:
        is_back = row.state == AssessmentState.SENT_BACK
        detail = f"退回意见：{row.send_back_comment}" if is_back else ""
        url = reverse("reports:assessment", args=[row.pk])
        yield _duty(
            f"{verb}{row.scheme}", url, row.get_state_display(), "bad" if is_back else "running", row.scheme.due_on, today, detail
        )  # fmt: skip


def to_review(officer, today: date) -> Iterable[Duty]:
    """Reports that wait for the office, but for those the officer submitted or worked on himself."""
    if not officer.may(Permission.REVIEW_REPORTS):
        return
    waiting = assessments_visible_to(officer).filter(state=AssessmentState.SUBMITTED)
    found = (
        waiting.exclude(worked_on_by(officer))
        .exclude(submitted_by=officer)
        .aggregate(n=Count("pk"), first=Min("submitted_at"))
    )
    if found["n"]:
        yield Duty(
            title="等待复核的年度报告",
            url=f"{reverse('reports:assessments')}?state={AssessmentState.SUBMITTED}",
            count=found["n"],
            unit="份",
            detail=f"最早{localdate(found['first']):%Y-%m-%d}报送；核对分数和佐证后复核或退回",
            state_label="待复核",
            state_kind="warn",
        )


def _duty(title: str, url: str, label: str, kind: str, due_on: date, today: date, detail: str = "") -> Duty:
    days = (due_on - today).days
    return Duty(
        title=title,
        url=url,
        detail=detail,
        state_label=label,
        state_kind=kind,
        due_on=due_on,
        due_label=f"还有{days}天" if days >= 0 else f"逾期{-days}天",
        is_overdue=days < 0,
    )
