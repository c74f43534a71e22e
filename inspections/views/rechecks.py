"""The random re-check list for the prefecture: drawn once, with the seed shown, and what came of each item."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from capacity_portal.journal.once import once
from capacity_portal.lib import months
from capacity_portal.lib.workflow import StepRefused
from capacity_portal.organization.access import requires
from capacity_portal.organization.roles import Permission
from inspections.forms.returns import RecheckForm
from inspections.models import Recheck, RecheckDraw
from inspections.operations.rechecks import draw_rechecks, record_recheck
from inspections.queries.rechecks import rechecks_visible_to, seed_of
from inspections.rules import draw
from inspections.views.coverage import round_or_404

SHOWN = 2_000
_KINDS = {"pending": "neutral", "consistent": "good", "inconsistent": "bad"}


@require_safe
@requires(Permission.REVIEW_RETURNS)
def rechecks(request: HttpRequest, month: int) -> HttpResponse:
    """The list, its seed, and how anybody can draw it again."""
    round_ = round_or_404(month)
    drawn = RecheckDraw.objects.filter(round=round_).select_related("drawn_by").first()
    rows = rechecks_visible_to(request.user).filter(draw=drawn).select_related("duty", "checked_by")
    context = {
        "round": round_,
        "label": months.label(month),
        "drawn": drawn,
        "may_draw": not (drawn or round_.is_closed) and timezone.localdate() > round_.visits_due_on,
        "seed": None if drawn else seed_of(month),
        "method": draw.METHOD,
        "rows": [_line(row, drawn) for row in rows.order_by("rank")[:SHOWN]] if drawn else [],
        "crumbs": _crumbs(month),
    }
    return render(request, "inspections/rechecks.html", context)


@require_POST
@requires(Permission.REVIEW_RETURNS)
@once
def draw_list(request: HttpRequest, month: int) -> HttpResponse:
    """Draw the month's list."""
    try:
        draw_rechecks(round_=round_or_404(month), by=request.user, at=timezone.now())
    except StepRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "已抽取。")
    return redirect("inspections:rechecks", month)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.REVIEW_RETURNS)
@once
def recheck(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down what a re-check found."""
    rows = rechecks_visible_to(request.user).select_related("duty", "draw__round")
    record = get_object_or_404(rows, pk=pk)
    form = RecheckForm(request.POST if request.method == "POST" else None, initial=_initial(record))
    if form.is_valid():
        try:
            record_recheck(recheck=record, **form.cleaned_data, by=request.user, at=timezone.now())
        except (ValidationError, StepRefused) as refused:
            form.add_error(None, refused if isinstance(refused, ValidationError) else str(refused))
        else:
            messages.success(request, "已登记抽查结果。")
            return redirect("inspections:rechecks", record.draw.round.period)
    period = record.draw.round.period
    back = reverse("inspections:rechecks", args=[period])
    context = {
        "form": form,
        "heading": "登记抽查结果",
        "lead": f"{record.duty.title}（第{record.rank}项）",
        "crumbs": [*_crumbs(period)[:-1], ("随机抽查", back), (record.duty.title, "")],
        "submit_label": "保存",
        "cancel_url": back,
    }
    return render(request, "enterprises/form.html", context)


def _line(row: Recheck, drawn: RecheckDraw) -> dict:
    return {"recheck": row, "kind": _KINDS[row.result], "digest": draw.rank_of(drawn.seed, row.duty_id)}


def _initial(record: Recheck) -> dict:
    if record.checked_at is None:
        return {}
    return {"result": record.result, "note": record.note, "checked_on": record.checked_on}


def _crumbs(month: int) -> list[tuple[str, str]]:
    return [("月排查", reverse("inspections:round", args=[month])), (f"{months.label(month)}随机抽查", "")]
