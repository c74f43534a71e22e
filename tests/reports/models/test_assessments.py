"""Every constraint of schemes and reports is kept by the database."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from capacity_portal.lib.constraints import name_of
from reports.models import Assessment, FrozenFigure, Indicator, Scheme, Score
from tests import report_makers
from tests.report_makers import MORNING

pytestmark = pytest.mark.django_db


def refused(act) -> str:
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        act()
    return name_of(error.value)


def again(record) -> None:
    record.pk, record._state.adding = None, True
    record.save(force_insert=True)


def test_one_scheme_a_year_kind_and_level():
    assert (
        refused(lambda: again(Scheme.objects.get(pk=report_makers.make_report_scheme().pk)))
        == "scheme_unique"
    )


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"full_mark": -1}, "indicator_mark_not_negative"),
        ({"method": "ratio"}, "indicator_computed_has_figure"),
        ({"method": "ratio", "figure": "tips", "target": "tips"}, "indicator_ratio_has_other_target"),
        ({"method": "deduct_each", "figure": "tips", "unit_mark": 0}, "indicator_deduction_has_mark"),
    ],
)
def test_an_indicator_has_what_it_needs(values, name):
    row = report_makers.make_report_scheme().indicators.first()
    assert refused(lambda: Indicator.objects.filter(pk=row.pk).update(**values)) == name


def test_positions_are_unique():
    first, second = report_makers.make_report_scheme().indicators.all()
    assert refused(lambda: Indicator.objects.filter(pk=first.pk).update(position=second.position)) == (
        "indicator_position_unique"
    )


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"state": "submitted"}, "assessment_submitted_by_somebody"),
        ({"state": "reviewed", "submitted_at": MORNING}, "assessment_reviewed_by_somebody"),
        ({"state": "final", "submitted_at": MORNING, "reviewed_at": MORNING}, "assessment_final_is_frozen"),
        ({"state": "sent_back"}, "assessment_sent_back_with_comment"),
    ],
)
def test_a_state_has_its_persons(values, name):
    row = report_makers.make_assessment()
    people = {f"{field.removesuffix('_at')}_by": row.created_by for field in values if field.endswith("_at")}
    assert refused(lambda: Assessment.objects.filter(pk=row.pk).update(**values, **people)) == name


def test_one_report_a_region():
    assert refused(lambda: again(_unlike(report_makers.make_assessment()))) == "assessment_unique"


def _unlike(row: Assessment) -> Assessment:
    from uuid import uuid4

    row.uuid = uuid4()
    return row


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"computed": 5, "self_mark": 4}, "score_own_mark_has_reason"),
        ({"self_mark": 5, "review_mark": 4}, "score_review_has_reason"),
    ],
)
def test_another_mark_has_its_reason(values, name):
    assessment = report_makers.make_assessment()
    indicator = assessment.scheme.indicators.first()
    score = Score.objects.create(assessment=assessment, indicator=indicator)
    assert refused(lambda: Score.objects.filter(pk=score.pk).update(**values)) == name
    assert refused(lambda: Score.objects.create(assessment=assessment, indicator=indicator)) == "score_unique"


def test_a_figure_is_frozen_once_and_an_override_has_its_reason():
    assessment = report_makers.make_assessment()
    values = {"key": "tips", "label": "举报", "value": Decimal(1), "computed_at": MORNING}
    row = FrozenFigure.objects.create(assessment=assessment, **values)
    by_hand = {"override": 2, "override_by": assessment.created_by, "override_at": MORNING}
    assert (
        refused(lambda: FrozenFigure.objects.filter(pk=row.pk).update(**by_hand))
        == "frozen_figure_override_has_reason"
    )
    assert (
        refused(lambda: FrozenFigure.objects.create(assessment=assessment, **values))
        == "frozen_figure_unique"
    )
