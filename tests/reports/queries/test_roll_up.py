"""Counties below a prefecture's report."""

import pytest

from reports.models import Assessment, FrozenFigure
from reports.queries.roll_up import Compared, compared, standings, sums
from tests import makers, report_makers
from tests.reports import assessment_world as world

pytestmark = pytest.mark.django_db


def test_totals_ranks_and_sums():
    scheme = world.scheme()
    prefecture = world.opened(world.scheme(level="prefecture"), "3608")
    assert (standings(prefecture), sums(prefecture)) == ([], [])
    makers.make_region("360821")
    report_makers.make_meeting("360802")
    best, other = (world.submitted(world.opened(scheme, code)) for code in ("360802", "360803"))
    world.opened(scheme, "360822")
    found = {
        one.region_code: (one.assessment_id, one.label, one.own, one.rank) for one in standings(prefecture)
    }
    assert found["360802"] == (best.pk, "已报送", 5, 1)
    assert found["360803"] == (other.pk, "已报送", 3, 2)
    assert found["360821"] == (None, "未编制", None, None)
    assert found["360822"][1:] == ("编制中", None, None)
    meetings = next(one for one in sums(prefecture) if one.key == "meetings")
    assert (meetings.value, meetings.reports) == (1, 2)


def test_who_is_vetoed_has_no_rank():
    prefecture, scheme = world.opened(world.scheme(level="prefecture"), "3608"), world.scheme()
    vetoed, other = (world.submitted(world.opened(scheme, code)) for code in ("360802", "360803"))
    Assessment.objects.filter(pk=vetoed.pk).update(is_vetoed=True, self_total=5)
    found = {one.region_code: (one.is_vetoed, one.rank) for one in standings(prefecture)}
    assert (found["360802"], found["360803"]) == ((True, None), (False, 1))


def test_numbers_typed_by_hand_are_summed_and_a_missing_year_is_none():
    one = FrozenFigure(key="a", label="甲", unit="次", value=1, override=4)
    two = FrozenFigure(key="b", label="乙", unit="次", value=2)
    assert compared([one], [two]) == [Compared("甲", "次", None, 4), Compared("乙", "次", 2, None)]
    assert (compared([one], [one])[0].change, compared([one], [two])[0].change) == (0, None)


def test_a_rank_is_provisional_until_reviewed():
    prefecture, scheme = world.opened(world.scheme(level="prefecture"), "3608"), world.scheme()
    world.reviewed(world.opened(scheme, "360802"))
    world.submitted(world.opened(scheme, "360803"))
    world.opened(scheme, "360822")
    found = {one.region_code: one.place for one in standings(prefecture)}
    assert [found[code] for code in ("360802", "360803", "360822")] == ["1", "1（暂定）", "—"]


def test_sums_stand_in_the_order_of_the_report():
    prefecture = world.opened(world.scheme(level="prefecture"), "3608")
    world.submitted(world.opened(world.scheme(), "360802"))
    keys = [one.key for one in sums(prefecture)]
    assert keys[:3] == ["steel_tasks", "new_capacity", "coal_tasks"]
    assert keys != sorted(keys)
