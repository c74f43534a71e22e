"""The office's steps on a tip as a table: which form, which operation, what is said."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.forms import Form
from django.utils.timezone import localdate

from capacity_portal.lib.territory import county_of
from capacity_portal.organization.roles import Permission
from tipoffs.forms import office as forms
from tipoffs.models import Tip
from tipoffs.operations import accepting, asking, closing, handing, pressing, refusing, summaries
from tipoffs.queries.scope import tips_visible_to
from tipoffs.queries.targets import targets
from tipoffs.rules.receipt import number_in

Save = Callable[..., object]


@dataclass(frozen=True)
class Handling:
    """``form(tip, data, at)``; ``save(tip, version, form, by, at)`` calls one operation; ``lead`` explains what will happen;
    ``other``: the step that is the second answer on the same page."""

    name: str
    label: str
    permission: Permission
    form: Callable[[Tip, object, datetime], Form]
    save: Save
    done: str
    lead: str = ""
    is_grave: bool = False
    other: str = ""


def _nothing(tip: Tip, data, at: datetime) -> Form:
    return forms.NothingForm(data)


def _reason(label: str, **options) -> Callable[[Tip, object, datetime], Form]:
    return lambda tip, data, at: forms.ReasonForm(data, label=label, **options)


def _told(label: str) -> Callable[[Tip, object, datetime], Form]:
    return lambda tip, data, at: forms.ToldForm(data, label=label)


def _summary(form: type[Form]) -> Callable[[Tip, object, datetime], Form]:
    return lambda tip, data, at: form(data, initial=forms.first_summary(tip))


def _units(form: type[Form]) -> Callable[[Tip, object, datetime], Form]:
    def made(tip: Tip, data, at: datetime) -> Form:
        return form(
            data,
            targets=targets(tip.region_code, localdate(at)),
            region_code=tip.region_code,
            county_code=county_of(tip.place.code) if tip.place else "",
            initial=forms.first_summary(tip),
        )

    return made


def _bare(operation: Callable) -> Save:
    """An operation of tip and version alone."""
    return lambda tip, version, form, by, at: operation(tip=tip, version=version, by=by, at=at)


def _worded(operation: Callable) -> Save:
    """An operation that wants a text besides."""
    return lambda tip, version, form, by, at: operation(
        tip=tip, version=version, text=form.cleaned_data["text"], by=by, at=at
    )


def _checked(operation: Callable) -> Save:
    """An operation that wants a text which units read."""
    return lambda tip, version, form, by, at: operation(
        tip=tip, version=version, text=form.cleaned_data["text"], is_checked=form.cleaned_data["checked"], by=by, at=at
    )  # fmt: skip


def _ask(tip: Tip, version: int, form: Form, by, at: datetime) -> object:
    return asking.ask(tip=tip, text=form.cleaned_data["text"], by=by, at=at)


def _edit_summary(tip: Tip, version: int, form: Form, by, at: datetime) -> object:
    typed = form.cleaned_data
    return summaries.edit_summary(
        tip=tip, version=version, summary=typed["summary"], is_checked=typed["checked"], by=by, at=at
    )


def _propose(tip: Tip, version: int, form: Form, by, at: datetime) -> object:
    typed = form.cleaned_data
    return refusing.propose_refusal(
        tip=tip, version=version, reason=typed["refusal"], text=typed["text"], summary=typed["summary"],
        earlier=earlier_tip(typed["earlier"], by), is_checked=typed["checked"], by=by, at=at,
    )  # fmt: skip


def _hand_over(tip: Tip, version: int, form, by, at: datetime) -> object:
    typed = form.cleaned_data
    return handing.hand_over(
        tip=tip, version=version, lead=form.lead_target, joint=form.joint_targets, summary=typed["summary"],
        instruction=typed["instruction"], is_checked=typed["checked"], by=by, at=at,
    )  # fmt: skip


def _transfer(tip: Tip, version: int, form, by, at: datetime) -> object:
    return handing.transfer(
        tip=tip, version=version, lead=form.lead_target, joint=form.joint_targets, text=form.cleaned_data["text"],
        is_checked=form.cleaned_data["checked"], by=by, at=at,
    )  # fmt: skip


def earlier_tip(typed: str, officer) -> Tip | None:
    """The tip with the number typed, among those the officer sees; None for an empty field. Raises ValidationError."""
    if not typed:
        return None
    number = number_in(typed)
    found = tips_visible_to(officer).filter(year=number[0], number=number[1]).first() if number else None
    if found is None:
        raise ValidationError({"earlier": f"没有找到“{typed[:40]}”这件举报，请核对编号。"})
    return found


_H, _D, _C = Permission.HANDLE_TIPOFFS, Permission.DECIDE_TIPOFFS, Permission.CONFIRM_DISMISSALS
_NO_CLOCK = "期限不重新计算。"
_IF_NOT = "不同意的必填：写明应予受理的理由；同意的可以不填"
_ON_REFUSAL = "同意的，这件举报不予受理，举报人能在查询页看到原因；不同意的，退回举报专管员受理。"
HANDLINGS: dict[str, Handling] = {
    row.name: row
    for row in [
        Handling("accept", "受理", _H, _nothing, _bare(accepting.accept), "已受理", "受理后应在交办期限前交给承办单位核查。"),
        Handling("propose_refusal", "拟不受理", _H, _summary(forms.RefusalForm), _propose, "已提出，待其他单位复核",
                 "不受理须由另一单位的人员复核；复核人只看摘要，不看原文。交办期限不因此停止计算。", is_grave=True),
        Handling("confirm_refusal", "同意不予受理", _C, _reason("复核意见", required=False, hint=_IF_NOT), _worded(refusing.confirm_refusal),
                 "已复核，不予受理", _ON_REFUSAL, is_grave=True, other="reject_refusal"),
        Handling("reject_refusal", "不同意，应予受理", _C, _reason("复核意见", hint=_IF_NOT), _worded(refusing.reject_refusal),
                 "已退回，应予受理", _ON_REFUSAL, other="confirm_refusal"),
        Handling("hand_over", "交办", _H, _units(forms.HandOverForm), _hand_over, "已交办", "反馈期限从交办当日的次日起算。"),
        Handling("transfer", "改派", _H, _units(forms.TransferForm), _transfer, "已改派", f"原承办单位立即看不到这件举报。{_NO_CLOCK}"),
        Handling("send_back", "退回重查", _H, _told("退回理由和还要查清的问题"), _checked(closing.send_back), "已退回重查",
                 f"原核查记录保留并标为失效。{_NO_CLOCK}"),
        Handling("answer", "答复举报人", _H, _reason("答复内容", longest=2_000, hint="举报人在查询页看到这段话，请用自己的话写明查了什么、结果怎样、怎样处理"),
                 _worded(closing.answer), "已答复"),
        Handling("close", "办结", _H, _nothing, _bare(closing.close), "已办结", "办结后不能再修改；负责人可以重新办理。"),
        Handling("supervise", "督办", _D, _told("督办要求"), _checked(pressing.supervise), "已督办", "承办单位能看到督办要求。"),
        Handling("reopen", "重新办理", _D, _told("重新办理的理由"), _checked(closing.reopen), "已重新办理",
                 "从交办重新开始；原有的核查、处置和答复保留，但不再计入。", is_grave=True),
        Handling("summary", "修改摘要", _H, _summary(forms.SummaryForm), _edit_summary, "已保存摘要"),
        Handling("ask", "向举报人提问", _H, _reason("问题", longest=1_000, hint="举报人凭编号和查询码在查询页看到；不会发送短信或邮件"), _ask, "已提问"),
    ]
}  # fmt: skip
