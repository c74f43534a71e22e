from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from enterprises import operations
from enterprises.models import Link
from enterprises.queries import LikelyLink
from tests.makers import NOON, make_enterprise, make_link

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)


def decide(link, by, decision="unrelated", note=""):
    return operations.decide_link(link=link, decision=decision, note=note, by=by, at=LATER)


def test_a_pair_is_recorded_once_lower_id_first(county, entries):
    one, other = make_enterprise("360802"), make_enterprise("360803")

    def record(*reasons):
        return operations.record_links(
            enterprise=other, candidates=[LikelyLink(one, reasons)], by=county, at=NOON
        )

    (link,) = record("same_name")
    assert (link.first, link.second, link.reasons) == (one, other, ["same_name"])
    assert (link.first_region_code, link.second_region_code) == ("360802", "360803")
    assert record("same_name") == [link]
    assert record("same_address", "same_name")[0].reasons == ["same_name", "same_address"]
    assert entries() == [("link", "create"), ("link", "edit")]


def test_a_decided_pair_stays_decided(office):
    one, other = make_enterprise("360802"), make_enterprise("360803")
    link = make_link(one, other)
    decide(link, office, note="两家无关")
    operations.record_links(
        enterprise=one, candidates=[LikelyLink(other, ("same_code",))], by=office, at=LATER
    )
    stored = Link.objects.get()
    assert (stored.decision, stored.reasons, stored.decided_by, stored.decided_at) == (
        "unrelated",
        ["same_name"],
        office,
        LATER,
    )


def test_a_county_decides_about_its_own_pairs_only(county, office, entries):
    own = make_link(make_enterprise("360802"), make_enterprise("360802001"))
    across = make_link(make_enterprise("360802"), make_enterprise("360803"))
    assert decide(own, county).decision == "unrelated"
    assert entries.last().changes["decision"] == ["pending", "unrelated"]
    with pytest.raises(PermissionDenied):
        decide(across, county)
    with pytest.raises(PermissionDenied):
        decide(across, None)
    assert decide(across, office, "relocated", "设备铭牌一致").decision == "relocated"


@pytest.mark.parametrize(
    ("decision", "note", "field"),
    [
        ("pending", "", "decision"),
        ("nosuch", "", "decision"),
        ("relocated", "", "note"),
        ("unrelated", "字" * 301, "note"),
    ],
)
def test_a_decision_is_checked(office, decision, note, field):
    link = make_link(make_enterprise(), make_enterprise())
    with pytest.raises(ValidationError) as refused:
        decide(link, office, decision, note)
    assert list(refused.value.message_dict) == [field]


def test_a_decision_is_revised_with_a_note_only(office):
    link = make_link(make_enterprise(), make_enterprise())
    decide(link, office)
    with pytest.raises(ValidationError, match="请写明核对情况。"):
        decide(link, office, "related")
    assert decide(link, office, "related", "同一实际控制人").decision == "related"
