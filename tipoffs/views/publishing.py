"""Outcomes the office makes public: the list, one page to publish, one to withdraw."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from capacity_portal.journal.once import once
from capacity_portal.organization.access import requires
from capacity_portal.organization.roles import Permission
from tipoffs.choices import TipState
from tipoffs.forms.publishing import PublishForm, WithdrawForm
from tipoffs.operations.publishing import publish_outcome, withdraw_outcome
from tipoffs.queries.outcomes import outcomes_visible_to, unpublished
from tipoffs.queries.scope import tips_visible_to
from tipoffs.views.one_form import OneForm, carry_out

SHOWN, WAITING = 200, 20
_GET_POST = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@requires(Permission.PUBLISH_OUTCOMES)
def outcomes(request: HttpRequest) -> HttpResponse:
    """What is public, what was withdrawn, and closed tips that could be published."""
    rows = outcomes_visible_to(request.user).select_related("tip", "published_by", "withdrawn_by")
    context = {
        "rows": rows.order_by("-published_at", "-id")[:SHOWN],
        "waiting": unpublished(request.user)[:WAITING],
        "crumbs": [("举报办理", reverse("tipoffs:queue")), ("公布办理结果", "")],
    }
    return render(request, "tipoffs/outcomes.html", context)


@_GET_POST
@requires(Permission.PUBLISH_OUTCOMES)
@once
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Write and publish the outcome of a closed tip."""
    tip = get_object_or_404(tips_visible_to(request.user), pk=pk)
    form = PublishForm(request.POST if request.method == "POST" else None)

    def save(form: PublishForm):
        return publish_outcome(tip=tip, **form.cleaned_data, by=request.user, at=timezone.now())

    is_closed = tip.state == TipState.CLOSED
    measures = "；".join(
        f"{row.get_kind_display()}：{row.text}" for row in tip.measures.filter(turn=tip.turn).order_by("id")
    )
    page = {
        "heading": f"公布结果：{tip.label}",
        "submit_label": "公布",
        "crumbs": [
            ("举报办理", reverse("tipoffs:queue")),
            ("公布办理结果", reverse("tipoffs:outcomes")),
            (tip.label, ""),
        ],
        "facts": [("核查结论", tip.get_conclusion_display()), ("处置情况", measures)],
        "blocks": [] if is_closed else [f"{tip.label}还没有办结，办结后才能公布。"],
    }
    return carry_out(request, OneForm(form, save, reverse("tipoffs:outcomes"), "已公布。", page))


@_GET_POST
@requires(Permission.PUBLISH_OUTCOMES)
@once
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take it off the public page, with the reason."""
    outcome = get_object_or_404(outcomes_visible_to(request.user).select_related("tip"), pk=pk)
    form = WithdrawForm(request.POST if request.method == "POST" else None)

    def save(form: WithdrawForm):
        return withdraw_outcome(
            outcome=outcome, text=form.cleaned_data["text"], by=request.user, at=timezone.now()
        )

    page = {
        "heading": "撤下公布的结果",
        "lead": outcome.title,
        "submit_label": "撤下",
        "kind": "danger",
        "crumbs": [
            ("举报办理", reverse("tipoffs:queue")),
            ("公布办理结果", reverse("tipoffs:outcomes")),
            ("撤下", ""),
        ],
        "blocks": ["这条公布已撤下。"] if outcome.withdrawn_at else [],
    }
    return carry_out(request, OneForm(form, save, reverse("tipoffs:outcomes"), "已撤下。", page))
