import pytest

from inspections.models import Round
from inspections.queries.months import accounts, open_rounds
from inspections.queries.tallies import totals
from tests.makers import NOON, make_duty, make_enterprise, make_officer, make_round, make_visit

pytestmark = pytest.mark.django_db


def test_accounts_within_a_region_in_one_query(django_assert_num_queries):
    first, second = make_round(202602), make_round(202603)
    make_visit(make_duty(first, make_enterprise("360802")))
    make_duty(first, make_enterprise("360803"))
    make_duty(second, make_enterprise("3608"))
    office, county = make_officer("office_staff"), make_officer("county_staff", "360802")
    with django_assert_num_queries(1):
        found = accounts(county, [first, second])
    assert (found[first.pk], found[second.pk]["denominator"]) == (totals(first, "360802")["total"], 0)
    found = accounts(office, [first, second])
    assert found[first.pk] == totals(first)["total"]
    assert found[second.pk]["pending"] == 1  # in no county, so the prefecture's


def test_open_months_are_the_newest_first():
    make_round(202602), make_round(202603)
    Round.objects.filter(period=202602).update(state="closed", closed_at=NOON)
    make_round(202604)
    assert [one.period for one in open_rounds()] == [202604, 202603]
