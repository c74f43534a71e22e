"""Cells and the persons who answer for them."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from capacity_portal.journal.models import Entry
from capacity_portal.journal.queries import drift
from capacity_portal.lib.constraints import ConstraintRefused
from capacity_portal.lib.territory import Level
from capacity_portal.lib.workflow import StepRefused
from capacity_portal.organization.choices import PostKind
from capacity_portal.organization.models import GridCell, GridPost
from capacity_portal.organization.operations.accounts_by_list import ChangedMeanwhile
from capacity_portal.organization.operations.grid import dissolve_cell, edit_cell, found_cell, lay_grid
from capacity_portal.organization.operations.grid_by_list import Appointment, CellRow, import_grid
from capacity_portal.organization.operations.grid_posts import appoint, end_post
from tests.makers import NOON, make_cell, make_department, make_officer, make_post, make_region

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)
TOWN, OTHER = "360802001", "360803001"
VALUES = {
    "name": "古南网格",
    "supervising_department": None,
    "risk_marks": [],
    "remarks": "",
    "founded_on": TODAY,
}


@pytest.fixture
def staff():
    return make_officer("county_staff")


@pytest.fixture
def cell():
    return make_cell(TOWN)


def found(by, code=TOWN, **values):
    return found_cell(region=make_region(code), values=VALUES | values, by=by, at=NOON)


def steps(record) -> list[tuple[str, str]]:
    entries = Entry.objects.filter(file_key=f"grid_cell:{record.pk}").order_by("id")
    return list(entries.values_list("subject", "step"))


def refusal(error) -> dict:
    return error.value.message_dict


# --- cells ------------------------------------------------------------------------------------------------------------
def test_a_cell_is_founded_with_its_place_and_its_entry(staff):
    unit = make_department(make_region("360802"))
    cell = found(staff, supervising_department=unit, risk_marks=["remote"])
    cell.refresh_from_db()
    assert (cell.region_code, cell.county_code, cell.version, cell.created_by) == (TOWN, "360802", 1, staff)
    assert (steps(cell), cell.risk_labels) == ([("grid_cell", "create")], ["地处偏僻、监管难度大"])


def test_the_portal_itself_may_found_cells():
    assert found(None).created_by is None


@pytest.mark.parametrize("role", ["grid_officer", "member_unit", "auditor"])
def test_others_may_not_touch_the_grid(role, cell):
    by = make_officer(role)
    with pytest.raises(PermissionDenied):
        found(by, "360802002")
    with pytest.raises(PermissionDenied):
        edit_cell(cell=cell, version=1, values=VALUES, by=by, at=NOON)
    with pytest.raises(PermissionDenied):
        dissolve_cell(cell=cell, on=TODAY, by=by, at=NOON)
    with pytest.raises(PermissionDenied):
        lay_grid(county=make_region("360802"), depth=Level.TOWN, founded_on=TODAY, by=by, at=NOON)
    with pytest.raises(PermissionDenied):
        appoint(cell=cell, kind=PostKind.DEPUTY, officer=by, from_on=TODAY, by=by, at=NOON)


def test_a_county_keeps_to_its_own_grid(staff):
    other = make_cell(OTHER)
    with pytest.raises(PermissionDenied):
        found(staff, "360803002")
    with pytest.raises(PermissionDenied):
        end_post(post=make_post(other), on=TODAY, by=staff, at=NOON)
    assert found(make_officer("office_staff"), "360803002").county_code == "360803"


def test_a_region_has_one_cell_at_a_time(staff, cell):
    with pytest.raises(ConstraintRefused, match="这个地区已有网格"):
        found(staff)
    dissolve_cell(cell=cell, on=TODAY, by=staff, at=NOON)
    assert found(staff).pk != cell.pk


@pytest.mark.parametrize(
    ("code", "values", "field"),
    [
        ("360802", {}, "region"),
        (TOWN, {"founded_on": TODAY + timedelta(days=1)}, "founded_on"),
        (TOWN, {"founded_on": None}, "founded_on"),
        (TOWN, {"founded_on": date(1900, 1, 1)}, "founded_on"),
        (TOWN, {"name": ""}, "name"),
        (TOWN, {"name": "格" * 61}, "name"),
        (TOWN, {"risk_marks": ["remote", "remote"]}, "risk_marks"),
        (TOWN, {"risk_marks": ["hill"]}, "risk_marks"),
    ],
)
def test_what_a_cell_cannot_be(staff, code, values, field):
    with pytest.raises(ValidationError) as error:
        found(staff, code, **values)
    assert list(refusal(error)) == [field]


def test_the_supervising_department_is_one_of_the_place(staff):
    with pytest.raises(ValidationError) as error:
        found(staff, supervising_department=make_department(make_region("360803")))
    assert list(refusal(error)) == ["supervising_department"]


def test_an_edit_counts_up_and_a_stale_one_is_refused(staff, cell):
    edited = edit_cell(cell=cell, version=1, values={"risk_marks": ["scrap_rich"]}, by=staff, at=NOON)
    assert (edited.version, edited.risk_marks, steps(cell)) == (2, ["scrap_rich"], [("grid_cell", "edit")])
    with pytest.raises(ChangedMeanwhile, match="已由他人修改"):
        edit_cell(cell=cell, version=1, values={"name": "甲"}, by=staff, at=NOON)


def test_saving_what_is_there_leaves_no_trace(staff, cell):
    edit_cell(cell=cell, version=1, values={"name": cell.name}, by=staff, at=NOON)
    assert (steps(cell), GridCell.objects.get().version) == ([], 1)


def test_a_cell_is_no_younger_than_its_first_post(staff, cell):
    make_post(cell, from_on=date(2025, 6, 1))
    with pytest.raises(ValidationError) as error:
        edit_cell(cell=cell, version=1, values={"founded_on": date(2025, 7, 1)}, by=staff, at=NOON)
    assert refusal(error) == {"founded_on": ["设立日期 2025-07-01 晚于最早的任职日期 2025-06-01，请核对。"]}
    edit_cell(cell=cell, version=1, values={"founded_on": date(2025, 5, 1)}, by=staff, at=NOON)


def test_dissolving_ends_the_posts_and_forbids_the_rest(staff, cell):
    post = make_post(cell)
    dissolve_cell(cell=cell, on=TODAY, by=staff, at=NOON, note="并入城关镇")
    post.refresh_from_db()
    assert (post.to_on, post.ended_by, post.ended_at) == (TODAY, staff, NOON)
    assert steps(cell) == [("grid_post", "end"), ("grid_cell", "dissolve")]
    with pytest.raises(StepRefused, match="已于 2026-03-02 撤销"):
        edit_cell(cell=cell, version=2, values={"name": "甲"}, by=staff, at=NOON)
    with pytest.raises(StepRefused):
        dissolve_cell(cell=cell, on=TODAY, by=staff, at=NOON)


@pytest.mark.parametrize("on", [date(2024, 12, 31), TODAY + timedelta(days=1), date(2025, 5, 31)])
def test_a_cell_ends_after_it_and_its_posts_began_and_not_in_the_future(staff, cell, on):
    make_post(cell, from_on=date(2025, 6, 1))
    with pytest.raises(ValidationError) as error:
        dissolve_cell(cell=cell, on=on, by=staff, at=NOON)
    assert list(refusal(error)) == ["on"]


def test_laying_makes_what_is_missing_once(staff):
    make_cell(TOWN)
    for code in ("360802002", "360802002001", "360803001", "360802003"):
        make_region(code)
    make_region("360802004", valid_to=date(2025, 1, 1))
    about = {"county": make_region("360802"), "founded_on": TODAY, "by": staff, "at": NOON}
    first = lay_grid(depth=Level.TOWN, **about)
    assert [cell.region_code for cell in first] == ["360802002", "360802003"]
    assert lay_grid(depth=Level.TOWN, **about) == []
    assert [cell.region_code for cell in lay_grid(depth=Level.VILLAGE, **about)] == ["360802002001"]
    assert set(Entry.objects.values_list("step", flat=True)) == {"lay"}
    make_region("360802005")
    with pytest.raises(ValidationError):
        lay_grid(depth=Level.TOWN, **about | {"founded_on": TODAY + timedelta(days=1)})


# --- persons ----------------------------------------------------------------------------------------------------------
def named(cell, by, kind=PostKind.RESPONSIBLE, on=TODAY, **officer) -> GridPost:
    person = officer.pop("officer", None) or make_officer("grid_officer", TOWN, **officer)
    return appoint(cell=cell, kind=kind, officer=person, from_on=on, by=by, at=NOON)


def test_a_new_person_ends_the_former_ones_post_the_day_before(staff, cell):
    former = make_post(cell, from_on=date(2025, 1, 1))
    deputy = named(cell, staff, PostKind.DEPUTY)
    new = named(cell, staff)
    former.refresh_from_db()
    assert (former.to_on, former.ended_by, new.to_on) == (date(2026, 3, 1), staff, None)
    assert GridPost.objects.filter(to_on=None).count() == 2
    assert steps(cell) == [("grid_post", "appoint"), ("grid_post", "end"), ("grid_post", "appoint")]
    assert deputy.kind == PostKind.DEPUTY


def test_somebody_who_began_today_ends_today(staff, cell):
    first = named(cell, staff)
    named(cell, staff)
    first.refresh_from_db()
    assert first.to_on == TODAY


def left(cell, from_on: date, to_on: date, kind=PostKind.RESPONSIBLE) -> GridPost:
    return make_post(cell, kind=kind, from_on=from_on, to_on=to_on, ended_at=NOON)


def test_nobodys_time_is_taken_afterwards(staff, cell):
    former = left(cell, date(2026, 1, 1), date(2026, 2, 20))
    left(cell, date(2025, 6, 1), date(2025, 12, 31))
    for day in (date(2026, 2, 19), date(2026, 1, 1), date(2025, 3, 1)):
        with pytest.raises(ValidationError) as error:
            named(cell, staff, on=day)
        assert refusal(error) == {
            "from_on": [
                f"任职日期 {day} 在前任的任期之内（前任 2026-02-20 离任），请填写 2026-02-20 或以后的日期。"
            ]
        }
    assert named(cell, staff, on=former.to_on).from_on == former.to_on
    assert named(cell, staff, PostKind.DEPUTY, on=date(2025, 1, 1)).from_on == date(2025, 1, 1), "nobody was"


def test_a_successor_is_dated_back_a_month_at_most(staff, cell):
    former = make_post(cell, from_on=date(2025, 6, 1))
    with pytest.raises(ValidationError) as error:
        named(cell, staff, on=date(2026, 1, 29))
    assert refusal(error) == {
        "from_on": ["任职日期 2026-01-29 距今超过 31 天，接任的任职日期最早可填 2026-01-30。"]
    }
    named(cell, staff, on=date(2026, 1, 30))
    former.refresh_from_db()
    assert former.to_on == date(2026, 1, 29)
    left(cell, date(2025, 1, 1), date(2025, 3, 1), PostKind.DEPUTY)
    with pytest.raises(ValidationError, match="距今超过 31 天"):
        named(cell, staff, PostKind.DEPUTY, on=date(2025, 3, 2))


def brought(cell, by, values=None, officer=None, on=TODAY, instead_of=None):
    posts = (Appointment("responsible", officer.pk, on, instead_of),) if officer else ()
    row = CellRow(values=values or {}, appointments=posts, cell_id=cell.pk, version=cell.version)
    return import_grid(rows=[row], by=by, at=NOON)


def test_a_sheet_takes_nobodys_time_either_and_keeps_the_founding_before_every_post(staff, cell):
    left(cell, date(2025, 6, 1), date(2026, 2, 20))
    person = make_officer("grid_officer", TOWN)
    with pytest.raises(ChangedMeanwhile, match="在前任的任期之内"):
        brought(cell, staff, officer=person, on=date(2026, 2, 1))
    with pytest.raises(ValidationError) as error:
        brought(cell, staff, values={"founded_on": date(2025, 7, 1)})
    assert refusal(error) == {"founded_on": ["设立日期 2025-07-01 晚于最早的任职日期 2025-06-01，请核对。"]}
    brought(cell, staff, values={"founded_on": date(2025, 6, 1)}, officer=person, on=date(2026, 2, 20))
    assert GridPost.objects.get(to_on=None).officer == person


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"officer": ("grid_officer", "360802002")}, "officer"),
        ({"officer": ("member_unit", "360802")}, "officer"),
        ({"on": date(2024, 12, 31)}, "from_on"),
        ({"on": TODAY + timedelta(days=1)}, "from_on"),
        ({"on": date(2025, 5, 1)}, "from_on"),
    ],
)
def test_who_cannot_be_appointed_and_when(staff, cell, change, field):
    make_post(cell, from_on=date(2025, 6, 1))
    role, place = change.get("officer", ("grid_officer", TOWN))
    with pytest.raises(ValidationError) as error:
        named(cell, staff, officer=make_officer(role, place), on=change.get("on", TODAY))
    assert list(refusal(error)) == [field]


def test_one_person_is_one_thing_for_a_cell(staff, cell):
    post = make_post(cell)
    for kind in PostKind:
        with pytest.raises(ValidationError, match="已是网格"):
            named(cell, staff, kind, officer=post.officer)


def test_an_expired_account_cannot_be_appointed(staff, cell):
    with pytest.raises(ValidationError, match="到期"):
        named(cell, staff, expires_on=date(2026, 3, 1))


def test_a_post_ends_once_and_within_its_days(staff, cell):
    post = make_post(cell, from_on=date(2025, 6, 1))
    for day in (date(2025, 5, 31), TODAY + timedelta(days=1)):
        with pytest.raises(ValidationError):
            end_post(post=post, on=day, by=staff, at=NOON)
    assert end_post(post=post, on=TODAY, by=staff, at=NOON, note="调离").to_on == TODAY
    with pytest.raises(StepRefused, match="已于 2026-03-02 离任"):
        end_post(post=post, on=TODAY, by=staff, at=NOON)


def test_nothing_departs_from_the_journal(staff):
    cell = found(staff)
    named(cell, staff)
    second = named(cell, staff)
    end_post(post=second, on=TODAY, by=staff, at=NOON)
    edit_cell(cell=cell, version=1, values={"name": "甲"}, by=staff, at=NOON)
    dissolve_cell(cell=cell, on=TODAY, by=staff, at=NOON)
    assert [one for one in drift() if one.subject in ("grid_cell", "grid_post")] == []
