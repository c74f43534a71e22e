"""What a month puts on whose desk, when it is late, and where it leads."""

from datetime import date

import pytest

from inspections import duties_rounds as desk
from inspections.models import Round
from tests.clients import signed_in
from tests.makers import (
    NOON,
    make_cell,
    make_duty,
    make_enterprise,
    make_officer,
    make_post,
    make_region,
    make_round,
    make_visit,
)

pytestmark = pytest.mark.django_db
BEFORE, LAST_DAYS, AFTER = date(2026, 3, 16), date(2026, 3, 27), date(2026, 4, 1)


@pytest.fixture
def month():
    for code in ("360802", "360803"):
        make_region(code)
    return make_round()


def grid_officer(cell):
    officer = make_officer("grid_officer", cell.region)
    make_post(cell, officer)
    return officer


def counted(officer, duty) -> int:
    """How many rows the list behind a duty of the desk has."""
    return signed_in(officer).get(duty.url).context["count"].n


def test_a_grid_officers_own_cells(month):
    own = make_cell("360802001")
    make_duty(month, cell=own), make_duty(month, cell=own, reminded_at=NOON)
    make_visit(make_duty(month, cell=own))
    make_duty(month, cell=make_cell("360802002"))
    officer = grid_officer(own)
    (duty,) = desk.own_visits(officer, BEFORE)
    assert (duty.title, duty.count, duty.unit, duty.detail) == (
        "2026年3月还没有查清的企业和网格", "2", "处", "其中 1 处已催报",
    )  # fmt: skip
    assert (duty.due_on, duty.due_label, duty.is_overdue) == (date(2026, 3, 31), "还有11个工作日", False)
    assert duty.url == "/inspections/mine/?month=2026-03"
    (duty,) = desk.own_visits(officer, AFTER)
    assert (duty.due_label, duty.is_overdue, duty.state_label) == ("逾期1个工作日", True, "已逾期")
    assert next(iter(desk.own_visits(officer, date(2026, 3, 31)))).due_label == "今天截止"
    assert list(desk.own_visits(make_officer("office_staff"), BEFORE)) == []


def test_overdue_begins_the_day_after_also_on_a_holiday(month):
    Round.objects.update(visits_due_on=date(2026, 3, 27))  # a Friday
    own = make_cell("360802001")
    make_duty(month, cell=own)
    (duty,) = desk.own_visits(grid_officer(own), date(2026, 3, 28))
    assert (duty.is_overdue, duty.due_label) == (True, "逾期1个工作日")


def test_a_countys_gaps_and_after_the_day_those_without_a_reason(month):
    county = make_officer("county_staff", "360802")
    make_duty(month), make_duty(month, gap_reason="施工"), make_visit(make_duty(month))
    make_duty(month, make_enterprise("360803"))
    (gaps,) = desk.gaps_of_county(county, BEFORE)
    assert (gaps.title, gaps.count, gaps.is_overdue) == ("2026年3月还没有查清 2／3", "2", False)
    assert counted(county, gaps) == 2
    gaps, silent = desk.gaps_of_county(county, AFTER)
    assert (gaps.is_overdue, silent.title, silent.count, silent.is_overdue) == (
        True, "2026年3月没有查清、也没有说明原因", "1", True,
    )  # fmt: skip
    assert counted(county, silent) == 1
    for role in ("office_staff", "member_unit"):
        assert list(desk.gaps_of_county(make_officer(role), AFTER)) == []
    assert list(desk.gaps_of_county(make_officer("county_staff", "360821"), AFTER)) == []


def test_the_office_sees_counties_behind_and_attempts(month):
    office = make_officer("office_staff")
    for _ in range(4):
        make_visit(make_duty(month, make_enterprise("360802")))
    tried = make_duty(month, make_enterprise("360802"))
    make_visit(tried, outcome="refused", outcome_reason="拒绝")
    make_duty(month, make_enterprise("360803"))
    (attempts,) = desk.office_round(office, BEFORE)
    assert (attempts.count, attempts.state_label) == ("1", "待决定")
    assert counted(office, attempts) == 1
    behind = next(iter(desk.office_round(office, LAST_DAYS)))
    assert (behind.count, behind.unit, behind.detail) == ("1", "个", "最低的青原区，覆盖率0.0%")
    assert behind.url == "/inspections/rounds/2026-03/"
    after = next(iter(desk.office_round(office, AFTER)))
    assert (after.count, after.is_overdue) == ("2", True)
    assert list(desk.office_round(make_officer("county_staff"), AFTER)) == []


def test_what_nobody_asks_for_waits_for_the_office_with_a_way_to_take_it_off(month):
    office = make_officer("office_staff")
    make_duty(month), make_duty(month, make_enterprise("360802", supervision_class="other", is_key=True, key_reason="other", key_note="举报"))  # fmt: skip
    left = make_duty(month, make_enterprise("360802", supervision_class="other"), supervision_class="foundry")
    make_visit(left)
    sweep = make_duty(month, kind="sweep", cell=make_cell("360802001", dissolved_on=BEFORE))
    (found,) = desk.left(office, BEFORE)
    assert (found.title, found.count, found.state_label) == (
        "2026年3月不再属于排查范围、等待市办移出", "2", "待核定",
    )  # fmt: skip
    page = signed_in(office).get(found.url).content.decode()
    assert all(f"/inspections/duties/{duty.pk}/remove/" in page for duty in (left, sweep))
    assert list(desk.left(office, AFTER)) == [], "the next month goes on from here"
    assert list(desk.left(make_officer("county_leader"), BEFORE)) == []


def test_closed_months_are_on_nobodys_desk(month):
    own = make_cell("360802001")
    make_duty(month, cell=own)
    make_duty(month, kind="sweep", cell=make_cell("360802002", dissolved_on=BEFORE))
    county = make_officer("county_staff")
    Round.objects.update(state="closed", closed_at=NOON)
    for officer in (grid_officer(own), county, make_officer("office_staff")):
        sources = (
            desk.own_visits, desk.gaps_of_county, desk.office_round, desk.left,
        )  # fmt: skip
        assert [duty for source in sources for day in (BEFORE, AFTER) for duty in source(officer, day)] == []


def test_the_desk_page_shows_them(month):
    make_duty(month)
    content = signed_in(make_officer("county_staff")).get("/desk/").content.decode()
    assert "2026年3月还没有查清 1／1" in content
