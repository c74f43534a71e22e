import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from capacity_portal.journal.models import Entry
from capacity_portal.lib.sealing import custody
from capacity_portal.lib.workflow import StepRefused
from capacity_portal.organization.queries import is_locked
from tests.makers import NOON, PASSWORD, make_officer
from tests.tip_makers import PASSPHRASES
from tests.tipoffs.custodians import founded, sitting
from tipoffs.models import CustodyKey, CustodyShare
from tipoffs.operations.ceremony import hold_ceremony
from tipoffs.operations.confirming import about_share, stored_share

pytestmark = pytest.mark.django_db


def handlers(count: int = 2):
    return [make_officer("tipoff_handler") for _ in range(count)]


def test_two_custodians_make_the_key_and_each_holds_a_share():
    world = founded()
    shares = list(world.key.shares.order_by("slot"))
    assert [share.officer for share in shares] == [world.first, world.second]
    for share, phrase, code in zip(shares, PASSPHRASES, world.codes, strict=True):
        by_phrase = custody.share_by_passphrase(stored_share(share), phrase, about_share(share))
        assert custody.share_by_recovery(stored_share(share), code, about_share(share)) == by_phrase


def test_the_journal_has_the_fingerprint_and_no_secret():
    world = founded()
    entries = Entry.objects.filter(subject__startswith="custody")
    assert [entry.step for entry in entries.order_by("id")] == ["create"] * 3
    assert custody.fingerprint(world.key.public_key) in entries.get(subject="custody_key").note
    told = "".join(f"{entry.note}{entry.changes}" for entry in entries)
    assert [secret for secret in (*PASSPHRASES, *world.codes, PASSWORD) if secret in told] == []


def test_there_is_one_active_key():
    world = founded()
    with pytest.raises(StepRefused, match="已有在用的保管密钥"):
        hold_ceremony(custodians=sitting(world.second), by=world.first, at=NOON)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"second_password": "wrong-Password-99"}, "second_password"),
        ({"phrases": ("太短的口令", PASSPHRASES[1])}, "first_passphrase"),
        (
            {"phrases": ("password-password", PASSPHRASES[1]), "again": ("password-password",) * 2},
            "first_passphrase",
        ),
        ({"phrases": (PASSWORD, PASSPHRASES[1]), "again": (PASSWORD, PASSPHRASES[1])}, "first_passphrase"),
        ({"phrases": (PASSPHRASES[0], PASSWORD), "again": (PASSPHRASES[0], PASSWORD)}, "second_passphrase"),
        ({"again": (PASSPHRASES[0], "另外一句话不一样的")}, "second_passphrase"),
        ({"phrases": (PASSPHRASES[0],) * 2, "again": (PASSPHRASES[0],) * 2}, "second_passphrase"),
    ],
)
def test_what_the_custodians_type_must_do(values, field):
    first, second = handlers()
    with pytest.raises(ValidationError) as refused:
        hold_ceremony(custodians=sitting(second, **values), by=first, at=NOON)
    assert list(refused.value.message_dict) == [field]
    assert not CustodyKey.objects.exists()


def test_a_wrong_password_of_the_second_counts_towards_his_lock():
    first, second = handlers()
    for _ in range(5):
        with pytest.raises(ValidationError):
            hold_ceremony(custodians=sitting(second, second_password="x"), by=first, at=NOON)
    assert is_locked(second, NOON)
    with pytest.raises(ValidationError, match="锁定"):
        hold_ceremony(custodians=sitting(second), by=first, at=NOON)


def test_the_second_is_another_handler_of_the_same_office_in_use():
    first = make_officer("tipoff_handler")
    others = [
        first,
        make_officer("office_leader"),
        make_officer("tipoff_handler", "6207"),
        make_officer("tipoff_handler", is_active=False, deactivated_at=NOON),
    ]
    for second in others:
        with pytest.raises(ValidationError) as refused:
            hold_ceremony(custodians=sitting(second), by=first, at=NOON)
        assert list(refused.value.message_dict) == ["second"]


@pytest.mark.parametrize(
    "role", ["office_leader", "county_leader", "system_admin", "security_admin", "auditor"]
)
def test_nobody_else_holds_a_ceremony(role):
    with pytest.raises(PermissionDenied):
        hold_ceremony(custodians=sitting(make_officer("tipoff_handler")), by=make_officer(role), at=NOON)
    assert not CustodyShare.objects.exists()


def test_what_is_typed_does_not_stand_in_its_description():
    text = repr(sitting(make_officer("tipoff_handler")))
    assert [secret for secret in (*PASSPHRASES, PASSWORD) if secret in text] == []
