from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from capacity_portal.lib.workflow import StepRefused
from inspections.models import Finding
from inspections.operations.finding_enforcement import enforce
from inspections.operations.finding_steps import FindingChanged
from inspections.rules.finding_workflow import Given
from tests.makers import NOON, make_department, make_finding, make_officer, make_region, make_visit

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)


def step(finding, name: str, by, version: int | None = None, **given) -> Finding:
    fresh = Finding.objects.get(pk=finding.pk)
    return enforce(
        finding=fresh, step=name, version=version or fresh.version, given=Given(**given), by=by, at=NOON
    )


@pytest.fixture
def finding():
    return make_finding(make_visit(outcome="problem", visited_on=DAY), severity="serious")


def test_a_finding_is_handed_over_taken_up_and_concluded(finding):
    county, unit = make_officer("county_staff", "360802"), make_department(make_region("360802"))
    assert step(finding, "mark", county, unit=unit.pk).enforcement_unit == unit
    handed = step(finding, "hand_over", county, on=DAY, text="材料 12 页")
    assert (handed.enforcement_state, handed.enforcement_on) == ("handed_over", DAY)
    step(finding, "accept", county, on=DAY)
    ended = step(finding, "conclude", county, on=DAY, text="罚款 5 万元")
    assert (ended.enforcement_state, ended.enforcement_note) == ("concluded", "罚款 5 万元")
    lines = ended.progress.order_by("id").values_list("step", "text")
    assert lines[1] == ("enforce", f"移交执法：{unit.name}，2026-03-02。材料 12 页")
    assert len(lines) == 4


def test_a_unit_of_elsewhere_is_refused(finding):
    elsewhere = make_department(make_region("360803"))
    with pytest.raises(ValidationError) as refused:
        step(finding, "mark", make_officer("office_staff"), unit=elsewhere.pk)
    assert list(refused.value.error_dict) == ["unit"]


def test_order_version_and_role_are_asked(finding):
    county = make_officer("county_staff", "360802")
    with pytest.raises(StepRefused, match="当前状态为“未移交”"):
        step(finding, "hand_over", county, on=DAY)
    with pytest.raises(FindingChanged):
        step(finding, "mark", county, version=9, unit=1)
    for officer in (make_officer("grid_officer"), make_officer("county_staff", "360803")):
        with pytest.raises(PermissionDenied):
            step(finding, "mark", officer, unit=1)
