from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from capacity_portal.journal.models import Entry
from capacity_portal.journal.queries.drifting import drift
from capacity_portal.lib.workflow import StepRefused
from tests.makers import NOON, make_department, make_enterprise, make_officer, make_region
from tests.tip_makers import MONDAY, make_assignment, make_tip
from tests.tipoffs.units import handed_over, report, two_of_the_county
from tipoffs.models import Exclusion, TipEnterprise, Verification, VerificationFile, Verifier
from tipoffs.operations.standing import Standing
from tipoffs.operations.verification_files import forget_waiting_files, keep_evidence
from tipoffs.operations.verifying import record_verification
from tipoffs.rules.verifying import Participant

pytestmark = pytest.mark.django_db
OUTSIDER = Participant("张三", "市供电公司")


def record(tip, by, found=None, **values) -> Verification:
    return record_verification(
        tip=tip, version=tip.version, report=found or report(*two_of_the_county()), by=by, at=NOON, **values
    )


def refusal(tip, by, found) -> dict:
    with pytest.raises(ValidationError) as refused:
        record(tip, by, found)
    return refused.value.message_dict


def test_two_people_of_the_county_and_what_they_found():
    tip, part = handed_over()
    staff, leader = two_of_the_county()
    filed = record(tip, staff, report(staff, leader))
    tip.refresh_from_db()
    part.refresh_from_db()
    assert (tip.state, tip.conclusion, tip.verifiers) == ("verified", "confirmed", 2)
    assert (part.state, part.ended_by) == ("done", staff)
    assert [(one.officer, one.name) for one in filed.people.order_by("id")] == [(staff, staff.name), (leader, leader.name)]  # fmt: skip
    assert (filed.assignment, filed.turn, filed.recorded_by) == (part, 1, staff)
    assert tip.events.get().public_text == "现场核查已完成，正在处理。"


def test_what_was_written_by_operations_does_not_drift():
    tip, _ = handed_over()
    staff, leader = two_of_the_county()
    filed = record(tip, staff, report(staff, leader))
    subjects = {("verification", str(filed.pk)), *(("verifier", str(one.pk)) for one in filed.people.all())}
    assert subjects <= {(entry.subject, str(entry.subject_id)) for entry in Entry.objects.all()}
    assert [one for one in drift() if one.subject in ("verification", "verifier")] == []


def test_one_with_an_account_and_one_without():
    tip, _ = handed_over()
    staff = make_officer("county_staff")
    filed = record(tip, staff, report(staff, others=(OUTSIDER,)))
    assert list(filed.people.order_by("id").values_list("officer", "name", "unit"))[1] == (
        None,
        "张三",
        "市供电公司",
    )


def test_one_person_is_not_enough_however_often_he_is_named():
    tip, _ = handed_over()
    staff = make_officer("county_staff")
    said = {"people": ["核查须两人以上，现在只有 1 人，请补充核查人员。"]}
    assert refusal(tip, staff, report(staff)) == said
    assert refusal(tip, staff, report(staff, staff)) == said
    assert refusal(tip, staff, report(others=(OUTSIDER, OUTSIDER))) == said
    assert not Verification.objects.exists()


def test_a_colleague_is_chosen_not_typed():
    tip, _ = handed_over()
    staff, leader = two_of_the_county()
    said = refusal(tip, staff, report(staff, others=(Participant(leader.name),)))
    assert said["people"][0].startswith(f"核查人员“{leader.name}”与承办单位一个账户同名")
    filed = record(tip, staff, report(staff, others=(Participant(leader.name, "供电公司"),)))
    assert filed.people.count() == 2


def test_accounts_of_other_counties_and_of_those_who_keep_out_are_not_named():
    tip, _ = handed_over()
    staff, leader = two_of_the_county()
    said = {"people": ["有核查人员的账户已停用、应回避或不属于承办单位，请重新选择。"]}
    assert refusal(tip, staff, report(staff, make_officer("county_staff", "360803"))) == said
    Exclusion.objects.create(
        tip=tip, officer=leader, reason="亲属", set_at=NOON, set_by=make_officer("tipoff_handler")
    )
    assert refusal(tip, staff, report(staff, leader)) == said


