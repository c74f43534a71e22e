import pytest

from capacity_portal.organization.roles import ROLES, Permission
from enterprises import queries
from enterprises.models import ReductionTask
from enterprises.queries.scope import effective_region
from enterprises.rules.filters import LedgerFilters
from tests.makers import make_enterprise, make_link, make_officer, make_region

pytestmark = pytest.mark.django_db
PLACES = ["3608", "360802", "360802001", "360803", "3608K01", "3608K01001", "620702"]


@pytest.fixture
def files():
    return {code: make_enterprise(code) for code in PLACES}


@pytest.mark.parametrize(
    ("role", "region", "seen"),
    [
        ("office_staff", "3608", PLACES[:-1]),
        ("county_staff", "360802", ["360802", "360802001"]),
        ("county_staff", "3608K01", ["3608K01", "3608K01001"]),
        ("grid_officer", "360802001", ["360802001"]),
        ("member_unit", "360803", ["360803"]),
        ("power_company", "3608", []),
        ("system_admin", "3608", []),
        ("security_admin", "3608", []),
        ("auditor", "3608", []),
    ],
)
def test_an_officer_sees_his_region_and_only_if_his_role_reads_the_ledger(files, role, region, seen):
    officer = make_officer(role, region)
    expected = {files[code] for code in seen}
    assert set(queries.visible_to(officer)) == expected
    assert set(queries.ledger(officer, LedgerFilters()).rows) == expected


def test_an_inactive_officer_sees_nothing(files):
    from tests.makers import NOON

    officer = make_officer("office_staff", "3608", is_active=False, deactivated_at=NOON)
    assert list(queries.visible_to(officer)) == []


def test_merged_files_are_visible_but_not_listed(files):
    officer = make_officer("county_staff", "360802")
    merged = make_enterprise("360802", merged_into=files["360802"])
    assert merged in queries.visible_to(officer)
    assert merged not in queries.ledger(officer, LedgerFilters()).rows


def test_a_pair_is_seen_by_whoever_sees_both_files(files):
    inside = make_link(files["360802"], files["360802001"])
    across = make_link(files["360802"], files["360803"])
    outside = make_link(files["360803"], files["620702"])
    assert list(queries.links_visible_to(make_officer("county_staff", "360802"))) == [inside]
    assert set(queries.links_visible_to(make_officer("office_staff", "3608"))) == {inside, across}
    assert list(queries.links_visible_to(make_officer("auditor", "3608"))) == []
    assert outside.pk


def test_reduction_tasks_stay_behind_the_wall():
    for code in ("3608", "6207"):
        ReductionTask.objects.create(
            region=make_region(code), region_code=code, industry="coal", title="关闭", document="报告"
        )
    seen = queries.reductions_visible_to(make_officer("office_staff", "3608"))
    assert [task.region_code for task in seen] == ["3608"]
    assert list(queries.reductions_visible_to(make_officer("county_staff", "360802"))) == []
    assert list(queries.reductions_visible_to(make_officer("power_company", "3608"))) == []


@pytest.mark.parametrize(
    ("own", "asked", "listed"),
    [
        ("3608", "", "3608"),
        ("3608", "360802", "360802"),
        ("360802", "3608", "360802"),
        ("360802", "36080", "360802"),
        ("360802", "360803", None),
        ("", "3608", None),
        ("", "", None),
    ],
)
def test_the_region_asked_for_never_widens_ones_own(own, asked, listed):
    officer = type("Officer", (), {"region_code": own})
    assert effective_region(officer, asked) == listed


def test_every_role_without_the_permission_lists_nothing(files):
    silent = [role for role, entry in ROLES.items() if Permission.VIEW_LEDGER not in entry.permissions]
    assert silent
    for role in silent:
        officer = make_officer(role, "3608")
        assert list(queries.ledger(officer, LedgerFilters()).rows) == []
        assert queries.filter_counts(officer, LedgerFilters()) == {}
