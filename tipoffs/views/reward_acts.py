"""One page each to propose, decide and pay a reward; what stands against it is said instead of the form."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from capacity_portal.journal.once import once
from capacity_portal.organization.access import requires
from capacity_portal.organization.roles import Permission
from tipoffs.choices import RewardState
from tipoffs.forms.rewards import DecideForm, PayForm, ProposeForm
from tipoffs.models import Reward, RewardScheme, Tip
from tipoffs.operations.rewards import decide_reward, pay_reward, propose_reward
from tipoffs.queries.payees import open_opening_of
from tipoffs.queries.rewards import (
    against_paying,
    facts_of,
    handled_by,
    rewards_visible_to,
    rules_of,
    schemes_for,
)
from tipoffs.queries.scope import tips_visible_to
from tipoffs.rules.rewards import blocking, yuan
from tipoffs.views.one_form import OneForm, carry_out

_GET_POST = require_http_methods(["GET", "HEAD", "POST"])


@_GET_POST
@requires(Permission.HANDLE_TIPOFFS)
@once
def propose(request: HttpRequest, pk: int) -> HttpResponse:
    """A handler proposes the reward of a tip; what stands against every case is said instead of the form."""
    tip = tip_or_404(request, pk)
    schemes = list(schemes_for(tip))
    form = ProposeForm(request.POST if request.method == "POST" else None, schemes=schemes)

    def save(form: ProposeForm):
        typed = form.cleaned_data
        return propose_reward(tip=tip, **typed, by=request.user, at=timezone.now())

    page = _page(tip, "提出奖励", "提出") | {
        "blocks": _against(tip, schemes),
        "facts": _scheme_facts(schemes),
    }
    return carry_out(request, OneForm(form, save, tip_url(tip), "已提出奖励，等待负责人审定。", page))


@_GET_POST
@requires(Permission.DECIDE_TIPOFFS)
@once
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """The leader grants or denies the reward."""
    tip = tip_or_404(request, pk)
    reward = get_object_or_404(
        rewards_visible_to(request.user).select_related("scheme", "proposed_by"), tip=tip
    )
    form = DecideForm(request.POST if request.method == "POST" else None)

    def save(form: DecideForm):
        return decide_reward(
            reward=reward,
            is_granted=form.is_granted,
            text=form.cleaned_data["text"],
            by=request.user,
            at=timezone.now(),
        )

    against = ["您办理过这件举报，奖励请由没有经办的负责人审定。"] if handled_by(tip, request.user) else []
    page = _page(tip, "审定奖励", "提交审定") | {
        "facts": facts(reward),
        "blocks": _settled(reward, RewardState.PROPOSED) or against,
    }
    return carry_out(request, OneForm(form, save, tip_url(tip), "已审定。", page))


@_GET_POST
@requires(Permission.HANDLE_TIPOFFS)
@once
def pay(request: HttpRequest, pk: int) -> HttpResponse:
    """The desk: who he is, what was checked, the voucher."""
    tip = tip_or_404(request, pk)
    reward = get_object_or_404(
        rewards_visible_to(request.user).select_related("tip", "scheme", "proposed_by", "decided_by"), tip=tip
    )
    at = timezone.now()
    form = PayForm(
        request.POST if request.method == "POST" else None, initial={"paid_on": timezone.localdate(at)}
    )

    def save(form: PayForm):
        return pay_reward(reward=reward, payout=form.payout(), by=request.user, at=at)

    opened = open_opening_of(tip, at)
    lead = (
        "身份信息已批准开启，可以与证件核对。"
        if opened
        else "身份信息没有开启，请领奖人出示举报编号和查询码。"
    )
    page = _page(tip, "发放奖励", "登记发放") | {
        "facts": facts(reward),
        "blocks": _settled(reward, RewardState.GRANTED) or _unpayable(reward, request.user),
        "lead": lead,
    }
    return carry_out(request, OneForm(form, save, tip_url(tip), "已登记发放。领奖人的信息没有留存。", page))


def tip_or_404(request: HttpRequest, pk: int) -> Tip:
    return get_object_or_404(tips_visible_to(request.user).select_related("place"), pk=pk)


def tip_url(tip: Tip) -> str:
    return reverse("tipoffs:tip", args=[tip.pk])


def facts(reward: Reward) -> list[tuple[str, object]]:
    """The reward as a list of (label, value)."""
    found = [
        ("奖励办法", f"{reward.scheme.title}（{reward.scheme.get_split_display()}）"),
        ("奖励情形", f"{reward.case}，{reward.full_yuan:,}元"),
        ("本件应发", f"{yuan(reward.fen)}元" + (f"（{reward.shares}件平分）" if reward.shares > 1 else "")),
        ("联名人数", f"{reward.signatories}人，由一名代表领取" if reward.signatories > 1 else "一人"),
        ("状态", reward.get_state_display()),
        ("提出", f"{reward.proposed_by.name}，{timezone.localtime(reward.proposed_at):%Y-%m-%d}"),
    ]
    if reward.decided_by:
        found.append(("审定", f"{reward.decided_by.name}，{timezone.localtime(reward.decided_at):%Y-%m-%d}"))
    if reward.claim_until:
        found.append(
            ("领取截止", f"{reward.claim_until:%Y-%m-%d}（审定次日起{reward.scheme.claim_days}个日历日）")
        )
    if reward.note:
        found.append(("说明", reward.note))
    return found


def _against(tip: Tip, schemes: list[RewardScheme]) -> list[str]:
    """Why no case of any scheme can be proposed; none when one can."""
    reward = Reward.objects.filter(tip=tip).first()
    if reward is not None and reward.state != RewardState.DENIED:
        return [f"这件举报已提出奖励（{reward.get_state_display()}），不能重复提出。"]
    if not schemes:
        return [f"收到这件举报时（{tip.received_on:%Y-%m-%d}）本地区没有奖励办法，请系统管理员先登记。"]
    asked = facts_of(tip)
    found = [
        blocking(asked, rules_of(scheme), row.yuan) for scheme in schemes for row in scheme.amounts.all()
    ]
    if found and all(found):
        return list(dict.fromkeys(sentence for sentences in found for sentence in sentences))
    return [] if found else ["适用的奖励办法没有登记金额，请系统管理员补充。"]


def _settled(reward: Reward, state: RewardState) -> list[str]:
    return [] if reward.state == state else [f"这项奖励现为“{reward.get_state_display()}”，不能办理这一步。"]


def _unpayable(reward: Reward, officer) -> list[str]:
    return [sentence for sentence in [against_paying(reward, officer)] if sentence]


def _scheme_facts(schemes: list[RewardScheme]) -> list[tuple[str, str]]:
    return [
        (
            scheme.title,
            f"{scheme.get_split_display()}；{'须实名' if scheme.needs_name else '可匿名，凭查询码领取'}；{scheme.claim_days}个日历日内领取",
        )
        for scheme in schemes
    ]


def _page(tip: Tip, heading: str, verb: str) -> dict:
    crumbs = [("举报办理", reverse("tipoffs:queue")), (tip.label, tip_url(tip)), (heading, "")]
    return {"heading": f"{heading}：{tip.label}", "submit_label": verb, "crumbs": crumbs}
