"""The pages of a month: who is led where, what each number leads to, what a closed month shows, how much it costs."""

from collections import Counter
from datetime import date
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from capacity_portal.journal.models import Entry
from capacity_portal.organization.roles import ROLES, Permission
from inspections.coverage_exports import Asked, given
from inspections.models import Duty, QualityScore, Round
from inspections.queries.figures import figures
from inspections.rules.digests import digest_of
from tests.clients import PortalClient, signed_in
from tests.makers import (
    NOON,
    make_cell,
    make_duty,
    make_enterprise,
    make_finding,
    make_office,
    make_officer,
    make_post,
    make_region,
    make_round,
    make_visit,
)

pytestmark = pytest.mark.django_db
MONTH = "/inspections/rounds/2026-03/"
COUNTIES = ("360802", "360803", "3608K01")


@pytest.fixture
def month():
    make_office()
    for code in COUNTIES:
        make_region(code)
    return make_round()


@pytest.fixture
def office(month):
    return signed_in(make_officer("office_staff"))


def lived(round_: Round) -> None:
    """A month in which everything that can be counted has happened."""
    town = make_cell("360802001")
    about = {"cell": town, "responsible_name": "张三"}
    done = make_duty(round_, make_enterprise("360802001"), is_key=True, **about)
    make_finding(make_visit(done, outcome="problem"))
    late = make_duty(round_, make_enterprise("360802001"), is_lookback=True, **about)
    make_visit(late, recorded_at=NOON.replace(month=4, day=2))
    make_visit(
        make_duty(round_, make_enterprise("360802001"), **about), outcome="refused", outcome_reason="拒绝"
    )
    make_duty(round_, make_enterprise("360802001", supervision_class="rolling"), gap_reason="施工", **about)
    make_duty(round_, kind="sweep", **about)
    make_duty(round_, make_enterprise("360803"), entry="added", entered_reason="新建档案")
    make_duty(round_, make_enterprise("360803"), coverage="excused", excuse_note="同意", excused_at=NOON)
    gone = make_duty(round_, make_enterprise("360803"), entry="opening")
    Duty.objects.filter(pk=gone.pk).update(removed_on=date(2026, 3, 9), removed_reason="重复")
    QualityScore.objects.create(
        round=round_, county_code="360802", score=77, computed_at=NOON,
        reasons=[{"code": "no_photo", "sentence": "没有照片的 1 条。", "count": 1, "weight": 5, "visits": []}],
    )  # fmt: skip


def closed(round_: Round) -> None:
    found = figures(round_, with_uncovered=True)
    round_.closings.create(number=1, figures=found, digest=digest_of(found), closed_at=NOON)
    Round.objects.filter(pk=round_.pk).update(state="closed", closed_at=NOON)


def numbers_of(response):
    """(what it stands under, number, address) of every cell that leads to a list of duties, and of the figures on top."""
    for table in response.context["tables"]:
        for row in table.all_rows:
            for head, cell in zip(table.heads, row.cells, strict=True):
                if "/uncovered/" in cell.url:
                    text = cell.text.split("　")[0]
                    yield f"{table.name}/{row.cells[0].text}/{head.title}", text.split("/")[-1], cell.url
    for figure in response.context["strip"]:
        if "/uncovered/" in figure.url:
            value = figure.note.split("应查 ")[-1] if "应查" in figure.note else figure.value
            yield f"figures/{figure.label}", value, figure.url


# --- who sees scores --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("role", "region", "sees"),
    [("office_staff", "3608", True), ("office_leader", "3608", True), ("county_leader", "360802", False),
     ("county_staff", "360802", False), ("member_unit", "3608", False), ("member_unit", "360802", False)],
)  # fmt: skip
def test_scores_and_reasons_are_for_those_who_review_returns(month, role, region, sees):
    lived(month)
    client = signed_in(make_officer(role, region))
    county = client.get(f"{MONTH}360802/").content.decode()
    assert [text in county for text in ("排查质量：77分", "没有照片的 1 条。")] == [sees, sees]
    assert ("质量" in county, "质量" in client.get(MONTH).content.decode()) == (sees, sees)
    officer = make_officer(role, region)
    asked = Asked(what="round", parameters={}, selected=[], within=[], format="xlsx")
    heads = [head.title for table in given(asked, month, officer, NOON).tables for head in table.heads]
    assert ("质量得分" in heads) is sees


# --- a closed month ---------------------------------------------------------------------------------------------------
def test_whoever_is_appointed_after_closing_is_not_on_the_closed_pages(office, month):
    cell = make_cell("360802001")
    make_duty(month, kind="sweep", cell=cell)
    closed(month)
    make_post(cell, make_officer("grid_officer", cell.region, name="后来的人"))
    type(cell).objects.update(name="改名网格")
    for address in (f"{MONTH}360802/", f"{MONTH}cells/{cell.pk}/"):
        page = office.get(address).content.decode()
        assert "后来的人" not in page
        assert "改名网格" not in page
    assert "没有责任人" in office.get(f"{MONTH}360802/").content.decode()


