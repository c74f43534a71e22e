"""Every standing lists what its name says; all of them stay inside what the officer sees."""

import pytest

from inspections.models import Duty
from inspections.queries.duty_lists import _STANDINGS, duties_matching
from inspections.rules.duty_filters import STANDINGS, DutyFilters
from tests.makers import NOON, make_duty, make_enterprise, make_officer, make_round, make_visit

pytestmark = pytest.mark.django_db


def test_every_standing_of_the_address_is_known():
    assert list(_STANDINGS) == list(STANDINGS)


def test_standings():
    round_ = make_round()
    make_duty(round_, title="未查")
    make_duty(round_, title="说明", gap_reason="施工", reminded_at=NOON)
    make_visit(make_duty(round_, title="未成"), outcome="refused", outcome_reason="拒绝")
    make_visit(make_duty(round_, title="已查"))
    make_visit(make_duty(round_, title="迟查"), recorded_at=NOON.replace(month=4))
    make_duty(round_, title="不计", coverage="excused", excuse_note="同意", excused_at=NOON)
    make_duty(round_, title="新增", entry="added", entered_reason="新建")
    gone = make_duty(round_, title="移出")
    Duty.objects.filter(pk=gone.pk).update(removed_on=gone.entered_on, removed_reason="重复")
    left = make_duty(round_, make_enterprise("360802", supervision_class="other"), title="转行")
    make_visit(left)
    make_duty(make_round(202602), title="上月")
    make_duty(round_, make_enterprise("620702"), title="外地")
    office = make_officer("office_staff")
    found = {
        standing: list(
            duties_matching(office, 202603, DutyFilters(standing))
            .order_by("id")
            .values_list("title", flat=True)
        )
        for standing in STANDINGS
    }
    assert found == {
        "uncovered": ["未查", "说明", "未成", "新增"],
        "pending": ["未查", "说明", "新增"],
        "attempted": ["未成"],
        "unexplained": ["未查", "未成", "新增"],
        "explained": ["说明"],
        "due": ["未查", "说明", "未成", "已查", "迟查", "新增", "转行"],
        "covered": ["已查", "迟查", "转行"],
        "late": ["迟查"],
        "excused": ["不计"],
        "force": ["未查", "说明", "未成", "已查", "迟查", "不计", "新增", "转行"],
        "opening": ["未查", "说明", "未成", "已查", "迟查", "不计", "移出", "转行"],
        "added": ["新增"],
        "removed": ["移出"],
        "reminded": ["说明"],
        "left": ["转行"],
    }
