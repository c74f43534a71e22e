import pytest

from inspections.models import QualityScore
from inspections.queries.figures import figures
from inspections.queries.scores import score_of, scores_of
from inspections.rules.digests import digest_of
from tests.makers import NOON, make_office, make_region, make_round

pytestmark = pytest.mark.django_db
REASON = {"code": "no_photo", "sentence": "1条记录没有照片。", "count": 1, "weight": 15}


@pytest.fixture
def month():
    make_office()
    round_ = make_round()
    for code, score in (("360802", 85), ("360803", 60)):
        make_region(code)
        QualityScore.objects.create(
            round=round_, county_code=code, score=score, visits=3, reasons=[REASON | {"visits": [7]}], computed_at=NOON
        )  # fmt: skip
    return round_


def close(round_, **changed) -> None:
    found = figures(round_) | changed
    round_.closings.create(number=1, figures=found, digest=digest_of(found), closed_at=NOON)
    round_.state, round_.closed_at = "closed", NOON
    round_.save()


def plain(scores) -> list[tuple]:
    return [(one.county_code, one.score, one.visits, one.reasons, one.computed_at) for one in scores]


def test_scores_of_a_closed_month_are_those_it_was_closed_with(month):
    live = plain(scores_of(month))
    assert [row[:2] for row in live] == [("360803", 60), ("360802", 85)]
    close(month)
    QualityScore.objects.update(score=1, visits=0)
    QualityScore.objects.filter(county_code="360803").delete()
    frozen = plain(scores_of(month))
    assert frozen[1] == live[1]
    assert frozen[0] == ("360803", 60, 3, [REASON | {"visits": []}], NOON), "only which visits is not frozen"
    assert score_of(month, "360802").score == 85
    assert score_of(month, "360804") is None


def test_a_closing_of_the_older_format_has_only_the_rows(month):
    close(month, format=1)
    assert [row.score for row in scores_of(month)] == [60, 85]
