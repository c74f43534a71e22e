from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from capacity_portal.journal.queries import history_of
from capacity_portal.lib.constraints import ConstraintRefused
from enterprises import operations, search
from enterprises.models import Enterprise, Equipment, Link
from enterprises.operations import FileMerged, MergeRefused
from tests.makers import NOON, make_enterprise, make_equipment, make_former_name, make_link, make_officer

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)


def merge(duplicate, into, by, note="同一企业，两次建档"):
    return operations.merge_enterprises(duplicate=duplicate, into=into, by=by, at=LATER, note=note)


def steps(file):
    return [entry.step for entry in history_of(f"enterprise:{file.pk}").order_by("id")]


def test_both_histories_say_so_and_nothing_is_lost(office):
    into, duplicate = make_enterprise("360802", name="演示主档"), make_enterprise("360802", name="演示重档")
    furnace = make_equipment(duplicate)
    merge(duplicate, into, office)
    stored = Enterprise.objects.get(pk=duplicate.pk)
    assert (stored.merged_into, stored.version, stored.updated_by) == (into, 2, office)
    assert (steps(duplicate), steps(into)) == (["merge"], ["absorb"])
    note = history_of(f"enterprise:{into.pk}").get().note
    assert note == f"接收并入：演示重档（{duplicate.credit_code}）。同一企业，两次建档"
    assert Equipment.objects.get(pk=furnace.pk).enterprise == stored
    assert list(Enterprise.objects.unmerged()) == [into]


def test_a_merge_across_counties_names_neither_file_to_the_other_county(office, county):
    into, duplicate = (
        make_enterprise("360803", name="青原某某厂"),
        make_enterprise("360802", name="吉州某某厂"),
    )
    merge(duplicate, into, office)
    assert "吉州某某厂" not in history_of(f"enterprise:{into.pk}").get().note
    duplicate.refresh_from_db()
    with pytest.raises(FileMerged) as refused:
        operations.edit_enterprise(
            enterprise=duplicate, version=2, values={"process": "x"}, by=county, at=LATER
        )
    assert refused.value.messages == ["这份档案已并入外县的一份档案，请在那份档案中办理。"]


def test_the_standing_file_is_found_by_the_names_and_codes_of_the_merged_one(office):
    into, duplicate = make_enterprise("360802"), make_enterprise("360802", name="演示重档")
    make_former_name(duplicate, "更早的名字")
    merge(duplicate, into, office)
    for text in ("重档", "更早", duplicate.credit_code):
        assert list(search.matching(Enterprise.objects.unmerged(), text)) == [into]


def test_the_merged_code_is_free_for_the_standing_file(office):
    into, duplicate = make_enterprise("360802", no_code_reason="待核"), make_enterprise("360802")
    into = merge(duplicate, into, office)
    operations.edit_enterprise(
        enterprise=into,
        version=into.version,
        values={"credit_code": duplicate.credit_code, "no_code_reason": ""},
        by=office,
        at=LATER,
    )
    assert Enterprise.objects.get(pk=into.pk).credit_code == duplicate.credit_code


def test_a_pair_on_the_desk_is_decided_by_the_merge(office):
    into, duplicate = make_enterprise("360802"), make_enterprise("360803")
    make_link(into, duplicate)
    merge(duplicate, into, office)
    assert (Link.objects.get().decision, Link.objects.get().decided_by) == ("same", office)


def test_files_merged_earlier_follow(office):
    first, second, third = (make_enterprise("360802") for _ in range(3))
    merge(first, second, office)
    second.refresh_from_db()
    merge(second, third, office)
    assert list(third.merged_files.order_by("id")) == [first, second]


def test_what_must_not_be_merged(office):
    file, merged = make_enterprise("360802"), make_enterprise("360802", merged_into=make_enterprise("360802"))
    banned = make_enterprise("360802", status="banned", status_document="文号", closed_on=date(2017, 1, 1))
    for duplicate, into, sentence in [
        (file, file, "不能并入自己"),
        (merged, file, "已并入其他档案"),
        (file, merged, "已并入其他档案"),
        (banned, file, "不能并入未退出的档案"),
    ]:
        with pytest.raises(MergeRefused, match=sentence):
            merge(duplicate, into, office)
    with pytest.raises(MergeRefused, match="请写明理由"):
        merge(file, banned, office, note=" ")
    assert merge(file, banned, office) == banned


def test_only_who_may_merge_both_files(county):
    with pytest.raises(PermissionDenied):
        merge(make_enterprise("360802"), make_enterprise("360802"), county)
    leader = make_officer("office_leader", "3608")
    with pytest.raises(PermissionDenied):
        merge(make_enterprise("360802"), make_enterprise("620702"), leader)


def test_a_merge_by_mistake_is_undone(office):
    into, duplicate = make_enterprise("360802"), make_enterprise("360802", name="演示重档")
    merge(duplicate, into, office)
    operations.restore_merged(enterprise=duplicate, by=office, at=LATER, note="核实为两家")
    assert Enterprise.objects.get(pk=duplicate.pk).merged_into is None
    assert list(search.matching(Enterprise.objects.all(), "重档")) == [duplicate]
    assert steps(duplicate) == ["merge", "unmerge"]
    with pytest.raises(MergeRefused, match="没有并入"):
        operations.restore_merged(enterprise=duplicate, by=office, at=LATER, note="再来")


def test_a_merge_whose_code_was_taken_since_cannot_be_undone(office):
    into, duplicate = make_enterprise("360802"), make_enterprise("360802")
    merge(duplicate, into, office)
    Enterprise.objects.filter(pk=into.pk).update(credit_code=duplicate.credit_code)
    with pytest.raises(ConstraintRefused, match="这个统一社会信用代码已有档案。"):
        operations.restore_merged(enterprise=duplicate, by=office, at=LATER, note="核实为两家")
