"""The reporter's page of his tip, and what he may do there. The tip is the one his cookie names, never one of an address."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from capacity_portal.journal.once import repeatable
from capacity_portal.lib.form_errors import add_errors
from capacity_portal.lib.memory_uploads import uploads_in_memory
from capacity_portal.lib.pages import choice_param
from capacity_portal.lib.uploads import UploadRefused
from tipoffs.forms.follow_up import FileForm, ObjectionForm, RatingForm, ReplyForm
from tipoffs.models import Tip
from tipoffs.operations.follow_up import add_file, object_to, post_reply, rate
from tipoffs.queries.reward_words import reward_words
from tipoffs.queries.tracked import case_of, tracked_tip
from tipoffs.views import track_cookie
from tipoffs.views.intake_pages import TOO_OFTEN, no_store, refusal_of, too_often
from tipoffs.views.track import CRUMBS, over

FORMS = {"reply": ReplyForm, "file": FileForm, "rate": RatingForm, "object": ObjectionForm}
SAID = {
    "reply": "留言已送达办公室。",
    "file": "材料已收到。",
    "rate": "感谢您的评价。",
    "object": "异议已收到，由办公室负责人决定，结果在本页告知。",
}
_GET_POST = require_http_methods(["GET", "HEAD", "POST"])
_PURPOSE = {"file": "file"}
MOST_BYTES = 20 * 1024 * 1024
TOO_LARGE = "文件超过 20 MB，没有上传。请压缩、截短或拆分后再传。"


def of_reporter(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Hand the view the tip of the cookie, which then lasts 30 minutes more."""

    @wraps(view)
    def found(request: HttpRequest, *args) -> HttpResponse:
        at = timezone.now()
        pk = track_cookie.tip_named(request, at)
        tip = tracked_tip(pk) if pk is not None else None
        if tip is None:
            return over(request)
        response = no_store(view(request, tip, *args))
        track_cookie.hand_out(response, tip.pk, at)
        return response

    return found


@login_not_required
@require_safe
@of_reporter
def case(request: HttpRequest, tip: Tip) -> HttpResponse:
    return case_page(request, tip)


@login_not_required
@sensitive_post_parameters()
@_GET_POST
@repeatable("the same words with the same secret of the page are one message")
@of_reporter
def case_reply(request: HttpRequest, tip: Tip) -> HttpResponse:
    def save(form: ReplyForm) -> None:
        post_reply(tip=tip, at=timezone.now(), **form.cleaned_data)

    return _posted(request, tip, "reply", save)


@login_not_required
@uploads_in_memory(MOST_BYTES + 1)
@_GET_POST
@repeatable("the same file of a tip is kept once")
@of_reporter
def case_file(request: HttpRequest, tip: Tip) -> HttpResponse:
    def save(form: FileForm) -> None:
        upload = form.cleaned_data["file"]
        if upload is None:
            raise ValidationError({"file": TOO_LARGE if request.has_dropped_files else "请先选择文件。"})
        try:
            add_file(tip=tip, upload=upload, at=timezone.now())
        except UploadRefused as refused:
            raise ValidationError({"file": str(refused)}) from refused

    return _posted(request, tip, "file", save)


@login_not_required
@sensitive_post_parameters()
@_GET_POST
@repeatable("a tip is rated once")
@of_reporter
def case_rate(request: HttpRequest, tip: Tip) -> HttpResponse:
    def save(form: RatingForm) -> None:
        rate(tip=tip, at=timezone.now(), **form.cleaned_data)

    return _posted(request, tip, "rate", save)


@login_not_required
@sensitive_post_parameters()
@_GET_POST
@repeatable("a tip is objected to once")
@of_reporter
def case_object(request: HttpRequest, tip: Tip) -> HttpResponse:
    def save(form: ObjectionForm) -> None:
        object_to(tip=tip, at=timezone.now(), **form.cleaned_data)

    return _posted(request, tip, "object", save)


@login_not_required
@_GET_POST
@repeatable("leaving twice changes nothing")
def case_leave(request: HttpRequest) -> HttpResponse:
    """The browser forgets the tip."""
    response = no_store(redirect("tipoffs:track"))
    if request.method == "POST":
        track_cookie.take_back(response)
    return response


def _posted(request: HttpRequest, tip: Tip, name: str, save: Callable) -> HttpResponse:
    """The limiter, then the form, then the one operation; refused text comes back in the page."""
    if request.method != "POST":
        return redirect("tipoffs:case")
    form = _form(name, request.POST, request.FILES)
    if refused := refusal_of(request, _PURPOSE.get(name, "reply")):
        form.add_error(None, str(refused))
        return too_often(case_page(request, tip, name, form, TOO_OFTEN), refused)
    if form.is_valid():
        try:
            save(form)
        except ValidationError as problem:
            add_errors(form, problem)
        else:
            return redirect(f"{reverse('tipoffs:case')}?said={name}#{name}")
    return case_page(request, tip, name, form)


def _form(name: str, *posted):
    return FORMS[name](*posted, auto_id=f"{name}_%s")


def case_page(request: HttpRequest, tip: Tip, name: str = "", form=None, status: int = 200) -> HttpResponse:
    """``form``: the refused one, called ``name``."""
    said = choice_param(request.GET, "said", list(SAID))
    context = {
        "case": case_of(tip, localdate(timezone.now())),
        "tip": tip,
        "reward": reward_words(tip),
        "crumbs": [*CRUMBS[:2], ("查询举报", "/tipoffs/track/"), (tip.label, "")],
        "said": SAID.get(said, ""),
        "form": form,
        **{f"{key}_form": form if key == name else _form(key) for key in FORMS},
    }
    return render(request, "tipoffs/case.html", context, status=status)
