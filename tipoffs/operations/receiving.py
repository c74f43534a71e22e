"""Receiving a tip: once however often it is sent, numbered without a gap, with its files, its identity sealed, in one transaction."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate, localtime

from capacity_portal.journal import operations as journal
from capacity_portal.lib.moments import day_alone
from capacity_portal.lib.short_memory import remembered
from capacity_portal.lib.workdays import Calendar, day_of_receipt
from capacity_portal.lib.workflow import StepRefused
from capacity_portal.organization.models import Region, Threshold
from capacity_portal.organization.queries import work_calendar
from capacity_portal.organization.roles import Permission
from tipoffs.choices import Channel
from tipoffs.models import Tip, TipEvent, TipYear
from tipoffs.operations import draft_files, drafts
from tipoffs.operations.identities import seal_identity
from tipoffs.queries.clock_rules import clock_of
from tipoffs.queries.places import places_in, prefecture
from tipoffs.queries.receipts import Receipt, content_digest_of, pepper, receipt_for
from tipoffs.rules import receipt as codes
from tipoffs.rules.clocks import handover_deadline
from tipoffs.rules.report import Identity, TipReport, problems, tidy

CLOSING_THRESHOLD, USUAL_CLOSING = "tipoff-closing-time", 1730
OLDEST_ENTRY = timedelta(days=366)
_SHORTEST_SECRET = 32
_UNSEALED = "保管密钥刚刚停用，您的联系方式现在不能封存保管，没有收下。请改为匿名举报，或稍后再提交。"


class DraftGone(StepRefused):
    """The draft was submitted from another window, or its time is over."""

    def __init__(self):
        super().__init__("这份举报已经提交过，或者填写的内容已超过24小时，没有重复提交。")


class DraftChanged(ValidationError):
    """Something was saved in another window after the draft was read."""

    def __init__(self):
        super().__init__("填写的内容刚才在另一个窗口改过，没有提交。请核对本页现在的内容，再提交一次。")


def receive_tip(
    *,
    report: TipReport,
    secret: str,
    draft_key: bytes | None = None,
    content: dict | None = None,
    by=None,
    at: datetime,
) -> Receipt:
    """Take a tip in; the same ``secret`` gives the receipt of the first time again, whatever else is sent with it.

    ``draft_key``: whose files are taken over and whose draft ends; ``content``: what that draft held when ``report`` was made of it
    (DraftChanged when it holds something else by now, None: not compared). ``by`` is the officer who enters a tip that came by another
    way, None on the web. Raises ValidationError by field (names of TipReport, ``identity``), PermissionDenied, DraftGone.
    """
    if len(secret) < _SHORTEST_SECRET:
        raise ValidationError("页面不完整，请返回上一步重新打开。")
    if (known := receipt_for(secret)) is not None:
        return known
    report = tidy(report)
    _insist(report, by)
    tip = _tip(report, secret, by, at)  # all that can be asked before the year is held
    try:
        with draft_files.made_ready(draft_key) as ready:
            return _received(tip, report.identity, secret, Taken(draft_key, content, ready), at)
    except IntegrityError:  # its twin was faster, in another year's row
        if (known := receipt_for(secret)) is None:
            raise
        return known


def digest_of(report: TipReport, *, by, at: datetime) -> str:
    """``Tip.content_digest`` of what would be received. Raises ValidationError."""
    return _tip(tidy(report), "", by, at).content_digest


@dataclass(frozen=True)
class Taken:
    """The draft that ends with the receipt: its key, what it held when it was read, the final bytes of its files."""

    key: bytes | None
    content: dict | None
    ready: draft_files.Ready


@remembered
def closing_time() -> time:
    """When the office closes: what comes later counts from the next working day. Kept as 1730 for 17:30."""
    value = Threshold.objects.value_of(CLOSING_THRESHOLD, USUAL_CLOSING)
    hour, minute = divmod(value, 100)
    return time(hour, minute) if 0 <= hour < 24 and minute < 60 else time(*divmod(USUAL_CLOSING, 100))


def _insist(report: TipReport, by) -> None:
    if (by is None) != (report.channel == Channel.WEB):
        raise ValidationError({"channel": "网上举报由举报人自己提交，其他来源由工作人员代录。"})
    if by is not None and not by.may(Permission.ENTER_TIPOFFS):
        raise PermissionDenied("您的角色没有这项权限。")
    if found := problems(report):
        raise ValidationError(found)


@transaction.atomic
def _received(tip: Tip, identity: Identity, secret: str, taken: Taken, at: datetime) -> Receipt:
    year = _locked_year(localdate(at).year)
    if (known := receipt_for(secret)) is not None:  # its twin held the lock before
        return known
    if taken.key is not None:
        _insist_unchanged(taken)
    year.last += 1
    tip.year, tip.number = year.year, year.last
    year.save(update_fields=["last"])
    tip.save(force_insert=True)
    _noted(tip, tip.entered_by, at)
    if seal_identity(tip=tip, identity=identity, received_at=at) is None and tip.has_identity:
        raise ValidationError({"identity": _UNSEALED})
    if taken.key is not None:
        draft_files.adopt(tip, taken.key, taken.ready)
        drafts.discard_draft(key=taken.key)
    return Receipt(tip, codes.code_from(secret, pepper()), is_new=True)


def _insist_unchanged(taken: Taken) -> None:
    """Hold the draft to the end of the transaction: a step saved in another window comes before, and is seen, or finds nothing."""
    content = drafts.locked_content(taken.key)
    if content is None:
        raise DraftGone
    if taken.content is not None and content != taken.content:
        raise DraftChanged


def _locked_year(year: int) -> TipYear:
    """The row that gives the numbers: who holds it is alone to receive until his transaction ends."""
    rows = TipYear.objects.select_for_update().filter(year=year)
    if (row := rows.first()) is None:  # the first tip of a year
        TipYear.objects.get_or_create(year=year)
        row = rows.get()
    return row


def _tip(report: TipReport, secret: str, by, at: datetime) -> Tip:
    home, calendar = prefecture(), work_calendar()
    received_on = _received_on(report, by, at)
    counted_on = _counted_on(received_on, at, calendar)
    due = handover_deadline(counted_on, clock_of(report.kind), calendar).due
    tip = Tip(
        submission_digest=codes.submission_digest(secret, pepper()),
        code_digest=codes.code_digest(codes.code_from(secret, pepper()), pepper()),
        received_on=received_on, counted_on=counted_on, handover_due_on=due, region_code=home.code,
        place=_place(report.place, home, received_on), has_identity=bool(report.identity),
        entered_at=None if by is None else at, entered_by=by,
        **{name: getattr(report, name) for name in _SAME},
    )  # fmt: skip
    tip.content_digest = content_digest_of(tip)
    return tip


_SAME = ("channel", "source_number", "kind", "place_text", "firm_name", "text", "seen_text", "daytime")


def _received_on(report: TipReport, by, at: datetime) -> date:
    """Today on the web; the day a letter or call came in, when staff enter it later."""
    today = localdate(at)
    day = report.received_on if by is not None and report.received_on else today
    if day > today:
        raise ValidationError({"received_on": f"{day:%Y-%m-%d}还没有到，收到日期不能晚于今天。"})
    if day < today - OLDEST_ENTRY:
        raise ValidationError({"received_on": f"{day:%Y-%m-%d}距今超过一年，请核对收到日期。"})
    return day


def _counted_on(received_on: date, at: datetime, calendar: Calendar) -> date:
    moment = localtime(at)
    if received_on != moment.date():  # entered later: the hour is not known, the day counts whole
        moment = datetime.combine(received_on, time.min)
    return day_of_receipt(moment, calendar, closing_time())


def _place(code: str, home: Region, on: date) -> Region | None:
    if not code:
        return None
    found = places_in(home.code, on).filter(code=code).first()
    if found is None:
        raise ValidationError({"place": "所选地区不在可选范围内，请从列表中重新选择。"})
    return found


def _noted(tip: Tip, by, at: datetime) -> None:
    """Journal and timeline. Of the reporter himself the day alone is kept; of the officer who enters, the time."""
    if by is None:
        journal.record_created(tip, step="receive", by=None, at=day_alone(at))
    else:
        journal.record_created(tip, step="enter", by=by, at=at)
    TipEvent.objects.create(
        tip=tip, step="receive", label="收到举报", public_text="已收到您的举报。", on=tip.received_on,
        happened_at=None if by is None else at, happened_by=by,
    )  # fmt: skip
