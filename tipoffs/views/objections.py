"""The leader decides an objection."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from capacity_portal.journal.once import once
from capacity_portal.organization.access import requires
from capacity_portal.organization.roles import Permission
from tipoffs.choices import RequestState
from tipoffs.forms.objections import ObjectionForm
from tipoffs.models import Objection
from tipoffs.operations.objections import decide_objection
from tipoffs.operations.reading import has_read, log_read
from tipoffs.queries.objections import free_handlers, objections_visible_to
from tipoffs.views.one_form import OneForm, carry_out


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.DECIDE_TIPOFFS)
@once
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """What the reporter objects to, what he was told, and the decision."""
    objection = get_object_or_404(objections_visible_to(request.user).select_related("tip"), tip=pk)
    at, handlers = timezone.now(), free_handlers(objection.tip)
    if request.method != "POST":
        log_read(tip=objection.tip, what="text", by=request.user, at=at)
    seen = has_read(tip=objection.tip, what="text", by=request.user, at=at)
    form = ObjectionForm(request.POST if request.method == "POST" else None, handlers=handlers)

    def save(form: ObjectionForm):
        typed = form.cleaned_data
        return decide_objection(
            objection=objection, is_upheld=form.is_upheld, text=typed["text"], new_handler=typed["new_handler"],
            is_checked=typed["checked"], by=request.user, at=at,
        )  # fmt: skip

    url = reverse("tipoffs:tip", args=[pk])
    return carry_out(
        request,
        OneForm(
            form, save, url, "已决定异议，举报人在查询页可以看到。", _page(objection, handlers, url, seen)
        ),
    )


def _page(objection: Objection, handlers, url: str, seen: bool) -> dict:
    """``seen``: the officer's reading is logged; a refused POST can log nothing, so it shows no words of the reporter's else."""
    tip = objection.tip
    last = tip.replies.order_by("-id").first()
    decided = objection.state != RequestState.ASKED
    lead = "" if handlers else "没有未经办这件举报的举报专管员，异议成立的须先由安全管理员开立账户。"
    return {
        "heading": f"决定异议：{tip.label}",
        "lead": lead,
        "submit_label": "提交决定",
        "crumbs": [("举报办理", reverse("tipoffs:queue")), (tip.label, url), ("决定异议", "")],
        "facts": [
            ("提出日期", f"{objection.made_on:%Y-%m-%d}"),
            ("答复期限", f"{objection.due_on:%Y-%m-%d}"),
            ("核查结论", tip.get_conclusion_display()),
            ("办公室的答复", last.text if last else tip.refusal_text),
        ],
        "quoted": ("举报人的理由", objection.text) if seen else (),
        "blocks": [f"这项异议已有决定：{objection.decision}"] if decided else [],
    }
