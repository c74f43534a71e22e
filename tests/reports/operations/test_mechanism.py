from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from capacity_portal.journal.models import Entry
from capacity_portal.lib.constraints import ConstraintRefused
from capacity_portal.lib.workflow import StepRefused
from reports.models import BasisDocument, GroupMember, UnitDuty
from reports.operations import mechanism
from tests import report_makers as makers
from tests.makers import make_officer
from tests.tip_makers import make_tip

pytestmark = pytest.mark.django_db
AT = makers.MORNING


@pytest.fixture
def office():
    return makers.an_officer()


def added(model, by, region="3608", **values):
    return mechanism.add_part(model=model, region_code=region, values=values, by=by, at=AT)


def a_duty(by, **values):
    return added(
        UnitDuty, by, **{"year": 2025, "department": makers.make_unit(), "duty": "牵头组织"} | values
    )


def a_member(by, **values):
    return added(
        GroupMember, by, **{"role": "head", "post": "常务副市长", "since": date(2025, 1, 1)} | values
    )


def test_a_basis_document_stands_once_in_a_year(office):
    assert added(BasisDocument, office, year=2026, title="意见").title == "意见"
    with pytest.raises(ConstraintRefused, match="这份文件已在本年度依据文件中"):
        added(BasisDocument, office, year=2026, title="意见")


@pytest.mark.parametrize(("field", "value"), [
    ("telephone", "13900001234"), ("telephone", "李四"), ("contact_post", "工业科13900001234"), ("measures", "联系13900001234"),
])  # fmt: skip
def test_a_duty_names_offices_and_landlines(office, field, value):
    duty = a_duty(office, telephone="0796-8220000转801")
    with pytest.raises(ValidationError) as refused:
        a_duty(office, **{"duty": "配合", field: value})
    assert list(refused.value.message_dict) == [field]
    with pytest.raises(ValidationError):
        mechanism.edit_part(part=duty, values={field: value}, by=office, at=AT)


def test_only_documents_one_sees_are_named(office):
    came, issued = makers.make_incoming(), makers.make_notice("issued")
    basis = added(BasisDocument, office, year=2026, title="意见", incoming=came, notice=issued)
    assert (basis.incoming, basis.notice) == (came, issued)
    for values, sentence in (
        ({"notice": makers.make_notice("draft", title="草稿")}, "还没有印发"),
        ({"notice": makers.make_notice("issued", title="交办单", tip=make_tip("closed"))}, "涉及举报"),
        (
            {"incoming": makers.make_incoming(region_code="6207", title="外地来文")},
            "所选收文不在您的查阅范围内",
        ),
    ):
        with pytest.raises(ValidationError, match=sentence):
            mechanism.edit_part(part=basis, values=values, by=office, at=AT)
    issued.region_code = "6207"
    issued.save()
    kept = mechanism.edit_part(part=basis, values={"notice": issued, "role": "明确任务"}, by=office, at=AT)
    assert kept.role == "明确任务"


def test_each_region_keeps_its_own(office):
    county = make_officer("county_staff", "360802")
    assert added(BasisDocument, county, "360802", year=2026, title="意见").region_code == "360802"
    with pytest.raises(PermissionDenied):
        added(BasisDocument, office, "360802", year=2026, title="另一份")
    with pytest.raises(PermissionDenied):
        mechanism.remove_part(part=a_duty(office), note="错", by=county, at=AT)


def test_a_unit_of_another_region_has_no_duty_here(office):
    with pytest.raises(ValidationError, match="不是本地区的成员单位"):
        a_duty(office, department=makers.make_unit("县工信局", "360802"))


def test_a_duty_is_corrected_at_its_version(office):
    duty = a_duty(office)
    changed = mechanism.edit_part(part=duty, values={"measures": "一"}, version=1, by=office, at=AT)
    assert (changed.measures, changed.version) == ("一", 2)
    with pytest.raises(StepRefused, match="已有他人改动"):
        mechanism.edit_part(part=duty, values={"measures": "二"}, version=1, by=office, at=AT)
    with pytest.raises(ValueError, match="not editable"):
        mechanism.edit_part(part=changed, values={"version": 9}, by=office, at=AT)


def test_who_leaves_the_group_stays_in_its_history(office):
    member = a_member(office)
    assert mechanism.end_member(member=member, until=date(2026, 3, 1), by=office, at=AT).until == date(
        2026, 3, 1
    )
    with pytest.raises(ValidationError, match="不能早于起始日期2025-01-01"):
        mechanism.end_member(member=member, until=date(2024, 1, 1), by=office, at=AT)
    assert mechanism.edit_part(part=member, values={"position": 2}, by=office, at=AT).position == 2


def test_the_database_keeps_the_days_in_order(office):
    with pytest.raises(ConstraintRefused, match="截止日期不能早于起始日期"):
        a_member(office, until=date(2024, 1, 1))


def test_what_was_entered_by_mistake_goes_and_the_journal_keeps_it(office):
    member = a_member(office)
    with pytest.raises(ValidationError, match="请写明移除理由"):
        mechanism.remove_part(part=member, note="", by=office, at=AT)
    mechanism.remove_part(part=member, note="重复登记", by=office, at=AT)
    mechanism.remove_part(part=member, note="重复登记", by=office, at=AT)
    assert not GroupMember.objects.exists()
    (entry,) = Entry.objects.filter(subject="group_member", step="remove")
    assert (entry.note, entry.changes["post"]) == ("重复登记", ["常务副市长", None])


def test_last_year_is_taken_over_once_and_what_is_there_stays(office):
    a_duty(office, measures="去年的措施")
    a_duty(office, duty="已有", measures="去年")
    a_duty(office, duty="已有", year=2026, measures="今年")
    makers.make_basis(year=2025)
    assert mechanism.copy_duties(region_code="3608", year=2026, by=office, at=AT) == 1
    assert mechanism.copy_basis(region_code="3608", year=2026, by=office, at=AT) == 1
    assert mechanism.copy_duties(region_code="3608", year=2026, by=office, at=AT) == 0
    assert mechanism.copy_basis(region_code="3608", year=2026, by=office, at=AT) == 0
    found = UnitDuty.objects.filter(year=2026).order_by("id").values_list("duty", "measures")
    assert list(found) == [("已有", "今年"), ("牵头组织", "去年的措施")]
    assert UnitDuty.objects.filter(year=2025).count() == 2


def test_a_unit_that_is_gone_is_not_taken_over(office):
    duty = a_duty(office)
    duty.department.is_active = False
    duty.department.save()
    assert mechanism.copy_duties(region_code="3608", year=2026, by=office, at=AT) == 0
