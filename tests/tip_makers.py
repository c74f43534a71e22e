"""Plain builders of tip-offs, beside ``tests.makers``: records as the operations would leave them, without journal entries."""

from datetime import date, timedelta
from itertools import count
from secrets import token_hex

from capacity_portal.lib.sealing import boxes, custody
from capacity_portal.organization.models import Department, Region
from tests.makers import NOON, make_officer, make_region
from tipoffs.choices import ACCEPTED_STATES, TipState
from tipoffs.models import (
    Assignment,
    CustodyKey,
    CustodyShare,
    Opening,
    RewardAmount,
    RewardScheme,
    SealedIdentity,
    Tip,
    TipYear,
    Verification,
    Verifier,
)

PASSPHRASES = ("第一位保管人的口令 2026", "第二位保管人的口令 2026")
CHEAP = custody.Cost(1, 8, 1)
MONDAY = date(2026, 3, 2)
_numbers = count(1)
_HANDED = ("handed_over", "verifying", "verified", "dealt", "answered", "closed")


def make_custody_key(first=None, second=None, **values) -> CustodyKey:
    """A key in the hands of two handlers, whose passphrases are PASSPHRASES; ``codes`` on it are the recovery codes."""
    holders = (first or make_officer("tipoff_handler"), second or make_officer("tipoff_handler"))
    number = values.pop("number", (CustodyKey.objects.count()) + 1)
    pair = custody.new_pair(*PASSPHRASES, f"custody:{number}", CHEAP)
    values = {"created_at": NOON, "created_by": holders[0], **values}
    key = CustodyKey.objects.create(
        number=number, public_key=pair.public, wrapped_private=pair.wrapped_private, **values
    )
    for slot, (officer, share) in enumerate(zip(holders, pair.shares, strict=True), 1):
        CustodyShare.objects.create(
            key=key, slot=slot, officer=officer, salt=share.salt, wrapped=share.wrapped, wrapped_recovery=share.wrapped_recovery,
            changed_at=NOON, changed_by=officer,
        )  # fmt: skip
    key.codes = pair.recovery_codes
    return key


def make_tip(state: str = "received", *, identity: bytes | None = None, **values) -> Tip:
    """A tip on the web in the prefecture 3608, with whatever its state needs. ``identity``: JSON to seal (needs a custody key)."""
    officer = values.pop("officer", None)
    prefecture = values.pop("region_code", "3608")
    make_region(prefecture)
    received = values.get("received_on", MONDAY)
    year, _ = TipYear.objects.get_or_create(year=received.year)
    year.last += 1
    year.save()
    values = {
        "year": received.year, "number": year.last, "submission_digest": token_hex(32), "code_digest": token_hex(32),
        "content_digest": token_hex(32), "channel": "web", "received_on": received, "counted_on": received, "kind": "production",
        "region_code": prefecture, "text": f"演示举报内容{next(_numbers)}", "place_text": "演示镇河边的厂房", "firm_name": "演示轧钢厂",
        "handover_due_on": received + timedelta(days=1), "summary": "" if state == "received" else "演示交办摘要", "state": state,
    } | _of_state(state, officer) | values  # fmt: skip
    tip = Tip.objects.create(**values)
    if identity is not None:
        key = CustodyKey.objects.get(state="active")
        box = boxes.seal(identity, key.public_key, f"sealed_identity:{tip.pk}")
        SealedIdentity.objects.create(tip=tip, custody=key, sealed=box)
    return tip


def _of_state(state: str, officer) -> dict:
    if state == TipState.RECEIVED:
        return {}
    officer = officer or make_officer("tipoff_handler")
    values = {}
    if state in ("refusing", "refused"):
        values = {
            "refusal": "untraceable",
            "refusal_text": "演示说明",
            "refusal_proposed_at": NOON,
            "refusal_proposed_by": officer,
        }
    if state == "refused":
        values |= {"refused_at": NOON, "refused_by": make_officer("office_leader")}
    if state in ACCEPTED_STATES:
        values |= {"accepted_at": NOON, "accepted_by": officer}
    if state in _HANDED:
        values |= {"handed_over_at": NOON, "handed_over_by": officer, "result_due_on": date(2026, 3, 16)}
    if state == "closed":
        values |= {
            "verifiers": 2,
            "dispositions": 1,
            "answers": 1,
            "closed_at": NOON,
            "closed_by": officer,
            "conclusion": "confirmed",
        }
    return values


def make_assignment(
    tip: Tip, region: str | Region = "360802", department: Department | None = None, **values
) -> Assignment:
    """The tip in the hands of a county, or of a department there."""
    region = region if isinstance(region, Region) else make_region(region)
    values = {
        "turn": tip.turn, "start_on": MONDAY, "days": 10, "due_on": date(2026, 3, 16), "assigned_at": NOON,
        "assigned_by": values.pop("assigned_by", None) or make_officer("tipoff_handler"), **values,
    }  # fmt: skip
    return Assignment.objects.create(
        tip=tip, region=region, region_code=region.code, department=department, **values
    )


def make_verification(tip: Tip, people: int = 2, **values) -> Verification:
    """A current record of what was found, with so many people."""
    values = {
        "turn": tip.turn, "began_on": MONDAY, "ended_on": MONDAY, "place_text": "演示地点", "conclusion": "confirmed",
        "findings": "演示核查情况", "recorded_at": NOON, "recorded_by": values.pop("recorded_by", None) or make_officer("county_staff"),
        **values,
    }  # fmt: skip
    record = Verification.objects.create(tip=tip, **values)
    for number in range(people):
        Verifier.objects.create(verification=record, name=f"演示核查员{number + 1}", unit="演示单位")
    return record


def make_scheme(
    region: str = "3608", *, case: str = "正在生产", yuan: int = 20_000, **values
) -> RewardScheme:
    """Reward rules of a region with one case."""
    values = {"title": "演示奖励办法", "valid_from": date(2025, 1, 1), **values}
    scheme = RewardScheme.objects.create(region=make_region(region), **values)
    RewardAmount.objects.create(scheme=scheme, case=case, yuan=yuan)
    return scheme


def make_opening(tip: Tip, state: str = "requested", **values) -> Opening:
    """An opening of the tip's identity (needs a custody key) as it stands in ``state``; what is open cannot be read: nobody has its key."""
    key = values.pop("custody", None) or CustodyKey.objects.get(state="active")
    first, second = (share.officer for share in key.shares.order_by("slot"))
    ended = state in ("refused", "ended")
    values = {
        "custody": key, "reason": "演示核对奖励收款人", "requested_at": NOON, "requested_by": first, "expires_at": NOON + timedelta(days=1),
        "session_public": boxes.public_of(boxes.new_key()), "ended_at": NOON if ended else None, **values,
    }  # fmt: skip
    if state not in ("requested", "ended"):
        values |= {
            "decided_at": NOON,
            "decided_by": values.pop("decided_by", None) or make_officer("office_leader"),
        }
    if state in ("ready", "open"):
        values |= {"joined_at": NOON, "joined_by": second}
    if state == "open":
        values |= {"opened_at": NOON, "opened_by": first, "sealed_copy": b"\x01" * 80}
    return Opening.objects.create(tip=tip, state=state, **values)
