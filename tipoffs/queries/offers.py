"""Which steps a person may take on a tip with success, and in sentences why another one cannot be taken yet."""

from dataclasses import dataclass

from capacity_portal.lib.workflow import Step, steps_from
from tipoffs.choices import TipState
from tipoffs.models import Tip
from tipoffs.queries.case import case_of
from tipoffs.queries.scope import assignments_of, is_office
from tipoffs.queries.units import lead_of, was_returned
from tipoffs.rules.closing import blocks
from tipoffs.rules.second_person import against_confirming, unit_of
from tipoffs.rules.workflow import STEPS

_OF_LEAD = frozenset({"begin", "return"})
_OF_LEAD_OR_OFFICE = frozenset({"verify", "deal"})
_SECOND = frozenset({"confirm_refusal", "reject_refusal"})
_BEFORE_CLOSING = (TipState.DEALT, TipState.ANSWERED)


@dataclass(frozen=True)
class Offer:
    """``steps`` may be taken now; ``blocks``: what is still missing, or who must come."""

    steps: list[Step]
    blocks: list[str]

    def has(self, name: str) -> bool:
        return any(step.name == name for step in self.steps)


def offer_for(tip: Tip, officer) -> Offer:
    """The steps for this officer, in the order of the table. A handful of queries, the same for every tip."""
    wanted = [step for step in steps_from(STEPS, TipState(tip.state)) if officer.may(step.permission)]
    sentences: list[str] = []
    second = against_second(tip, officer)
    missing = blocks(case_of(tip)) if tip.state in _BEFORE_CLOSING and is_office(officer) else []
    unit = _unit_steps(tip, officer)
    refused = (_SECOND if second else frozenset()) | (frozenset({"close"}) if missing else frozenset())
    steps = [step for step in wanted if step.name not in refused and _is_ours(step.name, unit)]
    if second and any(step.name in _SECOND for step in wanted):
        sentences.append(second)
    return Offer(steps, sentences + missing)


def against_second(tip: Tip, officer) -> str:
    """Why the officer may not be the second person of a refusal; "" when he may, or none is proposed."""
    proposer = tip.refusal_proposed_by
    if tip.state != TipState.REFUSING or proposer is None:
        return ""
    return against_confirming(unit_of(proposer), unit_of(officer), is_same_person=proposer.pk == officer.pk)


def _unit_steps(tip: Tip, officer) -> frozenset[str]:
    """Those of the units that this officer may take: the leading unit's, and what an office enters for it."""
    lead = lead_of(tip)
    if lead is None:
        return frozenset()
    found = _OF_LEAD_OR_OFFICE if is_office(officer) else frozenset()
    if assignments_of(officer).filter(pk=lead.pk).exists():
        found |= _OF_LEAD_OR_OFFICE | _OF_LEAD
    return found - {"return"} if was_returned(tip) else found


def _is_ours(name: str, unit: frozenset[str]) -> bool:
    return name in unit or name not in _OF_LEAD | _OF_LEAD_OR_OFFICE