# --- who is led where -------------------------------------------------------------------------------------------------
def test_everybody_begins_on_his_own_page(month):
    home = {
        "office_staff": MONTH, "office_leader": MONTH, "tipoff_handler": MONTH, "county_staff": f"{MONTH}360802/",
        "county_leader": f"{MONTH}360802/", "member_unit": MONTH, "grid_officer": "/inspections/mine/",
    }  # fmt: skip
    for role in ROLES:
        response = signed_in(make_officer(role)).get("/inspections/")
        assert response.get("Location", 404) == home.get(role, 404), role
    assert PortalClient().get("/inspections/")["Location"].startswith("/accounts/sign-in/")


def test_the_month_of_a_county_officer_is_his_county_and_grid_officers_have_their_list(month):
    page = signed_in(make_officer("county_staff")).get(MONTH)
    assert (page.status_code, page.context["area"]["code"]) == (200, "360802")
    assert "青原区" not in page.content.decode()
    grid = signed_in(make_officer("grid_officer"))
    for address in (MONTH, "/inspections/rounds/", f"{MONTH}360802/"):
        assert grid.get(address).status_code == 404, address


@pytest.mark.parametrize("role", sorted(ROLES))
def test_who_sees_a_month(role, month):
    may = Permission.VIEW_INSPECTIONS in ROLES[role].permissions and role != "grid_officer"
    assert signed_in(make_officer(role)).get(MONTH).status_code == (200 if may else 404)


def test_other_counties_and_unknown_months_do_not_exist(month):
    cell = make_cell("360803001")
    client = signed_in(make_officer("county_staff", "360802"))
    for address in (
        f"{MONTH}360803/",
        f"{MONTH}cells/{cell.pk}/",
        "/inspections/rounds/2026-04/",
        f"{MONTH}3608/",
    ):
        assert client.get(address).status_code == 404, address
    assert client.get(f"{MONTH}360802/").status_code == 200


# --- what is shown ----------------------------------------------------------------------------------------------------
def test_every_county_is_listed_zeros_too(office, month):
    lived(month)
    page = office.get(MONTH)
    counties = page.context["tables"][0]
    assert [[cell.text for cell in row.cells] for row in counties.all_rows] == [
        ["吉州区", "5", "2", "40.0%", "2", "1", "0", "1", "2", "未编制", "77", "1"],
        ["青原区", "1", "0", "0.0%", "1", "0", "1", "0", "1", "未编制", "—", "0"],
        ["井冈山经开区", "0", "0", "—", "0", "0", "0", "0", "0", "未编制", "—", "0"],
        ["合计", "6", "2", "33.3%", "3", "1", "1", "1", "3", "0/3 已通过", "—", "1"],
    ]
    stock = page.context["tables"][2]
    assert [[cell.text for cell in row.cells] for row in stock.all_rows] == [
        ["吉州区", "5", "0", "0", "5", "0", "5"],
        ["青原区", "2", "1", "1", "2", "1", "1"],
        ["井冈山经开区", "0", "0", "0", "0", "0", "0"],
        ["合计", "7", "1", "1", "7", "1", "6"],
    ]
    content = page.content.decode()
    assert '<svg class="tile-map"' in content
    assert "吉州区：40.0%，2/5" in content


@pytest.mark.parametrize("is_closed", [False, True])
@pytest.mark.parametrize("address", [MONTH, f"{MONTH}360802/", f"{MONTH}360803/"])
def test_every_number_leads_to_as_many_rows(office, month, address, is_closed):
    lived(month)
    if is_closed:
        closed(month)
    asked = list(numbers_of(office.get(address)))
    lists = {url: office.get(url).context["count"].n for url in {url for _, _, url in asked}}
    assert [(what, int(text), lists[url]) for what, text, url in asked if int(text) != lists[url]] == []
    assert len(asked) > 12


def test_cells_with_their_persons_and_those_without(office, month):
    lived(month)
    empty = make_cell("360802002")
    make_post(empty, make_officer("grid_officer", "360802002", name="李四"))
    make_cell("360802003")
    rows = office.get(f"{MONTH}360802/").context["tables"][0].rows
    assert [[cell.text for cell in row.cells[:4]] for row in rows] == [
        ["区划360802001网格", "张三", "5", "2"],
        ["区划360802002网格", "李四", "0", "0"],
        ["区划360802003网格", "没有责任人", "0", "0"],
    ]
    assert "没有照片的 1 条。" in office.get(f"{MONTH}360802/").content.decode()


