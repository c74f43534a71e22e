"""What everybody may know."""

from datetime import date, timedelta

import pytest

from tests.makers import NOON, make_officer, make_region
from tests.tip_makers import make_tip
from tipoffs.models import ClockRule, PublishedOutcome, ReportChannel, RewardScheme
from tipoffs.queries.channels import shown_channels, telephone
from tipoffs.queries.public import identity_years, promised_days, published_outcomes, schemes_in_force
from tipoffs.rules.clocks import Clock

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)


def test_the_usual_days_stand_alone_where_nothing_is_set():
    ClockRule.objects.create(kind="production")
    assert [(days.kinds, days.clock) for days in promised_days()] == [((), Clock())]


def test_kinds_with_days_of_their_own_stand_together():
    for kind in ("production", "relocated"):
        ClockRule.objects.create(kind=kind, result_days=5)
    ClockRule.objects.create(kind="other", handover_days=2, warning_days=9)
    found = [(days.kinds, days.clock.handover_days, days.clock.result_days) for days in promised_days()]
    assert found[0] == ((), 1, 10)
    assert sorted(found[1:]) == [
        (("其他",), 2, 10),
        (("正在生产“地条钢”", "已取缔企业异地转移或恢复生产"), 1, 5),
    ]


def scheme(valid_from, valid_to=None):
    return RewardScheme.objects.create(
        region=make_region(), title="演示办法", valid_from=valid_from, valid_to=valid_to
    )


def test_schemes_in_force_are_those_of_the_day():
    day = timedelta(days=1)
    current = [scheme(TODAY), scheme(TODAY - day, TODAY)]
    scheme(TODAY + day)
    scheme(TODAY - 2 * day, TODAY - day)
    assert set(schemes_in_force(TODAY)) == set(current)


def outcome(title, on=TODAY, **values):
    values = {
        "published_at": NOON,
        "published_by": make_officer("office_leader"),
        "text": "演示结果",
        **values,
    }
    return PublishedOutcome.objects.create(tip=make_tip(), title=title, published_on=on, **values)


def test_withdrawn_outcomes_are_not_public_and_the_newest_comes_first():
    outcome("旧", TODAY - timedelta(days=9))
    outcome("新")
    outcome("撤下", withdrawn_at=NOON, withdrawn_by=make_officer("office_leader"), withdrawn_text="有误")
    assert [one.title for one in published_outcomes()] == ["新", "旧"]


def test_outcomes_are_read_without_their_tips():
    outcome("新")
    assert published_outcomes().get().get_deferred_fields() >= {"tip_id", "published_by_id", "published_at"}


def test_channels_in_their_order_but_for_those_not_shown():
    ReportChannel.objects.create(department="乙", position=2, telephone="0796-0000002")
    ReportChannel.objects.create(department="丙", position=0, telephone="0796-0000003", is_shown=False)
    ReportChannel.objects.create(department="甲", position=1)
    assert [one.department for one in shown_channels()] == ["甲", "乙"]
    assert telephone() == "0796-0000002"


def test_without_channels_and_office_there_is_no_telephone():
    assert telephone() == ""


def test_years_an_identity_is_kept():
    assert identity_years() == (3, 1)
