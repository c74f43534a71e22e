"""What reading leaves: staged rows, findings, counts, a marked workbook, or the sentence why not."""

from io import BytesIO

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from capacity_portal.imports import files, operations
from capacity_portal.imports.choices import ImportState
from capacity_portal.imports.models import ImportFinding, ImportRow, SheetImport
from capacity_portal.jobs.choices import JobState
from capacity_portal.lib.workflow import StepRefused
from tests.capacity_portal.imports.trips import CLEAN, UNCLEAR, book, read, uploaded, worked

pytestmark = pytest.mark.django_db


def test_clean_file_is_ready(kind, officer):
    record = read(kind, officer)
    assert record.state == ImportState.READY
    assert record.counts == {
        "rows": 2, "new": 2, "changed": 0, "unchanged": 0, "blocked": 0, "to_confirm": 0, "to_explain": 0, "errors": 0,
    }  # fmt: skip
    rows = ImportRow.objects.order_by("number").values_list("number", "action", "title", "values")
    assert list(rows) == [
        (2, "new", "甲厂", {"name": "甲厂", "amount": "12"}),
        (3, "new", "乙厂", {"name": "乙厂", "amount": "30000"}),
    ]
    assert (record.marked_file, record.job.state) == ("", JobState.DONE)


def test_findings_name_row_column_and_value(kind, officer):
    record = read(kind, officer, UNCLEAR)
    found = ImportFinding.objects.order_by("id").values_list(
        "level", "row", "place", "key", "column", "value"
    )
    assert list(found) == [
        ("confirm", 2, 2, "amount", "产能", "约33"),
        ("explain", 3, 3, "code", "编号", ""),
        ("error", 5, 1, "name", "名称", ""),
    ]
    assert [record.counts[name] for name in ("new", "blocked", "to_confirm", "to_explain", "errors")] == [
        2,
        2,
        1,
        1,
        1,
    ]


def test_own_workbook_comes_back_marked(kind, officer):
    rows = [["名称", "产能", "编号"], ["甲厂", "约33", "A-1"], ["乙厂", 3, "A-2"]]
    record = read(kind, officer, book(rows), "台账.xlsx")
    sheet = load_workbook(BytesIO(files.path_of(record.marked_file).read_bytes()))["台账"]
    assert sheet["B2"].fill.fgColor.rgb not in ("00000000", None)
    assert sheet["B2"].comment is not None
    assert "错误说明" in [cell.value for cell in sheet[1]]


def test_sheets_that_are_hidden_or_empty_are_not_offered(kind, officer):
    rows = [["名称", "产能", "编号"], ["甲厂", 1, "A-1"]]
    made = load_workbook(BytesIO(book(rows, 第二张=rows, 藏起=rows, 空的=[])))
    made["藏起"].sheet_state = "hidden"
    content = BytesIO()
    made.save(content)
    assert read(kind, officer, content.getvalue(), "几张.xlsx").sheets == ["台账", "第二张"]


def test_headings_are_kept_with_their_first_values(kind, officer):
    record = read(kind, officer)
    assert record.headings[1] == {
        "place": 2, "label": "产能", "unit": "", "is_sheet_unit": False, "samples": ["12", "3万吨"],
    }  # fmt: skip


def test_unreadable_file_is_refused_with_its_sentence(kind, officer):
    record = read(kind, officer, "什么\n都不是\n")
    assert (record.state, record.job.state) == (ImportState.REFUSED, JobState.FAILED)
    assert record.message == record.job.message != ""
    assert record.ended_at is not None


def test_file_that_is_gone_is_refused(kind, officer):
    record = uploaded(kind, officer)
    files.remove(record.stored_file)
    assert worked(record).message == "文件已经清理，请重新上传。"


def test_refused_file_goes_with_its_marked_copy_and_rows(kind, officer, django_capture_on_commit_callbacks):
    record = read(kind, officer, UNCLEAR)
    assert len(list(files.folder().iterdir())) == 2
    operations.answer_cells(sheet_import=record, answers={(2, "amount"): "33"}, by=officer, at=timezone.now())
    with django_capture_on_commit_callbacks(execute=True):
        record = operations.note_refused(sheet_import=record, message="读不了。", at=timezone.now())
    assert (record.stored_file, record.marked_file, record.rows.count()) == ("", "", 0)
    assert list(files.folder().iterdir()) == []


def test_what_is_no_longer_read_is_not_written(kind, officer):
    record = uploaded(kind, officer)
    operations.discard_import(sheet_import=record, by=officer, at=timezone.now())
    record = worked(record)
    assert (record.state, record.job.state) == (ImportState.DISCARDED, JobState.FAILED)
    with pytest.raises(StepRefused):
        operations.note_refused(sheet_import=record, message="x", at=timezone.now())


def test_reading_again_replaces_rows_findings_and_the_marked_file(
    kind, officer, django_capture_on_commit_callbacks
):
    record = read(kind, officer, UNCLEAR)
    first = record.marked_file
    operations.answer_cells(sheet_import=record, answers={(2, "amount"): "33"}, by=officer, at=timezone.now())
    with django_capture_on_commit_callbacks(execute=True):
        record = worked(record)
    assert (ImportRow.objects.count(), ImportFinding.objects.count()) == (4, 2)
    assert (files.path_of(first), files.path_of(record.marked_file) is None) == (None, False)


def test_same_file_on_file_changes_nothing(kind, officer):
    record = read(kind, officer)
    operations.confirm_import(sheet_import=record, by=officer, at=timezone.now())
    worked(record)
    again = read(kind, officer, CLEAN)
    assert [again.counts[name] for name in ("new", "changed", "unchanged")] == [0, 0, 2]
    assert SheetImport.objects.count() == 2
