"""What can be done to many tips at once: which form, what each row will become, and which operation does it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.forms import Form

from capacity_portal.lib import dates
from capacity_portal.organization.queries import work_calendar
from tipoffs.choices import TipState
from tipoffs.documents.letters import office_name, reminder_text
from tipoffs.documents.unit_facts import unit_name
from tipoffs.forms.office import BatchHandOverForm, NothingForm
from tipoffs.models import Tip
from tipoffs.operations.batches import RowResult, hand_over_many, remind_many
from tipoffs.operations.pressing import against_reminding
from tipoffs.queries.targets import keeps_out, targets
from tipoffs.queries.units import units_holding
from tipoffs.rules.summary import hints


@dataclass(frozen=True)
class Effect:
    """What will happen to one row; ``is_refused``: nothing, and why not."""

    text: str
    is_refused: bool = False


@dataclass(frozen=True)
class BatchAction:
    """``form(officer, data, today)``; ``effect(tip, form)``; ``perform(tips, form, by, at)``; ``letters(tips done, today)``."""

    name: str
    label: str
    form: Callable[..., Form]
    effect: Callable[[Tip, Form], Effect]
    perform: Callable[..., list[RowResult]]
    letters: Callable[[Sequence[Tip], date], list[str]] = lambda tips, today: []
    most: int = 200


def _hand_over_form(officer, data, today: date) -> Form:
    return BatchHandOverForm(
        data, targets=targets(officer.region_code, today), region_code=officer.region_code
    )


def _handed_over(tip: Tip, form) -> Effect:
    if tip.state != TipState.ACCEPTED:
        return Effect(f"{tip.get_state_display()}，不能交办", True)
    if not tip.summary:
        return Effect("还没有交办摘要，请先在举报页面写摘要", True)
    if keeps_out(tip, form.lead_target):
        return Effect(f"{form.lead_target.label}对这件举报回避", True)
    if not form.cleaned_data["checked"] and (found := hints(form.cleaned_data["instruction"], tip.text)):
        return Effect(f"交办要求：{''.join(found)}请返回修改，或核对后勾选“已逐条核对”", True)
    return Effect(f"交{form.lead_target.label}核查")


def _hand_over(tips: Sequence[Tip], form, by, at: datetime) -> list[RowResult]:
    typed = form.cleaned_data
    return hand_over_many(
        tips=tips, lead=form.lead_target, instruction=typed["instruction"], is_checked=typed["checked"], by=by, at=at
    )  # fmt: skip


def _nothing(officer, data, today: date) -> Form:
    return NothingForm({})


def _reminded(tip: Tip, form) -> Effect:
    refused = against_reminding(tip)
    due = f"（期限{dates.label(tip.result_due_on)}）" if tip.result_due_on else ""
    return Effect(refused, True) if refused else Effect(f"写入办理记录，列入催办文字{due}")


def _remind(tips: Sequence[Tip], form, by, at: datetime) -> list[RowResult]:
    return remind_many(tips=tips, by=by, at=at)


def _letters(tips: Sequence[Tip], today: date) -> list[str]:
    """One text for each unit that leads some of them."""
    holding, groups = units_holding(tips), {}
    for tip in tips:
        for part in holding.get(tip.pk, [])[:1]:
            unit = unit_name(part)
            groups.setdefault(unit, []).append(tip)
    calendar, sender = work_calendar(), office_name()
    return [reminder_text(unit, rows, today, calendar, sender) for unit, rows in groups.items()]


ACTIONS = {
    action.name: action
    for action in [
        BatchAction("hand_over", "批量交办", _hand_over_form, _handed_over, _hand_over),
        BatchAction("remind", "催办", _nothing, _reminded, _remind, _letters),
    ]
}
