"""Two custodians with a key, a leader, and the whole way to an open identity, by the operations."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction

from capacity_portal.organization.models import Officer
from tests.makers import NOON, PASSWORD, make_officer
from tests.tip_makers import PASSPHRASES, make_tip
from tipoffs.models import CustodyKey, Opening, Tip
from tipoffs.operations.ceremony import Custodians, hold_ceremony
from tipoffs.operations.identities import seal_identity
from tipoffs.operations.opening_keys import join_opening, open_identity
from tipoffs.operations.openings import decide_opening, request_opening
from tipoffs.rules.report import Identity

PERSON = Identity(
    name="演示举报人甲",
    telephone="13900001111",
    address="演示路1号",
    bank="演示银行",
    account="6222000000000000001",
)
NEW_PHRASES = ("换过以后第一位的口令是这句", "换过以后第二位的口令是那句")


@dataclass
class Custody:
    first: Officer
    second: Officer
    leader: Officer
    key: CustodyKey
    codes: tuple[str, str]


def sitting(second: Officer, phrases: tuple[str, str] = PASSPHRASES, **values) -> Custodians:
    """Both custodians at the screen; ``values`` overrides what they type."""
    values = {"second_password": PASSWORD, "phrases": phrases, "again": phrases, **values}
    return Custodians(second=second, **values)


def founded(at=NOON) -> Custody:
    """A key made by the ceremony."""
    first, second, leader = (
        make_officer(role) for role in ("tipoff_handler", "tipoff_handler", "office_leader")
    )
    made = hold_ceremony(custodians=sitting(second), by=first, at=at)
    return Custody(first, second, leader, made.key, made.codes)


def sealed_tip(identity: Identity = PERSON, at=NOON, **values) -> Tip:
    """A tip with contact, sealed."""
    tip = make_tip(has_identity=bool(identity), **values)
    with transaction.atomic():
        seal_identity(tip=tip, identity=identity, received_at=at)
    return tip


def opened(custody: Custody, tip: Tip, at=NOON, reason: str = "演示核对奖励收款人") -> tuple[Opening, bytes]:
    """The opening of ``tip`` after all five steps, with the key of the requester's browser."""
    asked = request_opening(tip=tip, reason=reason, by=custody.first, at=at)
    opening = decide_opening(
        opening=asked.opening,
        approve=True,
        decision="",
        password=PASSWORD,
        by=custody.leader,
        at=at + timedelta(minutes=1),
    )
    opening = join_opening(
        opening=opening, passphrase=PASSPHRASES[1], by=custody.second, at=at + timedelta(minutes=2)
    )
    opening = open_identity(
        opening=opening,
        session_key=asked.session_key,
        passphrase=PASSPHRASES[0],
        by=custody.first,
        at=at + timedelta(minutes=3),
    )
    return opening, asked.session_key
