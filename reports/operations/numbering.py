"""The register's numbers: given under the lock of their series, gapless and unique; a voided one stays with its reason."""

from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.timezone import localdate

from capacity_portal.journal import operations as journal
from capacity_portal.lib.constraints import refused_in_chinese
from capacity_portal.lib.typed_text import storable
from capacity_portal.lib.workflow import StepRefused
from capacity_portal.organization.roles import Permission
from reports.choices import NoticeState
from reports.models import Notice, NumberEntry, NumberSeries
from reports.operations.door import worded
from reports.queries.registers import highest_running
from reports.rules.numbers import RUNNING

LONGEST_CODE, LONGEST_REASON, HIGHEST_FIRST = 30, 300, 99_999


@refused_in_chinese
@transaction.atomic
def begin_series(*, code: str, year: int, first: int = 1, by, at: datetime) -> NumberSeries:
    """Let the portal number ``code`` in ``year`` from ``first`` on (numbers below were given on paper); may be corrected until one is given.

    Raises ValidationError by field, StepRefused when numbers were given already, PermissionDenied.
    """
    _insist_keeper(by)
    code = worded("".join(code.split()), "code", LONGEST_CODE, wanted="请填写机关代字。")
    if not 1 <= first <= HIGHEST_FIRST:
        raise ValidationError({"first": f"起始顺序号“{first}”应在1到{HIGHEST_FIRST}之间。"})
    this = localdate(at).year
    if not this - 1 <= year <= this + 1:
        raise ValidationError({"year": f"年份“{year}”应为{this - 1}、{this}或{this + 1}年。"})
    series = locked_series(code, year, by=by, at=at)
    if series.last >= series.first:
        raise StepRefused(f"{series}已经编到{series.last}号，起始顺序号不能再改。")
    with journal.recording(series, step="begin", by=by, at=at, note=f"从{first}号开始"):
        series.first, series.last = first, first - 1
        series.save()
    return series


def next_entry(*, notice: Notice, code: str, at: datetime, by) -> NumberEntry:
    """The next number of ``code`` in the year of ``notice.dated``, for ``notice``: the series stays locked to the end of the transaction.

    The lock makes numbers gapless (a rolled back issue gives its number back before anybody else reads) and unique.
    """
    return _given(
        locked_series(code, notice.dated.year, by=by, at=at), notice.title, notice=notice, by=by, at=at
    )


@refused_in_chinese
@transaction.atomic
def enter_by_hand(*, code: str, year: int, title: str, by, at: datetime) -> NumberEntry:
    """The next number for a paper document that was not written in the portal. Raises ValidationError by field, PermissionDenied."""
    _insist_keeper(by)
    title = worded(title, "title", 200, wanted="请填写文件标题。")
    series = NumberSeries.objects.filter(code=code, year=year).first()
    if series is None:
        raise ValidationError({"code": f"{code}〔{year}〕还没有登记簿，请先启用。"})
    return _given(locked_series(code, year, by=by, at=at), title, notice=None, by=by, at=at)


@transaction.atomic
def void(*, entry: NumberEntry, reason: str, by, at: datetime) -> NumberEntry:
    """Void a number; its line stays with the reason and the number is never given again.

    Raises StepRefused (voided before; its document is still in force), ValidationError by field, PermissionDenied.
    """
    _insist_keeper(by)
    entry = (
        NumberEntry.objects.select_for_update(of=("self",))
        .select_related("series", "notice")
        .get(pk=entry.pk)
    )
    if entry.voided_at is not None:
        raise StepRefused(f"{entry.label}已经作废。")
    if entry.notice is not None and entry.notice.state != NoticeState.WITHDRAWN:
        raise StepRefused(
            f"{entry.label}对应的文件“{entry.notice.title}”仍然有效，请先废止文件，再作废字号。"
        )
    reason = worded(reason, "text", LONGEST_REASON, wanted="请写明作废的原因。")
    with journal.recording(entry, step="void", by=by, at=at, note=reason[:200]):
        entry.voided_at, entry.voided_by, entry.void_reason = at, by, reason
        entry.save()
    return entry


def locked_series(code: str, year: int, *, by, at: datetime) -> NumberSeries:
    """The series, made when it is the first number of its year; who holds it is alone to give numbers until his transaction ends.

    Of a running code all years are locked, and a new year begins behind the highest number.
    """
    if code in RUNNING:
        list(NumberSeries.objects.select_for_update().filter(code=code).order_by("pk"))
    rows = NumberSeries.objects.select_for_update().filter(code=code, year=year)
    if (series := rows.first()) is None:
        last = highest_running(code)
        series, is_new = NumberSeries.objects.get_or_create(
            code=code, year=year, defaults={"first": last + 1, "last": last}
        )
        if is_new:
            journal.record_created(series, step="begin", by=by, at=at)
        series = rows.get()
    return series


def _given(series: NumberSeries, title: str, *, notice: Notice | None, by, at: datetime) -> NumberEntry:
    series.last = max(series.last, highest_running(series.code)) + 1
    series.save(update_fields=["last"])
    entry = NumberEntry.objects.create(
        series=series, number=series.last, notice=notice, title=storable(title), given_at=at, given_by=by
    )
    journal.record_created(entry, step="number", by=by, at=at, note=entry.label)
    return entry


def _insist_keeper(by) -> None:
    if by is not None and not by.may(Permission.KEEP_REGISTER):
        raise PermissionDenied("您的角色没有这项权限。")
