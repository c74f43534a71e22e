"""What the reporter does on his page: write, add a file, rate, object. Each posting has one effect however often it arrives.

Of him only the day is kept: messages and events have no time, the journal's entries stand at midnight of the day (settled 14).
"""

import hmac
from datetime import datetime
from hashlib import sha256

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate

from capacity_portal.journal import operations as journal
from capacity_portal.lib.moments import day_alone
from capacity_portal.lib.typed_text import storable
from capacity_portal.organization.queries import work_calendar
from tipoffs.models import Objection, Satisfaction, Tip, TipEvent, TipFile, TipMessage
from tipoffs.operations.door import worded
from tipoffs.operations.tip_files import attach
from tipoffs.queries.tracked import last_day_of
from tipoffs.rules import follow_up

SHORTEST_SECRET = 16
_INCOMPLETE = "页面不完整，请核对内容后再提交一次。"


@transaction.atomic
def post_reply(*, tip: Tip, text: str, secret: str, at: datetime) -> TipMessage:
    """A word of the reporter's; the same text with the same ``secret`` of the page is the same message. Raises ValidationError."""
    if len(secret) < SHORTEST_SECRET:
        raise ValidationError(_INCOMPLETE)
    text = worded(text, longest=follow_up.LONGEST_MESSAGE, wanted="请写明要补充或回答的内容。")
    tip, digest = _locked(tip), _digest(tip, secret, text)
    known = TipMessage.objects.filter(digest=digest).first()
    if known is not None:
        return known
    if refused := follow_up.against_message(tip.messages.filter(is_from_office=False).count()):
        raise ValidationError({"text": refused})
    message = TipMessage.objects.create(
        tip=tip, is_from_office=False, text=text, posted_on=localdate(at), digest=digest
    )
    _note(tip, "reply", "举报人补充", at)
    _told(tip, "reply", at)
    return message


def add_file(*, tip: Tip, upload, at: datetime) -> TipFile:
    """A further file; the same one is kept once. Raises UploadRefused. Reading it holds no lock."""
    kept = attach(tip=tip, upload=upload, at=at)
    label = f"第 {kept.position} 份材料"
    with transaction.atomic():
        tip = _locked(tip)
        if not tip.events.filter(step="attach", text=label).exists():
            _note(tip, "attach", "举报人补充材料", at, label)
    return kept


@transaction.atomic
def rate(*, tip: Tip, score: int, text: str = "", at: datetime) -> Satisfaction:
    """What the reporter thinks of the handling, 1 to 5, once. Raises ValidationError."""
    tip, text = _locked(tip), _opinion(text)
    known = Satisfaction.objects.filter(tip=tip).first()
    if known is not None and (known.score, known.text) == (score, text):
        return known
    if refused := follow_up.against_rating(tip.state, known is not None):
        raise ValidationError(refused)
    given = Satisfaction.objects.create(tip=tip, score=score, text=text, given_on=localdate(at))
    _note(tip, "rate", "举报人评价", at, f"{score}分")
    _told(tip, "rate", at)
    return given


@transaction.atomic
def object_to(*, tip: Tip, text: str, at: datetime) -> Objection:
    """The reporter does not accept the outcome: one level up, once, in time. Raises ValidationError."""
    text = worded(text, longest=follow_up.LONGEST_MESSAGE, wanted="请写明不同意的理由。")
    tip, calendar, today = _locked(tip), work_calendar(), localdate(at)
    known = Objection.objects.filter(tip=tip).first()
    if known is not None and known.text == text:
        return known
    last = last_day_of(tip, calendar)
    refused = follow_up.against_objection(tip.state, known is not None, last.due if last else None, today)
    if refused:
        raise ValidationError(refused)
    due = follow_up.objection_due(today, calendar).due
    objection = Objection.objects.create(tip=tip, text=text, made_on=today, due_on=due)
    journal.record_created(objection, step="object", by=None, at=day_alone(at))
    _note(tip, "object", "举报人提出异议", at, public_text="您提出了异议，由办公室负责人决定。")
    return objection


def _locked(tip: Tip) -> Tip:
    return Tip.objects.select_for_update(of=("self",)).get(pk=tip.pk)


def _opinion(text: str) -> str:
    text = storable(text).strip()
    if len(text) > follow_up.LONGEST_OPINION:
        raise ValidationError(
            {"text": f"共 {len(text)} 个字，最多 {follow_up.LONGEST_OPINION} 个字，请缩短。"}
        )
    return text


def _digest(tip: Tip, secret: str, text: str) -> str:
    said = f"reply:{tip.pk}:{secret}:{text}".encode(errors="replace")
    return hmac.new(settings.TIPOFF_PEPPER.encode(), said, sha256).hexdigest()


def _note(tip: Tip, step: str, label: str, at: datetime, text: str = "", public_text: str = "") -> None:
    """For the office alone, with the day and without the time."""
    TipEvent.objects.create(
        tip=tip, step=step, label=label, text=text, public_text=public_text, region_code=tip.region_code, on=localdate(at)
    )  # fmt: skip


def _told(tip: Tip, step: str, at: datetime) -> None:
    journal.record_event(
        subject="tip", subject_id=tip.pk, step=step, region_code=tip.region_code, file_key=f"tip:{tip.pk}", by=None,
        at=day_alone(at),
    )  # fmt: skip
