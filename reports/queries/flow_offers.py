"""Which steps of the way to issue, and after it, this person may take on a document now, and what still blocks them."""

from dataclasses import dataclass
from datetime import date

from capacity_portal.lib.workflow import Step, steps_from
from reports.choices import NoticeState
from reports.models import Notice
from reports.queries.blocking import reminders, what_blocks
from reports.queries.reviews import against, own_part, sender_of
from reports.queries.scope import is_secretariat
from reports.rules.workflow import STAGE_OF, STEPS

_OF_OWNER = frozenset({"submit", "drop"})
_BLOCKED = frozenset({"submit", "sign", "issue"})


@dataclass(frozen=True)
class Offer:
    """``steps`` may be taken, in the order of the table; ``blocks``: what keeps the next one off; ``off``: why he reviews nothing here;
    ``reminders``: what has to be said before a number is given."""

    steps: list[Step]
    blocks: list[str]
    off: str = ""
    reminders: tuple[str, ...] = ()

    def has(self, name: str) -> bool:
        return any(step.name == name for step in self.steps)


def offer_for(notice: Notice, officer, today: date | None = None) -> Offer:
    """For this officer on this day; a handful of queries, the same for every document."""
    wanted = [step for step in steps_from(STEPS, NoticeState(notice.state)) if _is_his(notice, step, officer)]
    reviews = any(step.name in STAGE_OF for step in wanted)
    off = against(notice, officer) if reviews else ""
    if reviews and (off or own_part(notice, officer) is None):
        wanted = [step for step in wanted if step.name not in STAGE_OF]
    if any(step.name == "take_back" for step in wanted) and officer.pk not in {
        notice.drafted_by_id,
        sender_of(notice),
    }:
        wanted = [step for step in wanted if step.name != "take_back"]
    blocked = next((step.name for step in wanted if step.name in _BLOCKED), "")
    blocks = what_blocks(notice, blocked, today=today) if blocked else []
    return Offer(wanted, blocks, off, tuple(reminders(notice)) if blocked == "issue" else ())


def _is_his(notice: Notice, step: Step, officer) -> bool:
    if not officer.may(step.permission) or STAGE_OF.get(step.name, notice.stage) != notice.stage:
        return False
    return step.name not in _OF_OWNER or notice.drafted_by_id == officer.pk or is_secretariat(officer)
