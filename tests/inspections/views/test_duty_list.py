"""The lists behind the numbers: filters, the wall, what may be done about a row, hostile addresses."""

import pytest

from capacity_portal.organization.roles import ROLES, Permission
from inspections.models import Round
from tests import hostile
from tests.clients import PortalClient, signed_in
from tests.makers import (
    NOON,
    make_cell,
    make_duty,
    make_enterprise,
    make_office,
    make_officer,
    make_post,
    make_region,
    make_round,
    make_visit,
)

pytestmark = pytest.mark.django_db
LIST = "/inspections/rounds/2026-03/uncovered/"


@pytest.fixture
def month():
    make_office()
    for code in ("360802", "360803"):
        make_region(code)
    return make_round()


def titles(response) -> list[str]:
    return [line.duty.title for line in response.context["lines"]]


@pytest.mark.parametrize("kind", ["enterprise", "sweep"])
def test_a_covered_duty_leads_to_its_visits_and_one_nobody_went_to_does_not(month, kind):
    cell = make_cell("360802001")
    visit = make_visit(
        make_duty(month, kind=kind, cell=cell, coverage="covered", covered_on=NOON.date(), visits_done=1)
    )
    make_duty(month, cell=cell)
    client = signed_in(make_officer("county_staff", "360802"))
    (line,) = client.get(LIST, {"standing": "covered"}).context["lines"]
    assert line.visits_url == f"/inspections/visits/?duty={visit.duty_id}"
    assert [row.pk for row in client.get(line.visits_url).context["rows"]] == [visit.pk]
    assert [line.visits_url for line in client.get(LIST).context["lines"]] == [""]


def test_stranger_is_sent_to_sign_in():
    assert PortalClient().get(LIST)["Location"].startswith("/accounts/sign-in/")


@pytest.mark.parametrize("role", sorted(ROLES))
def test_who_sees_the_list(role, month):
    make_duty(month, make_enterprise("360802001"), title="甲厂")
    make_duty(month, make_enterprise("620702"), title="外地厂")
    response = signed_in(make_officer(role)).get(LIST)
    if Permission.VIEW_INSPECTIONS not in ROLES[role].permissions:
        assert response.status_code == 404
    else:
        expected = [] if role == "grid_officer" else ["甲厂"]  # without a cell he sees none
        assert (response.status_code, titles(response)) == (200, expected)


def test_a_grid_officer_sees_the_uncovered_of_his_cells(month):
    own = make_cell("360802001")
    officer = make_officer("grid_officer", "360802001")
    make_post(own, officer)
    make_duty(month, cell=own, title="甲厂")
    make_duty(month, make_enterprise("360802001"), cell=make_cell("360802001001"), title="邻格厂")
    page = signed_in(officer).get(LIST)
    assert titles(page) == ["甲厂"]
    assert page.context["crumbs"][0] == ("我的排查", "/inspections/mine/")


def test_filters_narrow_the_list(month):
    cell = make_cell("360802001")
    make_duty(month, cell=cell, title="铸造厂", is_key=True)
    make_duty(month, make_enterprise("360803", supervision_class="rolling"), title="轧钢厂", is_lookback=True)
    make_duty(month, kind="sweep", cell=cell, title="拉网")
    make_visit(make_duty(month, make_enterprise("360803"), title="查过的厂"))
    client = signed_in(make_officer("office_staff"))
    for parameters, expected in [
        ({}, ["铸造厂", "拉网", "轧钢厂"]),
        ({"county": "360803"}, ["轧钢厂"]),
        ({"county": "360802", "cell": cell.pk}, ["铸造厂", "拉网"]),
        ({"cell": "0"}, ["轧钢厂"]),
        ({"kind": "sweep"}, ["拉网"]),
        ({"class": "rolling"}, ["轧钢厂"]),
        ({"key": "1"}, ["铸造厂"]),
        ({"lookback": "1"}, ["轧钢厂"]),
        ({"standing": "covered"}, ["查过的厂"]),
        ({"standing": "attempted"}, []),
        ({"county": "620702"}, []),
    ]:
        page = client.get(LIST, parameters)
        assert (titles(page), page.context["count"].n) == (expected, len(expected)), parameters
    page = client.get(LIST, {"county": "360803", "standing": "late"})
    assert [text for text, _ in page.context["applied"]] == ["逾期完成", "青原区"]
    assert "请减少筛选条件" in page.content.decode()


def test_a_county_chooses_among_its_cells_not_among_counties(month):
    make_cell("360802001"), make_cell("360803001")
    make_duty(month, cell=None)
    own = signed_in(make_officer("county_staff", "360802")).get(LIST).context["form"]
    assert "county" not in own.fields
    assert [label for _, label in own.fields["cell"].choices] == ["全部", "区划360802001网格", "没有网格"]
    office = signed_in(make_officer("office_staff"))
    assert "cell" not in office.get(LIST).context["form"].fields
    assert "cell" in office.get(LIST, {"county": "360803"}).context["form"].fields


def test_what_may_be_done_about_a_row(month):
    duty = make_duty(month)
    make_duty(month, coverage="excused", excuse_note="同意", excused_at=NOON)
    make_visit(make_duty(month))

    def acts(role, standing="uncovered"):
        page = signed_in(make_officer(role)).get(LIST, {"standing": standing})
        return [[label for label, _ in line.acts] for line in page.context["lines"]]

    assert acts("office_staff") == [["登记排查", "说明原因", "批准不计", "移出清单"]]
    assert acts("office_staff", "excused") == [["登记排查", "撤销批准", "移出清单"]]
    assert acts("office_staff", "covered") == [["移出清单"]]
    assert acts("county_staff", "covered") == [[]]
    assert acts("county_staff") == [["登记排查", "说明原因"]]
    assert acts("member_unit") == [[]]
    page = signed_in(make_officer("county_staff")).get(LIST)
    assert f"/inspections/visits/new/?duty={duty.pk}" in page.content.decode()
    Round.objects.update(state="closed", closed_at=NOON)
    month.closings.create(number=1, figures={}, digest="0" * 64, closed_at=NOON)
    assert acts("office_staff") == [[]]


def test_pages_follow_each_other_without_gaps(month, monkeypatch):
    monkeypatch.setattr("inspections.views.duty_list.PAGE_SIZE", 2)
    for number in range(5):
        make_duty(month, title=f"第{number}厂")
    client = signed_in(make_officer("office_staff"))
    found, address = [], LIST
    while address:
        page = client.get(address)
        found += titles(page)
        address = page.context["next_url"] and LIST + page.context["next_url"]
    assert found == [f"第{number}厂" for number in range(5)]
    assert page.context["previous_url"]


def test_all_done_is_said(month):
    make_visit(make_duty(month))
    page = signed_in(make_officer("office_staff")).get(LIST)
    assert "本月任务已全部查清" in page.content.decode()


@pytest.mark.parametrize("text", hostile.SOME)
def test_hostile_addresses(month, text):
    make_duty(month)
    client = signed_in(make_officer("office_staff"))
    for name in ("standing", "county", "cell", "kind", "class", "key", "cursor"):
        assert client.get(LIST, {name: text}).status_code == 200
