"""What findings put on the desk of grid officer, county and office."""

from datetime import date, timedelta

import pytest

from inspections import duties_findings
from inspections.duties_findings import (
    escalated,
    overdue,
    to_confirm,
    to_hand_over,
    to_look_back,
    to_mend,
    to_recheck,
)
from inspections.models import Clearing
from tests.makers import (
    NOON,
    make_cell,
    make_checklist,
    make_duty,
    make_finding,
    make_officer,
    make_post,
    make_visit,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)
_SOURCES = (overdue, to_mend, to_recheck, escalated, to_confirm, to_hand_over, to_look_back)


@pytest.fixture
def cell():
    return make_cell()


@pytest.fixture
def findings(cell):
    """Late and handed up, in time, claimed by the county, suspected and serious."""
    visit = make_visit(make_duty(cell=cell), outcome="problem")
    since = {"found_on": TODAY - timedelta(days=30)}
    claimer = make_officer("county_staff", "360802")
    make_finding(visit, deadline_on=TODAY - timedelta(days=4), escalated_at=NOON, **since)
    make_finding(visit, deadline_on=TODAY + timedelta(days=1), **since)
    make_finding(
        visit, deadline_on=TODAY + timedelta(days=9), state="to_recheck", percent=100, claimed_at=NOON,
        claimed_by=claimer, **since,
    )  # fmt: skip
    make_finding(visit, kind="revival", severity="serious", deadline_on=TODAY + timedelta(days=9), **since)
    return claimer


def desk(officer) -> list[tuple[str, str]]:
    return [(duty.title, str(duty.count)) for source in _SOURCES for duty in source(officer, TODAY)]


def test_a_grid_officer_mends_what_lies_in_his_cells(findings, cell):
    assert desk(make_post(cell).officer) == [("整改逾期的问题", "1"), ("正在整改的问题", "2")]
    assert desk(make_officer("grid_officer", "360802002")) == []


def test_the_county_also_judges_but_not_what_the_officer_claimed_himself(findings):
    judging = [("疑似地条钢死灰复燃，待查实的问题", "1"), ("没有明确执法单位的重大问题", "1")]
    mending = [("整改逾期的问题", "1"), ("正在整改的问题", "2")]
    assert desk(make_officer("county_leader", "360802")) == [*mending, ("待复查的问题", "1"), *judging]
    assert desk(findings) == [*mending, *judging]


def test_the_office_sees_what_was_handed_up(findings):
    assert desk(make_officer("office_staff")) == [
        ("逾期升级到市级的问题", "1"),
        ("疑似地条钢死灰复燃，待查实的问题", "1"),
        ("没有明确执法单位的重大问题", "1"),
    ]


@pytest.mark.parametrize(
    ("days", "county", "office"),
    [(31, [], []), (30, [("待回头看", False)], []), (0, [("待回头看", False)], []), (-1, [("已逾期", True)], [("已逾期", True)])],
)  # fmt: skip
def test_a_cleared_one_is_looked_at_again_by_the_county_and_late_by_the_office(days, county, office):
    claimer = make_officer("county_staff", "360802")
    finding = make_finding(
        kind="revival", severity="serious", is_confirmed=True, state="closed", closed_at=NOON,
        closed_by=make_officer("county_leader"), claimed_by=claimer, recheck_on=TODAY,
    )  # fmt: skip
    clearing = Clearing.objects.create(
        finding=finding, checklist=make_checklist("five_thorough"), begun_at=NOON, begun_by=claimer,
        recheck_on=TODAY + timedelta(days=days),
    )  # fmt: skip

    def told(role: str) -> list[tuple[str, bool]]:
        return [(duty.state_label, duty.is_overdue) for duty in to_look_back(make_officer(role), TODAY)]

    assert (told("county_staff"), told("office_staff"), told("grid_officer")) == (county, office, [])
    Clearing.objects.filter(pk=clearing.pk).update(recheck_on=None)
    assert told("county_staff") == []


def test_deadlines_stand_beside_and_lead_to_the_list(findings):
    county = make_officer("county_staff", "360802")
    (late,), (open_,) = list(overdue(county, TODAY)), list(to_mend(county, TODAY))
    assert (late.is_overdue, late.due_label, late.url) == (
        True, "逾期4天", "/inspections/findings/?overdue=1&order=deadline",
    )  # fmt: skip
    assert (open_.due_on, open_.due_label) == (TODAY + timedelta(days=1), "还有1个工作日")


def test_nothing_to_do_and_no_part_in_it_put_nothing_on_the_desk():
    for role in ("office_staff", "county_staff", "grid_officer"):
        assert desk(make_officer(role)) == []


def test_members_only_read(findings):
    assert desk(make_officer("member_unit")) == []


def test_all_sources_are_registered():
    from enterprises import registries

    duties_findings.register()
    assert set(_SOURCES) <= set(registries._duty_sources)
