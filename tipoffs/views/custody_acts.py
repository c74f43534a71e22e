"""What happens to a key between ceremonies: another passphrase, another holder, loss, and what an old key still seals."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from capacity_portal.journal.once import repeatable
from capacity_portal.organization.access import requires
from capacity_portal.organization.roles import Permission
from tipoffs.choices import KeyState
from tipoffs.forms.custody import BothForm, HandForm, LoseForm, PassphraseForm
from tipoffs.operations.custody_keys import lose_key, reseal_left
from tipoffs.operations.custody_shares import hand_share, rewrap_share
from tipoffs.queries.custody import sealed_with
from tipoffs.views.custody import GET_POST, NOT_KEPT
from tipoffs.views.custody_pages import attempt, code_page, form_page, key_of


@sensitive_post_parameters()
@sensitive_variables()
@GET_POST
@requires(Permission.KEEP_IDENTITIES)
@repeatable(NOT_KEPT)
def passphrase(request: HttpRequest) -> HttpResponse:
    """Another passphrase for one's own share; answered by a new recovery code."""
    share = _share(request, officer=request.user)
    form = PassphraseForm(request.POST or None)
    if form.is_valid():
        given = _phrases(form)
        code = attempt(form, lambda: rewrap_share(share=share, **given, by=request.user, at=timezone.now()))
        if code:
            return code_page(request, share.key, share.officer.name, code)
    lead = "口令更改后，原口令和原恢复码立即失效，请销毁原来的信封，保存新的恢复码。"
    return form_page(request, form, "更改口令", lead=lead)


@sensitive_post_parameters()
@sensitive_variables()
@GET_POST
@requires(Permission.KEEP_IDENTITIES)
@repeatable(NOT_KEPT)
def hand(request: HttpRequest, slot: int) -> HttpResponse:
    """A share goes to another handler; answered by his recovery code."""
    share = _share(request, slot=slot)
    form = HandForm(request.POST or None, share=share)
    if form.is_valid():
        typed = form.cleaned_data
        given = _phrases(form) | {"receiver": typed["receiver"], "password": typed["receiver_password"]}
        code = attempt(form, lambda: hand_share(share=share, **given, by=request.user, at=timezone.now()))
        if code:
            return code_page(request, share.key, typed["receiver"].name, code)
    facts = [("密钥", str(share.key)), ("现保管人", share.officer.name)]
    return form_page(request, form, f"移交第{slot}份", facts=facts, submit_label="移交")


@sensitive_post_parameters()
@sensitive_variables()
@GET_POST
@requires(Permission.KEEP_IDENTITIES)
@repeatable(NOT_KEPT)
def lose(request: HttpRequest) -> HttpResponse:
    """Neither passphrases nor envelopes: the key is marked lost, by two people."""
    key = key_of(request, state=KeyState.ACTIVE)
    form = LoseForm(request.POST or None, key=key, by=request.user)
    if form.is_valid():
        typed = form.cleaned_data
        given = {name: typed[name] for name in ("reason", "password", "second", "second_password")}
        if attempt(form, lambda: lose_key(key=key, **given, by=request.user, at=timezone.now()) or True):
            messages.success(request, f"{key}已登记遗失。请尽快生成新的保管密钥。")
            return redirect("tipoffs:custody")
    left = sealed_with(key)
    facts = [
        ("密钥", str(key)),
        ("封存的身份信息", f"{left.identities} 件"),
        ("封存的原件", f"{left.files} 份"),
    ]
    return form_page(request, form, "登记遗失", facts=facts, kind="danger")


@sensitive_post_parameters()
@sensitive_variables()
@GET_POST
@requires(Permission.KEEP_IDENTITIES)
@repeatable(NOT_KEPT)
def reseal(request: HttpRequest, number: int) -> HttpResponse:
    """What an exchanged or lost key still seals goes to the active one."""
    key = key_of(request, number=number)
    if key.state == KeyState.ACTIVE or not sealed_with(key):
        raise Http404
    form = BothForm(request.POST or None)
    if form.is_valid():
        old = (form.cleaned_data["old_first_passphrase"], form.cleaned_data["old_second_passphrase"])
        count = attempt(form, lambda: reseal_left(key=key, old=old, by=request.user, at=timezone.now()))
        if count is not None:
            messages.success(request, f"已改用现用密钥封存 {count} 件。")
            return redirect("tipoffs:custody")
    lead = f"{key}{key.get_state_display()}，仍有内容由它封存。找到这把密钥的两份口令或恢复码的，可以改用现用密钥封存。"
    return form_page(request, form, "重新封存", lead=lead)


def _share(request: HttpRequest, **which):
    """A share of the active key of this office. Raises Http404."""
    key = key_of(request, state=KeyState.ACTIVE)
    share = key.shares.select_related("officer", "key").filter(**which).first()
    if share is None:
        raise Http404
    return share


@sensitive_variables()
def _phrases(form) -> dict[str, str]:
    typed = form.cleaned_data
    return {
        "old": typed["old_passphrase"],
        "new": typed["new_passphrase"],
        "again": typed["new_passphrase_again"],
    }
