"""The tallies and the duties say the same; where they do not, it is seen."""

import pytest

from inspections.models import Tally
from inspections.queries.tallies import differences, live, totals
from tests.makers import make_cell, make_duty, make_enterprise, make_round, make_visit

pytestmark = pytest.mark.django_db


def test_totals_come_from_the_tallies_by_region():
    round_ = make_round()
    make_visit(make_duty(round_, make_enterprise("360802001")))
    make_duty(round_, make_enterprise("360803001", supervision_class="rolling"))
    make_duty(round_, kind="sweep", cell=make_cell("360803001"))
    found = totals(round_)
    assert (found["total"]["in_force"], found["total"]["covered"], found["total"]["per_mille"]) == (3, 1, 333)
    assert found["kinds"]["sweep"]["in_force"] == 1
    assert found["classes"]["rolling"]["in_force"] == 1
    assert found["classes"]["other"]["in_force"] == 0
    assert totals(round_, "360802")["total"]["covered"] == 1
    assert totals(round_, "3608K01")["total"]["in_force"] == 0


def test_tallies_agree_with_the_duties():
    round_ = make_round()
    make_visit(make_duty(round_), outcome="refused", outcome_reason="锁门")
    make_duty(round_, entry="added", entered_reason="新建档")
    assert differences(round_) == {}
    assert live(round_)["360802", "enterprise", "foundry"] == {
        "opening": 1, "added": 1, "removed": 0, "covered": 0, "attempted": 1, "excused": 0, "late": 0,
    }  # fmt: skip


def test_a_wrong_a_missing_and_a_superfluous_tally_are_seen():
    round_ = make_round()
    make_duty(round_)
    make_duty(round_, make_enterprise("360803001"))
    Tally.objects.filter(county_code="360802").update(covered=1)
    Tally.objects.filter(county_code="360803").delete()
    Tally.objects.create(round=round_, county_code="3608K01", kind="sweep", removed=2)
    assert differences(round_) == {
        ("360802", "enterprise", "foundry"): {"covered": (1, 0)},
        ("360803", "enterprise", "foundry"): {"opening": (0, 1)},
        ("3608K01", "sweep", ""): {"removed": (2, 0)},
    }
