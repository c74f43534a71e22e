from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from capacity_portal.journal.models import Entry
from capacity_portal.lib.workflow import StepRefused
from enterprises.models import VisitRequest
from tests.makers import NOON, make_enterprise, make_officer, make_region
from tests.tip_makers import make_tip
from tests.tipoffs.units import delivered, handed_over
from tipoffs.models import Exclusion, TipEnterprise
from tipoffs.operations.linking import link_enterprise, request_visit, unlink_enterprise
from tipoffs.operations.standing import settle_standing

pytestmark = pytest.mark.django_db
DUE = date(2026, 3, 10)


@pytest.fixture
def staff():
    return make_officer("county_staff")


def link(tip, enterprise, by) -> TipEnterprise:
    return link_enterprise(tip=tip, enterprise_id=enterprise.pk, by=by, at=NOON)


def test_a_county_links_its_own_enterprise(staff):
    tip, _ = handed_over()
    enterprise = make_enterprise()
    record = link(tip, enterprise, staff)
    assert (record.tip, record.enterprise, record.linked_by) == (tip, enterprise, staff)
    assert Entry.objects.get(subject="tip_enterprise").step == "link"
    assert tip.events.get().text == enterprise.name


def test_another_countys_enterprise_is_refused_like_one_that_does_not_exist(staff):
    tip, _ = handed_over()
    foreign = make_enterprise("360803")
    with pytest.raises(ValidationError) as for_foreign:
        link(tip, foreign, staff)
    foreign.pk = 999_999
    with pytest.raises(ValidationError) as for_none:
        link(tip, foreign, staff)
    assert for_foreign.value.message_dict == for_none.value.message_dict
    assert "enterprise" in for_none.value.message_dict


def test_the_office_links_any_of_its_prefecture(staff):
    tip = make_tip("received")
    assert link(tip, make_enterprise("360803"), make_officer("tipoff_handler")).pk


def test_an_enterprise_is_linked_once(staff):
    tip, _ = handed_over()
    enterprise = make_enterprise()
    link(tip, enterprise, staff)
    with pytest.raises(ValidationError, match="已关联这家企业"):
        link(tip, enterprise, staff)


def test_who_does_not_see_the_tip_links_nothing():
    tip, _ = handed_over()
    with pytest.raises(PermissionDenied):
        link(tip, make_enterprise("360803"), make_officer("county_staff", "360803"))


def test_a_link_is_taken_back_with_its_entry(staff):
    tip, _ = handed_over()
    record = link(tip, make_enterprise(), staff)
    unlink_enterprise(link=record, by=staff, at=NOON)
    assert not TipEnterprise.objects.exists()
    assert Entry.objects.filter(subject="tip_enterprise").order_by("-id").first().step == "unlink"


def test_a_closed_tip_keeps_its_links(staff):
    tip, _ = delivered("closed")
    record = TipEnterprise.objects.create(
        tip=tip, enterprise=make_enterprise(), linked_at=NOON, linked_by=staff
    )
    with pytest.raises(StepRefused, match="已经办结"):
        unlink_enterprise(link=record, by=staff, at=NOON)


def test_a_look_is_asked_for_with_the_number_as_text(staff):
    tip, _ = handed_over()
    record = link(tip, make_enterprise(), staff)
    request = request_visit(link=record, reason="看夜间是否生产。", due_on=DUE, by=staff, at=NOON)
    assert VisitRequest.objects.get() == request
    assert (request.receipt_number, request.due_on, request.enterprise) == (tip.label, DUE, record.enterprise)
    assert tip.events.get(step="request_visit").public_text == ""


# --- what a confirmed tip does ----------------------------------------------------------------------------------------
def confirmed(**values):
    tip, _ = delivered(**values)
    enterprise = make_enterprise()
    return TipEnterprise.objects.create(
        tip=tip, enterprise=enterprise, linked_at=NOON, linked_by=make_officer("county_staff")
    )


def settle(record, by, **values):
    return settle_standing(link=record, **{"key_reason": "other", "by": by, "at": NOON} | values)


def test_the_leader_lists_it_later():
    record, leader = confirmed(), make_officer("county_leader")
    settle(record, leader)
    record.enterprise.refresh_from_db()
    assert (record.enterprise.is_key, record.enterprise.key_note) == (True, "经现场核查属实。")


