"""The security administrator's pages: list, open, see, edit, give another role."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from capacity_portal.lib.pages import choice_param, keyset_page, text_param
from capacity_portal.organization import operations, queries
from capacity_portal.organization.access import requires
from capacity_portal.organization.forms.officers import (
    NewOfficerForm,
    OfficerFilter,
    OfficerForm,
    RoleForm,
)
from capacity_portal.organization.models import Officer
from capacity_portal.organization.once import once
from capacity_portal.organization.roles import ADMINISTRATORS, ROLES, Permission
from capacity_portal.organization.views import handover

PAGE_SIZE = 50


@require_safe
@requires(Permission.MANAGE_OFFICERS)
def officers(request: HttpRequest) -> HttpResponse:
    wanted = queries.OfficerQuestion(
        text=text_param(request.GET, "q"),
        role=choice_param(request.GET, "role", ROLES),
        state=choice_param(request.GET, "state", ("active", "inactive")),
    )
    found = queries.officers_matching(queries.visible_to(request.user), wanted)
    cursor = text_param(request.GET, "cursor", longest=2000)
    page = keyset_page(found, queries.OFFICERS_BY_NAME, cursor=cursor, size=PAGE_SIZE, scope=repr(wanted))
    context = {
        "form": OfficerFilter(initial={"q": wanted.text, "role": wanted.role, "state": wanted.state}),
        "officers": page.rows,
        "next_url": _turned(request, page.next_cursor),
        "previous_url": _turned(request, page.previous_cursor),
        "first_url": _turned(request, " "),
        "today": timezone.localdate(),
    }
    return render(request, "organization/officers.html", context)


def _turned(request: HttpRequest, cursor: str) -> str:
    """The address of this list at ``cursor``, empty when there is none."""
    if not cursor:
        return ""
    params = request.GET.copy()
    params.pop("cursor", None)
    if cursor.strip():
        params["cursor"] = cursor
    return f"{request.path}?{params.urlencode()}"


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_OFFICERS)
@once
def create(request: HttpRequest) -> HttpResponse:
    form = NewOfficerForm(request.POST or None, by=request.user, today=timezone.localdate())
    opened = form.is_valid() and attempt(
        form, partial(operations.create_officer, values=form.cleaned_data, by=request.user, at=timezone.now())
    )
    if not opened:
        context = {"form": form, "heading": "开立账户", "submit_label": "开立账户", "roles": ROLES.values()}
        return render(request, "organization/officer_form.html", context)
    if opened.one_time_password is None:
        messages.warning(request, "管理员账户须由另一位管理员批准后启用，已生成申请。")
        return redirect("organization:requests")
    hand_over(request, opened.officer, opened.one_time_password)
    return redirect("organization:officer", pk=opened.officer.pk)


@require_safe
@requires(Permission.MANAGE_OFFICERS)
def officer(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(queries.visible_to(request.user), pk=pk)
    context = {
        "officer": found,
        "facts": _facts(found),
        "one_time_password": handover.take(request, f"officer {found.pk}"),
        "is_own": found.pk == request.user.pk,
        "needs_two": found.role in ADMINISTRATORS,
        "is_locked": queries.is_locked(found, timezone.now()),
    }
    return render(request, "organization/officer.html", context)


def _facts(found: Officer) -> list[tuple[str, object]]:
    return [
        ("姓名", found.name),
        ("用户名", found.username),
        ("角色", found.role_entry.label),
        ("地区", found.region.name),
        ("单位", found.department),
        ("电话", found.telephone),
        ("有效期至", found.expires_on or "长期"),
        ("动态口令", "已启用" if queries.has_second_factor(found) else "未启用"),
        (
            "最近登录",
            timezone.localtime(found.last_login).strftime("%Y-%m-%d %H:%M")
            if found.last_login
            else "从未登录",
        ),
        ("开户时间", timezone.localtime(found.created_at).strftime("%Y-%m-%d %H:%M")),
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_OFFICERS)
@once
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(queries.visible_to(request.user), pk=pk)
    initial = {name: getattr(found, name) for name in ("name", "department", "telephone", "expires_on")}
    form = OfficerForm(request.POST or None, initial=initial, by=request.user)
    step = partial(operations.edit_officer, officer=found, by=request.user, at=timezone.now())
    if form.is_valid() and attempt(form, partial(step, values=form.cleaned_data)):
        messages.success(request, "资料已保存。")
        return redirect("organization:officer", pk=found.pk)
    context = {"form": form, "officer": found, "heading": f"修改资料：{found}", "submit_label": "保存"}
    return render(request, "organization/officer_form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_OFFICERS)
@once
def change_role(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(queries.visible_to(request.user), pk=pk)
    initial = {name: getattr(found, name) for name in ("role", "region", "department")}
    form = RoleForm(request.POST or None, initial=initial, by=request.user, today=timezone.localdate())
    step = partial(operations.change_role_or_region, officer=found, by=request.user, at=timezone.now())
    if form.is_valid() and attempt(form, partial(step, values=form.cleaned_data)):
        messages.success(request, "角色和地区已变更，这个账户的登录已全部退出。")
        return redirect("organization:officer", pk=found.pk)
    context = {
        "form": form,
        "officer": found,
        "heading": f"变更角色或地区：{found}",
        "submit_label": "变更",
        "roles": ROLES.values(),
    }
    return render(request, "organization/officer_form.html", context)


def attempt(form, operation):
    """What ``operation`` returns; None when it was refused, with the reason on the form."""
    try:
        return operation()
    except ValidationError as error:
        form.add_error(None, ValidationError(_known(form, error)))
    except operations.AccountRefused as refused:
        form.add_error(None, str(refused))
    return None


def _known(form, error: ValidationError):
    """Errors by field, those of fields the form does not have as errors of the form."""
    if not hasattr(error, "error_dict"):
        return error.error_list
    known = {name: errors for name, errors in error.error_dict.items() if name in form.fields}
    others = [one for name, errors in error.error_dict.items() if name not in form.fields for one in errors]
    return known | ({"__all__": others} if others else {})


def hand_over(request: HttpRequest, found: Officer, one_time_password: str) -> None:
    """Let the officer's page show the password once."""
    handover.keep(request, f"officer {found.pk}", one_time_password)
