"""Confirming: all rows or none, and never twice."""

from datetime import timedelta

import pytest
from django.utils import timezone

from capacity_portal.imports import operations, queries
from capacity_portal.imports.choices import ImportState
from capacity_portal.imports.models import SheetImport
from capacity_portal.jobs import running
from capacity_portal.jobs.choices import JobState
from capacity_portal.jobs.models import Job
from capacity_portal.journal.models import Entry
from capacity_portal.lib.workflow import StepRefused
from capacity_portal.organization.models import Officer, Threshold
from tests.capacity_portal.imports.trips import UNCLEAR, read, worked

pytestmark = pytest.mark.django_db


def confirmed(record, by):
    return operations.confirm_import(sheet_import=record, by=by, at=timezone.now())


def test_confirmed_rows_are_stored_by_the_worker(kind, officer):
    record = confirmed(read(kind, officer), officer)
    assert (record.state, Threshold.objects.count()) == (ImportState.STORING, 0)
    record = worked(record)
    assert (record.state, record.message, record.ended_by) == (ImportState.STORED, "写入 2 行。", officer)
    assert list(Threshold.objects.order_by("name").values_list("name", "value")) == [
        ("乙厂", 30000),
        ("甲厂", 12),
    ]


def test_result_file_is_handed_to_the_job(kind, officer):
    rows = "".join(f"厂{number},{number},A\n" for number in range(1, 8))
    record = worked(confirmed(read(kind, officer, f"名称,产能,编号\n{rows}"), officer))
    assert (record.job.state, record.job.result_name) == (JobState.DONE, "once.txt")


def test_what_is_open_blocks(kind, officer):
    record = read(kind, officer, UNCLEAR)
    with pytest.raises(StepRefused) as refused:
        confirmed(record, officer)
    assert str(refused.value) == "".join(queries.blockers(record))
    assert len(queries.blockers(record)) == 3


def test_nothing_new_is_nothing_to_store(kind, officer):
    worked(confirmed(read(kind, officer), officer))
    with pytest.raises(StepRefused, match="不需要入库"):
        confirmed(read(kind, officer), officer)


def test_second_run_of_the_worker_stores_nothing_more(kind, officer):
    record = worked(confirmed(read(kind, officer), officer))
    outcome = operations.store_rows(
        sheet_import=record, kind=kind, context=None, by=officer, at=timezone.now()
    )
    assert outcome is None


def test_failure_in_the_middle_leaves_nothing(kind, officer):
    content = "名称,产能,编号\n甲厂,1,A-1\n写不进去,2,A-2\n"
    record = worked(confirmed(read(kind, officer, content), officer))
    assert (record.state, record.job.state) == (ImportState.STORING, JobState.FAILED)
    assert Threshold.objects.count() == 0


def test_what_changed_meanwhile_is_compared_again(kind, officer):
    content = "名称,产能,编号\n甲厂,1,A-1\n有人先改,2,A-2\n"
    record = confirmed(read(kind, officer, content), officer)
    first = record.job_id
    record = worked(record)
    assert (record.state, record.job_id != first, Threshold.objects.count()) == (ImportState.READING, True, 0)
    assert worked(record).state == ImportState.READY


@pytest.mark.parametrize("change", [{"role": "member_unit"}, {"region_code": "360803"}])
def test_officer_who_lost_his_right_stores_nothing_and_the_sheet_goes(kind, officer, change):
    record = confirmed(read(kind, officer), officer)
    Officer.objects.filter(pk=officer.pk).update(**change)
    record = worked(record)
    assert (record.state, Threshold.objects.count(), record.rows.count()) == (ImportState.REFUSED, 0, 0)
    assert (record.stored_file, record.message) == ("", "您的角色或辖区已变，不能再导入这份表格。")
    assert record.job.message == record.message


def test_a_preview_that_was_compared_again_is_not_confirmed_unseen(kind, officer):
    record = read(kind, officer)
    about = {"sheet_import": record, "by": officer, "at": timezone.now()}
    with pytest.raises(StepRefused, match="又比对过一次"):
        operations.confirm_import(**about, reading="1" + str(record.job_id))
    assert operations.confirm_import(**about, reading=str(record.job_id)).state == ImportState.STORING


def test_a_repeated_job_says_what_is_true(kind, officer):
    record = confirmed(read(kind, officer), officer)
    job = Job.objects.get(pk=record.job_id)
    SheetImport.objects.filter(pk=record.pk).update(state=ImportState.READY)
    running.run(job.pk, job.attempt)
    job.refresh_from_db()
    assert (job.state, job.message) == (
        JobState.FAILED,
        "这份表格待核对，没有写入任何内容，请从它的页面继续。",
    )


def test_an_explanation_of_something_else_is_forgotten(kind, officer):
    record = read(kind, officer, "名称,产能,编号\n甲厂,1,\n乙厂,约2,\n")
    said = {
        "sheet_import": record,
        "explanations": {"no_code": "尚未编号"},
        "by": officer,
        "at": timezone.now(),
    }
    operations.explain(**said)
    answer = {"answers": {(3, "code"): "A-9", (3, "amount"): "2"}, "by": officer, "at": timezone.now()}
    record = worked(operations.answer_cells(sheet_import=record, **answer))
    assert (record.explanations, len(queries.blockers(record))) == ({}, 1)
    operations.explain(**said | {"sheet_import": record})
    same = {"answers": {(3, "amount"): "3"}, "by": officer, "at": timezone.now()}
    assert worked(operations.answer_cells(sheet_import=record, **same)).explanations == {
        "no_code": "尚未编号"
    }


def test_explanation_is_in_the_journal(kind, officer):
    record = read(kind, officer, "名称,产能,编号\n甲厂,1,\n")
    operations.explain(
        sheet_import=record, explanations={"no_code": "尚未编号"}, by=officer, at=timezone.now()
    )
    record.refresh_from_db()
    worked(confirmed(record, officer))
    entry = Entry.objects.filter(subject="import", step="store").get()
    assert entry.note == f"清单.csv（{record.sha256[:16]}）：写入 1 行。；说明：尚未编号"
    assert entry.at <= timezone.now() + timedelta(seconds=1)
