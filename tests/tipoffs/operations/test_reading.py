from datetime import timedelta

import pytest

from capacity_portal.lib.readonly import read_only
from tests.makers import NOON, make_officer
from tests.tip_makers import make_tip
from tipoffs.models import TipRead
from tipoffs.operations.reading import log_read

pytestmark = pytest.mark.django_db


def test_one_row_an_officer_tip_kind_and_minute():
    tip, handler, leader = make_tip(), make_officer("tipoff_handler"), make_officer("office_leader")
    for by, what, seconds in [
        (handler, "page", 0),
        (handler, "page", 59),
        (handler, "page", 60),
        (handler, "text", 1),
        (leader, "page", 1),
    ]:
        log_read(tip=tip, what=what, by=by, at=NOON + timedelta(seconds=seconds))
    assert TipRead.objects.filter(read_by=handler, what="page").count() == 2
    assert TipRead.objects.count() == 4


def test_a_page_that_is_only_read_may_log_its_reader():
    tip, handler = make_tip(), make_officer("tipoff_handler")
    with read_only():
        log_read(tip=tip, what="page", by=handler, at=NOON)
    assert TipRead.objects.get().read_by == handler
