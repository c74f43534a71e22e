from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from capacity_portal.journal.models import Entry
from capacity_portal.lib.workflow import StepRefused
from tests.makers import NOON, PASSWORD, make_officer
from tests.tip_makers import PASSPHRASES
from tests.tipoffs.custodians import NEW_PHRASES, founded, opened, sealed_tip
from tipoffs.models import CustodyShare
from tipoffs.operations.confirming import opened_share
from tipoffs.operations.custody_shares import hand_share, rewrap_share

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=2)
NEW = "换过以后第一位的口令是这句"


def share_of(world, slot: int = 1) -> CustodyShare:
    return CustodyShare.objects.select_related("key", "officer").get(key=world.key, slot=slot)


def opens(share, typed: str) -> bool:
    share = CustodyShare.objects.select_related("key").get(pk=share.pk)
    try:
        return bool(
            opened_share(share=share, typed=typed, field="x", by=make_officer("tipoff_handler"), at=LATER)
        )
    except ValidationError:
        return False


@pytest.mark.parametrize("by_code", [False, True])
def test_another_passphrase_by_the_old_one_or_the_recovery_code(by_code):
    world = founded()
    share, old = share_of(world), world.codes[0] if by_code else PASSPHRASES[0]
    code = rewrap_share(share=share, old=old, new=NEW, again=NEW, by=world.first, at=LATER)
    assert [opens(share, typed) for typed in (NEW, code, PASSPHRASES[0], world.codes[0])] == [
        True,
        True,
        False,
        False,
    ]
    assert Entry.objects.filter(subject="custody_share", step="rewrap", by=world.first).count() == 1


def test_nobody_changes_the_others_share_or_without_the_old_secret():
    world = founded()
    share = share_of(world)
    with pytest.raises(PermissionDenied):
        rewrap_share(share=share, old=PASSPHRASES[0], new=NEW, again=NEW, by=world.second, at=LATER)
    for old, new, again, field in [
        ("x", NEW, NEW, "old_passphrase"),
        (PASSPHRASES[0], "短", "短", "new_passphrase"),
        (PASSPHRASES[0], NEW, "x", "new_passphrase"),
        (PASSPHRASES[0], PASSWORD, PASSWORD, "new_passphrase"),
    ]:
        with pytest.raises(ValidationError) as refused:
            rewrap_share(share=share, old=old, new=new, again=again, by=world.first, at=LATER)
        assert list(refused.value.message_dict) == [field]


def test_a_page_that_is_out_of_date_changes_nothing():
    world = founded()
    share, stale = share_of(world), share_of(world)
    rewrap_share(share=share, old=PASSPHRASES[0], new=NEW, again=NEW, by=world.first, at=LATER)
    with pytest.raises(StepRefused, match="刚刚有了变动"):
        rewrap_share(
            share=stale, old=PASSPHRASES[0], new=f"{NEW}又", again=f"{NEW}又", by=world.first, at=LATER
        )


def handed(world, receiver, **values):
    given = {
        "share": share_of(world), "old": world.codes[0], "receiver": receiver, "password": PASSWORD, "new": NEW_PHRASES[0] + "新人",
        "again": NEW_PHRASES[0] + "新人", "by": world.second, "at": LATER,
    }  # fmt: skip
    return hand_share(**given | values)


def test_a_new_holder_takes_over_with_the_code_of_one_who_left():
    world, receiver = founded(), make_officer("tipoff_handler")
    code = handed(world, receiver)
    share = share_of(world)
    assert share.officer == receiver
    assert [
        opens(share, typed) for typed in (NEW_PHRASES[0] + "新人", code, PASSPHRASES[0], world.codes[0])
    ] == [True, True, False, False]
    assert Entry.objects.get(subject="custody_share", step="hand").changes["officer_id"] == [
        world.first.pk,
        receiver.pk,
    ]


def test_the_new_holder_opens_with_the_other_custodian():
    world, receiver, tip = founded(), make_officer("tipoff_handler"), sealed_tip()
    handed(world, receiver, old=PASSPHRASES[0])
    world.first = receiver
    with pytest.raises(ValidationError):
        opened(world, tip, at=LATER)  # the old passphrase of the share


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"old": "x"}, ValidationError),
        ({"password": "x"}, ValidationError),
        ({"new": "短", "again": "短"}, ValidationError),
        ({"receiver": "second"}, ValidationError),
        ({"receiver": "leader"}, ValidationError),
        ({"by": "leader"}, PermissionDenied),
        ({"by": "elsewhere"}, PermissionDenied),
    ],
)
def test_a_share_goes_to_another_handler_who_confirms(values, error):
    world = founded()
    people = {
        "second": world.second,
        "leader": world.leader,
        "elsewhere": make_officer("tipoff_handler", "6207"),
    }
    values = {name: people.get(value, value) for name, value in values.items()}
    with pytest.raises(error):
        handed(world, **{"receiver": make_officer("tipoff_handler")} | values)
    assert share_of(world).officer == world.first
