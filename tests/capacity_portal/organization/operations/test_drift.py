"""Everything these operations write is what the journal says it should be."""

import pytest

from capacity_portal.journal.queries.drifting import drift
from capacity_portal.organization import operations
from capacity_portal.organization.models import Department, Officer
from tests.capacity_portal.organization.operations.test_dictionaries import PATTERNS, THRESHOLDS
from tests.capacity_portal.organization.operations.test_divisions import load
from tests.capacity_portal.organization.totp import with_second_factor
from tests.makers import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def portal():
    """A portal made by the operations alone, with a story."""
    load()
    operations.load_departments(region="3608", patterns=PATTERNS, by=None, at=NOON)
    operations.load_thresholds(rows=THRESHOLDS, by=None, at=NOON)
    operations.create_demo_accounts(region="3608", at=NOON)
    operations.set_role_requirements(by=None, at=NOON)
    officers = {officer.role: officer for officer in Officer.objects.all()}
    manager, county = officers["security_admin"], officers["county_staff"]
    operations.reset_password(officer=county, by=manager, at=NOON)
    operations.deactivate(officer=county, note="调离", by=manager, at=NOON)
    operations.reactivate(officer=county, by=manager, at=NOON)
    with_second_factor(officers["office_staff"])
    request = operations.request_for_administrator(
        officer=officers["auditor"], kind="password", reason="忘记", by=manager, at=NOON
    )
    operations.approve_request(request=request, by=officers["system_admin"], at=NOON)
    return officers


def test_operations_leave_no_drift(portal):
    assert list(drift()) == []


def test_control_a_write_around_the_operations_is_drift(portal):
    Officer.objects.filter(role="county_staff").update(role="county_leader")
    Department.objects.filter(name="吉安市公安局").update(dimensions=["tax"])
    assert {found.subject for found in drift()} == {"officer", "department"}
