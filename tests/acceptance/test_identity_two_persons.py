"""Two-person opening: no role alone, and nobody with the database and the configuration alone, reads an identity; it ends; the reporter sees it."""

import re
from collections.abc import Iterator
from datetime import timedelta
from itertools import product

import pytest
import time_machine
from django.apps import apps
from django.conf import settings

from capacity_portal.lib.sealing import boxes, custody
from capacity_portal.lib.sealing.boxes import CannotOpen
from capacity_portal.organization.roles import ROLES
from tests.acceptance.canaries import canary, found_in
from tests.clients import signed_in
from tests.makers import NOON, PASSWORD, make_officer
from tests.tip_makers import PASSPHRASES
from tests.tipoffs.custodians import founded, opened, sealed_tip
from tipoffs.models import CustodyKey, Opening, SealedIdentity
from tipoffs.operations.confirming import about_key, about_share, stored_share
from tipoffs.operations.identities import about
from tipoffs.queries.openings import notices_for
from tipoffs.rules.openings import copy_place, share_place
from tipoffs.rules.report import LONGEST_IDENTITY, Identity

pytestmark = pytest.mark.django_db
PERSON = Identity(**{name: canary(at) for at, name in enumerate(LONGEST_IDENTITY)})
STEPS = {
    "decide": {"answer": "approve", "decision": "", "password": PASSWORD},
    "join": {"is_same": "on", "passphrase": PASSPHRASES[1]},
    "open": {"passphrase": PASSPHRASES[0]},
}


@pytest.fixture
def world():
    with time_machine.travel(NOON, tick=False):
        yield founded()


def tries_everything(officer, opening: Opening) -> bytes:
    """All answers somebody gets who tries every page and step of an opening, in every order, knowing all passphrases."""
    client, url = signed_in(officer), f"/tipoffs/openings/{opening.pk}/"
    tip = f"/tipoffs/{opening.tip_id}/"
    answers = [client.post(f"{tip}request-opening/", {"reason": "演示"})]
    for _ in range(2):
        answers += [client.post(f"{url}{step}/", typed) for step, typed in STEPS.items()]
    answers += [
        client.get(page) for page in (url, tip, f"{url}open/", "/tipoffs/openings/", "/tipoffs/custody/")
    ]
    return b"".join(answer.content for answer in answers)


@pytest.mark.parametrize("role", list(ROLES))
def test_no_role_alone_reads_an_identity(world, role):
    """Even with both passphrases: an officer of each role, on a request of a custodian's."""
    tip = sealed_tip(PERSON)
    signed_in(world.first).post(f"/tipoffs/{tip.pk}/request-opening/", {"reason": "演示"})
    opening = Opening.objects.get()
    assert found_in(tries_everything(make_officer(role), opening)) == []
    assert Opening.objects.get(pk=opening.pk).state in ("requested", "approved")


@pytest.mark.parametrize("holder", ["first", "second"])
def test_no_custodian_alone_reads_an_identity(world, holder):
    """He asks himself, and knows both passphrases: without leader and colleague nothing opens."""
    tip, officer = sealed_tip(PERSON), getattr(world, holder)
    signed_in(officer).post(f"/tipoffs/{tip.pk}/request-opening/", {"reason": "演示"})
    opening = Opening.objects.get()
    assert found_in(tries_everything(officer, opening)) == []
    assert Opening.objects.get(pk=opening.pk).state == "requested"


def test_leader_and_one_custodian_are_not_enough(world):
    tip = sealed_tip(PERSON)
    client = signed_in(world.first)
    url = client.post(f"/tipoffs/{tip.pk}/request-opening/", {"reason": "演示"}).url
    signed_in(world.leader).post(f"{url}decide/", STEPS["decide"])
    for by in (client, signed_in(world.leader)):
        for step in ("join", "open"):
            by.post(f"{url}{step}/", STEPS[step])
    assert found_in(client.get(url).content) == []
    assert Opening.objects.get().state == "approved"


