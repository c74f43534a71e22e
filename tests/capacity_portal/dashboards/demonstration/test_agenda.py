"""What is planned happens in order of time, and what lies ahead of now never."""

from datetime import timedelta

from capacity_portal.dashboards.demonstration.agenda import Agenda
from tests.makers import NOON


def test_steps_are_taken_in_order_also_those_added_meanwhile_and_none_after_now():
    agenda, seen = Agenda(NOON), []
    hours = [NOON - timedelta(hours=n) for n in (3, 2, 1)]
    agenda.add(hours[1], lambda at: seen.append(("second", at)))
    agenda.add(hours[0], lambda at: agenda.add(hours[0], lambda at: seen.append(("first", at))))
    agenda.add(hours[2], lambda at: seen.append(("third", at)))
    agenda.add(NOON, lambda at: seen.append(("never", at)))
    assert agenda.run(hours[1]) == 3
    assert seen == [("first", hours[0]), ("second", hours[1])]
    assert agenda.run(NOON + timedelta(days=9)) == 1
    assert seen[2:] == [("third", hours[2])]
