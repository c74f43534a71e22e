"""What stands in the way of closing a tip, read from its records."""

from tipoffs.choices import RequestState
from tipoffs.models import Extension, Objection, Tip
from tipoffs.rules.closing import Case


def case_of(tip: Tip) -> Case:
    """The counters of this turn (see ``operations.counting``), and what waits for a decision. Two queries."""
    asked = {"state": RequestState.ASKED}
    return Case(
        verifiers=tip.verifiers,
        dispositions=tip.dispositions,
        answers=tip.answers,
        objections=Objection.objects.filter(tip=tip, **asked).count(),
        extensions=Extension.objects.filter(assignment__tip=tip, assignment__turn=tip.turn, **asked).count(),
    )


def against_closing(tip: Tip, officer) -> str:
    """Why this officer may not be the one who closes: he filed the current record in the unit's place; "" when he may."""
    if officer is None or not tip.verifications.filter(replaced_at=None, recorded_by=officer).exists():
        return ""
    return "核查记录由您代填，请由另一名专管员办结。"
