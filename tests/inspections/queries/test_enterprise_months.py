import pytest

from inspections.models import Duty
from inspections.queries.enterprise_months import last_visits, standings
from tests.makers import make_duty, make_enterprise, make_officer, make_round, make_visit

pytestmark = pytest.mark.django_db


def test_twelve_months_with_the_line_in_force():
    office, file = make_officer("office_staff"), make_enterprise("360802")
    assert standings(office, file) == []
    make_round(202604)
    assert standings(office, file) == []
    old = make_duty(make_round(202503), file)
    gone = make_duty(make_round(202603), file)
    Duty.objects.filter(pk=gone.pk).update(removed_on=gone.entered_on, removed_reason="重复")
    again = make_duty(make_round(202603), file, entry="added", entered_reason="恢复")
    found = standings(office, file)
    assert [period for period, _ in found] == [202505, 202506, 202507, 202508, 202509, 202510, 202511, 202512, 202601, 202602, 202603, 202604]  # fmt: skip
    assert [duty for _, duty in found if duty] == [again]
    assert old not in [duty for _, duty in found]
    assert standings(make_officer("county_staff", "360803"), file) == []


def test_the_last_visits_first():
    office, duty = make_officer("office_staff"), make_duty(make_round(), visits_needed=9)
    made = [make_visit(duty) for _ in range(6)]
    assert last_visits(office, duty.enterprise) == made[:0:-1]
    assert last_visits(make_officer("county_staff", "360803"), duty.enterprise) == []
