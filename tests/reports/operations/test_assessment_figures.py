"""Numbers typed by hand."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from capacity_portal.lib.workflow import StepRefused
from reports.models import Assessment, FrozenFigure
from reports.operations import assessment_figures as operations
from reports.operations.assessments import submit
from reports.queries.assessments import told_of
from tests import report_makers
from tests.report_makers import MORNING
from tests.reports import assessment_world as world

pytestmark = pytest.mark.django_db


def typed(assessment, **values):
    given = {
        "key": "meetings",
        "value": Decimal(9),
        "reason": "漏录",
        "by": assessment.created_by,
        "at": MORNING,
    }
    return operations.override(assessment=assessment, version=assessment.version, **(given | values))


def test_what_is_typed_by_hand_stays_marked_through_the_submission():
    assessment = world.ready()
    typed(assessment)
    assessment.refresh_from_db()
    by = report_makers.an_officer("county_leader", "360802")
    done = submit(assessment=assessment, version=assessment.version, by=by, at=MORNING)
    row = done.figures.get(key="meetings")
    assert (row.value, row.override, row.override_reason) == (0, 9, "漏录")
    assert "召开会议9次（手工改填）" in done.sentences["all"]
    stored = Assessment.objects.select_related("scheme", "region").get(pk=done.pk)
    assert (told_of(stored)["meetings"].value, told_of(stored)["meetings"].is_overridden) == (9, True)


def test_it_is_typed_again_and_taken_back():
    assessment = world.opened()
    typed(assessment)
    assessment.refresh_from_db()
    typed(assessment, value=Decimal(7))
    assessment.refresh_from_db()
    given = {"assessment": assessment, "key": "meetings", "by": assessment.created_by, "at": MORNING}
    operations.restore(version=assessment.version, **given)
    assert FrozenFigure.objects.get().override is None
    assessment.refresh_from_db()
    operations.restore(version=assessment.version, **given)
    assert Assessment.objects.get().version == assessment.version


@pytest.mark.parametrize(
    ("values", "field"),
    [({"key": "nothing"}, "key"), ({"value": Decimal(-1)}, "value"), ({"value": Decimal(10) ** 15}, "value"), ({"reason": " "}, "reason")],
)  # fmt: skip
def test_what_cannot_be_is_refused(values, field):
    with pytest.raises(ValidationError) as refused:
        typed(world.opened(), **values)
    assert list(refused.value.message_dict) == [field]


def test_only_the_county_types_and_only_until_it_is_submitted():
    assessment = world.opened()
    with pytest.raises(PermissionDenied):
        typed(assessment, by=report_makers.an_officer("county_staff", "360803"))
    with pytest.raises(StepRefused, match="不能再改填"):
        typed(world.submitted(assessment))
