from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from capacity_portal.journal.models import Entry
from capacity_portal.lib.sealing import boxes
from capacity_portal.lib.workflow import StepRefused
from tests.makers import NOON, PASSWORD, make_officer
from tests.tip_makers import PASSPHRASES
from tests.tipoffs.custodians import NEW_PHRASES, PERSON, founded, opened, sealed_tip, sitting
from tipoffs.models import CustodyKey, Opening, SealedIdentity, TipFile
from tipoffs.operations import custody_keys, resealing
from tipoffs.operations.ceremony import hold_ceremony
from tipoffs.operations.custody_keys import forget_spent_keys, lose_key, reseal_left, rotate
from tipoffs.operations.openings import request_opening
from tipoffs.operations.originals import about_key
from tipoffs.queries.custody import active_key, sealed_with
from tipoffs.queries.openings import opened_content

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=30)


def file_of(tip, key: CustodyKey, content: bytes = b"k" * 32) -> TipFile:
    uuid = uuid4()
    return TipFile.objects.create(
        uuid=uuid, tip=tip, kind="photo", content_type="image/jpeg", size=1, sha256="0" * 64, sealed_path="tipoffs/sealed/x", custody=key,
        sealed_key=boxes.seal(content, key.public_key, about_key(uuid)),
    )  # fmt: skip


def rotated(world, **values):
    given = {
        "key": world.key,
        "old": PASSPHRASES,
        "custodians": sitting(world.second, NEW_PHRASES),
        "by": world.first,
        "at": LATER,
    }
    return rotate(**given | values)


def test_everything_is_sealed_again_for_the_new_key_and_the_old_one_ends():
    world, tip = founded(), sealed_tip()
    file = file_of(tip, world.key)
    made = rotated(world, old=(PASSPHRASES[0], world.codes[1]))
    world.key.refresh_from_db()
    assert (world.key.state, active_key()) == ("retired", made.key)
    assert SealedIdentity.objects.get().custody == made.key
    assert not sealed_with(world.key)
    file.refresh_from_db()
    assert file.custody == made.key
    assert [entry.changes for entry in Entry.objects.filter(subject="sealed_identity", step="reseal")] == [
        {"custody_id": [world.key.pk, made.key.pk]}
    ]


def test_what_was_sealed_before_opens_with_the_new_passphrases(monkeypatch):
    world, tip = founded(), sealed_tip()
    made = rotated(world)
    world.key = made.key
    monkeypatch.setattr("tests.tipoffs.custodians.PASSPHRASES", NEW_PHRASES)
    opening, key = opened(world, tip, at=LATER)
    assert (
        opened_content(opening, key, by=world.first, at=LATER + timedelta(hours=1)).identity["name"]
        == PERSON.name
    )


def test_a_wrong_old_secret_or_a_refused_ceremony_changes_nothing():
    world = founded()
    sealed_tip()
    for values, field in [
        ({"old": ("x", PASSPHRASES[1])}, "old_first_passphrase"), ({"old": (PASSPHRASES[0], "x")}, "old_second_passphrase"),
        ({"custodians": sitting(world.second, NEW_PHRASES, second_password="x")}, "second_password"),
    ]:  # fmt: skip
        with pytest.raises(ValidationError) as refused:
            rotated(world, **values)
        assert list(refused.value.message_dict) == [field]
    assert active_key() == world.key
    assert CustodyKey.objects.count() == 1


def test_all_or_nothing():
    """A box that does not open stops the exchange: nothing has moved."""
    world = founded()
    good, bad = sealed_tip().identity, sealed_tip().identity
    bad.sealed = good.sealed
    bad.save()
    with pytest.raises(boxes.CannotOpen):
        rotated(world)
    assert active_key() == world.key
    assert sealed_with(world.key).identities == 2


def test_many_boxes_move_in_batches(monkeypatch):
    monkeypatch.setattr(resealing, "_BATCH", 2)
    world = founded()
    tips = [sealed_tip() for _ in range(5)]
    for tip in tips[:3]:
        file_of(tip, world.key)
    made = rotated(world)
    assert vars(sealed_with(made.key)) == {"identities": 5, "files": 3}
    assert Entry.objects.get(subject="custody_key", step="reseal").note == "共 8 件"


