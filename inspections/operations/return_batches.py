"""The office's work on many returns at once: each in its own savepoint, one result a row; and the text of a reminder."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from capacity_portal.jobs.models import Job
from capacity_portal.jobs.operations import start_job
from capacity_portal.journal import operations as journal
from capacity_portal.lib import months
from capacity_portal.lib.workflow import StepRefused
from capacity_portal.organization.models import Region
from capacity_portal.organization.roles import Permission
from inspections.access import insist
from inspections.models import MonthlyReturn, Round
from inspections.operations.returns import accept_return, send_back_return

PRINT_KIND = "inspections.returns"


@dataclass(frozen=True)
class ReturnResult:
    """What became of one county's return; ``message`` says what was done, or why not."""

    county_code: str
    name: str
    done: bool
    message: str


@transaction.atomic
def accept_many(*, returns: Iterable[MonthlyReturn], by, at: datetime) -> list[ReturnResult]:
    """Accept each return that may be accepted."""
    return _each(returns, lambda record: accept_return(record=record, by=by, at=at), "已通过")


@transaction.atomic
def send_back_many(*, returns: Iterable[MonthlyReturn], comment: str, by, at: datetime) -> list[ReturnResult]:
    """Send back each return with the same comment."""
    return _each(
        returns, lambda record: send_back_return(record=record, comment=comment, by=by, at=at), "已退回"
    )


@transaction.atomic
def remind_of_returns(*, round_: Round, counties: Sequence[Region], by, at: datetime) -> str:
    """Note in the journal that these counties were reminded of their return; gives the text to be sent (催报)."""
    insist(by, Permission.REVIEW_RETURNS, by.region_code)
    for county in counties:
        insist(by, Permission.REVIEW_RETURNS, county.code)
        journal.record_event(
            subject="round", subject_id=round_.pk, step="remind", by=by, at=at,
            note=f"催报{months.label(round_.period)}监管月报", region_code=county.code,
        )  # fmt: skip
    return reminder(round_, [county.name for county in counties])


@transaction.atomic
def print_returns(*, returns: Sequence[MonthlyReturn], by, at: datetime) -> Job:
    """Typeset the returns in the background into one zip; each one's history says so."""
    for record in returns:
        insist(by, Permission.VIEW_INSPECTIONS, record.region_code)
        journal.record_event(
            subject="monthly_return", subject_id=record.pk, step="print", by=by, at=at, note="批量打印",
            region_code=record.region_code,
        )  # fmt: skip
    ids = [record.pk for record in returns]
    label = f"打印监管月报（{len(ids)}份）"
    return start_job(kind=PRINT_KIND, label=label, parameters={"returns": ids}, by=by, at=at)


def reminder(round_: Round, names: Sequence[str]) -> str:
    """The sentences of a reminder, to be copied."""
    month = months.label(round_.period)
    return (
        f"{'、'.join(names)}：{month}监管月报应于{round_.return_due_on:%Y年%m月%d日}前报送，目前尚未签报。"
        f"请尽快核对本月排查情况，由县（市、区）负责人签报；确无问题的，按规定作零报告。"
    )


def _each(
    returns: Iterable[MonthlyReturn], act: Callable[[MonthlyReturn], object], done: str
) -> list[ReturnResult]:
    """In order of id, as everybody locks them; results in the order given."""
    returns = list(returns)
    results = {record.pk: _one(record, act, done) for record in sorted(returns, key=lambda record: record.pk)}
    return [results[record.pk] for record in returns]


def _one(record: MonthlyReturn, act: Callable[[MonthlyReturn], object], done: str) -> ReturnResult:
    try:
        with transaction.atomic():
            act(record)
    except StepRefused as refused:
        return ReturnResult(record.region_code, record.county.name, False, str(refused))
    return ReturnResult(record.region_code, record.county.name, True, done)
