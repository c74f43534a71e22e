"""Visits are recorded once, corrected by a new one, sent back, confirmed; the duty counts along."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from capacity_portal.journal.models import Entry
from capacity_portal.lib.workflow import StepRefused
from inspections.models import Finding, Visit, VisitPhoto
from inspections.operations import visits
from inspections.operations.excusing import explain_gap
from inspections.operations.rounds_open import RoundClosed
from inspections.operations.visit_parts import VisitDoubtful
from inspections.operations.visits import (
    VisitConflict,
    confirm_inspector,
    correct_visit,
    record_visit,
    send_back_visit,
)
from inspections.queries.uncovered import unexplained_of
from inspections.rules.reports import FindingDraft, Inspector, Place, VisitReport
from tests.makers import NOON, make_cell, make_duty, make_enterprise, make_officer, make_post, make_round

pytestmark = pytest.mark.django_db
GOOD = {f"item-{n}": {"value": "yes"} for n in (1, 2, 3)}
DRAFT = FindingDraft(kind="other", severity="minor", description="炉前堆放废钢约 3 吨")


@pytest.fixture
def officer():
    return make_officer("county_staff", "360802")


@pytest.fixture
def duty():
    place = {"longitude": Decimal("115.000000"), "latitude": Decimal("27.100000")}
    return make_duty(enterprise=make_enterprise("360802001", **place))


def report(officer, **changes) -> VisitReport:
    people = (Inspector(officer.name, officer_id=officer.pk), Inspector("王秀英", "古南镇街道"))
    values = {"client_id": uuid4(), "visited_on": date(2026, 3, 2), "outcome": "normal", "answers": GOOD}
    return VisitReport(**{**values, "inspectors": people, **changes})


def take(duty, officer, **changes) -> Visit:
    return record_visit(duty=duty, report=report(officer, **changes), by=officer, at=NOON)


def photo(officer, **values) -> VisitPhoto:
    values = {
        "client_id": uuid4(),
        "file": "x.jpg",
        "original_name": "x.jpg",
        "content_type": "image/jpeg",
        **values,
    }
    return VisitPhoto.objects.create(
        size=1, sha256="1" * 64, source_sha256=values.pop("source_sha256", "2" * 64), uploaded_at=NOON,
        uploaded_by=officer, **values,
    )  # fmt: skip


# --- recording --------------------------------------------------------------------------------------------------------
def test_a_visit_is_stored_with_its_people_and_counts(duty, officer):
    visit = take(duty, officer, remarks="现场无异常，炉体冷却，变压器未带电。", is_announced=True)
    duty.refresh_from_db()
    assert (duty.coverage, duty.visits_done, duty.covered_on) == ("covered", 1, date(2026, 3, 2))
    assert visit.answers["item-1"] == {"value": "yes", "same": False, "note": ""}
    assert list(
        visit.inspectors.values_list("name", "officer", "confirmed_at", "unit").order_by("position")
    ) == [
        (officer.name, officer.pk, NOON, ""),
        ("王秀英", None, None, "古南镇街道"),
    ]
    assert len(visit.text_digest) == 64
    entries = Entry.objects.filter(subject="visit", subject_id=visit.pk)
    assert list(entries.values_list("step", "by", "file_key")) == [
        ("create", officer.pk, f"enterprise:{duty.enterprise_id}")
    ]


def test_the_distance_to_the_enterprise_is_kept(duty, officer):
    visit = take(duty, officer, place=Place(Decimal("115.000000"), Decimal("27.109000"), 15))
    assert (visit.distance_m, visit.accuracy_m) == (1001, 15)


def test_without_a_position_on_file_there_is_no_distance(officer):
    visit = take(make_duty(), officer, place=Place(Decimal("115"), Decimal("27")))
    assert (visit.distance_m, visit.longitude) == (None, Decimal("115"))


def test_a_sweep_is_recorded_like_any_duty(officer):
    duty = make_duty(kind="sweep")
    assert take(duty, officer).cell == duty.cell


def test_the_same_report_sent_twice_is_one_visit(duty, officer):
    sent = report(officer)
    first = record_visit(duty=duty, report=sent, by=officer, at=NOON)
    again = record_visit(duty=duty, report=sent, by=officer, at=NOON + timedelta(hours=2))
    assert (again, Visit.objects.count(), again.recorded_at) == (first, 1, NOON)


@pytest.mark.parametrize(
    "changes",
    [
        {"remarks": "另一句"},
        {"outcome": "refused", "outcome_reason": "门卫拒绝"},
        {"visited_on": date(2026, 3, 1)},
        {"answers": {**GOOD, "item-2": {"value": "no", "note": "说明"}}},
        {"answers": {**GOOD, "item-2": {"value": "yes", "note": "另有说明"}}},
        {"answers": {"item-1": {"value": "yes"}}},
        {"inspectors": (Inspector("别人国"),)},
        {"inspectors": ()},
        {"findings": (DRAFT,)},
        {"place": Place(Decimal("115"), Decimal("27"))},
        {"photos": (uuid4(),)},
        {"recusal_note": "王某回避"},
        {"is_announced": True},
    ],
)
def test_another_content_under_the_same_id_is_shown_not_stored(duty, officer, changes):
    sent = report(officer)
    first = record_visit(duty=duty, report=sent, by=officer, at=NOON)
    with pytest.raises(VisitConflict) as refused:
        record_visit(duty=duty, report=replace(sent, **changes), by=officer, at=NOON)
    assert (refused.value.visit, Visit.objects.count()) == (first, 1)


def test_a_finding_more_under_the_same_id_is_not_dropped_in_silence(duty, officer):
    sent = report(officer, outcome="problem", findings=(DRAFT,))
    first = record_visit(duty=duty, report=sent, by=officer, at=NOON)
    more = replace(sent, findings=(DRAFT, replace(DRAFT, description="另有 2 台中频炉")))
    with pytest.raises(VisitConflict) as refused:
        record_visit(duty=duty, report=more, by=officer, at=NOON)
    assert (refused.value.visit, first.findings.count()) == (first, 1)


def test_what_a_phone_says_otherwise_the_second_time_is_still_the_same_report(duty, officer):
    shots = [photo(officer), photo(officer)]
    here = Place(Decimal("115"), Decimal("27.1"))
    sent = report(officer, photos=tuple(shot.client_id for shot in shots), place=here)
    first = record_visit(duty=duty, report=sent, by=officer, at=NOON)
    again = replace(
        sent,
        source="offline",
        device_time=NOON + timedelta(hours=1),
        doubts_accepted=True,
        photos=sent.photos[::-1],
        inspectors=sent.inspectors[::-1],
        place=Place(Decimal("115.000000"), Decimal("27.100000")),
        remarks=" \x00",
        answers={**GOOD, "item-9": {"value": ""}},
    )
    assert record_visit(duty=duty, report=again, by=officer, at=NOON) == first


def test_the_same_id_for_another_duty_is_a_conflict(duty, officer):
    sent = report(officer)
    first = record_visit(duty=duty, report=sent, by=officer, at=NOON)
    with pytest.raises(VisitConflict) as refused:
        record_visit(duty=make_duty(), report=sent, by=officer, at=NOON)
    assert refused.value.visit == first


def test_somebody_elses_id_shows_nothing_of_his(duty, officer):
    sent = report(officer)
    record_visit(duty=duty, report=sent, by=officer, at=NOON)
    other = make_officer("county_staff", "360802")
    with pytest.raises(VisitConflict) as refused:
        record_visit(duty=duty, report=sent, by=other, at=NOON)
    assert refused.value.visit is None


def test_one_that_was_overtaken_between_look_and_write_finds_the_stored_one(duty, officer, monkeypatch):
    sent = report(officer)
    first = record_visit(duty=duty, report=sent, by=officer, at=NOON)
    looks = iter([None, first])
    monkeypatch.setattr(visits, "_known", lambda write: next(looks))
    assert record_visit(duty=duty, report=sent, by=officer, at=NOON) == first


def test_any_other_refusal_of_the_tables_is_not_swallowed(duty, officer, monkeypatch):
    def refuse(write):
        raise IntegrityError("other")

    monkeypatch.setattr(visits, "_open_duty", refuse)
    with pytest.raises(IntegrityError):
        take(duty, officer)


def test_errors_stand_by_field_and_nothing_is_stored(duty, officer):
    with pytest.raises(ValidationError) as refused:
        take(duty, officer, answers={}, inspectors=())
    assert set(refused.value.message_dict) == {
        "inspectors",
        "answers.item-1",
        "answers.item-2",
        "answers.item-3",
    }
    assert (Visit.objects.count(), Entry.objects.count()) == (0, 0)


def test_a_doubt_must_be_stood_by_and_stays_in_the_journal(duty, officer):
    people = (Inspector("张三"),)
    with pytest.raises(VisitDoubtful) as refused:
        take(duty, officer, inspectors=people)
    visit = take(duty, officer, inspectors=people, doubts_accepted=True)
    note = Entry.objects.get(subject="visit", subject_id=visit.pk).note
    assert refused.value.doubts == ["检查人员“张三”像是随手填的姓名，请填真实姓名；核对无误可再次提交。"]
    assert note == f"提交时已提示：{refused.value.doubts[0]}"


def test_late_recording_is_marked_with_its_reason(duty, officer):
    late = {"duty": duty, "by": officer, "at": NOON + timedelta(days=10)}
    with pytest.raises(ValidationError) as refused:
        record_visit(report=report(officer), **late)
    visit = record_visit(report=report(officer, backfill_reason="山洪断网"), **late)
    assert list(refused.value.message_dict) == ["backfill_reason"]
    assert (visit.is_backfilled, visit.backfill_reason) == (True, "山洪断网")
    note = Entry.objects.get(subject="visit", subject_id=visit.pk).note
    assert note == "补录，排查日期 2026-03-02，登记日期 2026-03-12。"


def test_the_answer_of_last_month_is_taken_item_by_item(duty, officer):
    before = make_duty(make_round(202602), duty.enterprise)
    taken = report(
        officer, visited_on=date(2026, 2, 27), answers={**GOOD, "item-1": {"value": "no", "note": "检修"}}
    )
    record_visit(duty=before, report=taken, by=officer, at=NOON)
    again = take(duty, officer, answers={**GOOD, "item-1": {"same": True, "note": "仍在检修"}})
    assert again.answers["item-1"] == {"value": "no", "same": True, "note": "仍在检修"}


def test_the_same_remarks_are_told_by_the_journal(duty, officer):
    words = "现场无异常，炉体冷却，变压器未带电。"
    take(make_duty(), officer, remarks=words)
    visit = take(duty, officer, remarks=words.replace("，", " "))
    assert Entry.objects.get(subject="visit", subject_id=visit.pk).note == "备注与另外 1 条记录相同。"


def test_findings_are_opened_with_the_visit(duty, officer):
    visit = take(duty, officer, outcome="problem", findings=(DRAFT, DRAFT))
    assert Finding.objects.filter(visit=visit).count() == 2


def test_a_finding_that_cannot_be_opened_takes_the_visit_with_it(duty, officer):
    with pytest.raises(ValidationError):
        take(duty, officer, outcome="problem", findings=(replace(DRAFT, responsible_unit_id=10**6),))
    assert Visit.objects.count() == 0


# --- photos -----------------------------------------------------------------------------------------------------------
def test_waiting_photos_go_with_the_visit_that_names_them(duty, officer):
    shot = photo(officer, longitude=Decimal("115"), latitude=Decimal("27.109"))
    visit = take(
        duty, officer, photos=(shot.client_id,), outcome="idle", place=Place(Decimal("115"), Decimal("27.1"))
    )
    shot.refresh_from_db()
    duty.refresh_from_db()
    assert (shot.visit, shot.distance_m, duty.coverage) == (visit, 1001, "covered")


def test_somebody_elses_photo_or_a_used_one_is_missing(duty, officer):
    used = photo(officer, visit=take(make_duty(), officer))
    foreign = photo(make_officer("county_staff", "360802"))
    with pytest.raises(ValidationError) as refused:
        take(duty, officer, photos=(used.client_id, foreign.client_id))
    assert refused.value.message_dict == {
        "photos": ["有 2 张照片没有传到或已经用过，请重新选择照片后再提交。"]
    }


def test_a_photo_used_before_is_told_by_the_journal(duty, officer):
    first = photo(officer)
    again = {"photos": (photo(officer, duplicate_of=first).client_id,)}
    with pytest.raises(VisitDoubtful) as refused:
        take(duty, officer, **again)
    visit = take(duty, officer, **again, doubts_accepted=True)
    note = Entry.objects.get(subject="visit", subject_id=visit.pk).note
    assert note == f"提交时已提示：{refused.value.doubts[0]}有 1 张照片以前用过。"


def test_nobody_was_there_thousands_of_kilometres_away_unless_somebody_stands_by_it(duty, officer):
    far = {"outcome": "idle", "place": Place(Decimal("87"), Decimal("43")), "answers": {}}
    with pytest.raises(VisitDoubtful, match="相距 3,"):
        take(duty, officer, photos=(photo(officer).client_id,), **far)
    assert Visit.objects.count() == 0


def test_the_position_of_a_correction_is_compared_as_well(duty, officer):
    old, far = take(duty, officer), report(officer, place=Place(Decimal("87"), Decimal("43")))
    with pytest.raises(VisitDoubtful, match="相距 3,"):
        correct_visit(visit=old, report=far, reason="补定位", by=officer, at=NOON)


# --- who may, when ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("role", "region"), [("auditor", "3608"), ("member_unit", "360802"), ("county_staff", "360803")]
)
def test_others_are_refused(duty, role, region):
    with pytest.raises(PermissionDenied):
        take(duty, make_officer(role, region))


def test_a_grid_officer_records_in_his_cells_only(officer):
    cell = make_cell("360802001")
    watcher = make_officer("grid_officer", "360802001")
    duty = make_duty(cell=cell)
    with pytest.raises(PermissionDenied):
        take(duty, watcher)
    make_post(cell, watcher)
    assert take(duty, watcher).recorded_by == watcher


def test_a_foreign_or_closed_account_is_no_inspector(duty, officer):
    for stranger in (
        make_officer("county_staff", "360803"),
        make_officer("county_staff", "360802", is_active=False, deactivated_at=NOON),
    ):
        with pytest.raises(ValidationError) as refused:
            take(duty, officer, inspectors=(Inspector("x", officer_id=stranger.pk),))
        assert refused.value.message_dict == {
            "inspectors": ["有检查人员的账户已停用或不在本地区，请重新选择。"]
        }


@pytest.mark.parametrize(("role", "region"), [("county_staff", "360802"), ("member_unit", "3608")])
def test_a_colleague_is_chosen_not_typed(duty, officer, role, region):
    make_officer(role, region, name="李大强")
    with pytest.raises(ValidationError) as refused:
        take(duty, officer, inspectors=(Inspector(officer.name, officer_id=officer.pk), Inspector("李 大强")))
    assert refused.value.message_dict == {
        "inspectors": [
            "检查人员“李 大强”与本地区一个账户同名：请在检查人员中选择该账户，由其本人确认；"
            "确是没有账户的同名人员，请在姓名后注明单位，例如“李 大强（供电公司）”。"
        ]
    }
    make_officer("county_staff", "360803", name="张建国")
    outsiders = (Inspector("李大强（供电公司）"), Inspector("张建国"))
    assert take(duty, officer, inspectors=outsiders).inspectors.count() == 2


def test_a_member_unit_takes_part_and_confirms(duty, officer):
    unit = make_officer("member_unit", "360802")
    people = (Inspector(officer.name, officer_id=officer.pk), Inspector(unit.name, officer_id=unit.pk))
    visit = take(duty, officer, is_formal=True, inspectors=people)
    assert confirm_inspector(visit=visit, by=unit, at=NOON).confirmed_at == NOON


def test_an_inspector_of_the_prefecture_stands_under_his_own_name(duty, officer):
    helper = make_officer("office_staff", "3608")
    people = (Inspector("别的名字", officer_id=helper.pk), Inspector(officer.name, officer_id=officer.pk))
    visit = take(duty, officer, inspectors=people)
    assert visit.inspectors.get(officer=helper).name == helper.name


def test_a_closed_month_takes_nothing(duty, officer):
    visit = take(duty, officer)
    duty.round.state, duty.round.closed_at = "closed", NOON
    duty.round.save()
    office = make_officer("office_staff", "3608")
    for write in (
        lambda: take(duty, officer),
        lambda: correct_visit(visit=visit, report=report(officer), reason="误", by=officer, at=NOON),
        lambda: send_back_visit(visit=visit, comment="重查", by=office, at=NOON),
        lambda: confirm_inspector(visit=visit, by=officer, at=NOON),
    ):
        with pytest.raises(RoundClosed):
            write()


def test_a_duty_that_left_the_list_takes_nothing(duty, officer):
    duty.removed_on, duty.removed_reason = date(2026, 3, 2), "迁出"
    duty.save()
    with pytest.raises(StepRefused, match="已移出本月清单（迁出）"):
        take(duty, officer)


# --- correcting -------------------------------------------------------------------------------------------------------
def test_a_correction_is_a_new_visit_and_the_old_one_stays(duty, officer):
    shot = photo(officer)
    old = take(duty, officer, photos=(shot.client_id,))
    fresh = photo(officer, source_sha256="3" * 64)
    corrected = report(
        officer,
        outcome="idle",
        place=Place(Decimal("115"), Decimal("27.1")),
        photos=(shot.client_id, fresh.client_id),
    )
    new = correct_visit(visit=old, report=corrected, reason="当时看错", by=officer, at=NOON)
    old.refresh_from_db()
    duty.refresh_from_db()
    assert (old.state, new.state, new.replaces, new.correction_reason) == (
        "replaced",
        "recorded",
        old,
        "当时看错",
    )
    assert (new.photos.count(), old.photos.count(), duty.visits_done) == (2, 0, 1)


def test_a_correction_sent_twice_is_one(duty, officer):
    old, sent = take(duty, officer), report(officer, remarks="改")
    new = correct_visit(visit=old, report=sent, reason="误", by=officer, at=NOON)
    assert correct_visit(visit=old, report=sent, reason="误", by=officer, at=NOON) == new


def test_another_correction_under_the_same_id_is_a_conflict(duty, officer):
    old, sent = take(duty, officer), report(officer, remarks="改")
    new = correct_visit(visit=old, report=sent, reason="误", by=officer, at=NOON)
    for visit, reason in ((old, "另一个原因"), (new, "误")):
        with pytest.raises(VisitConflict):
            correct_visit(visit=visit, report=sent, reason=reason, by=officer, at=NOON)
    with pytest.raises(VisitConflict):
        record_visit(duty=duty, report=sent, by=officer, at=NOON)


def test_mending_a_word_later_makes_nothing_late(duty, officer):
    first = take(duty, officer)
    later = {"by": officer, "reason": "错字", "at": NOON + timedelta(days=40)}
    second = correct_visit(visit=first, report=report(officer, remarks="改"), **later)
    third = correct_visit(visit=second, report=report(officer, remarks="再改"), **later)
    duty.refresh_from_db()
    standing = (duty.coverage, duty.is_late, third.is_backfilled, third.backfill_reason)
    assert standing == ("covered", False, False, "")


def test_a_day_that_makes_it_late_against_the_first_record_asks_for_the_reason(officer):
    duty, noon = make_duty(), NOON + timedelta(days=10)
    near, far = report(officer, visited_on=date(2026, 3, 11)), report(officer, visited_on=date(2026, 3, 2))
    first = record_visit(duty=duty, report=near, by=officer, at=noon)
    about = {"by": officer, "at": noon, "reason": "记错日期"}
    with pytest.raises(ValidationError) as refused:
        correct_visit(visit=first, report=far, **about)
    sentence = "排查日期2026年3月2日距首次登记的2026年3月12日超过 3 天，按补录处理，请写明补录原因。"
    assert refused.value.message_dict == {"backfill_reason": [sentence]}
    second = correct_visit(visit=first, report=replace(far, backfill_reason="断网"), **about)
    third = correct_visit(visit=second, report=replace(near, client_id=uuid4()), **about)
    assert [(one.is_backfilled, one.backfill_reason) for one in (second, third)] == [(True, "断网")] * 2


def test_what_was_sent_back_is_judged_anew(duty, officer):
    first, late = take(duty, officer), {"by": officer, "at": NOON + timedelta(days=40)}
    send_back_visit(visit=first, comment="没有照片", by=make_officer("office_staff", "3608"), at=NOON)
    first.refresh_from_db()
    with pytest.raises(ValidationError) as refused:
        correct_visit(visit=first, report=report(officer), reason="重查", **late)
    assert list(refused.value.message_dict) == ["backfill_reason"]
    second = correct_visit(visit=first, report=report(officer, backfill_reason="断网"), reason="重查", **late)
    correct_visit(visit=second, report=report(officer, remarks="改"), reason="错字", **late)
    duty.refresh_from_db()
    standing = (duty.coverage, duty.is_late, Visit.objects.get(state="recorded").is_backfilled)
    assert standing == ("covered", True, True)


@pytest.mark.parametrize("outcome", ["normal", "idle", "refused"])
def test_a_finding_is_not_corrected_away(duty, officer, outcome):
    old = take(duty, officer, outcome="problem", findings=(DRAFT,))
    changed = report(officer, outcome=outcome, outcome_reason="门卫拒绝")
    with pytest.raises(ValidationError) as refused:
        correct_visit(visit=old, report=changed, reason="看错", by=officer, at=NOON)
    assert list(refused.value.message_dict) == ["outcome"]
    assert "问题需在问题页面办理销号" in refused.value.message_dict["outcome"][0]


def test_what_was_corrected_is_not_corrected_again(duty, officer):
    old = take(duty, officer)
    correct_visit(visit=old, report=report(officer), reason="误", by=officer, at=NOON)
    with pytest.raises(StepRefused, match="已经更正过"):
        correct_visit(visit=old, report=report(officer), reason="误", by=officer, at=NOON)


def test_a_correction_keeps_to_the_findings_that_were_opened(duty, officer):
    old = take(duty, officer, outcome="problem", findings=(DRAFT,))
    new = correct_visit(
        visit=old, report=report(officer, outcome="problem"), reason="误", by=officer, at=NOON
    )
    assert (new.outcome, list(Finding.objects.values_list("visit_id", flat=True))) == ("problem", [new.pk])


@pytest.mark.parametrize("reason", ["", "  \x00", "字" * 201])
def test_a_correction_needs_a_reason(duty, officer, reason):
    with pytest.raises(ValidationError) as refused:
        correct_visit(visit=take(duty, officer), report=report(officer), reason=reason, by=officer, at=NOON)
    assert list(refused.value.message_dict) == ["correction_reason"]


# --- sending back, confirming -----------------------------------------------------------------------------------------
def test_what_is_sent_back_does_not_count_any_more(duty, officer):
    visit, office = take(duty, officer), make_officer("office_staff", "3608")
    send_back_visit(visit=visit, comment="没有照片，请重查", by=office, at=NOON)
    visit.refresh_from_db()
    duty.refresh_from_db()
    assert (visit.state, visit.send_back_comment, visit.sent_back_by) == (
        "sent_back",
        "没有照片，请重查",
        office,
    )
    assert (duty.coverage, duty.visits_done) == ("pending", 0)
    assert Entry.objects.filter(step="send_back", subject_id=visit.pk).count() == 1
    with pytest.raises(StepRefused):
        send_back_visit(visit=visit, comment="再退", by=office, at=NOON)


def test_the_reason_for_a_gap_ends_with_the_visit_and_does_not_come_back(duty, officer):
    office = make_officer("office_staff", "3608")
    explain_gap(duty=duty, reason="在修路", by=officer, at=NOON)
    visit = take(duty, officer)
    duty.refresh_from_db()
    assert duty.gap_reason == ""
    send_back_visit(visit=visit, comment="照片是假的", by=office, at=NOON)
    duty.refresh_from_db()
    assert (duty.coverage, duty.gap_reason, list(unexplained_of(duty.round))) == ("pending", "", [duty])
    entries = Entry.objects.filter(subject="duty", subject_id=duty.pk, step="unexplain")
    assert list(entries.values_list("note", "by", "file_key")) == [
        ("已排查，原说明作废：在修路", officer.pk, f"enterprise:{duty.enterprise_id}")
    ]


def test_what_was_said_of_an_attempt_goes_when_the_attempt_is_sent_back(officer):
    duty = make_duty(kind="sweep")
    visit = take(duty, officer, outcome="no_entry", outcome_reason="大门紧锁", answers={})
    explain_gap(duty=duty, reason="多次上门无人", by=officer, at=NOON)
    send_back_visit(visit=visit, comment="没有到场", by=make_officer("office_staff", "3608"), at=NOON)
    duty.refresh_from_db()
    assert (duty.gap_reason, Entry.objects.get(step="unexplain").file_key) == (
        "",
        f"grid_cell:{duty.cell_id}",
    )


def test_only_the_prefecture_sends_back_and_says_why(duty, officer):
    visit = take(duty, officer)
    with pytest.raises(PermissionDenied):
        send_back_visit(visit=visit, comment="重查", by=officer, at=NOON)
    with pytest.raises(ValidationError):
        send_back_visit(visit=visit, comment=" ", by=make_officer("office_staff", "3608"), at=NOON)


def test_the_named_officer_confirms_himself_and_once(duty, officer):
    helper = make_officer("office_staff", "3608")
    people = (Inspector(officer.name, officer_id=officer.pk), Inspector(helper.name, officer_id=helper.pk))
    visit = take(duty, officer, inspectors=people)
    assert visit.inspectors.get(officer=helper).confirmed_at is None
    confirm_inspector(visit=visit, by=helper, at=NOON)
    confirm_inspector(visit=visit, by=helper, at=NOON + timedelta(days=1))
    assert visit.inspectors.get(officer=helper).confirmed_at == NOON
    with pytest.raises(PermissionDenied):
        confirm_inspector(visit=visit, by=make_officer("office_leader", "3608"), at=NOON)


# --- the tables themselves --------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "values",
    [
        {"outcome": "refused", "outcome_reason": ""},
        {"is_backfilled": True},
        {"state": "sent_back"},
        {"outcome": "fine"},
        {"longitude": Decimal("1"), "latitude": Decimal("1")},
    ],
)
def test_the_table_refuses_what_the_rules_refuse(duty, officer, values):
    visit = take(duty, officer)
    with pytest.raises(IntegrityError), transaction.atomic():
        Visit.objects.filter(pk=visit.pk).update(**values)