def test_a_cells_page_lists_every_duty_of_the_month(office, month):
    lived(month)
    cell = Duty.objects.get(kind="sweep").cell
    page = office.get(f"{MONTH}cells/{cell.pk}/")
    states = Counter(line.state_label for line in page.context["lines"])
    assert states == {"已排查": 1, "已排查（逾期）": 1, "到场未查成": 1, "未排查": 2}
    assert dict(page.context["facts"])["责任人"] == "张三"
    assert [figure.value for figure in page.context["strip"]] == ["40.0%", "2", "1", "0", "1"]
    assert page.context["crumbs"][-2][1] == f"{MONTH}360802/"


def test_a_grid_officer_sees_the_month_of_his_cell_only(month):
    own, other = make_cell("360802001"), make_cell("360802002")
    officer = make_officer("grid_officer", "360802001")
    make_post(own, officer)
    client = signed_in(officer)
    assert client.get(f"{MONTH}cells/{own.pk}/").status_code == 200
    assert client.get(f"{MONTH}cells/{other.pk}/").status_code == 404
    assert "本月没有任务" in client.get(f"{MONTH}cells/{own.pk}/").content.decode()


# --- states -----------------------------------------------------------------------------------------------------------
def test_a_closed_month_shows_what_was_frozen_whatever_happens_to_the_rows(office, month):
    lived(month)
    closed(month)
    before = [[cell.text for cell in row.cells] for row in office.get(MONTH).context["tables"][0].all_rows]
    Duty.objects.update(coverage="pending", covered_on=None, is_late=False, excuse_note="", excused_at=None)
    page = office.get(MONTH)
    assert [[cell.text for cell in row.cells] for row in page.context["tables"][0].all_rows] == before
    assert "本月已关账" in page.content.decode()
    assert f"{month.closings.get().digest[:12]}</span>" in page.content.decode()
    assert "登记排查" not in office.get(f"{MONTH}uncovered/").content.decode()
    assert figures(month)["prefecture"]["total"]["covered"] == 0  # the live figure did change


def test_a_reopened_month_says_who_and_why(office, month):
    closed(month)
    closing = month.closings.get()
    leader = make_officer("office_leader", name="王主任")
    closing.reopened_at, closing.reopened_by, closing.reopen_reason = NOON, leader, "补录一家"
    closing.save()
    Round.objects.update(state="reopened", closed_at=None)
    content = office.get(MONTH).content.decode()
    assert "由王主任重新开账，理由：补录一家" in content


def test_verification_says_what_differs(office, month):
    lived(month)
    closed(month)
    page = office.get(f"{MONTH}verify/")
    assert page.status_code == 200
    assert page.context["list_findings"]  # the maker's list has no digest
    assert signed_in(make_officer("county_staff")).get(f"{MONTH}verify/").status_code == 404
    assert signed_in(make_officer("grid_officer")).get(f"{MONTH}verify/").status_code == 404


def test_nothing_open_yet():
    make_region("3608")
    client = signed_in(make_officer("office_staff"))
    assert client.get("/inspections/")["Location"] == "/inspections/rounds/"
    assert "/inspections/rounds/open/" in client.get("/inspections/rounds/").content.decode()
    county = signed_in(make_officer("county_staff"))
    assert "由市级办公室开启后" in county.get("/inspections/rounds/").content.decode()


def test_no_cells_nothing_due(month):
    staff = signed_in(make_officer("county_staff", "360802"))
    content = staff.get(f"{MONTH}360802/").content.decode()
    assert "还没有网格" in content
    assert "/inspections/grid/360802/" in content
    content = signed_in(make_officer("office_staff")).get(MONTH).content.decode()
    assert "本月没有应排查的企业和网格" in content


# --- cost -------------------------------------------------------------------------------------------------------------
def queries(client, address) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_queries_do_not_grow_with_counties_cells_and_rows(office, month):
    lived(month)
    addresses = (MONTH, f"{MONTH}360802/", f"{MONTH}uncovered/", "/inspections/rounds/")
    queries(office, MONTH)  # what is kept for a minute is read now
    few = [queries(office, address) for address in addresses]
    for code in ("360821", "360822"):
        make_duty(month, make_enterprise(make_region(code)), cell=make_cell(f"{code}001"))
        make_duty(month, kind="sweep", cell=make_cell(f"360802{code[-3:]}"))
        make_round(202600 + int(code[-1:]))
    assert [queries(office, address) for address in addresses] == few
    assert max(few) <= 18


def test_looking_writes_nothing(office, month):
    lived(month)
    before = Entry.objects.count()
    for address in (MONTH, f"{MONTH}360802/", f"{MONTH}uncovered/", "/inspections/rounds/"):
        office.get(address)
    assert Entry.objects.count() == before


def test_addresses_carry_the_filters_they_count(office, month):
    lived(month)
    matrix = office.get(MONTH).context["tables"][1]
    cell = next(c for h, c in zip(matrix.heads, matrix.rows[0].cells, strict=True) if h.title == "轧钢")
    assert dict(parse_qsl(urlsplit(cell.url).query)) == {
        "standing": "due", "county": "360802", "kind": "enterprise", "class": "rolling",
    }  # fmt: skip
