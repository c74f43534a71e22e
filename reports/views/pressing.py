"""Pressing late units, and the summary of what came back: the texts, and the drafts made of them."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from capacity_portal.journal.once import once
from capacity_portal.lib.deposit import deposited
from capacity_portal.lib.form_errors import add_errors
from capacity_portal.lib.form_fields import PortalForm
from capacity_portal.organization.access import requires
from capacity_portal.organization.roles import Permission
from reports.choices import NoticeState
from reports.documents.lists import Listing
from reports.forms.sending import PressForm
from reports.models import Notice
from reports.operations.giving_out import note_notice_export
from reports.operations.pressing import draft_circular, draft_pressing, late_units
from reports.queries.collected import collected_of, number_of
from reports.queries.matrix import matrix_of
from reports.queries.scope import oversees
from reports.rules.circular import overall_sentence, ranking_sentence, silent_sentence
from reports.rules.reminder_words import message
from reports.sheets.sending import figures_table, rank_table
from reports.views.giving_out import asked, given
from reports.views.matrix import crumbs, issued_or_404

_KIND = "notice-summary"
_GET_POST = require_http_methods(["GET", "HEAD", "POST"])


@_GET_POST
@requires(Permission.DRAFT_DOCUMENTS)
@cache_control(private=True, no_store=True)
@once
def remind(request: HttpRequest, pk: int) -> HttpResponse:
    """Late units to choose from with the text for each; POST drafts the document."""
    notice = _in_force(request, pk)
    form = PressForm(request.POST if request.method == "POST" else None)
    chosen = {
        int(value)
        for value in request.POST.getlist("selected")[:1_000]
        if value.isascii() and value.isdigit() and len(value) < 10
    }
    if request.method == "POST" and form.is_valid():
        try:
            draft = draft_pressing(
                notice=notice, kind=form.cleaned_data["kind"], ids=chosen, by=request.user, at=timezone.now()
            )
        except ValidationError as refused:
            add_errors(form, refused)
        except PermissionDenied:
            raise Http404 from None
        else:
            return redirect("reports:notice", draft.pk)
    today = timezone.localdate()
    rows = matrix_of(notice, request.user, today).overdue(today)
    units = list(zip(rows, late_units(rows), strict=True))
    context = {
        "notice": notice, "form": form, "units": _told(notice, units, chosen if request.method == "POST" else None),
        "crumbs": [*crumbs(notice, "办理情况")[:2], ("办理情况", reverse("reports:matrix", args=[pk])), ("催办、督办、约谈", "")],
        "cancel_url": reverse("reports:matrix", args=[pk]),
    }  # fmt: skip
    return render(request, "reports/remind.html", context)


@_GET_POST
@requires(Permission.DRAFT_DOCUMENTS)
@cache_control(private=True, no_store=True)
@once
def summary(request: HttpRequest, pk: int) -> HttpResponse:
    """The collected returns: ranking, sums, who is silent; POST drafts the 通报."""
    notice = _in_force(request, pk)
    if request.method == "POST":
        try:
            draft = draft_circular(notice=notice, by=request.user, at=timezone.now())
        except ValidationError as refused:
            for sentence in refused.messages:
                messages.error(request, sentence)
            return redirect("reports:summary", pk)
        except PermissionDenied:
            raise Http404 from None
        return redirect("reports:notice", draft.pk)
    today = timezone.localdate()
    collected = collected_of(notice, matrix_of(notice, request.user, today), today)
    context = {
        "notice": notice, "number": number_of(notice), "collected": collected, "form": PortalForm(),
        "sentences": [overall_sentence(collected), ranking_sentence(collected), silent_sentence(collected)],
        "tables": [table for table in (rank_table(collected), figures_table(collected)) if table],
        "crumbs": [*crumbs(notice, "")[:2], ("办理情况", reverse("reports:matrix", args=[pk])), ("汇总和通报", "")],
    }  # fmt: skip
    return render(request, "reports/summary.html", context)


@_GET_POST
@requires(Permission.DRAFT_DOCUMENTS)
@once
def summary_export(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: what would be given out. POST: note it in the journal and lead to the file."""
    notice, back = _overseen(request, pk), reverse("reports:summary", args=[pk])

    def note(form: str, is_print: bool) -> None:
        note_notice_export(
            notice=notice, about=f"反馈汇总，{form}", is_print=is_print, by=request.user, at=timezone.now()
        )

    page = {
        "heading": "导出反馈汇总", "lead": "排名表和各单位填报的数据；导出会记入日志。", "cancel_url": back,
        "crumbs": [*crumbs(notice, "")[:2], ("汇总和通报", back), ("导出", "")],
    }  # fmt: skip
    key = asked(request, _KIND, {}, note, page)
    return redirect("reports:summary-file", pk, key) if isinstance(key, str) else key


@require_safe
@requires(Permission.DRAFT_DOCUMENTS)
@cache_control(private=True, no_store=True)
def summary_file(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """The collected figures as asked for just now."""
    wanted, notice, today = deposited(request, _KIND, key), _overseen(request, pk), timezone.localdate()
    collected = collected_of(notice, matrix_of(notice, request.user, today), today)
    tables = [table for table in (rank_table(collected), figures_table(collected)) if table]
    listing = Listing(
        f"{notice.title}反馈汇总", "公文反馈汇总", [f"{collected.number}，截至{today.isoformat()}"], tables
    )
    return given(request, listing, wanted["format"], reverse("reports:summary", args=[pk]))


def _overseen(request: HttpRequest, pk: int) -> Notice:
    """An issued document whose returns are this officer's to press for and to sum up. Raises Http404."""
    notice = issued_or_404(request, pk)
    if not oversees(request.user, notice):
        raise Http404
    return notice


def _in_force(request: HttpRequest, pk: int) -> Notice:
    notice = _overseen(request, pk)
    if notice.state != NoticeState.ISSUED:
        raise Http404
    return notice


def _told(notice: Notice, units: list, chosen: set[int] | None) -> list[dict]:
    """Each late unit with its text; all are ticked until somebody has chosen."""
    number = number_of(notice)
    return [
        {"row": row, "unit": unit, "text": message(unit, title=notice.title, number=number),
         "is_chosen": chosen is None or row.recipient.pk in chosen}
        for row, unit in units
    ]  # fmt: skip
