"""The own account: data, password, sessions."""

from django.contrib import auth, messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from capacity_portal.organization import operations, queries
from capacity_portal.organization.forms.signing import PasswordForm
from capacity_portal.organization.once import once
from capacity_portal.organization.sessions import Duty, duty_of


@require_safe
def account(request: HttpRequest) -> HttpResponse:
    context = {
        "facts": _facts(request.user),
        "sessions": queries.sessions_of(request.user, timezone.now(), current=request.session.session_key),
        "has_second_factor": queries.has_second_factor(request.user),
        "is_compulsory": queries.needs_second_factor(request.user.role),
        "codes_left": queries.recovery_codes_left(request.user),
    }
    return render(request, "organization/account.html", context)


def _facts(officer) -> list[tuple[str, object]]:
    return [
        ("姓名", officer.name),
        ("用户名", officer.username),
        ("角色", officer.role_entry.label),
        ("职责", officer.role_entry.sentence),
        ("地区", officer.region.name),
        ("单位", officer.department),
        ("电话", officer.telephone),
        ("有效期至", officer.expires_on or "长期"),
    ]


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@once
def password(request: HttpRequest) -> HttpResponse:
    form = PasswordForm(request.POST or None)
    if form.is_valid() and _change_password(request, form):
        messages.success(request, "密码已修改，其他地方的登录已全部退出。")
        return redirect("organization:account")
    context = {"form": form, "is_due": duty_of(request) is Duty.CHANGE_PASSWORD}
    return render(request, "organization/password.html", context)


def _change_password(request: HttpRequest, form: PasswordForm) -> bool:
    typed = form.cleaned_data
    try:
        officer = operations.change_own_password(
            by=request.user,
            old=typed["old"],
            new=typed["new"],
            at=timezone.now(),
            session_key=request.session.session_key,
        )
    except ValidationError as error:
        form.add_error(None, error)
        return False
    request.user.password, request.user.must_change_password = officer.password, False
    auth.update_session_auth_hash(request, request.user)
    return True


@require_POST
@once
def end_session(request: HttpRequest, handle: str) -> HttpResponse:
    ended = operations.end_session(officer=request.user, handle=handle, by=request.user, at=timezone.now())
    messages.success(request, "这个登录已退出。" if ended else "这个登录此前已经退出。")
    return redirect("organization:account")


@require_POST
@once
def sign_out_everywhere(request: HttpRequest) -> HttpResponse:
    """Ends every other session; this one stays, so that the officer sees what happened."""
    count = operations.sign_out_everywhere(
        by=request.user, at=timezone.now(), but=request.session.session_key
    )
    messages.success(request, f"已退出其他 {count} 处登录。" if count else "没有其他登录。")
    return redirect("organization:account")
