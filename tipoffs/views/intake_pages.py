"""What the pages of the five steps have in common: the frame of a page, the refusal of who comes too often."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from tipoffs.operations.limits import TooOften, source_of, take
from tipoffs.rules.draft_content import STEPS, before

GONE, TOO_OFTEN = 410, 429
CHECK = "check"
_TEMPLATES = {
    "where": "tipoffs/new_where.html",
    "what": "tipoffs/new_what.html",
    "evidence": "tipoffs/new_evidence.html",
    "contact": "tipoffs/new_contact.html",
    "check": "tipoffs/new_check.html",
}
LOST = (
    "这份举报可能已经提交过，或者草稿已超过24小时、浏览器清除了 Cookie：本页没有保存。已经看到编号和查询码的，不用再填。"
    "还要举报的，请在新窗口打开本站，点“我要举报”“开始填写”，再回到本页点“继续”：本页填写的内容仍在下方，其余各步请在最后一步按提示补填。"
)


def step_page(request: HttpRequest, step: str, context: dict, status: int = 200) -> HttpResponse:
    """The page of a step: progress, way back, whether it was come to from the check page."""
    slugs = list(STEPS)
    to_check = comes_from_check(request)
    previous = CHECK if to_check else before(step)
    frame = {
        "steps": list(STEPS.values()),
        "current": slugs.index(step) + 1,
        "step_title": STEPS[step],
        "to_check": to_check,
        "back_url": reverse("tipoffs:new-step", args=[previous]) if previous else reverse("tipoffs:new"),
    }
    return no_store(render(request, _TEMPLATES[step], frame | context, status=status))


def comes_from_check(request: HttpRequest) -> bool:
    """Whether the step was opened with 更改; it then leads back there."""
    return step_asked(request) == CHECK


def step_asked(request: HttpRequest) -> str:
    return request.POST.get("back", "") or request.GET.get("back", "")


def address_of(step: str) -> str:
    return reverse("tipoffs:new-step", args=[step])


def refusal_of(request: HttpRequest, purpose: str, at: datetime | None = None) -> TooOften | None:
    """Count a try of ``purpose``; what to answer when there were too many."""
    try:
        take(source=source_of(request), purpose=purpose, at=at or timezone.now())
    except TooOften as refused:
        return refused
    return None


def too_often(response: HttpResponse, refused: TooOften) -> HttpResponse:
    response["Retry-After"] = str(refused.wait_seconds)
    return response


def no_store(response: HttpResponse) -> HttpResponse:
    """Neither the browser nor anything on the way keeps the page."""
    response["Cache-Control"] = "no-store, private"
    return response
