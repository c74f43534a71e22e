from datetime import date, timedelta

import pytest

from capacity_portal.imports.models import SheetImport
from capacity_portal.organization.models import Threshold
from enterprises import duties, registries
from enterprises.rules.filters import parse
from tests.makers import NOON, make_cell, make_enterprise, make_licence, make_link, make_officer, make_post

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)


@pytest.fixture
def county():
    return make_officer("county_staff", "360802")


@pytest.fixture
def office():
    return make_officer("office_staff", "3608")


def parameters(duty):
    from urllib.parse import parse_qsl, urlsplit

    return parse(dict(parse_qsl(urlsplit(duty.url).query)))


def overdue(**values):
    return make_enterprise(confirmed_at=NOON - timedelta(days=200), supervising_officer=None, **values)


def test_files_not_confirmed_for_180_days_are_on_the_countys_desk(county):
    for _ in range(3):
        overdue(region="360802")
    overdue(region="360803"), make_enterprise("360802")
    (duty,) = duties.unconfirmed(county, TODAY)
    assert (duty.title, duty.count, duty.unit, duty.is_overdue, duty.due_label) == (
        "超过 180 天未确认的档案",
        "3",
        "份",
        True,
        "最久的逾期20天",
    )
    assert parameters(duty).confirmed_before == date(2025, 9, 3)


def test_the_office_sets_the_number_of_days(county):
    overdue(region="360802")
    Threshold.objects.create(code="ledger-confirm-days", name="期限", value=365)
    assert list(duties.unconfirmed(county, TODAY)) == []


def test_pairs_wait_on_the_prefectures_desk_only(county, office):
    make_link(make_enterprise("360802"), make_enterprise("360803"))
    (duty,) = duties.undecided_links(office, TODAY)
    assert (duty.title, duty.count, duty.unit) == ("待核对的疑似关联企业", "1", "对")
    assert list(duties.undecided_links(county, TODAY)) == []


def test_files_without_a_person_are_named(county):
    make_enterprise("360802"), make_enterprise("360802", supervising_officer=county)
    (duty,) = duties.unsupervised(county, TODAY)
    assert (duty.count, parameters(duty).unsupervised) == ("1", True)


def test_lapsing_licences_are_named(county):
    make_licence(make_enterprise("360802"), expires_on=date(2026, 4, 30))
    make_licence(make_enterprise("360802"), expires_on=date(2026, 9, 1))
    (duty,) = duties.lapsing_licences(county, TODAY)
    assert (duty.title, duty.count) == ("证照已过期或 60 天内到期的企业", "1")
    assert parameters(duty).licence_before == date(2026, 5, 1)


@pytest.mark.parametrize(
    "role", ["member_unit", "tipoff_handler", "power_company", "auditor", "system_admin"]
)
def test_who_changes_nothing_has_no_ledger_duties(role):
    make_licence(overdue(region="360802"), expires_on=date(2026, 1, 1))
    officer = make_officer(role, "3608")
    sources = (duties.unconfirmed, duties.undecided_links, duties.unsupervised, duties.lapsing_licences)
    assert [duty for source in sources for duty in source(officer, TODAY)] == []


def test_a_ledger_in_order_leaves_the_desk_empty(county, office):
    make_enterprise("360802", supervising_officer=county)
    make_post(make_cell("360802"), county)
    assert registries.duties_for(county, TODAY) == []
    assert registries.duties_for(office, TODAY) == []


@pytest.mark.parametrize("count", [1, 4])
def test_the_desk_costs_a_fixed_number_of_queries(county, django_assert_max_num_queries, count):
    for _ in range(count):
        make_licence(overdue(region="360802"), expires_on=date(2026, 1, 1))
    make_post(make_cell("360802"), county)
    own = (
        duties.unconfirmed, duties.undecided_links, duties.unsupervised, duties.lapsing_licences, duties.unfinished_imports,
    )  # fmt: skip
    with django_assert_max_num_queries(8):
        assert len([duty for source in own for duty in source(county, TODAY)]) == 3
    with django_assert_max_num_queries(32):  # those of the higher apps too
        assert len(registries.duties_for(county, TODAY)) == 3


def test_a_sheet_that_waits_is_on_its_owners_desk(county, office):
    for number, state in enumerate(["ready", "mapping", "stored"]):
        SheetImport.objects.create(
            kind="ledger", owner=county, region_code="360802", file_name=f"表{number}.xlsx", size=1, state=state,
            created_at=NOON, ended_at=NOON if state == "stored" else None,
        )  # fmt: skip
    (duty,) = duties.unfinished_imports(county, TODAY)
    newest = SheetImport.objects.get(file_name="表1.xlsx")
    assert (duty.title, duty.count, duty.url, duty.state_label) == (
        "上传后还没有入库的表格",
        "2",
        f"/imports/{newest.pk}/",
        "待对应列",
    )
    assert list(duties.unfinished_imports(office, TODAY)) == []
