"""The tabs of a report: each shows one side of it, and links to what may be changed there."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from capacity_portal.journal.queries import history_of
from capacity_portal.journal.registry import step_labels
from capacity_portal.organization.access import requires
from capacity_portal.organization.roles import Permission
from reports.documents.assessments import comparison_of
from reports.models import Assessment
from reports.queries.assessment_blocks import blocks
from reports.queries.assessment_outline import basis_of
from reports.queries.assessments import PREFECTURE, frozen_figures, is_live, told_of, words_of
from reports.queries.marks import indicators_of, lines_of, own_marks
from reports.queries.roll_up import standings, sums
from reports.rules import figures, marking
from reports.views.assessments import found, page

EVENTS = 30


@require_safe
@requires(Permission.COMPILE_REPORTS)
def data(request: HttpRequest, pk: int) -> HttpResponse:
    """Every figure in use with its rows behind it; what still blocks; the course of the report."""
    assessment = found(request, pk)
    told = told_of(assessment, indicators_of(assessment))
    by_hand = {row.key: row for row in frozen_figures(assessment) if row.override is not None}
    context = {
        **page(request, assessment, "数据"),
        "figures": [(figure, by_hand.get(key)) for key, figure in told.items()],
        "is_live": is_live(assessment),
        "blocks": blocks(assessment, told) if is_live(assessment) else [],
        "events": _events(assessment),
        "is_due": is_live(assessment) and timezone.localdate() > assessment.scheme.due_on,
    }
    return render(request, "reports/assessment_data.html", context)


@require_safe
@requires(Permission.COMPILE_REPORTS)
def words(request: HttpRequest, pk: int) -> HttpResponse:
    """The words as they read now, each number leading to its rows."""
    assessment = found(request, pk)
    told = told_of(assessment, indicators_of(assessment))
    lines = lines_of(assessment, told, is_live=is_live(assessment))
    is_internal = request.user.region_code == assessment.region_code
    context = {
        **page(request, assessment, "文字"),
        "words": words_of(assessment, told, own_marks(lines)),
        "is_internal": is_internal,
    }
    return render(request, "reports/assessment_words.html", context)


@require_safe
@requires(Permission.COMPILE_REPORTS)
def marks(request: HttpRequest, pk: int) -> HttpResponse:
    """The table of marks: full, reckoned, own, reviewed, with reasons."""
    assessment = found(request, pk)
    told = told_of(assessment, indicators_of(assessment))
    lines = lines_of(assessment, told, is_live=is_live(assessment))
    own = own_marks(lines)
    context = {
        **page(request, assessment, "评分"),
        "lines": lines,
        "full": marking.full_total(own),
        "own": marking.total(own),
    }
    return render(request, "reports/assessment_marks.html", context)


@require_safe
@requires(Permission.COMPILE_REPORTS)
def evidence(request: HttpRequest, pk: int) -> HttpResponse:
    """Basis documents, and the evidence of each mark."""
    assessment = found(request, pk)
    scores = assessment.scores.select_related("indicator").order_by("indicator__position")
    context = {
        **page(request, assessment, "依据与佐证"),
        "basis": basis_of(assessment),
        "scores": [
            (score, [file for file in score.evidence.all() if file.removed_at is None])
            for score in scores.prefetch_related("evidence__uploaded_by")
        ],
    }
    return render(request, "reports/assessment_evidence.html", context)


@require_safe
@requires(Permission.COMPILE_REPORTS)
def printing(request: HttpRequest, pk: int) -> HttpResponse:
    """What may be printed: public and internal variant, with last year beside, PDF and .docx."""
    assessment = found(request, pk)
    context = {
        **page(request, assessment, "打印"),
        "is_final": assessment.state == "final",
        "has_comparison": bool(comparison_of(assessment)),
    }
    return render(request, "reports/assessment_print.html", context)


@require_safe
@requires(Permission.COMPILE_REPORTS)
def counties(request: HttpRequest, pk: int) -> HttpResponse:
    """The counties below a prefecture's report: totals, ranks, and sums of their figures."""
    assessment = found(request, pk)
    is_above = assessment.scheme.level == PREFECTURE
    context = {
        **page(request, assessment, "县级汇总"),
        "standings": standings(assessment) if is_above else [],
        "sums": sums(assessment) if is_above else [],
    }
    return render(request, "reports/assessment_counties.html", context)


@require_safe
@requires(Permission.COMPILE_REPORTS)
def compare(request: HttpRequest, pk: int) -> HttpResponse:
    """This year's figures beside last year's."""
    assessment = found(request, pk)
    year = assessment.scheme.year
    context = {
        **page(request, assessment, "打印"),
        "rows": comparison_of(assessment),
        "before": f"{year - 1}年",
        "now": f"{year}年",
    }
    return render(request, "reports/assessment_compare.html", context)


def known_figures() -> list[tuple[str, str, str]]:
    """(placeholder, label, what 0 prints) for the list beside the words."""
    single = [(f"{{={one.key}}}", one.label, one.zero) for one in figures.FIGURES.values()]
    return [(f"{{={key}}}", label, "") for key, label in figures.PHRASES.items()] + single


def _events(assessment: Assessment) -> list[dict]:
    labels = step_labels("assessment")
    entries = history_of(f"assessment:{assessment.pk}").filter(subject="assessment")[:EVENTS]
    return [
        {
            "at": one.at,
            "who": one.by_name,
            "title": labels.get(one.step, one.step),
            "note": one.note,
            "kind": "running",
        }
        for one in entries
    ]
