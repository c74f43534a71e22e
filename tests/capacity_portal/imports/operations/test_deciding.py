"""What the owner decides: columns, sheet, cells, explanations, once more, never mind."""

import pytest
from django.utils import timezone

from capacity_portal.imports import operations, queries
from capacity_portal.imports.choices import ImportState
from capacity_portal.imports.models import HeadingChoice
from capacity_portal.imports.operations import ImportRefused
from capacity_portal.jobs.choices import JobState
from capacity_portal.jobs.models import Job
from capacity_portal.journal.models import Entry
from capacity_portal.lib.workflow import StepRefused
from tests.capacity_portal.imports.trips import UNCLEAR, book, read, uploaded, worked

pytestmark = pytest.mark.django_db

STRANGE = "名称,产量多少,编号\n甲厂,12,A-1\n"


def about(record, by) -> dict:
    return {"sheet_import": record, "by": by, "at": timezone.now()}


# --- columns ----------------------------------------------------------------------------------------------------------
def test_unknown_heading_waits_and_is_read_after_a_choice(kind, officer):
    record = read(kind, officer, STRANGE)
    assert record.state == ImportState.MAPPING
    record = worked(operations.choose_columns(choices={2: "amount@万吨"}, **about(record, officer)))
    assert (record.state, record.rows.get().values) == (
        ImportState.READY,
        {"name": "甲厂", "amount": "120000"},
    )


def test_choice_is_remembered_for_the_office(kind, officer):
    record = read(kind, officer, STRANGE)
    operations.choose_columns(choices={2: "amount"}, **about(record, officer))
    assert HeadingChoice.objects.values_list("region_code", "kind", "heading", "field").get() == (
        "360802", "stock", "产量多少", "amount",
    )  # fmt: skip
    assert read(kind, officer, STRANGE).state == ImportState.READY


def test_heading_that_is_left_out_stays_out_next_time(kind, officer):
    record = read(kind, officer, STRANGE)
    operations.choose_columns(choices={2: ""}, **about(record, officer))
    again = read(kind, officer, STRANGE)
    assert (again.state, again.rows.get().values["amount"]) == (ImportState.READY, "0")


def test_unit_that_is_none_is_refused(kind, officer):
    record = read(kind, officer, STRANGE)
    with pytest.raises(ImportRefused) as refused:
        operations.choose_columns(choices={2: "amount@丈"}, **about(record, officer))
    assert list(refused.value.message_dict) == ["choices"]


DOUBLE = "名称,产能,产能量,编号\n甲厂,约33,7,A-1\n"


@pytest.mark.parametrize(
    ("choices", "amount"),
    [
        ({2: "", 3: "amount"}, "7"),  # another column is the amount now: its cell was never asked about
        ({2: "", 3: ""}, "0"),
        ({3: ""}, "33"),
        ({2: "amount@吨", 3: ""}, "33"),
    ],
)
def test_answers_do_not_follow_a_field_to_another_column(kind, officer, choices, amount):
    record = read(kind, officer, DOUBLE)
    record = worked(operations.choose_columns(choices={3: ""}, **about(record, officer)))
    record = worked(operations.answer_cells(answers={(2, "amount"): "33"}, **about(record, officer)))
    record = worked(operations.choose_columns(choices=choices, **about(record, officer)))
    assert record.rows.get().values["amount"] == amount
    assert record.answers == ({"2|amount": "33"} if amount == "33" else {})


def test_what_the_office_will_remember_is_in_the_journal(kind, officer):
    record = read(kind, officer, STRANGE)
    operations.choose_columns(choices={2: "amount@万吨", 3: ""}, **about(record, officer))
    entry = Entry.objects.filter(subject="import").latest("id")
    assert (entry.step, entry.region_code, entry.note) == (
        "columns",
        "360802",
        "清单.csv：“产量多少”→“产能”（万吨）；“编号”→不导入",
    )


def test_journal_is_spared_of_very_long_choices_and_of_none(kind, officer):
    many = ",".join(f"很长的表头第{number}个" for number in range(40))
    record = read(kind, officer, f"名称,产能,编号,{many}\n甲厂,12,A-1{',x' * 40}\n")
    operations.choose_columns(choices=dict.fromkeys(range(4, 44), ""), **about(record, officer))
    record = worked(record)
    operations.choose_columns(choices={}, **about(record, officer))
    note = Entry.objects.get(subject="import", step="columns").note
    assert (len(note), note[-1]) == (500, "…")


