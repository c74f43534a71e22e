"""Whom a document goes to, and what they shall do: chosen while it is a draft."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from capacity_portal.journal.once import once
from capacity_portal.lib.form_errors import add_errors
from capacity_portal.lib.pages import int_param
from capacity_portal.lib.workflow import StepRefused
from capacity_portal.organization.access import requires
from capacity_portal.organization.roles import Permission
from reports.choices import NoticeState
from reports.forms.sending import DemandForm, demand_initial
from reports.models import Notice
from reports.operations.demanding import demand
from reports.operations.recipient_list import (
    Kept,
    add_recipients,
    arrange_recipients,
    texts_for,
    write_addressees,
)
from reports.queries.places import (
    ALL_COUNTIES,
    ALL_UNITS,
    Places,
    chosen_for,
    key_of,
    key_of_recipient,
    places_below,
)
from reports.queries.scope import is_secretariat, notices_visible_to
from reports.queries.sending import acts_wanted

_MOST_PICKED = 1_000


@require_safe
@requires(Permission.DRAFT_DOCUMENTS)
@cache_control(private=True, no_store=True)
def recipients(request: HttpRequest, pk: int) -> HttpResponse:
    """The list as it is; a draft's can be changed by its drafter and the secretariat."""
    return _page(request, notice_of(request, pk))


@require_POST
@requires(Permission.DRAFT_DOCUMENTS)
@once
def change(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """One change: what is demanded, who is added, how the list is arranged, the text made of it."""
    notice = notice_of(request, pk)
    if step not in _STEPS or not may_change(notice, request.user):
        raise Http404
    form = DemandForm(request.POST, notice=notice) if step == "demand" else None
    if form is not None and not form.is_valid():
        return _page(request, notice, form)
    try:
        messages.success(request, _STEPS[step](request, notice, form))
    except (ValidationError, StepRefused) as refused:
        if form is None:
            return _refused(request, notice, refused)
        add_errors(form, refused)
        return _page(request, notice, form)
    except PermissionDenied:
        raise Http404 from None
    return redirect("reports:recipients", notice.pk)


def notice_of(request: HttpRequest, pk: int) -> Notice:
    """A document the officer sees. Raises Http404."""
    return get_object_or_404(notices_visible_to(request.user), pk=pk)


def may_change(notice: Notice, officer) -> bool:
    return officer.may(Permission.DRAFT_DOCUMENTS) and (
        notice.drafted_by_id == officer.pk or is_secretariat(officer)
    )


def crumbs(notice: Notice, here: str) -> list[tuple[str, str]]:
    return [
        ("公文", reverse("reports:notices")),
        (notice.title, reverse("reports:notice", args=[notice.pk])),
        (here, ""),
    ]


def _refused(request: HttpRequest, notice: Notice, refused: Exception) -> HttpResponse:
    sentences = refused.messages if isinstance(refused, ValidationError) else [str(refused)]
    for sentence in sentences:
        messages.error(request, sentence)
    return _page(request, notice)


def _demand(request: HttpRequest, notice: Notice, form: DemandForm) -> str:
    typed = form.cleaned_data
    wanted = dict.fromkeys(typed["acts"], True)
    demand(
        notice=notice,
        wanted=wanted,
        due_on=typed["due_on"],
        figures=typed["figures"],
        by=request.user,
        at=timezone.now(),
    )
    return "已保存反馈要求。"


def _add(request: HttpRequest, notice: Notice, form) -> str:
    places = places_below(notice.region_code, timezone.localdate())
    picked = places.named(request.POST.getlist("picked")[:_MOST_PICKED])
    for name in request.POST.getlist("group")[:100]:
        picked += places.group(name)
    is_copy = request.POST.get("as") == "copy"
    rows = add_recipients(notice=notice, places=picked, is_copy=is_copy, by=request.user, at=timezone.now())
    return f"已加入，现有{len(rows)}个收文单位。"


def _arrange(request: HttpRequest, notice: Notice, form) -> str:
    rows = chosen_for(notice)
    kept = [row for row in rows if not request.POST.get(f"out-{row.pk}")]
    order = {row.pk: int_param(request.POST, f"order-{row.pk}", default=row.position) for row in kept}
    kept.sort(key=lambda row: order[row.pk])
    chosen = [Kept(row.pk, request.POST.get(f"as-{row.pk}") == "copy") for row in kept]
    left = arrange_recipients(notice=notice, kept=chosen, by=request.user, at=timezone.now())
    return f"已保存，现有{len(left)}个收文单位。"


def _text(request: HttpRequest, notice: Notice, form) -> str:
    version = int_param(request.POST, "version", default=0)
    write_addressees(notice=notice, version=version, by=request.user, at=timezone.now())
    return "已把主送机关和抄送写入文稿。"


_STEPS: dict[str, Callable[[HttpRequest, Notice, DemandForm | None], str]] = {
    "demand": _demand, "add": _add, "arrange": _arrange, "text": _text,
}  # fmt: skip


def _page(request: HttpRequest, notice: Notice, form: DemandForm | None = None) -> HttpResponse:
    rows = chosen_for(notice)
    places = places_below(notice.region_code, timezone.localdate())
    context = {
        "notice": notice,
        "rows": rows,
        "is_open": notice.state == NoticeState.DRAFT and may_change(notice, request.user),
        "form": form or DemandForm(initial=demand_initial(notice, acts_wanted(notice)), notice=notice),
        "texts": texts_for(notice) if rows else {},
        "printed": notice.content.get("addressees", ""),
        "groups": _groups(places),
        "folds": _folds(places, {key_of_recipient(row) for row in rows}),
        "crumbs": crumbs(notice, "收文单位"),
    }
    return render(request, "reports/recipients.html", context)


def _groups(places: Places) -> list[tuple[str, str, int]]:
    """Ready-made groups: (value, label, how many)."""
    towns = [(one.code, f"{one.name}各乡镇（街道）", len(places.towns_of(one))) for one in places.counties]
    fixed = [
        (ALL_COUNTIES, "全部县市区和功能区", len(places.counties)),
        (ALL_UNITS, "市直成员单位", len(places.city_units)),
    ]
    return [group for group in [*fixed, *towns] if group[2]]


def _folds(places: Places, chosen: set[str]) -> list[tuple[str, list[tuple[str, str, bool]]]]:
    """Single places by heading: (key, name, is chosen already)."""
    by_county = [(one.name, [*places.units_of(one), *places.towns_of(one)]) for one in places.counties]
    all_folds = [("县（市、区）和功能区", places.counties), ("市直单位", places.city_units), *by_county]
    return [
        (title, [(key_of(one), one.name, key_of(one) in chosen) for one in rows])
        for title, rows in all_folds
        if rows
    ]
