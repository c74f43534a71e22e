import json
from datetime import timedelta

import pytest
from django.db import transaction

from capacity_portal.journal.models import Entry
from capacity_portal.lib.sealing import boxes, custody
from tests.makers import NOON
from tests.tip_makers import PASSPHRASES, make_custody_key, make_tip
from tipoffs.models import SealedIdentity
from tipoffs.operations.identities import BLOCK, about, padded, seal_identity
from tipoffs.rules.report import LONGEST_IDENTITY, Identity

pytestmark = pytest.mark.django_db
PERSON = Identity(name="演示举报人", telephone="13900000000")


def sealed(tip, identity=PERSON, at=NOON):
    with transaction.atomic():
        return seal_identity(tip=tip, identity=identity, received_at=at)


def test_both_shares_together_open_what_was_sealed():
    key = make_custody_key()
    tip = make_tip()
    box = sealed(tip).sealed
    shares = [
        custody.share_by_passphrase(
            custody.WrappedShare(row.salt, row.wrapped, row.wrapped_recovery),
            phrase,
            f"custody:1:{row.slot}",
        )
        for row, phrase in zip(key.shares.order_by("slot"), PASSPHRASES, strict=True)
    ]
    private = custody.private_key(key.wrapped_private, *shares, "custody:1")
    opened = json.loads(boxes.unseal(box, private, about(tip.pk)))
    assert (opened["name"], opened["received_at"]) == ("演示举报人", "2026-03-02T04:00:00+00:00")


def test_without_a_key_nothing_is_sealed():
    assert sealed(make_tip()) is None
    assert not SealedIdentity.objects.exists()


def test_the_journal_has_the_day_alone_and_nothing_of_the_person():
    make_custody_key()
    row = sealed(make_tip(), at=NOON + timedelta(hours=3, minutes=17))
    entry = Entry.objects.get(subject="sealed_identity")
    assert entry.at.isoformat() == "2026-03-01T16:00:00+00:00"
    assert entry.changes == {
        "tip_id": [None, row.tip_id], "custody_id": [None, row.custody_id], "erased_on": [None, None]
    }  # fmt: skip


def test_every_identity_has_the_same_length():
    longest = Identity(**{name: "𠮷" * most for name, most in LONGEST_IDENTITY.items()})
    assert {len(padded(who, NOON)) for who in (Identity(), PERSON, longest)} == {BLOCK}