def test_another_sheet_is_read_and_answers_of_the_first_are_forgotten(kind, officer):
    rows = [["名称", "产能", "编号"], ["甲厂", "约33", "A-1"]]
    other = [["名称", "产能", "编号"], ["乙厂", 5, "A-2"]]
    record = read(kind, officer, book(rows, 第二张=other), "两张.xlsx")
    operations.answer_cells(answers={(2, "amount"): "33"}, **about(record, officer))
    record = worked(record)
    record = worked(operations.choose_columns(choices={}, sheet="第二张", **about(record, officer)))
    assert (record.sheet, record.answers, record.rows.get().title) == ("第二张", {}, "乙厂")


def test_explanation_of_one_sheet_is_none_of_another_with_the_same_findings(kind, officer):
    rows, other = ([["名称", "产能", "编号"], [name, 5, ""]] for name in ("甲厂", "乙厂"))
    record = read(kind, officer, book(rows, 第二张=other), "两张.xlsx")
    operations.explain(explanations={"no_code": "尚未编号"}, **about(record, officer))
    record = worked(operations.choose_columns(choices={}, sheet="第二张", **about(record, officer)))
    assert (record.counts["to_explain"], record.explanations) == (1, {})


def test_sheet_that_is_not_there_is_refused(kind, officer):
    record = read(kind, officer)
    with pytest.raises(ImportRefused) as refused:
        operations.choose_columns(choices={}, sheet="没有", **about(record, officer))
    assert list(refused.value.message_dict) == ["sheet"]


# --- cells ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("text", "amount"), [("33", "33"), ("3.5千吨", "3500"), ("", "0")])
def test_answered_cell_is_read_as_answered(kind, officer, text, amount):
    record = read(kind, officer, UNCLEAR)
    record = worked(operations.answer_cells(answers={(2, "amount"): text}, **about(record, officer)))
    assert (record.counts["to_confirm"], record.rows.get(number=2).values["amount"]) == (0, amount)


def test_answer_that_is_unclear_again_is_asked_again(kind, officer):
    record = read(kind, officer, UNCLEAR)
    record = worked(operations.answer_cells(answers={(2, "amount"): "约34"}, **about(record, officer)))
    assert record.findings.get(level="confirm").value == "约34"


def test_too_many_answers_are_refused(kind, officer, monkeypatch):
    monkeypatch.setattr("capacity_portal.imports.operations.deciding._MOST_ANSWERS", 1)
    record = read(kind, officer, UNCLEAR)
    with pytest.raises(ImportRefused):
        operations.answer_cells(answers={(2, "amount"): "1", (3, "amount"): "2"}, **about(record, officer))


# --- explanations -----------------------------------------------------------------------------------------------------
def test_explanation_is_kept_and_can_be_taken_back(kind, officer):
    record = read(kind, officer, UNCLEAR)
    record = operations.explain(explanations={"no_code": " 尚未\x00编号 "}, **about(record, officer))
    assert [one["text"] for one in queries.to_explain(record)] == ["尚未编号"]
    record = operations.explain(explanations={"no_code": ""}, **about(record, officer))
    assert [one["text"] for one in queries.to_explain(record)] == [""]


@pytest.mark.parametrize("text", ["嗯", "　嗯 ", "长" * 501])
def test_explanation_too_short_or_too_long_is_refused(kind, officer, text):
    record = read(kind, officer, UNCLEAR)
    with pytest.raises(ImportRefused):
        operations.explain(explanations={"no_code": text}, **about(record, officer))


# --- once more, never mind --------------------------------------------------------------------------------------------
def test_interrupted_work_is_begun_again(kind, officer):
    record = uploaded(kind, officer)
    Job.objects.filter(pk=record.job_id).update(state=JobState.FAILED, finished_at=timezone.now())
    record.job.refresh_from_db()
    record = worked(operations.read_again(**about(record, officer)))
    assert record.state == ImportState.READY


def test_work_that_goes_on_is_not_begun_again(kind, officer):
    with pytest.raises(StepRefused, match="还在进行"):
        operations.read_again(**about(uploaded(kind, officer), officer))


def test_discarded_import_is_over_and_in_the_journal(kind, officer):
    record = operations.discard_import(**about(read(kind, officer), officer))
    assert (record.state, record.ended_by) == (ImportState.DISCARDED, officer)
    assert Entry.objects.filter(subject="import").latest("id").step == "discard"
    with pytest.raises(StepRefused, match="已放弃"):
        operations.answer_cells(answers={}, **about(record, officer))