def test_not_listing_it_wants_a_reason():
    record, leader = confirmed(), make_officer("county_leader")
    with pytest.raises(ValidationError, match="请写明理由"):
        settle(record, leader, key_reason="")
    found = settle(record, leader, key_reason="", text="已拆除，无设备。")
    assert (found.settled_text, found.enterprise.is_key) == ("已拆除，无设备。", False)


def test_it_is_decided_once_and_only_for_what_was_confirmed():
    record, leader = confirmed(), make_officer("county_leader")
    settle(record, leader)
    for link_ in (record, confirmed(conclusion="unfounded")):
        with pytest.raises(StepRefused):
            settle(link_, leader)


def test_a_clerk_does_not_decide():
    with pytest.raises(PermissionDenied, match="县市区负责人"):
        settle(confirmed(), make_officer("county_staff"))


def test_an_enterprise_on_the_list_stays_there_for_its_reason():
    record, leader = confirmed(), make_officer("county_leader")
    record.enterprise.is_key, record.enterprise.key_reason = True, "fake_foundry"
    record.enterprise.save()
    settle(record, leader)
    record.enterprise.refresh_from_db()
    assert record.enterprise.key_reason == "fake_foundry"


def test_one_that_was_merged_is_not_listed():
    record, leader = confirmed(), make_officer("county_leader")
    record.enterprise.merged_into = make_enterprise()
    record.enterprise.save()
    with pytest.raises(StepRefused, match="已并入"):
        settle(record, leader)


def test_what_changed_the_standing_is_not_unlinked(staff):
    record = settle(confirmed(), make_officer("county_leader"), revive=True)
    assert record.enterprise.status == "in_production"  # was never closed: nothing to report
    with pytest.raises(StepRefused, match="不能解除关联"):
        unlink_enterprise(link=record, by=staff, at=NOON)


def kept_out_of(enterprise, code: str = "360802") -> Exclusion:
    return Exclusion.objects.create(
        enterprise=enterprise, region=make_region(code), region_code=code, reason="县里入股", set_at=NOON,
        set_by=make_officer("office_leader"),
    )  # fmt: skip


def test_unlinking_does_not_lift_an_exclusion():
    tip, enterprise, handler = make_tip("accepted"), make_enterprise(), make_officer("tipoff_handler")
    record = link(tip, enterprise, handler)
    made = kept_out_of(enterprise)
    with pytest.raises(StepRefused, match="请先由办公室解除回避"):
        unlink_enterprise(link=record, by=handler, at=NOON)
    made.lifted_at, made.lifted_by = NOON, handler
    made.save()
    unlink_enterprise(link=record, by=handler, at=NOON)
    assert not tip.links.exists()


def test_no_look_is_asked_of_a_county_that_keeps_out():
    tip, enterprise, handler = make_tip("accepted"), make_enterprise(), make_officer("tipoff_handler")
    record = link(tip, enterprise, handler)
    made = Exclusion.objects.create(
        tip=tip, region=make_region("360802"), region_code="360802", reason="县里入股", set_at=NOON,
        set_by=make_officer("office_leader"),
    )  # fmt: skip
    asked = {"link": record, "reason": "看是否恢复生产。", "due_on": DUE, "at": NOON}
    for by in (handler, make_officer("tipoff_handler")):
        with pytest.raises(StepRefused, match="该县对这件举报回避，请派其他单位检查"):
            request_visit(**asked, by=by)
    made.region, made.region_code = make_region("360803"), "360803"
    made.save()
    assert request_visit(**asked, by=handler).pk


def test_the_reason_of_a_look_is_read_for_what_tells_the_reporter():
    tip, handler = make_tip("accepted"), make_officer("tipoff_handler")
    record = link(tip, make_enterprise(), handler)
    asked = {"link": record, "reason": "举报人是厂里电工。", "due_on": DUE, "by": handler, "at": NOON}
    with pytest.raises(ValidationError) as refused:
        request_visit(**asked)
    assert "已逐条核对" in refused.value.message_dict["reason"][-1]
    assert request_visit(**asked, is_checked=True).pk