@pytest.mark.parametrize("party", ["department", "region"])
def test_units_that_keep_out_are_not_named(party):
    tip = make_tip("handed_over")
    unit = make_department(make_region("3608"))
    part = make_assignment(tip, "3608", unit)
    make_assignment(tip, "360802", is_lead=False)
    handler, member = make_officer("tipoff_handler"), make_officer("member_unit", department=unit)
    county = make_officer("county_staff")
    kept_out = (
        {"department": unit}
        if party == "department"
        else {"region": make_region("360802"), "region_code": "360802"}
    )
    Exclusion.objects.create(tip=tip, reason="关联", set_at=NOON, set_by=handler, **kept_out)
    assert part.is_lead
    assert "people" in refusal(tip, handler, report(member, county))


def test_a_joint_unit_is_named_but_does_not_file():
    tip, _ = handed_over()
    make_assignment(tip, "360803", is_lead=False)
    staff, other = make_officer("county_staff"), make_officer("county_staff", "360803")
    with pytest.raises(PermissionDenied, match="牵头单位"):
        record(tip, other, report(staff, other))
    assert record(tip, staff, report(staff, other)).people.count() == 2
    assert set(tip.assignments.values_list("state", flat=True)) == {"done"}


def test_the_handler_enters_what_came_on_paper():
    tip, _ = handed_over("verifying")
    handler = make_officer("tipoff_handler")
    assert record(tip, handler).recorded_by == handler


TWO_NAMES = (OUTSIDER, Participant("李四", "市供电公司"))


def test_two_typed_names_are_no_verification_of_the_unit():
    tip, _ = handed_over("verifying")
    make_assignment(tip, "360803", is_lead=False)
    handler, joint = make_officer("tipoff_handler"), make_officer("county_staff", "360803")
    for people in (report(others=TWO_NAMES), report(joint, others=TWO_NAMES)):
        assert refusal(tip, handler, people)["file"][0].startswith(
            "代承办单位填写核查记录的，请上传该单位核查报告"
        )
    assert not Verification.objects.exists()


