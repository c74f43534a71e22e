"""Numbers: one after the other, begun in mid-year, never given twice, voided with their reason."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from capacity_portal.lib.workflow import StepRefused
from reports.forms.flow import LinkForm
from reports.models import DocumentLink, DocumentTask, IncomingDocument, NumberEntry, NumberSeries
from reports.operations.ending import withdraw
from reports.operations.numbering import begin_series, enter_by_hand, next_entry, void
from reports.queries.registers import next_number
from reports.rules.numbers import code_for, labelled, listed, printed, running_in
from tests.report_makers import (
    MORNING,
    an_officer,
    make_document_task,
    make_incoming,
    make_notice,
    make_series,
)
from tests.reports.flow_world import LATER, issued, make_people

pytestmark = pytest.mark.django_db
CODE = "吉化解产能办字"


@pytest.fixture
def people():
    return make_people()


def begin(people, **values):
    return begin_series(
        **({"code": CODE, "year": 2026, "first": 6, "by": people.writer, "at": MORNING} | values)
    )


def test_a_register_begins_in_mid_year_and_goes_on_without_a_gap(people):
    series = begin(people)
    assert (series.first, series.last, str(series)) == (6, 5, "吉化解产能办字〔2026〕")
    first, second = issued(people), issued(people)
    assert [first.entry.label, second.entry.label] == [
        "吉化解产能办字〔2026〕6号",
        "吉化解产能办字〔2026〕7号",
    ]
    assert first.frozen["number"] == "吉化解产能办字〔2026〕6号"
    with pytest.raises(StepRefused, match="已经编到7号"):
        begin(people, first=20)


@pytest.mark.parametrize(
    ("form", "labels"), [("order", ["令第1号", "令第2号", "令第3号"]), ("minutes", ["纪要第1期", "纪要第2期", "纪要第3期"])]
)  # fmt: skip
def test_orders_and_minutes_run_on_through_the_years(people, form, labels):
    """Their number is printed without a year; one dated in the old year after the new one began has the next number too."""
    code, entries = code_for(form, document_code=CODE), []
    for day in (date(2026, 12, 30), date(2027, 1, 4), date(2026, 12, 31)):
        notice = make_notice("approved", form=form, dated=day, drafted_by=people.writer)
        assert next_number(notice) == labels[len(entries)].removeprefix(code)
        with transaction.atomic():
            entries.append(next_entry(notice=notice, code=code, at=LATER, by=people.writer))
    assert [entry.label for entry in entries] == labels
    assert [entry.series.year for entry in entries] == [2026, 2027, 2026]
    found = LinkForm({"relation": "supplements", "number": labels[1]}, officer=people.writer)
    assert found.is_valid(), found.errors
    assert found.cleaned_data["other"] == entries[1].notice


def test_other_numbers_begin_anew_with_each_year(people):
    entries = []
    for year in (2026, 2027):
        notice = make_notice("approved", dated=date(year, 6, 1), drafted_by=people.writer)
        with transaction.atomic():
            entries.append(next_entry(notice=notice, code=CODE, at=LATER, by=people.writer))
    assert [entry.label for entry in entries] == [f"{CODE}〔2026〕1号", f"{CODE}〔2027〕1号"]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("第6号", ("令", 6)), ("令 第 6 号", ("令", 6)), ("第6期", ("纪要", 6)), ("纪要第6期", ("纪要", 6)), ("纪要第6号", None),
        ("国发〔2016〕7号", None), ("2014年第45号", None), ("第123456号", None), ("", None),
    ],
)  # fmt: skip
def test_running_numbers_as_typed(typed, found):
    assert running_in(typed) == found


def test_a_first_number_may_be_corrected_until_it_is_given(people):
    begin(people)
    assert begin(people, first=9).last == 8
    assert NumberSeries.objects.count() == 1


@pytest.mark.parametrize(
    "values",
    [{"first": 0}, {"first": 100_000}, {"year": 1}, {"year": 9_999}, {"code": " "}, {"code": "字" * 31}],
)
def test_impossible_registers_are_refused(people, values):
    with pytest.raises(ValidationError):
        begin(people, **values)
    assert NumberSeries.objects.count() == 0


def test_only_the_secretariat_keeps_the_register(people):
    with pytest.raises(PermissionDenied):
        begin(people, by=people.unit_officer)
    with pytest.raises(PermissionDenied):
        enter_by_hand(code=CODE, year=2026, title="纸", by=people.unit_officer, at=MORNING)


def test_a_paper_document_takes_the_next_number(people):
    with pytest.raises(ValidationError, match="还没有登记簿"):
        enter_by_hand(code=CODE, year=2026, title="纸质通知", by=people.writer, at=MORNING)
    begin(people)
    entry = enter_by_hand(code=CODE, year=2026, title="纸质通知", by=people.writer, at=MORNING)
    assert (entry.label, entry.notice, issued(people).entry.number) == ("吉化解产能办字〔2026〕6号", None, 7)


def test_a_voided_number_stays_and_is_not_given_again(people):
    notice = issued(people)
    with pytest.raises(StepRefused, match="请先废止文件"):
        void(entry=notice.entry, reason="印错", by=people.writer, at=LATER)
    withdraw(notice=notice, version=notice.version, text="印错", by=people.leader, at=LATER)
    with pytest.raises(ValidationError):
        void(entry=notice.entry, reason=" ", by=people.writer, at=LATER)
    entry = void(entry=notice.entry, reason="印错", by=people.writer, at=LATER)
    assert (entry.void_reason, entry.voided_by) == ("印错", people.writer)
    with pytest.raises(StepRefused, match="已经作废"):
        void(entry=entry, reason="再", by=people.writer, at=LATER)
    assert issued(people).entry.number == 2
    assert list(NumberEntry.objects.order_by("number").values_list("number", flat=True)) == [1, 2]


def test_numbers_as_printed():
    own = {"document_code": CODE, "letter_code": "吉化解产能办函"}
    assert [code_for(form, **own) for form in ("ordinary", "letter", "order", "minutes")] == [
        CODE,
        "吉化解产能办函",
        "令",
        "纪要",
    ]
    assert code_for("letter", document_code=CODE) == CODE
    assert printed("ordinary", CODE, 2026, 6) == "吉化解产能办字〔2026〕6号"
    assert [printed(form, "令", 2026, 6) for form in ("order", "minutes")] == ["第6号", "第6期"]


@pytest.mark.parametrize("form", ["ordinary", "letter", "order", "minutes"])
def test_lists_say_a_number_as_the_register_does(form):
    code = code_for(form, document_code=CODE)
    assert listed(form, printed(form, code, 2026, 6)) == labelled(code, 2026, 6)
    assert listed(form, "") == ""


def _entry(**values):
    return NumberEntry.objects.create(
        **(
            {
                "series": make_series(),
                "number": 1,
                "title": "题",
                "given_at": MORNING,
                "given_by": an_officer(),
            }
            | values
        )
    )


@pytest.mark.parametrize(
    "write",
    [
        lambda: (_entry(), _entry()),
        lambda: _entry(voided_at=MORNING),
        lambda: _entry(void_reason="错"),
        lambda: NumberSeries.objects.create(code="字", year=2026, first=0),
        lambda: NumberSeries.objects.create(code="字", year=2026, first=6, last=4),
        lambda: (NumberSeries.objects.create(code="字", year=2026), NumberSeries.objects.create(code="字", year=2026)),
        lambda: (make_incoming(sequence=1), make_incoming(sequence=1)),
        lambda: make_incoming(state="done"),
        lambda: make_incoming(done_at=MORNING, done_by=an_officer()),
        lambda: make_document_task(state="done"),
        lambda: make_document_task(ended_at=MORNING, ended_by=an_officer()),
    ],
)  # fmt: skip
def test_the_database_refuses_impossible_lines(write):
    with pytest.raises(IntegrityError), transaction.atomic():
        write()


def test_the_database_refuses_impossible_links():
    notice, other, incoming, officer = (
        make_notice("draft"),
        make_notice("draft"),
        make_incoming(),
        an_officer(),
    )

    def link(**values):
        return DocumentLink.objects.create(
            notice=notice, relation="answers", linked_at=MORNING, linked_by=officer, **values
        )

    link(other=other), link(incoming=incoming)
    for values in ({}, {"other": other, "incoming": incoming}, {"other": other}, {"incoming": incoming}):
        with pytest.raises(IntegrityError), transaction.atomic():
            link(**values)
    assert (DocumentLink.objects.count(), IncomingDocument.objects.count(), DocumentTask.objects.count()) == (
        2,
        1,
        0,
    )
