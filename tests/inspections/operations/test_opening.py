"""Opening a month: what is on its list, the chain from month to month, once only, in order."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from capacity_portal.journal.models import Entry
from capacity_portal.lib.workflow import StepRefused
from capacity_portal.organization.models import Threshold
from enterprises.models import Enterprise
from inspections.models import Checklist, Duty, Round
from inspections.operations import counting
from inspections.operations.by_hand import add_duty, remove_duty
from inspections.operations.opening import open_current_month, open_round
from inspections.queries.leaving import LEFT
from inspections.queries.list_digest import list_digest
from inspections.queries.tallies import differences, totals
from tests.inspections.months_lived import APRIL, FEBRUARY, MARCH, list_of, opened, prepare
from tests.makers import make_cell, make_enterprise, make_officer, make_post, make_region

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _prepared():
    prepare()


def test_the_first_list_holds_every_supervised_enterprise_and_every_cell():
    foundry = make_enterprise("360802001")
    closed = make_enterprise(
        "360802001",
        supervision_class="other",
        status="banned",
        status_document="吉发1号",
        closed_on=date(2017, 6, 30),
    )
    make_enterprise("360802001", supervision_class="other")
    make_enterprise("360802001", merged_into=foundry)
    key = make_enterprise(
        "360803001", supervision_class="other", is_key=True, key_reason="other", key_note="群众举报"
    )
    cell, _ = make_cell("360802001"), make_cell("360803002", dissolved_on=date(2026, 1, 1))
    round_ = opened()
    duties = {duty.title: duty for duty in Duty.objects.select_related("checklist")}
    assert {title: (duty.kind, duty.checklist.code, duty.entry) for title, duty in duties.items()} == {
        foundry.name: ("enterprise", "foundry", "opening"),
        closed.name: ("enterprise", "lookback", "opening"),
        key.name: ("enterprise", "general", "opening"),
        cell.name: ("sweep", "sweep", "opening"),
    }
    assert duties[closed.name].is_lookback
    assert duties[key.name].is_key
    assert {duty.entered_on for duty in duties.values()} == {date(2026, 3, 1)}
    assert totals(round_)["total"]["in_force"] == 4
    assert differences(round_) == {}


def test_lines_are_copies_of_cell_person_and_risks():
    town, village = make_cell("360802001", risk_marks=["scrap_rich"]), make_cell("360802001001")
    person = make_officer("grid_officer", "360802001")
    make_post(town, person)
    make_post(town, kind="deputy")
    make_post(village, to_on=date(2026, 1, 31), ended_at=FEBRUARY)
    in_town = make_enterprise("360802001002", is_key=True, key_reason="fake_foundry")
    in_village = make_enterprise("360802001001", risk_marks=["night_production"])
    outside = make_enterprise("360803001")
    opened()
    said = ("cell_id", "cell_name", "responsible_officer_id", "responsible_name", "risk_marks", "needs_night")

    def line(enterprise):
        return Duty.objects.values_list(*said).get(enterprise=enterprise)

    assert line(in_town) == (town.pk, town.name, person.pk, person.name, ["scrap_rich"], True)
    assert line(in_village) == (village.pk, village.name, None, "", [], True)
    assert line(outside) == (None, "", None, "", [], False)


def test_marked_cells_are_swept_as_often_as_the_office_says():
    marked, plain = make_cell("360802001", risk_marks=["remote"]), make_cell("360802002")
    Threshold.objects.create(code="sweeps-marked-cell", name="次数", value=3)
    opened()
    assert Duty.objects.get(cell=marked).visits_needed == 3
    assert Duty.objects.get(cell=plain).visits_needed == 1


def test_due_dates_follow_the_calendar_and_the_office():
    Threshold.objects.create(code="visits-due-workdays-before-end", name="提前", value=1)
    Threshold.objects.create(code="return-due-workdays", name="期限", value=5)
    round_ = opened()
    assert (round_.visits_due_on, round_.return_due_on) == (date(2026, 3, 30), date(2026, 4, 7))


def test_opening_twice_gives_the_same_month():
    make_enterprise("360802001")
    first = opened()
    make_enterprise("360802001")
    assert opened() == first
    assert Duty.objects.count() == 1
    assert Entry.objects.filter(subject="round", step="create").count() == 1


def test_the_journal_carries_the_digest_of_the_list():
    make_enterprise("360802001")
    round_ = opened()
    entry = Entry.objects.get(subject="round", subject_id=round_.pk)
    assert round_.list_digest == list_digest(round_)
    assert entry.changes["list_digest"] == [None, round_.list_digest]
    assert entry.note == f"清单共1项，校验值 {round_.list_digest}"
    Duty.objects.update(title="改了名")
    assert list_digest(round_) != round_.list_digest


def test_months_are_opened_in_order_and_not_before_they_begin():
    with pytest.raises(StepRefused, match="2026年4月还没有到，现在最多只能开启2026年3月的排查。"):
        opened(period=202604)
    opened()
    with pytest.raises(StepRefused, match="2026年2月早于已开启的2026年3月"):
        opened(period=202602)


def test_without_templates_the_command_is_named():
    Checklist.objects.filter(code__in=["sweep", "foundry"]).delete()
    with pytest.raises(StepRefused) as refused:
        opened()
    assert str(refused.value) == (
        "还没有检查表模板（缺：铸造、网格拉网排查）。请系统管理员先运行 manage.py load_checklists 载入，再开启月排查。"
    )
    assert open_current_month(MARCH) is None


def test_only_the_office_opens_months():
    make_region("620702")
    with pytest.raises(PermissionDenied):
        open_round(period=202603, by=make_officer("county_leader"), at=MARCH)
    staff = make_officer("office_staff")
    assert open_round(period=202603, by=staff, at=MARCH).opened_by == staff


def test_the_regular_work_opens_the_month_of_the_office_clock():
    assert open_current_month(MARCH) is None, "nothing to inspect yet"
    make_enterprise("360802001")
    assert open_current_month(MARCH).period == 202603
    assert open_current_month(MARCH) is None
    assert list(Round.objects.values_list("period", flat=True)) == [202603]


def test_progress_is_told():
    make_enterprise("360802001")
    told = []
    opened(progress=lambda percent, message: told.append((percent, message)))
    assert told == [(95, "已列入1项")]


# --- the chain --------------------------------------------------------------------------------------------------------
def test_what_was_in_force_opens_the_next_month():
    stays = make_enterprise("360802001", name="留下")
    opened(FEBRUARY)
    stays.supervision_class = "rolling"
    stays.save()
    make_enterprise("360802001", name="新厂", created_at=MARCH)
    make_enterprise(
        "360802001", name="早有", supervision_class="foundry", created_at=FEBRUARY.replace(year=2025)
    )
    assert list_of(opened()) == [
        ("留下", "360802", "opening", "", ""),
        ("新厂", "360802", "added", "新建档", ""),
        ("早有", "360802", "added", "监管类别变更：铸造", ""),
    ]
    assert Duty.objects.get(enterprise=stays, period=202603).supervision_class == "rolling"


def test_what_is_gone_opens_the_month_too_and_leaves_it_at_once():
    kept = make_enterprise("360802001", name="保留")
    merged, moved = make_enterprise("360802001", name="重复"), make_enterprise("360802001", name="搬家")
    other, left = make_enterprise("360803001", name="外县"), make_enterprise("360802001", name="转行")
    foreign = make_enterprise("360802001", name="外县重复")
    cell = make_cell("360802001")
    opened(FEBRUARY)
    Enterprise.objects.filter(pk=merged.pk).update(merged_into=kept)
    Enterprise.objects.filter(pk=foreign.pk).update(merged_into=other)
    Enterprise.objects.filter(pk=left.pk).update(supervision_class="other")
    Enterprise.objects.filter(pk=moved.pk).update(
        region=make_region("360803001"), region_code="360803001", county_code="360803"
    )
    type(cell).objects.update(dissolved_on=date(2026, 2, 20))
    new_cell = make_cell("360802002")
    march = opened()
    assert list_of(march) == [
        ("保留", "360802", "opening", "", ""),
        ("外县", "360803", "opening", "", ""),
        ("搬家", "360803", "added", "由吉州区迁入", ""),
        (new_cell.name, "360802", "added", "新设网格", ""),
        ("转行", "360802", "opening", "", ""),
        ("重复", "360802", "opening", "", "并入保留"),
        ("搬家", "360802", "opening", "", "迁往青原区"),
        ("外县重复", "360802", "opening", "", "并入外县的一份档案"),
        (cell.name, "360802", "opening", "", "网格已撤销"),
    ]
    february = totals(Round.objects.get(period=202602))
    assert totals(march)["total"]["opening"] == february["total"]["in_force"] == 7
    assert differences(march) == {}
    assert Entry.objects.filter(subject="duty", step="remove").count() == 4
    assert Entry.objects.get(subject="duty", step="add", file_key=f"enterprise:{moved.pk}").note == (
        "2026年3月清单：由吉州区迁入"
    )


def test_what_was_taken_off_during_the_month_does_not_open_the_next():
    gone = make_enterprise("360802001", name="移出")
    opened(FEBRUARY)
    counting.remove(Duty.objects.select_related("round").get(), on=date(2026, 2, 9), reason="并入某厂")
    assert list_of(opened()) == [("移出", "360802", "added", "撤销并入，恢复单独建档", "")]
    counting.remove(
        Duty.objects.select_related("round").get(period=202603),
        on=date(2026, 3, 9),
        reason="办公室移出（1号）：重复",
    )
    assert list_of(opened(APRIL))[0][3] == "此前由办公室移出，仍属于月排查范围"
    assert gone.merged_into is None


def test_what_nobody_asks_for_goes_on_as_it_stood_until_the_office_takes_it_off():
    left, into = make_enterprise("360802001", name="转行"), make_enterprise("360802001", name="并入者")
    other = make_enterprise("360802001", name="其他", supervision_class="other")
    february, office = opened(FEBRUARY), make_officer("office_staff")
    add_duty(round_=february, enterprise=other, reason="举报", by=office, at=FEBRUARY)
    Enterprise.objects.filter(pk=left.pk).update(supervision_class="other", name="改名", status="suspended")
    Enterprise.objects.filter(pk=into.pk).update(merged_into=other)
    march = opened()
    assert list_of(march) == [
        ("转行", "360802", "opening", "", ""),
        ("并入者", "360802", "opening", "", ""),
        ("其他", "360802", "opening", "", "不再属于月排查范围"),
    ]
    frozen = ("supervision_class", "status", "coverage")
    assert Duty.objects.values_list(*frozen).get(round=march, enterprise=left) == (
        "foundry", left.status, "pending",
    )  # fmt: skip
    assert [duty.title for duty in Duty.objects.filter(LEFT, round=march).order_by("id")] == [
        "转行",
        "并入者",
    ]
    for duty in Duty.objects.filter(LEFT, round=march).select_related("round"):
        remove_duty(duty=duty, reason="核实已转行", document="吉发1号", by=office, at=MARCH)
    assert list_of(opened(APRIL)) == []


def test_a_merged_file_leaves_with_one_that_goes_on():
    left, twin = make_enterprise("360802001", name="转行"), make_enterprise("360802001", name="重复")
    opened(FEBRUARY)
    Enterprise.objects.filter(pk=left.pk).update(supervision_class="other")
    Enterprise.objects.filter(pk=twin.pk).update(merged_into=left)
    assert list_of(opened()) == [
        ("转行", "360802", "opening", "", ""),
        ("重复", "360802", "opening", "", "并入转行"),
    ]


def test_months_that_were_missed_are_opened_late_and_in_order():
    gone, cell = make_enterprise("360802001"), make_cell("360802001")
    opened(FEBRUARY)
    make_enterprise("360803001", name="新厂", created_at=APRIL)
    type(cell).objects.update(dissolved_on=date(2026, 3, 5))
    assert open_current_month(APRIL).period == 202604
    assert list(Round.objects.order_by("period").values_list("period", "opened_at")) == [
        (202602, FEBRUARY), (202603, APRIL), (202604, APRIL),
    ]  # fmt: skip
    assert [line[3:] for line in list_of(Round.objects.get(period=202603))] == [
        ("", ""), ("新建档", ""), ("", "网格已撤销"),
    ]  # fmt: skip
    assert Duty.objects.get(period=202603, cell=cell, kind="sweep").removed_on == date(2026, 3, 31)
    assert [line[2] for line in list_of(Round.objects.get(period=202604))] == ["opening", "opening"]
    assert Duty.objects.filter(enterprise=gone).count() == 3
    assert all(list_digest(round_) == round_.list_digest for round_ in Round.objects.all())


def test_by_hand_too_nothing_is_left_out_and_the_first_month_of_all_stands_alone():
    make_enterprise("360802001")
    opened(FEBRUARY)
    opened(APRIL, by=make_officer("office_staff"))
    assert list(Round.objects.order_by("period").values_list("period", flat=True)) == [202602, 202603, 202604]


def test_reasons_of_changed_standing():
    opened(FEBRUARY)
    before = {"created_at": FEBRUARY.replace(year=2025)}
    make_enterprise("3608", name="重点", supervision_class="other", is_key=True, key_reason="other", **before)
    make_enterprise(
        "360802001", name="取缔", supervision_class="other", status="banned", status_document="1号",
        closed_on=date(2017, 6, 30), **before,
    )  # fmt: skip
    assert [line[3] for line in list_of(opened())] == ["列入重点监管", "状态变更：已取缔"]


def test_queries_do_not_grow_with_the_list():
    make_enterprise("360802001")
    with CaptureQueriesContext(connection) as few:
        opened(FEBRUARY)
    for _ in range(5):
        make_enterprise("360802001")
    Round.objects.all()
    with CaptureQueriesContext(connection) as more:
        opened()
    assert len(more) - len(few) <= 8, "the chain asks for reasons and writes the additions, all in bulk"