def test_together_they_read_it_for_a_day_and_the_reporter_sees_the_date(world):
    """The control: what the tests above refuse, three people together may."""
    tip = sealed_tip(PERSON)
    assert notices_for(tip) == []
    client = signed_in(world.first)
    url = client.post(f"/tipoffs/{tip.pk}/request-opening/", {"reason": "演示"}).url
    for by, step in [
        (signed_in(world.leader), "decide"),
        (signed_in(world.second), "join"),
        (client, "open"),
    ]:
        assert by.post(f"{url}{step}/", STEPS[step]).status_code == 302
    assert len(found_in(client.get(url).content)) == len(LONGEST_IDENTITY)
    ((day, sentence),) = notices_for(tip)
    assert (day, "查看了您的身份信息" in sentence) == (NOON.date(), True)
    assert [word for word in (world.first.name, world.leader.name, "演示") if word in sentence] == []
    with time_machine.travel(NOON + timedelta(hours=24), tick=False):
        client.force_login(world.first)
        assert found_in(client.get(url).content) == []
    assert len(notices_for(tip)) == 1


# --- the database, the key of the signatures and the pepper -----------------------------------------------------------
def values_in_database() -> Iterator[bytes]:
    """Every value of every table, as bytes; hexadecimal text also as what it stands for."""
    for model in apps.get_models(include_auto_created=True):
        for row in model._base_manager.values_list():
            for value in row:
                content = (
                    bytes(value)
                    if isinstance(value, bytes | memoryview)
                    else str(value).encode(errors="replace")
                )
                yield content
                if re.fullmatch(rb"(?:[0-9a-f]{2}){16,}", content):
                    yield bytes.fromhex(content.decode())


def keys_to_try() -> set[bytes]:
    """Every run of 32 bytes at the ends of a stored value, and what can be derived from the configuration."""
    stored = {
        part
        for value in values_in_database()
        for part in (value[:32], value[-32:], value[1:33])
        if len(part) == 32
    }
    secrets = [settings.SECRET_KEY.encode(), settings.TIPOFF_PEPPER.encode(), *sorted(stored)[:40]]
    purposes = (
        "both shares",
        "recovery code",
        "draft content",
        "draft handle",
        "",
        "cookie:tip-track",
        "recovery code on its way",
    )
    return stored | {boxes.derived(secret, purpose) for secret, purpose in product(secrets, purposes)}


def opens(box: bytes, keys: set[bytes], place: str) -> bool:
    for key, way in product(keys, (boxes.unseal, boxes.unlock)):
        try:
            way(box, key, place)
        except CannotOpen:
            continue
        return True
    return False


def thief_reads(extra: set[bytes] = frozenset()) -> list[str]:
    """What somebody with all tables, SECRET_KEY and pepper opens, by name."""
    keys = keys_to_try() | extra
    targets = [(f"identity {row.pk}", row.sealed, about(row.tip_id)) for row in SealedIdentity.objects.all()]
    targets += [(f"key {key.pk}", key.wrapped_private, about_key(key)) for key in CustodyKey.objects.all()]
    for opening in Opening.objects.all():
        targets += [
            (name, box, place)
            for name, box, place in [
                ("copy", opening.sealed_copy, copy_place(opening.pk)), ("share", opening.sealed_share, share_place(opening.pk))
            ]
            if box
        ]  # fmt: skip
    return [name for name, box, place in targets if opens(box, keys, place)]


def test_database_secret_key_and_pepper_alone_open_nothing_even_while_an_opening_lasts(world):
    opened(world, sealed_tip(PERSON))
    assert [value for value in values_in_database() if found_in(value)] == []
    assert thief_reads() == []


def test_one_passphrase_and_the_database_open_nothing(world):
    sealed_tip(PERSON)
    for slot, phrase in zip((1, 2), PASSPHRASES, strict=True):
        share = world.key.shares.get(slot=slot)
        secret = custody.share_by_passphrase(stored_share(share), phrase, about_share(share))
        guesses = {
            boxes.derived(first + second, "both shares")
            for first, second in product([secret], [secret, *keys_to_try()])
        }
        guesses |= {boxes.derived(second + secret, "both shares") for second in keys_to_try()}
        assert thief_reads(guesses | {secret}) == []


def test_the_thief_would_notice_a_key_that_lies_about(world):
    """Negative control: the session's key, or the private key, in a table opens what it should."""
    opening, session_key = opened(world, sealed_tip(PERSON))
    assert thief_reads({session_key}) == ["copy"]
    Opening.objects.update(reason=session_key.hex())
    assert thief_reads() == ["copy"]
    shares = [
        custody.share_by_passphrase(stored_share(share), phrase, about_share(share))
        for share, phrase in zip(world.key.shares.order_by("slot"), PASSPHRASES, strict=True)
    ]
    private = custody.private_key(bytes(world.key.wrapped_private), *shares, about_key(world.key))
    assert thief_reads({private}) == [f"identity {opening.tip.identity.pk}", "copy"]
