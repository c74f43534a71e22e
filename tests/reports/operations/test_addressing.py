"""Whom a document goes to."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from capacity_portal.journal.models import Entry
from capacity_portal.lib.workflow import StepRefused
from reports.operations import addressing
from reports.queries.blocking import what_blocks
from tests.makers import make_office, make_region
from tests.report_makers import MORNING, an_officer, make_notice, make_unit
from tests.tip_makers import make_assignment, make_tip
from tipoffs.models import Exclusion

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft():
    return make_notice("draft")


def address(draft, *, by=None, **who):
    return addressing.address(notice=draft, by=by or an_officer(), at=MORNING, **who)


def told(rows):
    return [(row.name, row.is_copy, row.position) for row in rows]


def test_regions_and_units_stand_in_the_order_given_and_copies_last(draft):
    county, zone, unit = make_region("360802"), make_region("3608K01"), make_unit()
    rows = address(draft, regions=[zone, county], departments=[unit], copies=[make_region("360803")])
    assert told(rows) == [
        ("井冈山经开区", False, 1),
        ("吉州区", False, 2),
        (unit.name, False, 3),
        ("青原区", True, 4),
    ]
    assert [row.department for row in rows] == [None, None, unit, None]


def test_who_stays_keeps_his_row_and_who_goes_is_written_down(draft):
    county, other = make_region("360802"), make_region("360803")
    first = address(draft, regions=[county])[0]
    rows = address(draft, regions=[other], copies=[county])
    assert (told(rows), rows[1].pk) == ([("青原区", False, 1), ("吉州区", True, 2)], first.pk)
    address(draft, regions=[other])
    kinds = list(Entry.objects.filter(subject="recipient").order_by("id").values_list("kind", flat=True))
    assert kinds == ["created", "created", "changed", "removed"]


def test_the_same_list_twice_writes_nothing(draft):
    county = make_region("360802")
    address(draft, regions=[county])
    written = Entry.objects.count()
    address(draft, regions=[county])
    assert Entry.objects.count() == written


def test_who_stands_under_both_gets_it_once(draft):
    county = make_region("360802")
    assert told(address(draft, regions=[county, county], copies=[county])) == [("吉州区", False, 1)]


def test_rows_are_put_in_order(draft):
    rows = address(
        draft, regions=[make_region("360802"), make_region("360803")], copies=[make_region("360821")]
    )
    addressing.reorder(notice=draft, ids=[rows[2].pk, rows[1].pk], by=an_officer(), at=MORNING)
    assert told(draft.recipients.order_by("position")) == [
        ("青原区", False, 1),
        ("吉州区", False, 2),
        ("吉安县", True, 3),
    ]


def test_places_outside_are_refused(draft):
    with pytest.raises(ValidationError, match="不在本地区内"):
        address(draft, regions=[make_region("620702")])
    with pytest.raises(ValidationError, match="不在本地区内"):
        address(draft, departments=[make_unit("甘州区发改局", "620702")])


def test_so_many_and_no_more(draft, monkeypatch):
    monkeypatch.setattr(addressing, "MOST", 1)
    with pytest.raises(ValidationError, match="最多 1 个"):
        address(draft, regions=[make_region("360802"), make_region("360803")])


@pytest.mark.parametrize("state", ["reviewing", "approved", "issued", "dropped"])
def test_only_a_draft_is_addressed(state):
    with pytest.raises(StepRefused, match="不能修改"):
        address(make_notice(state), regions=[make_region("360802")])
    with pytest.raises(StepRefused, match="不能修改"):
        addressing.address(notice=make_notice(state), regions=[], by=None, at=MORNING)


@pytest.mark.parametrize("role", ["county_leader", "tipoff_handler", "member_unit"])
def test_others_do_not_address(draft, role):
    with pytest.raises(PermissionDenied):
        address(
            draft,
            by=an_officer(role, "360802" if role == "county_leader" else "3608"),
            regions=[make_region("360802")],
        )


def test_a_list_of_300_costs_no_query_for_each(draft, django_assert_max_num_queries):
    towns = [make_region(f"360802{number:03d}") for number in range(1, 301)]
    with django_assert_max_num_queries(20):
        assert len(address(draft, regions=towns)) == 300


def test_what_concerns_a_tip_goes_only_to_units_that_have_it_in_hand():
    tip, handler, county = make_tip("handed_over"), an_officer("tipoff_handler"), make_region("360802")
    draft, other, unit = make_notice("draft", tip=tip, drafted_by=handler), make_region("360803"), make_unit()
    make_assignment(tip, county)
    assert told(address(draft, by=handler, regions=[county])) == [("吉州区", False, 1)]
    with pytest.raises(ValidationError) as refused:
        address(draft, by=handler, regions=[county, other], copies=[unit])
    assert refused.value.message_dict == {
        "chosen": [
            f"青原区、{unit.name}没有承办举报{tip.label}，不能收到涉及它的文件；请先在举报页面交办给该单位，或移出收文（会签）单位。"
        ]
    }


@pytest.mark.parametrize("party", ["department", "region"])
def test_what_concerns_a_tip_never_goes_to_a_unit_that_keeps_out(party):
    tip, handler, unit = (
        make_tip("handed_over"),
        an_officer("tipoff_handler"),
        make_unit("县工信局", "360802"),
    )
    draft = make_notice("draft", tip=tip, drafted_by=handler)
    make_assignment(tip, unit.region, unit)
    address(draft, by=handler, departments=[unit])
    of = (
        {"department": unit}
        if party == "department"
        else {"region": unit.region, "region_code": unit.region.code}
    )
    Exclusion.objects.create(tip=tip, reason="亲属", set_at=MORNING, set_by=handler, **of)
    with pytest.raises(ValidationError) as refused:
        address(draft, by=handler, departments=[unit])
    assert refused.value.message_dict == {
        "chosen": [f"县工信局对举报{tip.label}回避，不能收到涉及它的文件，请移出收文（会签）单位。"]
    }
    make_office()
    assert f"县工信局对举报{tip.label}回避" in "".join(what_blocks(draft, "issue"))


def test_a_document_about_no_tip_asks_nothing_of_the_kind(draft):
    make_office()
    address(draft, regions=[make_region("360802")])
    assert "举报" not in "".join(what_blocks(draft, "issue"))
