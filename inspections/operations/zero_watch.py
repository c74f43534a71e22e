"""A 零报告 that stops being true goes back by itself: after it was signed a finding came in, a visit was sent back, a duty was
added, the ledger marked or suspects an enterprise.

Called wherever a duty's standing or a finding changes, in the transaction of that write, so that no order of events leaves a
signed statement of "nothing" standing beside an unvisited enterprise or a finding.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from inspections.choices import ReturnState
from inspections.models import MonthlyReturn, Round
from inspections.operations.returns import LONGEST_COMMENT, mark_sent_back
from inspections.operations.rounds_open import refuse_closed
from inspections.queries.return_standing import standing_of
from inspections.rules.returns import blockers

_SIGNED = (ReturnState.SUBMITTED, ReturnState.ACCEPTED)


def send_back_false_zeros(*, round_id: int, county_codes: Iterable[str]) -> list[MonthlyReturn]:
    """Inside another operation: send back the signed 零报告 of these counties that the records contradict by now.

    Locks the counties' returns first, so that one being signed at the same moment is waited for and seen. One query where
    there are none. The moment is the server's: the writes that lead here are made by many hands and not about returns.
    """
    found = _locked(round_id).filter(region_code__in=[*county_codes])
    signed = [record for record in found if record.is_zero_report and record.state in _SIGNED]
    return [record for record in signed if _contradicted(record)]


def watch_zeros(at: datetime) -> int:
    """Regular work: the same for every county of the open months, whose ledger may have changed; returns how many went back."""
    rounds = Round.objects.filter(closed_at=None).order_by("-period")[:12]
    return sum(len(_watched(round_)) for round_ in rounds)


@transaction.atomic
def _watched(round_: Round) -> list[MonthlyReturn]:
    refuse_closed(round_)
    signed = _locked(round_.pk).filter(is_zero_report=True, state__in=_SIGNED)
    return [record for record in signed if _contradicted(record)]


def _locked(round_id: int) -> QuerySet[MonthlyReturn]:
    returns = MonthlyReturn.objects.select_for_update(of=("self",)).select_related("round", "county")
    return returns.filter(round=round_id).order_by("id")


def _contradicted(record: MonthlyReturn) -> bool:
    """Whether it was sent back; the day of signing has been reached, so the calendar is not asked again."""
    standing = standing_of(record.round, record.region_code)
    sentences = blockers(standing, is_zero=True, today=record.round.visits_due_on)
    if not sentences:
        return False
    comment = f"系统退回：签报后情况有变，零报告不再成立。{''.join(sentences)}"
    mark_sent_back(record, comment[:LONGEST_COMMENT], by=None, at=timezone.now())
    return True
