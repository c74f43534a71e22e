"""The second factor: setting up, recovery codes, doing without, and the check after the password."""

import django_otp
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_otp.plugins.otp_totp.models import TOTPDevice

from capacity_portal.organization import operations, queries
from capacity_portal.organization.documents import qr_picture, secret_in_groups
from capacity_portal.organization.forms.signing import CheckForm, CodeForm, PasswordOnlyForm
from capacity_portal.organization.once import once, repeatable
from capacity_portal.organization.sessions import SETTLED
from capacity_portal.organization.views import handover
from capacity_portal.organization.views.next_page import next_page

WRONG_CODE = "口令不正确或已过期。请核对手机时间是否准确，等下一个口令出现后再填。"


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    context = {
        "is_set_up": queries.has_second_factor(request.user),
        "is_compulsory": queries.needs_second_factor(request.user.role),
        "codes_left": queries.recovery_codes_left(request.user),
    }
    return render(request, "organization/second_factor.html", context)


@require_POST
@once
def begin(request: HttpRequest) -> HttpResponse:
    operations.begin_second_factor(by=request.user, at=timezone.now())
    return redirect("organization:second-factor-confirm")


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@once
def confirm(request: HttpRequest) -> HttpResponse:
    begun = TOTPDevice.objects.filter(user=request.user, confirmed=False).first()
    if begun is None:
        return redirect("organization:second-factor")
    form = CodeForm(request.POST or None)
    if form.is_valid():
        codes = operations.confirm_second_factor(
            by=request.user, code=form.cleaned_data["code"], at=timezone.now()
        )
        if codes is not None:
            django_otp.login(request, TOTPDevice.objects.get(user=request.user, confirmed=True))
            handover.keep(request, "recovery codes", codes)
            return redirect("organization:recovery-codes")
        form.add_error("code", WRONG_CODE)
    context = {
        "form": form,
        "picture": qr_picture(begun.config_url),
        "secret": secret_in_groups(begun.bin_key),
    }
    return render(request, "organization/second_factor_confirm.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@once
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """GET shows fresh codes once; POST makes new ones."""
    if request.method == "POST":
        try:
            codes = operations.renew_recovery_codes(by=request.user, at=timezone.now())
        except operations.AccountRefused as refused:
            messages.error(request, str(refused))
            return redirect("organization:second-factor")
        handover.keep(request, "recovery codes", codes)
        return redirect("organization:recovery-codes")
    codes = handover.take(request, "recovery codes")
    return render(request, "organization/recovery_codes.html", {"codes": codes})


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@once
def drop(request: HttpRequest) -> HttpResponse:
    form = PasswordOnlyForm(request.POST or None)
    if form.is_valid():
        try:
            operations.drop_second_factor(
                by=request.user, password=form.cleaned_data["password"], at=timezone.now()
            )
        except (operations.AccountRefused, ValidationError) as error:
            form.add_error(None, error if isinstance(error, ValidationError) else str(error))
        else:
            request.session.pop(SETTLED, None)
            messages.success(request, "动态口令已停用。")
            return redirect("organization:account")
    return render(request, "organization/second_factor_drop.html", {"form": form})


@sensitive_post_parameters()
@repeatable("failures are counted, so they must not be rolled back")
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """After the password; every other page sends here until the code is right."""
    if request.user.is_verified() or not queries.has_second_factor(request.user):
        return redirect(next_page(request))
    form, now = CheckForm(request.POST or None), timezone.now()
    if form.is_valid():
        wait = queries.seconds_to_wait(request.user, now)
        device = operations.check_second_factor(by=request.user, code=form.cleaned_data["code"], at=now)
        if device is not None:
            django_otp.login(request, device)
            return redirect(next_page(request))
        form.add_error("code", f"失败次数较多，请等 {wait} 秒后再试。" if wait else WRONG_CODE)
    return render(
        request, "organization/second_factor_check.html", {"form": form, "next": next_page(request)}
    )
