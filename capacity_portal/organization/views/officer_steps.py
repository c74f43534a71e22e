"""Steps on an account that need a yes: each has a page that says what will happen."""

from dataclasses import dataclass
from functools import partial

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from capacity_portal.organization import operations, queries
from capacity_portal.organization.access import requires
from capacity_portal.organization.forms.officers import NoQuestions, NoteForm
from capacity_portal.organization.once import once
from capacity_portal.organization.roles import Permission
from capacity_portal.organization.views.officers import attempt, hand_over


@dataclass(frozen=True)
class OfficerStep:
    """``says``: what will happen; ``done``: what has happened."""

    label: str
    says: str
    done: str
    operation: str
    form: type[forms.Form] = NoQuestions
    is_danger: bool = False


STEPS = {
    "deactivate": OfficerStep(
        "停用账户",
        "停用后立即不能登录，正在使用的登录全部退出；账户和留痕永久保留，以后可以重新启用。",
        "账户已停用，登录已全部退出。",
        "deactivate",
        NoteForm,
        is_danger=True,
    ),
    "reactivate": OfficerStep(
        "启用账户",
        "启用后生成一次性密码，首次登录须修改。",
        "账户已启用，一次性密码只显示这一次。",
        "reactivate",
    ),
    "reset-password": OfficerStep(
        "重置密码",
        "原密码立即失效，正在使用的登录全部退出，登录锁定一并解除；生成的一次性密码只显示一次，首次登录须修改。请先核实本人身份。",
        "密码已重置，一次性密码只显示这一次。",
        "reset_password",
    ),
    "reset-second-factor": OfficerStep(
        "重置动态口令",
        "原动态口令和恢复码立即失效，正在使用的登录全部退出，之后只凭密码登录，本角色必须使用的将要求重新设置。请先核实本人身份。",
        "动态口令已重置。",
        "reset_second_factor",
        is_danger=True,
    ),
    "lift-lock": OfficerStep(
        "解除登录锁定",
        "登录失败次数清零，立即可以再次登录。",
        "登录锁定已解除。",
        "lift_lock",
    ),
}


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_OFFICERS)
@once
def take_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    if step not in STEPS:
        raise Http404
    taken, found = STEPS[step], get_object_or_404(queries.visible_to(request.user), pk=pk)
    form = taken.form(request.POST if request.method == "POST" else None)
    operation = partial(
        getattr(operations, taken.operation), officer=found, by=request.user, at=timezone.now()
    )
    if form.is_valid():
        result = attempt(form, partial(operation, **form.cleaned_data))
        if form.is_valid():
            if isinstance(result, str):
                hand_over(request, found, result)
            messages.success(request, taken.done)
            return redirect("organization:officer", pk=found.pk)
    return render(request, "organization/officer_step.html", {"form": form, "officer": found, "step": taken})
