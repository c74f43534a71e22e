"""编号印发: number, date, verification code and the frozen words of a document, in one transaction."""

from dataclasses import replace
from datetime import date, datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.timezone import localdate

from capacity_portal.lib.constraints import refused_in_chinese
from capacity_portal.lib.typed_text import storable
from capacity_portal.lib.typesetting.official import storing
from capacity_portal.lib.typesetting.official.outline import OfficialDocument
from capacity_portal.lib.workflow import StepRefused
from reports.models import Notice
from reports.operations import door
from reports.operations.numbering import next_entry
from reports.queries.blocking import what_blocks
from reports.queries.notices import office_of
from reports.rules import numbers
from reports.rules.issuing import to_explain
from reports.rules.outlines import outline_of
from reports.rules.verify_codes import grouped, new_code

LONGEST_REASON = 200


@refused_in_chinese
@transaction.atomic
def issue(
    *, notice: Notice, version: int, dated: date | None = None, reason: str = "", by, at: datetime
) -> Notice:
    """Give ``notice`` its number and freeze its words. ``dated``: 成文日期, the day of signing unless given; another one (later, up to
    today), and a 签发人 on the paper who is not who signed, want a ``reason``, which the journal keeps.

    The copy is made by ``freezing.freeze`` afterwards, outside the lock of the numbers. Raises door.NoticeChanged, StepRefused (state, or
    what still blocks), ValidationError by field, PermissionDenied.
    """
    notice = door.locked(notice, version)
    step = door.step_of(notice, "issue", by)
    day = _checked_day(dated or localdate(notice.signed_at), notice, at)
    office = office_of(notice.region_code)
    code = numbers.code_for(notice.form, document_code=office.document_code, letter_code=office.letter_code)
    reason = _checked_reason(reason, day, notice)
    with door.stepping(notice, step, by=by, at=at, note=reason):
        notice.dated = day
        if blocks := what_blocks(notice, "issue", office=office, today=localdate(at)):
            raise StepRefused("还不能编号印发：" + "".join(blocks))
        notice.verify_code = new_code()
        entry = next_entry(notice=notice, code=code, at=at, by=by)
        notice.frozen = storing.to_json(_frozen(notice, office, entry, at))
        notice.issued_at, notice.issued_by = at, by
    return notice


def address_of(code: str) -> str:
    """The whole address of the page that verifies ``code``: what the QR code says."""
    return settings.PORTAL_URL.rstrip("/") + reverse("reports:verified", args=[code])


def _frozen(notice: Notice, office, entry, at: datetime) -> OfficialDocument:
    number = numbers.printed(notice.form, entry.series.code, entry.series.year, entry.number)
    try:
        document = outline_of(
            notice, office=office, number=number, dated=notice.dated, printed_on=localdate(at)
        )
    except ValueError as unreadable:
        raise StepRefused(str(unreadable)) from unreadable
    return replace(
        document, verify_code=grouped(notice.verify_code), verify_url=address_of(notice.verify_code)
    )


def _checked_day(day: date, notice: Notice, at: datetime) -> date:
    """Not later than today, not before the document was signed."""
    if day > localdate(at):
        raise ValidationError({"dated": f"成文日期{day:%Y-%m-%d}还没有到，请改为今天或以前的日期。"})
    if day < (signed := localdate(notice.signed_at)):
        raise ValidationError(
            {"dated": f"成文日期{day:%Y-%m-%d}早于签发日期{signed:%Y-%m-%d}；成文日期为签发的日期，请改正。"}
        )
    return day


def _checked_reason(reason: str, day: date, notice: Notice) -> str:
    """Wanted where the paper says something else than was done."""
    signed_on, signer = localdate(notice.signed_at), notice.signed_by.name
    found = to_explain(
        day=day, signed_on=signed_on, direction=notice.direction, signers=notice.signers, signer=signer
    )
    reason = storable(reason).strip()
    return door.worded(reason, "reason", LONGEST_REASON, wanted="".join(found)) if found or reason else ""
