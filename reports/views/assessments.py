"""The list of yearly reports, and one report under its tabs 数据, 文字, 评分, 依据与佐证, 打印."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from capacity_portal.journal.once import once
from capacity_portal.lib.workflow import StepRefused
from capacity_portal.organization.access import requires
from capacity_portal.organization.roles import Permission
from reports.forms.assessments import ListForm
from reports.models import Assessment
from reports.operations import assessments as operations
from reports.queries.assessment_list import regions_listed, schemes_to_open, years_listed
from reports.queries.assessment_outline import title_of
from reports.queries.assessment_writers import has_worked_on
from reports.queries.assessments import PREFECTURE, schemes_visible_to
from reports.queries.scope import assessments_visible_to
from reports.rules.assessment_workflow import EDITABLE, steps_for

SHOWN = 500
KINDS = {"draft": "running", "submitted": "warn", "sent_back": "bad", "reviewed": "good", "final": "closed"}


@dataclass(frozen=True)
class Tab:
    label: str
    url: str
    is_current: bool
    count: int | None = None


@require_safe
@requires(Permission.COMPILE_REPORTS)
def assessments(request: HttpRequest) -> HttpResponse:
    """Reports of the officer's territory by year, kind, state and county; and what he has to begin."""
    now = timezone.now()
    visible = assessments_visible_to(request.user)
    form = ListForm(request.GET, years=years_listed(visible), regions=regions_listed(visible))
    chosen = form.chosen()
    rows = visible.select_related("scheme", "region").defer("texts", "sentences", "frozen")
    names = {"year": "scheme__year", "kind": "scheme__kind", "state": "state", "region": "region_code"}
    rows = rows.filter(**{names[name]: value for name, value in chosen.items()})
    rows = rows.order_by("-scheme__year", "scheme__kind", "region_code")[:SHOWN]
    context = {
        "filters": form,
        "rows": [(row, title_of(row), KINDS[row.state]) for row in rows],
        "to_open": schemes_to_open(request.user, timezone.localdate(now)),
        "may_manage": request.user.may(Permission.MANAGE_SCHEMES),
        "is_filtered": bool(chosen),
    }
    return render(request, "reports/assessments.html", context)


@require_POST
@requires(Permission.COMPILE_REPORTS)
@once
def open_one(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin the own region's report under a scheme."""
    scheme = schemes_visible_to(request.user).filter(pk=pk).first()
    if scheme is None:
        raise Http404
    try:
        made = operations.open_assessment(
            scheme=scheme, region=request.user.region, by=request.user, at=timezone.now()
        )
    except StepRefused as refused:
        messages.error(request, str(refused))
        return redirect("reports:assessments")
    return redirect("reports:assessment", made.pk)


def found(request: HttpRequest, pk: int) -> Assessment:
    """The report, with scheme and region. Raises Http404 outside what the officer sees."""
    rows = assessments_visible_to(request.user).select_related(
        "scheme", "region", "submitted_by", "reviewed_by", "final_by", "sent_back_by"
    )
    assessment = rows.filter(pk=pk).first()
    if assessment is None:
        raise Http404
    return assessment


def is_own(request: HttpRequest, assessment: Assessment) -> bool:
    return assessment.region_code == request.user.region_code


def may_edit(request: HttpRequest, assessment: Assessment) -> bool:
    """Words, marks and figures are changed by the region itself, until it is submitted."""
    return is_own(request, assessment) and assessment.state in EDITABLE


def page(request: HttpRequest, assessment: Assessment, current: str) -> dict:
    """What every tab of a report shows above its own."""
    places = [
        ("数据", "reports:assessment"),
        ("文字", "reports:assessment-words"),
        *([("评分", "reports:assessment-marks")] if assessment.scheme.indicators.exists() else []),
        ("依据与佐证", "reports:assessment-evidence"),
        ("打印", "reports:assessment-print"),
    ]
    if assessment.scheme.level == PREFECTURE:
        places.insert(-2, ("县级汇总", "reports:assessment-counties"))
    tabs = [Tab(label, reverse(name, args=[assessment.pk]), label == current) for label, name in places]
    title = title_of(assessment)
    return {
        "assessment": assessment,
        "title": title,
        "kind": KINDS[assessment.state],
        "tabs": tabs,
        "tabs_label": "报告的各部分",
        "crumbs": [("年度报告", reverse("reports:assessments")), (title, "")],
        "may_edit": may_edit(request, assessment),
        "steps": _steps(request, assessment),
    }


def crumbs(assessment: Assessment, here: str) -> list[tuple[str, str]]:
    title = (title_of(assessment), reverse("reports:assessment", args=[assessment.pk]))
    return [("年度报告", reverse("reports:assessments")), title, (here, "")]


def _steps(request: HttpRequest, assessment: Assessment) -> list[tuple[str, str, str]]:
    """(name, label, look) of the steps this person may take now."""
    looks = {"send_back": "secondary"}
    is_author = assessment.submitted_by_id == request.user.pk or has_worked_on(request.user, assessment)
    allowed = steps_for(assessment.state, request.user.role_entry.permissions, is_author=is_author)
    return [
        (step.name, step.label, looks.get(step.name, "primary"))
        for step in allowed
        if step.name != "submit" or is_own(request, assessment)
    ]
