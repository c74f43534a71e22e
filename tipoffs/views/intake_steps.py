"""The steps that are questions: where, what, contact. A GET writes nothing; the answers are kept at the POST."""

from django.contrib.auth.decorators import login_not_required
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from capacity_portal.journal.once import repeatable
from tipoffs.forms.intake import ANONYMOUS, ContactForm, WhatForm, WhereForm
from tipoffs.operations.drafts import save_step
from tipoffs.queries.custody import active_key
from tipoffs.rules.draft_content import following
from tipoffs.rules.report import LONGEST_IDENTITY
from tipoffs.views.draft_cookie import draft_of, key_in
from tipoffs.views.intake_pages import (
    CHECK,
    GONE,
    LOST,
    TOO_OFTEN,
    address_of,
    comes_from_check,
    refusal_of,
    step_page,
    too_often,
)  # fmt: skip

FORMS: dict[str, type[Form]] = {"where": WhereForm, "what": WhatForm, "contact": ContactForm}


@sensitive_post_parameters(*LONGEST_IDENTITY)
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@repeatable("the same answers are stored again in the same draft")
def answer(request: HttpRequest, step: str) -> HttpResponse:
    """One step, drawn with what was answered before, or its answers taken into the draft."""
    if step not in FORMS:
        raise Http404
    if request.method == "POST":
        return _answered(request, step)
    _, content = draft_of(request, timezone.now())
    if content is None:
        return redirect("tipoffs:new")
    return _page(request, step, _form(step, initial=content.get(step)))


def _answered(request: HttpRequest, step: str) -> HttpResponse:
    form = _form(step, request.POST)
    if "pick" in request.POST:  # without a script: the towns of the county that was chosen
        return _page(request, step, _form(step, initial=request.POST.dict()))
    anonymous = step == "contact" and active_key() is None
    if not (anonymous or form.is_valid()):
        return _page(request, step, form)
    return _kept(request, step, form, {"named": ANONYMOUS} if anonymous else form.cleaned_data)


def _kept(request: HttpRequest, step: str, form: Form, answers: dict) -> HttpResponse:
    at = timezone.now()
    key = key_in(request)
    if refused := refusal_of(request, "draft", at):
        context = {"error_list": [(str(refused), "")], "has_errors": True}
        return too_often(_page(request, step, form, context, TOO_OFTEN), refused)
    if key is None or not save_step(key=key, step=step, answers=answers, at=at):
        return _page(request, step, form, {"lost": LOST}, GONE)
    return redirect(address_of(CHECK if comes_from_check(request) else following(step)))


def _form(step: str, data=None, initial: dict | None = None) -> Form:
    return FORMS[step](data, initial=initial or {}, today=timezone.localdate())


def _page(
    request: HttpRequest, step: str, form: Form, more: dict | None = None, status: int = 200
) -> HttpResponse:
    context = {"form": form, "may_name": step != "contact" or active_key() is not None}
    return step_page(request, step, context | (more or {}), status)
