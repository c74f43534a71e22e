"""The end of what was sealed: terms are set when a tip has ended, and at their end identity and originals are destroyed.

Crypto-erasure: the box in the row is emptied, the files' keys go before their bytes; what lies in older backups stays sealed.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.timezone import localdate

from capacity_portal.journal import operations as journal
from capacity_portal.organization.models import Threshold
from tipoffs.choices import RequestState, RewardState, TipState
from tipoffs.models import Objection, Opening, Reward, SealedIdentity, Tip, TipFile
from tipoffs.operations.originals import forget_original
from tipoffs.rules.openings import LIVE
from tipoffs.rules.retention import CLOSED, REFUSED, is_over, kept_until

ENDED = (TipState.CLOSED, TipState.REFUSED)


@transaction.atomic
def set_terms(at: datetime) -> int:
    """Regular work: a tip that has ended gets the last day of its identity, one taken up again loses it; returns how many."""
    years = {
        TipState.CLOSED: Threshold.objects.value_of(*CLOSED), TipState.REFUSED: Threshold.objects.value_of(*REFUSED)
    }  # fmt: skip
    ended = Q(state__in=ENDED, erase_on=None)
    tips = list(
        Tip.objects.filter(ended | ~Q(state__in=ENDED) & Q(erase_on__isnull=False)).select_for_update(
            of=("self",)
        )
    )
    for tip in tips:
        with journal.recording(tip, step="term", by=None, at=at):
            ended_at = tip.closed_at if tip.state == TipState.CLOSED else tip.refused_at
            tip.erase_on = kept_until(localdate(ended_at), years[tip.state]) if tip.state in ENDED else None
            tip.save(update_fields=["erase_on"])
    return len(tips)


def erase_due(at: datetime) -> int:
    """Regular work: destroy what has come to the end of its term; returns of how many tips."""
    numbers = list(due_tips(at).values_list("pk", flat=True))
    return sum(_erased(number, at) for number in numbers)


def due_tips(at: datetime) -> QuerySet[Tip]:
    """Tips whose term is over and of which something is still sealed; not while a reward, an objection or an opening needs it."""
    this = OuterRef("pk")
    sealed = Exists(SealedIdentity.objects.filter(tip=this, sealed__isnull=False))
    kept = Exists(TipFile.objects.filter(tip=this, sealed_key__isnull=False))
    unpaid = Exists(Reward.objects.filter(tip=this, state__in=[RewardState.PROPOSED, RewardState.GRANTED]))
    asked = Exists(Objection.objects.filter(tip=this, state=RequestState.ASKED))
    opened = Exists(Opening.objects.filter(tip=this, state__in=LIVE))
    over = Tip.objects.filter(state__in=ENDED, erase_on__lt=localdate(at)).order_by("pk")
    return over.filter(sealed | kept).filter(~unpaid, ~asked, ~opened)


@transaction.atomic
def _erased(number: int, at: datetime) -> bool:
    tip = Tip.objects.select_for_update(of=("self",)).get(pk=number)
    if not is_over(tip.erase_on, localdate(at)) or not due_tips(at).filter(pk=number).exists():
        return False
    files = list(tip.files.filter(sealed_key__isnull=False))
    for file in files:
        forget_original(file)
    identity = SealedIdentity.objects.filter(tip=tip, sealed__isnull=False).first()
    note = f"销毁封存原件 {len(files)} 份" if files else ""
    if identity is None:
        journal.record_event(
            subject="sealed_identity", subject_id=tip.pk, step="erase", by=None, at=at, note=note, file_key=f"tip:{tip.pk}",
            region_code=tip.region_code,
        )  # fmt: skip
        return True
    with journal.recording(identity, step="erase", by=None, at=at, note=note):
        identity.sealed, identity.erased_on = None, localdate(at)
        identity.save(update_fields=["sealed", "erased_on"])
    return True
