"""Which steps a person may take on a tip with success, and in sentences why another one cannot be taken yet."""

from dataclasses import dataclass

from capacity_portal.lib.workflow import Step, steps_from
from capacity_portal.organization.roles import Permission
from tipoffs.choices import RequestState, TipState
from tipoffs.models import Objection, Tip
from tipoffs.queries.case import against_closing, case_of
from tipoffs.queries.objections import keeps_off
from tipoffs.queries.scope import assignments_of, is_office
from tipoffs.queries.units import lead_of, was_returned
from tipoffs.rules.closing import blocks
from tipoffs.rules.follow_up import against_reopening
from tipoffs.rules.second_person import against_confirming, unit_of
from tipoffs.rules.workflow import STEPS

_OF_LEAD = frozenset({"begin", "return"})
_OF_LEAD_OR_OFFICE = frozenset({"verify", "deal"})
_SECOND = frozenset({"confirm_refusal", "reject_refusal"})
_BEFORE_CLOSING = (TipState.DEALT, TipState.ANSWERED)


@dataclass(frozen=True)
class Offer:
    """``steps`` may be taken now; ``blocks``: what is still missing, or who must come; ``off``: why he handles it no more (换人办理)."""

    steps: list[Step]
    blocks: list[str]
    off: str = ""

    def has(self, name: str) -> bool:
        return any(step.name == name for step in self.steps)


def offer_for(tip: Tip, officer) -> Offer:
    """The steps for this officer, in the order of the table. A handful of queries, the same for every tip."""
    off, missing = keeps_off(tip, officer), _missing(tip, officer)
    wanted = [step for step in steps_from(STEPS, TipState(tip.state)) if _may(officer, step, off)]
    refused = _refused(tip, officer, wanted) | ({"close": missing} if missing else {})
    unit = _unit_steps(tip, officer, is_off=bool(off))
    steps = [step for step in wanted if step.name not in refused and _is_ours(step.name, unit)]
    said = [sentence for step in wanted for sentence in refused.get(step.name, [])]
    return Offer(steps, list(dict.fromkeys([*filter(None, [off]), *said, *missing])), off)


def _may(officer, step: Step, off: str) -> bool:
    return officer.may(step.permission) and not (off and step.permission == Permission.HANDLE_TIPOFFS)


def _missing(tip: Tip, officer) -> list[str]:
    if tip.state not in _BEFORE_CLOSING or not is_office(officer):
        return []
    return [*blocks(case_of(tip)), *filter(None, [against_closing(tip, officer)])]


def _refused(tip: Tip, officer, wanted: list[Step]) -> dict[str, list[str]]:
    """Why a wanted step is not for this officer, or not now; what is answered is not even named as open to be taken up anew."""
    found: dict[str, list[str]] = {}
    if second := against_second(tip, officer):
        found |= {name: [second] for name in _SECOND}
    if any(step.name == "reopen" for step in wanted):
        waits = Objection.objects.filter(tip=tip, state=RequestState.ASKED).exists()
        why = against_reopening(tip.state, is_objection_waiting=waits)
        found |= {"reopen": [why] if waits else []} if why else {}
    return found


def against_second(tip: Tip, officer) -> str:
    """Why the officer may not be the second person of a refusal; "" when he may, or none is proposed."""
    proposer = tip.refusal_proposed_by
    if tip.state != TipState.REFUSING or proposer is None:
        return ""
    return against_confirming(unit_of(proposer), unit_of(officer), is_same_person=proposer.pk == officer.pk)


def _unit_steps(tip: Tip, officer, *, is_off: bool) -> frozenset[str]:
    """Those of the units that this officer may take: the leading unit's, and what an office enters for it."""
    lead = lead_of(tip)
    if lead is None:
        return frozenset()
    found = _OF_LEAD_OR_OFFICE if is_office(officer) and not is_off else frozenset()
    if assignments_of(officer).filter(pk=lead.pk).exists():
        found |= _OF_LEAD_OR_OFFICE | _OF_LEAD
    return found - {"return"} if was_returned(tip) else found


def _is_ours(name: str, unit: frozenset[str]) -> bool:
    return name in unit or name not in _OF_LEAD | _OF_LEAD_OR_OFFICE
