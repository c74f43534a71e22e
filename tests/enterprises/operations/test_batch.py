from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from enterprises import operations
from enterprises.models import Enterprise
from enterprises.operations import RowResult
from tests.makers import NOON, make_department, make_enterprise, make_officer, make_region

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=1)


def test_files_are_confirmed_in_one_action_with_an_entry_each(county, entries):
    files = [make_enterprise("360802001") for _ in range(3)]
    elsewhere = make_enterprise("360803")
    merged = make_enterprise("360802", merged_into=files[0])
    results = operations.confirm_files(enterprises=[*files, elsewhere, merged], by=county, at=LATER)
    assert results == [
        *[RowResult(file.pk, file.name, True, "已确认") for file in files],
        RowResult(elsewhere.pk, elsewhere.name, False, "不在您负责的地区内。"),
        RowResult(merged.pk, merged.name, False, "已并入其他档案。"),
    ]
    stored = Enterprise.objects.get(pk=files[0].pk)
    assert (stored.confirmed_at, stored.confirmed_by, stored.version) == (LATER, county, 2)
    assert stored.updated_at == NOON
    assert Enterprise.objects.get(pk=elsewhere.pk).confirmed_at == NOON
    assert entries() == [("enterprise", "confirm")] * 3
    assert set(entries.last().changes) == {"confirmed_at", "confirmed_by_id"}


def test_a_supervisor_must_cover_the_file_and_read_the_ledger(county, entries):
    file = make_enterprise("360802001")
    unit = make_department(make_region("360802"), name="吉州区工信局")
    person = make_officer("grid_officer", "360802001", name="网格员")

    def assign(department, officer):
        (result,) = operations.assign_supervision(
            enterprises=[file], department=department, officer=officer, by=county, at=LATER
        )
        return result.message

    assert assign(make_department(make_region("360803"), name="青原区工信局"), None) == (
        "青原区工信局不是该企业所在地区的单位。"
    )
    assert assign(None, make_officer("county_staff", "360803", name="外县")) == "外县负责的地区不含该企业。"
    assert assign(None, make_officer("power_company", "3608", name="供电")) == (
        "供电的账户已停用，或角色不看台账。"
    )
    assert assign(unit, person) == "已指定"
    assert assign(unit, None) == "已是该单位和人员。"
    stored = Enterprise.objects.get()
    assert (stored.supervising_department, stored.supervising_officer, stored.updated_by) == (
        unit,
        person,
        county,
    )
    assert entries() == [("enterprise", "assign")]
    with pytest.raises(ValidationError, match="请选择监管部门或监管人员。"):
        assign(None, None)


def test_files_go_on_the_key_list_with_a_reason_and_off_with_a_note(office, entries):
    file, other = make_enterprise("360802"), make_enterprise("360803")

    def mark(reason, note=""):
        results = operations.mark_key(
            enterprises=[file, other], reason=reason, note=note, by=office, at=LATER
        )
        return [(result.done, result.message) for result in results]

    assert mark("fake_foundry") == [(True, "已列入重点监管")] * 2
    assert mark("fake_foundry") == [(False, "已在重点监管名单，原因相同。")] * 2
    assert mark("banned_before", "2017年取缔") == [(True, "已列入重点监管")] * 2
    stored = Enterprise.objects.get(pk=file.pk)
    assert (stored.is_key, stored.key_reason, stored.key_note) == (True, "banned_before", "2017年取缔")
    operations.unmark_key(enterprises=[file], note="已迁出", by=office, at=LATER)
    stored.refresh_from_db()
    assert (stored.is_key, stored.key_reason, stored.key_note) == (False, "", "")
    assert (entries.last().step, entries.last().note) == ("unkey", "已迁出")
    (again,) = operations.unmark_key(enterprises=[file], note="已迁出", by=office, at=LATER)
    assert again == RowResult(file.pk, file.name, False, "不在重点监管名单。")


@pytest.mark.parametrize(
    ("reason", "note", "field"),
    [("nosuch", "", "reason"), ("other", " ", "note"), ("fake_foundry", "字" * 201, "note")],
)
def test_the_key_list_refuses_what_is_not_explained(office, reason, note, field):
    with pytest.raises(ValidationError) as refused:
        operations.mark_key(enterprises=[make_enterprise()], reason=reason, note=note, by=office, at=LATER)
    assert list(refused.value.message_dict) == [field]
    with pytest.raises(ValidationError):
        operations.unmark_key(enterprises=[make_enterprise()], note="", by=office, at=LATER)


def test_a_batch_needs_the_permission(county):
    with pytest.raises(PermissionDenied):
        operations.mark_key(
            enterprises=[make_enterprise("360802")], reason="fake_foundry", note="", by=county, at=LATER
        )


def test_a_batch_costs_statements_not_rows(county, django_assert_max_num_queries):
    files = [make_enterprise("360802") for _ in range(60)]
    with django_assert_max_num_queries(6):
        operations.confirm_files(enterprises=files, by=county, at=LATER)


def test_an_unknown_file_is_reported(county):
    ghost = make_enterprise("360802")
    ghost.pk = 10**9
    assert operations.confirm_files(enterprises=[ghost], by=county, at=LATER) == [
        RowResult(10**9, "", False, "没有这份档案。")
    ]
