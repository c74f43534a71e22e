"""What the units' panels show, and to whom."""

from datetime import date

import pytest

from enterprises.models import VisitRequest
from tests.makers import NOON, make_enterprise, make_officer
from tests.tip_makers import make_assignment, make_tip, make_verification
from tests.tipoffs.units import delivered, handed_over
from tipoffs import unit_panels
from tipoffs.models import Disposition, Extension, TipEnterprise, VerificationFile

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 12)


@pytest.fixture
def staff():
    return make_officer("county_staff")


def test_a_tip_in_nobodys_hands_has_no_panel_of_units(staff):
    tip, office = make_tip("accepted"), make_officer("office_leader")
    for source in (
        unit_panels.assignments,
        unit_panels.verifications,
        unit_panels.measures,
        unit_panels.enterprises,
    ):
        assert source(tip, office, TODAY) is None


def test_parts_with_their_clocks_and_computation(staff):
    tip, part = handed_over("verifying")
    make_assignment(tip, "360803", is_lead=False, state="done", ended_at=NOON)
    panel = unit_panels.assignments(tip, staff, TODAY)
    lead, joint = panel.context["rows"]
    assert (lead.part, lead.clock, lead.clock_kind) == (part, "还有2个工作日", "warn")
    assert lead.computed.startswith("从2026年3月2日的次日起算第10个工作日")
    assert (joint.clock, joint.state_kind) == ("", "good")
    assert [label for label, _ in panel.actions] == ["申请延期", "填写联合核查意见"]


def test_a_unit_alone_is_not_asked_for_an_opinion_on_joint_verification(staff):
    tip, _ = handed_over("verifying")
    assert [label for label, _ in unit_panels.assignments(tip, staff, TODAY).actions] == ["申请延期"]


def test_no_more_time_is_offered_when_it_waits_is_over_or_used_up(staff):
    tip, part = handed_over("verifying")
    asked = Extension.objects.create(assignment=part, days=10, reason="路远", asked_at=NOON, asked_by=staff)
    panel = unit_panels.assignments(tip, staff, TODAY)
    assert panel.actions == ()
    assert panel.context["rows"][0].extensions[0][1].startswith("2026年3月30日（从")
    leader = make_officer("office_leader")
    assert unit_panels.assignments(tip, leader, TODAY).context["rows"][0].extensions[0][2] == (
        f"/tipoffs/{tip.pk}/extensions/{asked.pk}/"
    )
    asked.state, asked.decided_at, asked.decided_by = "approved", NOON, leader
    asked.save()
    assert unit_panels.assignments(tip, staff, TODAY).actions == ()
    asked.delete()
    assert unit_panels.assignments(tip, staff, date(2026, 3, 17)).actions == ()


def test_the_record_in_force_stands_before_what_was_sent_back(staff):
    tip, _ = delivered()
    current = tip.verifications.get()
    current.replaced_at, current.replaced_by, current.replaced_text = NOON, staff, "再查"
    current.save()
    newer = make_verification(tip)
    VerificationFile.objects.create(
        tip=tip, verification=newer, original_name="现场.jpg", content_type="image/jpeg", size=1, sha256="0" * 64,
        uploaded_at=NOON, uploaded_by=staff,
    )  # fmt: skip
    records = unit_panels.verifications(tip, staff, TODAY).context["records"]
    assert records == [newer, current]
    assert [paper.is_picture for paper in records[0].papers] == [True]


def test_measures_offer_what_may_follow_to_the_unit_that_leads(staff):
    tip, _ = delivered("dealt")
    for kind in ("sealed", "nothing_needed"):
        Disposition.objects.create(
            tip=tip, kind=kind, text="情况", on=NOON.date(), recorded_at=NOON, recorded_by=staff
        )

    def offered(officer):
        lines = unit_panels.measures(tip, officer, TODAY).context["lines"]
        return [[label for label, _ in onward] for _, onward in lines]

    assert offered(staff) == [["明确执法单位"], []]
    assert offered(make_officer("office_leader")) == [[], []]


def test_enterprises_of_another_county_are_only_counted(staff):
    tip, _ = delivered()
    for region in ("360802", "360803"):
        TipEnterprise.objects.create(
            tip=tip, enterprise=make_enterprise(region), linked_at=NOON, linked_by=staff
        )
    own = TipEnterprise.objects.get(enterprise__region_code="360802")
    VisitRequest.objects.create(
        enterprise=own.enterprise, region_code="360802", reason="看", receipt_number=tip.label, due_on=TODAY,
        requested_at=NOON, requested_by=staff,
    )  # fmt: skip
    panel = unit_panels.enterprises(tip, staff, TODAY)
    assert (panel.context["elsewhere"], panel.count) == (1, 1)
    (row,) = panel.context["rows"]
    assert ([label for label, _ in row.actions], row.waits, len(row.requests)) == (["请求检查"], True, 1)
    leaders = unit_panels.enterprises(tip, make_officer("county_leader"), TODAY).context["rows"][0]
    assert [label for label, _ in leaders.actions] == ["更新企业监管", "请求检查"]


def test_what_was_settled_is_neither_offered_again_nor_unlinked(staff):
    tip, _ = delivered()
    TipEnterprise.objects.create(
        tip=tip, enterprise=make_enterprise(), linked_at=NOON, linked_by=staff, settled_at=NOON, settled_by=staff,
        settled_text="列入重点监管",
    )  # fmt: skip
    row = unit_panels.enterprises(tip, make_officer("county_leader"), TODAY).context["rows"][0]
    assert (row.waits, row.unlink, [label for label, _ in row.actions]) == (False, "", ["请求检查"])
