from datetime import UTC, datetime

import pytest
from django.core.exceptions import PermissionDenied

from capacity_portal.jobs.models import Job
from capacity_portal.journal.models import Entry
from inspections.models import MonthlyReturn
from inspections.operations.return_batches import (
    accept_many,
    print_returns,
    remind_of_returns,
    reminder,
    send_back_many,
)
from tests.makers import NOON, make_officer, make_region, make_return, make_round

pytestmark = pytest.mark.django_db
APRIL = datetime(2026, 4, 2, 4, 0, tzinfo=UTC)


def submitted(county: str) -> MonthlyReturn:
    return make_return(
        county, state="submitted", submitted_at=APRIL, submitted_by=make_officer("county_leader", county)
    )


def test_accepting_many_tells_row_by_row():
    records = [submitted("360803"), make_return("360802"), submitted("360821")]
    results = accept_many(returns=records, by=make_officer("office_staff"), at=APRIL)
    assert [(row.name, row.done) for row in results] == [
        ("青原区", True),
        ("吉州区", False),
        ("吉安县", True),
    ]
    assert results[1].message == "当前状态为“编制中”，不能通过。可能已有他人处理，请刷新页面查看。"
    assert list(MonthlyReturn.objects.order_by("region_code").values_list("state", flat=True)) == [
        "draft", "accepted", "accepted",
    ]  # fmt: skip


def test_sending_many_back_needs_one_comment():
    office, records = make_officer("office_staff"), [submitted("360802"), submitted("360803")]
    refused = send_back_many(returns=records, comment="", by=office, at=APRIL)
    assert {(row.done, row.message) for row in refused} == {(False, "退回必须写明意见，说明哪里要改。")}
    done = send_back_many(returns=records, comment="补盲区原因", by=office, at=APRIL)
    assert [row.message for row in done] == ["已退回", "已退回"]
    assert set(MonthlyReturn.objects.values_list("send_back_comment", flat=True)) == {"补盲区原因"}


def test_reminding_writes_an_entry_for_each_county_and_gives_the_text():
    round_, counties = make_round(), [make_region("360802"), make_region("360803")]
    text = remind_of_returns(round_=round_, counties=counties, by=make_officer("office_staff"), at=APRIL)
    assert text == reminder(round_, ["吉州区", "青原区"])
    assert text.startswith("吉州区、青原区：2026年3月监管月报应于2026年04月03日前报送")
    entries = Entry.objects.filter(step="remind").values_list("subject", "region_code")
    assert sorted(entries) == [("round", "360802"), ("round", "360803")]


def test_a_county_reminds_nobody():
    with pytest.raises(PermissionDenied):
        remind_of_returns(round_=make_round(), counties=[], by=make_officer("county_leader"), at=NOON)


def test_printing_many_is_a_job_with_an_entry_each():
    records = [submitted("360802"), submitted("360803")]
    job = print_returns(returns=records, by=make_officer("office_staff"), at=APRIL)
    assert Job.objects.get().parameters == job.parameters == {"returns": [record.pk for record in records]}
    assert Entry.objects.filter(subject="monthly_return", step="print").count() == 2
