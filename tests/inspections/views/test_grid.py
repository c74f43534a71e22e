"""The pages of the grid: who sees what, forms that refuse in words, lists that page."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from capacity_portal.journal.models import Entry
from capacity_portal.organization.models import GridCell, GridPost, Threshold
from capacity_portal.organization.roles import ROLES, Permission
from inspections.views import grid as grid_views
from inspections.views import grid_cells, grid_gaps
from tests.clients import signed_in
from tests.makers import make_cell, make_department, make_enterprise, make_officer, make_post, make_region

pytestmark = pytest.mark.django_db
GRID, COUNTY = "/inspections/grid/", "/inspections/grid/360802/"
TOWN = "360802001"


@pytest.fixture
def staff():
    return signed_in(make_officer("county_staff"))


@pytest.fixture
def office():
    return signed_in(make_officer("office_staff"))


@pytest.fixture
def cell():
    make_region("360802")
    return make_cell(TOWN, name="古南网格")


def at(cell, *more) -> str:
    return f"{GRID}cells/{cell.pk}/" + "".join(f"{one}/" for one in more)


def today(days=0) -> str:
    return (timezone.localdate() + timedelta(days=days)).isoformat()


# --- who sees what ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("role", ROLES)
def test_who_may_open_the_pages(role, cell):
    officer = make_officer(role)
    client = signed_in(officer)
    seen = officer.may(Permission.VIEW_INSPECTIONS)
    bound = role == "grid_officer"
    assert (client.get(GRID).status_code != 404) is seen
    assert (client.get(COUNTY).status_code == 200) is (seen and not bound)
    assert (client.get(at(cell)).status_code == 200) is (seen and not bound)
    manages = officer.may(Permission.MANAGE_GRID)
    for url in (
        at(cell, "edit"),
        at(cell, "dissolve"),
        at(cell, "appoint", "deputy"),
        COUNTY + "new/",
        COUNTY + "lay/",
    ):
        assert (client.get(url).status_code == 200) is manages, url


def test_a_county_lands_on_its_own_page_and_another_countys_does_not_exist(staff, cell):
    assert [row.cell for row in staff.get(GRID).context["rows"]] == [cell]
    other = make_cell("360803001")
    post = make_post(other)
    for url in (
        "/inspections/grid/360803/", at(other), at(other, "edit"), at(other, "appoint", "deputy"), at(other, "dissolve"),
        f"{GRID}posts/{post.pk}/end/", "/inspections/grid/360803/new/", "/inspections/grid/360803/lay/",
        f"{GRID}export/?county=360803", "/inspections/grid/3608/", "/inspections/grid/xyz/", f"/inspections/grid/{TOWN}/",
    ):  # fmt: skip
        assert staff.get(url).status_code == 404, url


def test_a_grid_officer_sees_the_cells_he_holds(cell):
    officer = make_officer("grid_officer", TOWN)
    client = signed_in(officer)
    assert "您现在没有负责的网格" in client.get(GRID).content.decode()
    make_post(cell, officer)
    assert [row.cell for row in client.get(GRID).context["rows"]] == [cell]
    assert client.get(at(cell)).status_code == 200
    assert client.get(at(make_cell(f"{TOWN}001"))).status_code == 404


def test_the_prefectures_table_leads_to_the_lists(office, cell):
    make_enterprise("360802002")
    page = office.get(GRID)
    assert [(one.name, one.cells, one.blind_spots) for one in page.context["figures"]] == [("吉州区", 1, 2)]
    assert "kind=unplaced&amp;county=360802" in page.content.decode()


def test_without_counties_the_table_says_so():
    client = signed_in(make_officer("office_staff", "3609"))
    assert "没有县（市、区）" in client.get(GRID).content.decode()


# --- lists ------------------------------------------------------------------------------------------------------------
def test_a_county_pages_through_its_cells_at_a_steady_cost(staff, monkeypatch):
    monkeypatch.setattr(grid_views, "PAGE_SIZE", 2)

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert staff.get(COUNTY).status_code == 200
        return len(queries)

    assert "还没有划分网格" in staff.get(COUNTY).content.decode()
    make_post(make_cell("360802001"))
    staff.get(COUNTY)
    first = cost()
    for number in (2, 3):
        make_post(make_cell(f"36080200{number}"))
    assert cost() == first
    page = staff.get(COUNTY)
    assert len(staff.get(COUNTY + page.context["next_url"]).context["rows"]) == 1


def test_a_county_in_order_is_told_so(staff, cell):
    make_post(cell)
    assert "没有盲点" in staff.get(COUNTY).content.decode()


def test_a_cell_shows_its_people_enterprises_and_history(staff, cell, monkeypatch):
    monkeypatch.setattr(grid_cells, "PAGE_SIZE", 1)
    make_post(
        cell,
        make_officer("grid_officer", TOWN, name="张三", expires_on=timezone.localdate() - timedelta(days=1)),
    )
    make_enterprise(TOWN, name="甲厂"), make_enterprise(TOWN, name="乙厂")
    page = staff.get(at(cell))
    assert ("张三的账户已于" in page.content.decode(), len(page.context["enterprises"])) == (True, 1)
    assert len(staff.get(at(cell) + page.context["next_url"]).context["enterprises"]) == 1


def test_blind_spots_page_within_their_kind(office, monkeypatch):
    monkeypatch.setattr(grid_gaps, "PAGE_SIZE", 1)
    make_cell("360802001"), make_cell("360803001")
    make_enterprise("360802"), make_enterprise("360802002")
    page = office.get(f"{GRID}gaps/?kind=unmanned")
    assert ([tab.count for tab in page.context["tabs"]], len(page.context["rows"])) == (["2", "0", "2"], 1)
    assert len(office.get(f"{GRID}gaps/" + page.context["next_url"]).context["rows"]) == 1
    monkeypatch.setattr(grid_gaps, "PAGE_SIZE", 50)
    rows = office.get(f"{GRID}gaps/?kind=unplaced&county=360802").context["rows"]
    assert [row["found_url"] for row in rows] == ["", f"{COUNTY}new/?region=360802002"]
    assert "落实到乡镇" in rows[0]["reason"]
    assert office.get(f"{GRID}gaps/?county=999999").context["county"] is None


# --- founding, changing, dissolving -----------------------------------------------------------------------------------
def test_a_cell_is_founded_from_the_list_of_places_without_one(staff, cell):
    make_region("360802002", name="长塘镇"), make_region("360802002001", name="东村")
    form = staff.get(f"{COUNTY}new/?region=360802002").context["form"]
    assert [code for code, _ in form.fields["region"].choices] == ["", "360802002", "360802002001"]
    assert form["region"].value() == "360802002"
    values = {"region": "360802002", "name": "", "founded_on": today(), "risk_marks": ["remote"]}
    assert staff.post(f"{COUNTY}new/", values)["Location"] == COUNTY
    made = GridCell.objects.get(region_code="360802002")
    assert (made.name, made.risk_marks) == ("长塘镇", ["remote"])


def test_what_is_wrong_with_a_new_cell_stands_at_its_field(staff, cell):
    page = staff.post(f"{COUNTY}new/", {"region": TOWN, "founded_on": today(1)})
    assert list(page.context["form"].errors) == ["region"]
    make_region("360802002")
    page = staff.post(f"{COUNTY}new/", {"region": "360802002", "founded_on": today(1)})
    assert page.context["form"].errors["founded_on"][0].endswith("请填写今天或以前的日期。")


def test_a_change_is_saved_and_a_stale_one_is_shown_beside(staff, cell):
    unit = make_department(make_region("360802"))
    values = {"name": "新名", "founded_on": "2025-01-01", "supervising_department": unit.pk, "version": 1}
    assert staff.post(at(cell, "edit"), values).status_code == 302
    page = staff.post(at(cell, "edit"), values | {"name": "又一个"})
    assert (page.status_code, "已由他人修改" in page.content.decode()) == (409, True)
    assert "现在的内容" in page.content.decode()
    assert staff.post(at(cell, "edit"), values | {"name": "又一个", "version": 2}).status_code == 302
    assert GridCell.objects.get().name == "又一个"


def test_a_dissolved_cell_offers_nothing_more(staff, cell):
    assert staff.post(at(cell, "dissolve"), {"on": today(), "note": "并入"}).status_code == 302
    page = staff.get(at(cell))
    assert ("已撤销" in page.content.decode(), page.context["may_manage"]) == (True, False)
    again = staff.post(at(cell, "dissolve"), {"on": today(), "note": "并入"})
    assert "已于" in str(again.context["form"].non_field_errors())


# --- persons ----------------------------------------------------------------------------------------------------------
def test_a_person_is_appointed_replaced_and_ended(staff, cell):
    first, second = (make_officer("grid_officer", TOWN) for _ in range(2))
    url = at(cell, "appoint", "responsible")
    assert staff.post(url, {"officer": first.pk, "from_on": today(-1)}).status_code == 302
    assert "新任职日期的前一天离任" in staff.get(url).content.decode()
    assert staff.post(url, {"officer": second.pk, "from_on": today()}).status_code == 302
    post = GridPost.objects.get(to_on=None)
    assert post.officer == second
    assert staff.get(f"{GRID}posts/{post.pk}/end/").status_code == 200
    assert staff.post(f"{GRID}posts/{post.pk}/end/", {"on": today(), "note": "调离"}).status_code == 302
    again = staff.post(f"{GRID}posts/{post.pk}/end/", {"on": today(), "note": "调离"})
    assert "离任" in str(again.context["form"].non_field_errors())


def test_nobody_from_elsewhere_can_be_named(staff, cell):
    stranger = make_officer("grid_officer", "360802002")
    page = staff.post(at(cell, "appoint", "responsible"), {"officer": stranger.pk, "from_on": today()})
    assert list(page.context["form"].errors) == ["officer"]
    assert staff.get(at(cell, "appoint", "chief")).status_code == 404


# --- laying -----------------------------------------------------------------------------------------------------------
def test_the_grid_is_laid_after_a_look_at_what_will_be_made(staff, cell):
    for code, name in (("360802002", "长塘镇"), ("360802002001", "东村")):
        make_region(code, name=name)
    page = staff.get(COUNTY + "lay/")
    assert (page.context["preview"], [tab.count for tab in page.context["tabs"]]) == (["长塘镇"], [1, 1])
    assert staff.get(COUNTY + "lay/?depth=5").context["preview"] == ["东村"]
    assert staff.post(COUNTY + "lay/", {"depth": 4, "founded_on": today()}).status_code == 302
    assert GridCell.objects.filter(region_code="360802002").exists()
    assert "没有需要生成的网格" in staff.get(COUNTY + "lay/").content.decode()


@pytest.mark.parametrize(("value", "depth"), [(5, 5), (4, 4), (9, 4)])
def test_the_office_sets_the_usual_depth(staff, value, depth):
    make_region("360802001001")
    Threshold.objects.create(code="grid-depth", name="网格划分的层级", value=value)
    assert staff.get(COUNTY + "lay/").context["hidden"] == [("depth", depth)]


# --- giving out -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("format_", ["xlsx", "csv", "csv-gb18030"])
def test_an_export_is_noted_and_holds_what_the_officer_sees(staff, cell, format_):
    make_cell("360803001", name="邻县网格")
    assert "1 个网格" in staff.get(f"{GRID}export/?county=360802").content.decode()
    response = staff.post(f"{GRID}export/", {"format": format_, "county": "360802"})
    body = staff.get(response["Location"]).content
    assert Entry.objects.filter(subject="grid", step="export").count() == 1
    if format_ != "xlsx":
        text = body.decode("gb18030" if format_.endswith("18030") else "utf-8-sig")
        assert ("古南网格" in text, "邻县网格" in text) == (True, False)


def test_hostile_parameters_are_no_error(office, cell):
    for value in ("\x00", "9" * 5_000, "-1", "36080"):
        hostile_ = dict.fromkeys(("kind", "county", "cursor", "depth", "region"), value)
        for url in (f"{GRID}gaps/", COUNTY, at(cell), f"{COUNTY}lay/", f"{COUNTY}new/"):
            assert office.get(url, hostile_).status_code == 200, (url, value)
