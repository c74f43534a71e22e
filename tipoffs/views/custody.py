"""The custodians' home, and the ceremonies: a first key, another key for the old one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from capacity_portal.journal.once import repeatable
from capacity_portal.lib.sealing.custody import fingerprint
from capacity_portal.organization.access import requires
from capacity_portal.organization.roles import Permission
from tipoffs.choices import KeyState
from tipoffs.forms.custody import CeremonyForm, RotateForm
from tipoffs.operations.ceremony import Ceremony, Custodians, hold_ceremony
from tipoffs.operations.custody_keys import rotate
from tipoffs.queries.custody import (
    active_key,
    custodians_beside,
    keys_visible_to,
    sealed_with,
    shares_of,
    troubles,
)
from tipoffs.queries.openings import openings_visible_to
from tipoffs.rules.openings import LIVE
from tipoffs.views.custody_pages import attempt, code_page, form_page, key_of, locked_code, unlocked_code

GET_POST = require_http_methods(["GET", "HEAD", "POST"])
NOT_KEPT = "a digest of typed passphrases must not be kept, wrong ones must stay counted; the state refuses a second time"


@require_safe
@requires(Permission.KEEP_IDENTITIES)
def home(request: HttpRequest) -> HttpResponse:
    """The keys, who holds them, what is wrong with that; openings that have not ended."""
    keys = list(keys_visible_to(request.user))
    key = next((key for key in keys if key.state == KeyState.ACTIVE), None)
    shares = shares_of(key) if key else []
    context = {
        "key": key,
        "fingerprint": fingerprint(key.public_key) if key else "",
        "shares": shares,
        "own": next((share for share in shares if share.officer_id == request.user.pk), None),
        "sealed": sealed_with(key) if key else None,
        "earlier": [(old, sealed_with(old)) for old in keys if old != key],
        "troubles": troubles(timezone.localdate(), request.user.region_code),
        "may_begin": active_key() is None,
        "others": custodians_beside(request.user).exists(),
        "openings": openings_visible_to(request.user).filter(state__in=LIVE),
    }
    return render(request, "tipoffs/custody.html", context)


@sensitive_post_parameters()
@sensitive_variables()
@GET_POST
@requires(Permission.KEEP_IDENTITIES)
@repeatable(NOT_KEPT)
def ceremony(request: HttpRequest) -> HttpResponse:
    """A first key, or one after a loss; answered by the first recovery code."""
    form, at = CeremonyForm(request.POST or None, by=request.user), timezone.now()
    if form.is_valid():
        made = attempt(form, lambda: hold_ceremony(custodians=_custodians(form), by=request.user, at=at))
        if made:
            return _first_code(request, made, at)
    lead = "两位保管人坐在同一台电脑前，依次输入各自的口令，互相回避。完成后各打印一张恢复码，装入信封分别存入保险柜。"
    return form_page(request, form, "生成保管密钥", lead=lead)


@sensitive_post_parameters()
@sensitive_variables()
@GET_POST
@requires(Permission.KEEP_IDENTITIES)
@repeatable(NOT_KEPT)
def exchange(request: HttpRequest) -> HttpResponse:
    """Another key for the active one; everything is sealed again."""
    key = key_of(request, state=KeyState.ACTIVE)
    form, at = RotateForm(request.POST or None, by=request.user), timezone.now()
    if form.is_valid():
        old = (form.cleaned_data["old_first_passphrase"], form.cleaned_data["old_second_passphrase"])
        made = attempt(
            form, lambda: rotate(key=key, old=old, custodians=_custodians(form), by=request.user, at=at)
        )
        if made:
            return _first_code(request, made, at)
    lead = "先用现用密钥的两份口令（或恢复码）打开，再重新举行一次生成仪式；所有封存内容随即改用新密钥封存，原密钥停用。"
    return form_page(request, form, "更换密钥", lead=lead)


@sensitive_post_parameters()
@sensitive_variables()
@require_POST
@requires(Permission.KEEP_IDENTITIES)
@repeatable("shows the second custodian's code again, for minutes, and changes nothing")
def second_code(request: HttpRequest) -> HttpResponse:
    """The second custodian's recovery code, on a page of his own."""
    found = unlocked_code(request, request.POST.get("next_secret", ""), timezone.now())
    if found is None:
        messages.error(request, "恢复码的显示时间已过。没有打印的，请用“更改口令”换一个新的恢复码。")
        return redirect("tipoffs:custody")
    key, holder, code = found
    return code_page(request, key, holder, code)


@sensitive_variables()
def _custodians(form: CeremonyForm) -> Custodians:
    typed = form.cleaned_data
    return Custodians(
        second=typed["second"],
        second_password=typed["second_password"],
        phrases=(typed["first_passphrase"], typed["second_passphrase"]),
        again=(typed["first_passphrase_again"], typed["second_passphrase_again"]),
    )


@sensitive_variables("made", "first", "second", "then")
def _first_code(request: HttpRequest, made: Ceremony, at) -> HttpResponse:
    first, second = shares_of(made.key)
    then = locked_code(request, made.key, second.officer.name, made.codes[1], at)
    return code_page(request, made.key, first.officer.name, made.codes[0], then)
