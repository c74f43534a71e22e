import pytest

from tipoffs.models import ClockRule
from tipoffs.queries.clock_rules import clock_of, clocks
from tipoffs.rules.clocks import Clock

pytestmark = pytest.mark.django_db


def test_a_kind_without_a_row_has_the_usual_clock():
    assert clock_of("furnace") == Clock(1, 10, 10, 2)


def test_a_row_sets_it():
    ClockRule.objects.create(kind="furnace", handover_days=2, result_days=5, extension_days=3, warning_days=1)
    assert clock_of("furnace") == Clock(2, 5, 3, 1)
    assert clocks() == {"furnace": Clock(2, 5, 3, 1)}