def test_what_was_asked_for_with_the_old_key_ends_and_what_is_open_stays():
    world = founded()
    opened_one, _ = opened(world, sealed_tip(), at=LATER)
    asked = request_opening(tip=sealed_tip(), reason="演示", by=world.first, at=LATER).opening
    rotated(world)
    assert dict(Opening.objects.values_list("pk", "state")) == {opened_one.pk: "open", asked.pk: "ended"}


def test_an_exchanged_key_is_not_exchanged_again():
    world = founded()
    rotated(world)
    with pytest.raises(StepRefused, match="已停用"):
        rotated(world)


def test_a_report_under_way_during_the_exchange_is_moved_afterwards():
    world = founded()
    made = rotated(world)
    late = sealed_tip()
    late.identity.sealed = boxes.seal(b"{}", world.key.public_key, f"sealed_identity:{late.pk}")
    late.identity.custody = world.key
    late.identity.save()
    assert forget_spent_keys(LATER + timedelta(days=9)) == 0
    assert reseal_left(key=world.key, old=PASSPHRASES, by=world.first, at=LATER) == 1
    assert sealed_with(made.key).identities == 1


def test_shares_of_an_exchanged_key_are_emptied_two_days_later():
    world = founded()
    rotated(world)
    assert forget_spent_keys(LATER + timedelta(hours=47)) == 0
    assert forget_spent_keys(LATER + timedelta(hours=49)) == 1
    assert forget_spent_keys(LATER + timedelta(hours=50)) == 0
    world.key.refresh_from_db()
    assert bytes(world.key.wrapped_private) == b""
    assert {bytes(share.wrapped) for share in world.key.shares.all()} == {b""}
    assert Entry.objects.filter(subject="custody_key", step="forget").count() == 1


def lost(world, **values):
    given = {
        "key": world.key,
        "reason": "保险柜内信封遗失",
        "password": PASSWORD,
        "second": world.first,
        "second_password": PASSWORD,
        "by": world.second,
        "at": LATER,
    }
    return lose_key(**given | values)


def test_a_lost_key_seals_nothing_any_more_and_what_it_sealed_stays():
    world, tip = founded(), sealed_tip()
    lost(world)
    world.key.refresh_from_db()
    assert (world.key.state, world.key.retired_text, active_key()) == (
        "lost",
        f"保险柜内信封遗失（{world.first.name}确认）",
        None,
    )
    assert sealed_with(world.key).identities == 1
    hold_ceremony(custodians=sitting(world.second, NEW_PHRASES), by=world.first, at=LATER)
    with pytest.raises(StepRefused, match="已遗失"):
        request_opening(tip=tip, reason="演示", by=world.first, at=LATER)


def test_the_leader_may_confirm_the_loss():
    world = founded()
    lost(world, second=world.leader)
    assert active_key() is None


def test_a_lost_key_that_was_found_gives_back_what_it_sealed():
    world = founded()
    sealed_tip()
    lost(world)
    with pytest.raises(StepRefused, match="另一把在用"):
        reseal_left(key=world.key, old=world.codes, by=world.first, at=LATER)
    made = hold_ceremony(custodians=sitting(world.second, NEW_PHRASES), by=world.first, at=LATER)
    assert reseal_left(key=world.key, old=world.codes, by=world.first, at=LATER) == 1
    assert sealed_with(made.key).identities == 1


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"reason": " "}, ValidationError),
        ({"password": "x"}, ValidationError),
        ({"second": "self"}, ValidationError),
        ({"second": "stranger"}, ValidationError),
        ({"second_password": "x"}, ValidationError),
        ({"by": "leader"}, PermissionDenied),
        ({"by": "elsewhere"}, PermissionDenied),
    ],
)
def test_losing_needs_a_reason_both_passwords_and_people_of_the_office(values, error):
    world = founded()
    people = {"leader": world.leader, "elsewhere": make_officer("tipoff_handler", "6207")}
    people |= {"self": world.second, "stranger": make_officer("tipoff_handler")}
    with pytest.raises(error):
        lost(world, **{name: people.get(value, value) for name, value in values.items()})
    assert active_key() == world.key


def test_the_other_office_does_not_open_this_key():
    world = founded()
    with pytest.raises(PermissionDenied):
        custody_keys.opened_private(
            key=world.key, old=PASSPHRASES, by=make_officer("tipoff_handler", "6207"), at=LATER
        )
