"""What the tests of the units' side share: a tip in a county's hands, and lawful content for each step."""

from datetime import date, timedelta

from tests.makers import NOON, make_officer
from tests.tip_makers import MONDAY, make_assignment, make_tip, make_verification
from tipoffs.models import Assignment, Tip
from tipoffs.rules.dealing import Measure
from tipoffs.rules.verifying import FieldReport, Participant

LATER = NOON + timedelta(hours=2)


def handed_over(state: str = "handed_over", **values) -> tuple[Tip, Assignment]:
    """A tip that the county 360802 leads."""
    tip = make_tip(state, **values)
    return tip, make_assignment(tip)


def delivered(state: str = "verified", **values) -> tuple[Tip, Assignment]:
    """A tip the county has verified; ``conclusion``: confirmed unless given."""
    tip = make_tip(state, **{"conclusion": "confirmed", "verifiers": 2} | values)
    part = make_assignment(tip, state="done", ended_at=NOON)
    make_verification(tip, conclusion=tip.conclusion, assignment=part)
    return tip, part


def report(*officers, others: tuple[Participant, ...] = (), **values) -> FieldReport:
    people = (*(Participant("", officer_id=one.pk) for one in officers), *others)
    usual = {
        "began_on": MONDAY,
        "ended_on": MONDAY,
        "place_text": "河边厂房",
        "conclusion": "confirmed",
        "findings": "有中频炉两台，正在生产。",
    }
    return FieldReport(**{**usual, "people": people} | values)


def two_of_the_county() -> tuple:
    return make_officer("county_staff"), make_officer("county_leader")


def measure(**values) -> Measure:
    return Measure(**{"kind": "sealed", "text": "查封设备两台。", "on": date(2026, 3, 2)} | values)