def test_the_units_report_or_one_of_its_accounts_is(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    handler, staff = make_officer("tipoff_handler"), make_officer("county_staff")
    tip, _ = handed_over("verifying")
    foreign, scan = kept(tip, staff), kept(tip, handler, "b" * 64)
    with pytest.raises(ValidationError, match="代承办单位"):
        record(tip, handler, report(others=TWO_NAMES), evidence=[foreign.pk])
    assert record(tip, handler, report(others=TWO_NAMES), evidence=[scan.pk]).files.get() == scan
    other, _ = handed_over("verifying")
    assert record(other, handler, report(staff, others=(OUTSIDER,))).people.count() == 2


def test_a_department_that_leads_is_proved_by_its_own_accounts():
    tip, unit = make_tip("verifying"), make_department(make_region("3608"))
    make_assignment(tip, "3608", unit)
    handler = make_officer("tipoff_handler", department=unit)
    assert "file" in refusal(tip, handler, report(handler, others=TWO_NAMES))
    member = make_officer("member_unit", department=unit)
    assert record(tip, handler, report(member, others=(OUTSIDER,))).recorded_by == handler


def test_the_unit_itself_may_name_whom_it_likes():
    tip, _ = handed_over("verifying")
    assert record(tip, make_officer("county_staff"), report(others=TWO_NAMES)).people.count() == 2


def test_days_are_those_after_the_tip_came_in():
    tip, _ = handed_over()
    staff = make_officer("county_staff")
    early, late = MONDAY.replace(day=1), MONDAY.replace(day=3)
    assert "began_on" in refusal(tip, staff, report(*two_of_the_county(), began_on=early))
    assert "ended_on" in refusal(tip, staff, report(*two_of_the_county(), ended_on=late))


def test_it_is_filed_once_and_never_changed():
    tip, _ = handed_over()
    staff = make_officer("county_staff")
    record(tip, staff)
    tip.refresh_from_db()
    with pytest.raises(StepRefused, match="已核查"):
        record(tip, staff)
    second = Verification.objects.get()
    second.pk = None
    with pytest.raises(IntegrityError, match="tip"), transaction.atomic():
        second.save(force_insert=True)


def test_one_account_stands_once_in_a_record():
    tip, _ = handed_over()
    staff, leader = two_of_the_county()
    filed = record(tip, staff, report(staff, leader))
    with pytest.raises(IntegrityError), transaction.atomic():
        Verifier.objects.create(verification=filed, officer=staff, name="别名")


def kept(tip, by, sha256: str = "a" * 64) -> VerificationFile:
    class Sent:
        content, content_type, original_name = b"x", "image/jpeg", "现场.jpg"

    Sent.sha256 = sha256
    return keep_evidence(tip=tip, upload=Sent, by=by, at=NOON)


def test_files_wait_for_the_record_and_are_filed_with_it(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    tip, _ = handed_over()
    staff, leader = two_of_the_county()
    mine, again, foreign = kept(tip, staff), kept(tip, staff), kept(tip, leader, "b" * 64)
    assert (mine.pk, mine.verification) == (again.pk, None)
    filed = record(tip, staff, report(staff, leader), evidence=[mine.pk, foreign.pk, 999])
    assert list(filed.files.all()) == [mine]


def test_files_of_a_record_that_was_never_filed_go_after_a_week(
    settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.MEDIA_ROOT = tmp_path
    tip, _ = handed_over()
    file = kept(tip, make_officer("county_staff"))
    assert forget_waiting_files(NOON + timedelta(days=6)) == 0
    with django_capture_on_commit_callbacks(execute=True):
        assert forget_waiting_files(NOON + timedelta(days=8)) == 1
    assert not file.file.storage.exists(file.file.name)


def test_a_file_that_cannot_be_registered_leaves_no_bytes(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    tip, _ = handed_over()
    with pytest.raises(IntegrityError), transaction.atomic():
        kept(tip, make_officer("county_staff"), None)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def linked(tip, **values) -> TipEnterprise:
    return TipEnterprise.objects.create(
        tip=tip, enterprise=make_enterprise(**values), linked_at=NOON, linked_by=make_officer("county_staff")
    )


def test_the_county_leader_puts_a_confirmed_enterprise_on_the_key_list():
    tip, _ = handed_over()
    link, leader = linked(tip), make_officer("county_leader")
    record(tip, leader, standings=[Standing(link.pk, "fake_foundry")])
    link.refresh_from_db()
    assert (link.enterprise.is_key, link.enterprise.key_reason) == (True, "fake_foundry")
    assert (link.settled_by, link.settled_text) == (leader, "列入重点监管")
    assert tip.label not in link.enterprise.key_note


def test_what_a_clerk_may_not_stays_a_proposal_and_what_he_may_is_done():
    tip, _ = handed_over()
    closed = {
        "status": "banned",
        "status_document": "演办〔2025〕1号",
        "closed_on": MONDAY.replace(year=2025),
    }
    link = linked(tip, **closed)
    record(tip, make_officer("county_staff"), standings=[Standing(link.pk, "banned_before", revive=True)])
    link.refresh_from_db()
    assert (link.enterprise.status, link.enterprise.is_key, link.settled_at) == ("revived", False, None)


def test_an_unfounded_tip_changes_no_enterprise():
    tip, _ = handed_over()
    link = linked(tip)
    found = report(*two_of_the_county(), conclusion="unfounded")
    record(tip, make_officer("county_leader"), found, standings=[Standing(link.pk, "fake_foundry")])
    link.refresh_from_db()
    assert (link.enterprise.is_key, link.settled_at) == (False, None)
