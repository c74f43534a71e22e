"""The register of incoming documents and its tasks."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from capacity_portal.journal.models import Entry
from capacity_portal.lib.workflow import StepRefused
from reports.models import IncomingDocument
from reports.operations import incoming as operations
from reports.rules.incoming import IncomingEntry
from tests.makers import make_region
from tests.report_makers import MORNING, an_officer, make_document_task, make_incoming, make_unit

pytestmark = pytest.mark.django_db
TODAY = MORNING.date()


def entry(**values) -> IncomingEntry:
    return IncomingEntry(**({"title": "自查通知", "sender": "省办", "received_on": TODAY} | values))


def register(by=None, **values) -> IncomingDocument:
    make_region("3608")
    return operations.register_incoming(
        entry=entry(**values), region_code="3608", by=by or an_officer(), at=MORNING
    )


def assign(document, by=None, **values):
    fields = {"text": "开展自查", "region": make_region("360802")}
    return operations.assign_task(incoming=document, by=by or an_officer(), at=MORNING, **(fields | values))


def test_numbers_of_a_year_have_no_gap_and_each_year_begins_anew():
    found = [register(received_on=date(year, 1, 5)) for year in (2025, 2026, 2025, 2026, 2026)]
    assert [(one.year, one.sequence) for one in found] == [
        (2025, 1),
        (2026, 1),
        (2025, 2),
        (2026, 2),
        (2026, 3),
    ]


def test_a_refused_line_takes_no_number():
    register()
    with pytest.raises(ValidationError):
        register(title="")
    assert register().sequence == 2


def test_the_line_is_searched_and_its_number_read_and_it_is_written_down():
    document = register(printed_number="苏化解办【2018】4号", text="严防 地条钢")
    assert (document.number_code, document.number_year, document.number) == ("苏化解办", 2018, 4)
    assert "严防地条钢" in document.search_text
    assert Entry.objects.get(subject="incoming").step == "register"


def test_mending_keeps_number_and_year():
    document = register()
    mended = operations.correct_incoming(
        incoming=document, version=1, entry=entry(title="新标题"), by=an_officer(), at=MORNING
    )
    assert (mended.title, mended.sequence, mended.version) == ("新标题", 1, 2)
    with pytest.raises(ValidationError, match="应在这一年内"):
        operations.correct_incoming(
            incoming=document,
            version=2,
            entry=entry(received_on=date(2025, 12, 31)),
            by=an_officer(),
            at=MORNING,
        )
    with pytest.raises(operations.IncomingChanged):
        operations.correct_incoming(incoming=document, version=1, entry=entry(), by=an_officer(), at=MORNING)


def test_tasks_go_to_counties_and_units_and_the_document_is_under_way():
    document, unit = register(), make_unit()
    county, member = assign(document), assign(document, region=None, department=unit, due_on=TODAY)
    document.refresh_from_db()
    assert (county.region_code, member.region_code, member.department, document.state) == (
        "360802",
        "3608",
        unit,
        "assigned",
    )


@pytest.mark.parametrize(
    ("values", "field"),
    [({"text": ""}, "text"), ({"region": None}, "unit"), ({"due_on": TODAY - timedelta(days=1)}, "due_on"), ({"text": "绝密★"}, "text")],
)  # fmt: skip
def test_a_task_has_words_a_unit_and_time(values, field):
    with pytest.raises(ValidationError) as refused:
        assign(register(), **values)
    assert list(refused.value.error_dict) == [field]


def test_another_prefecture_is_given_no_task():
    with pytest.raises(ValidationError, match="不在本地区内"):
        assign(register(), region=make_region("620702"))


def test_a_task_is_finished_by_its_unit_or_by_the_office_for_it():
    document = register()
    done = operations.finish_task(
        task=assign(document), result="已自查", by=an_officer("county_staff", "360802"), at=MORNING
    )
    assert (done.state, done.result, done.ended_by) == (
        "done",
        "已自查",
        an_officer("county_staff", "360802"),
    )
    assert (
        operations.finish_task(task=assign(document), result="电话报来", by=an_officer(), at=MORNING).state
        == "done"
    )
    with pytest.raises(StepRefused):
        operations.finish_task(task=done, result="再来", by=an_officer(), at=MORNING)
    with pytest.raises(ValidationError):
        operations.finish_task(task=assign(document), result=" ", by=an_officer(), at=MORNING)


@pytest.mark.parametrize(
    ("role", "region"),
    [
        ("county_staff", "360803"),
        ("grid_officer", "360802001"),
        ("tipoff_handler", "3608"),
        ("member_unit", "3608"),
    ],
)
def test_others_do_not_finish_it(role, region):
    with pytest.raises(PermissionDenied):
        operations.finish_task(
            task=make_document_task(), result="已办", by=an_officer(role, region), at=MORNING
        )


def test_a_member_unit_finishes_its_own():
    unit = make_unit()
    task = assign(register(), region=None, department=unit)
    assert (
        operations.finish_task(
            task=task, result="已办", by=an_officer("member_unit", department=unit), at=MORNING
        ).state
        == "done"
    )


def test_only_the_office_cancels():
    task = assign(register())
    with pytest.raises(PermissionDenied):
        operations.cancel_task(task=task, reason="不办", by=an_officer("county_staff", "360802"), at=MORNING)
    assert (
        operations.cancel_task(task=task, reason="重复交办", by=an_officer(), at=MORNING).state == "cancelled"
    )


def test_a_document_with_an_open_task_is_not_finished():
    document = register()
    task = assign(document)
    document.refresh_from_db()
    with pytest.raises(StepRefused, match="还有 1 项任务"):
        operations.finish_incoming(
            incoming=document, version=document.version, result="结", by=an_officer(), at=MORNING
        )
    operations.finish_task(task=task, result="已办", by=an_officer(), at=MORNING)
    done = operations.finish_incoming(
        incoming=document, version=document.version, result="已报省办", by=an_officer(), at=MORNING
    )
    assert (done.state, done.result, done.done_by) == ("done", "已报省办", an_officer())
    with pytest.raises(StepRefused):
        operations.finish_incoming(
            incoming=document, version=done.version, result="结", by=an_officer(), at=MORNING
        )
    with pytest.raises(StepRefused):
        assign(document)


def test_what_needs_nothing_is_filed():
    done = operations.finish_incoming(
        incoming=register(), version=1, result="传阅", is_for_file=True, by=an_officer(), at=MORNING
    )
    assert (done.state, Entry.objects.filter(step="file").count()) == ("filed", 1)


@pytest.mark.parametrize("role", ["county_leader", "tipoff_handler", "member_unit"])
def test_others_keep_no_register(role):
    by = an_officer(role, "360802" if role == "county_leader" else "3608")
    with pytest.raises(PermissionDenied):
        register(by=by)
    with pytest.raises(PermissionDenied):
        operations.finish_incoming(incoming=make_incoming(), version=1, result="结", by=by, at=MORNING)


def test_another_prefectures_register_is_closed():
    with pytest.raises(PermissionDenied):
        register(by=an_officer("office_staff", "6207"))
