"""What still blocks a document's next step: one answer for page, form and operation."""

from datetime import date

from django.utils.timezone import localdate

from capacity_portal.lib.typesetting.official.places import BODY
from reports.models import Notice, NoticeComment
from reports.queries.notices import office_of
from reports.queries.registers import next_number
from reports.queries.tip_addressees import unfit_addressees
from reports.rules.blocking import against_open_comments, against_settings
from reports.rules.draft_problems import draft_problems, layout_problems
from reports.rules.issuing import against_due_day, to_explain, to_mind
from reports.rules.outlines import outline_of

_EVERYTHING = frozenset({"issue"})
_ALWAYS = frozenset({"标题", BODY})
"""Where there is nothing to review without words."""


def what_blocks(notice: Notice, step: str = "issue", *, office=None, today: date | None = None) -> list[str]:
    """Sentences, each with its remedy; empty when nothing does. ``step``: submit, sign or issue, the last also asks the type setter's
    problems and lays the document out (elsewhere those are warnings); ``today``: whether the returns' due day is over."""
    said = list(against_settings(notice))
    said += against_open_comments(NoticeComment.objects.filter(notice=notice, settled_at=None).count())
    said += unfit_addressees(notice)
    if today is not None:
        said += against_due_day(wants_return=notice.wants_return, due_on=notice.due_on, today=today)
    said += _of_words(notice, step, office)
    return said


def _of_words(notice: Notice, step: str, office) -> list[str]:
    is_issue = step in _EVERYTHING
    day = notice.dated or (localdate(notice.signed_at) if notice.signed_at else None)
    number = next_number(notice) if is_issue else ""
    try:
        document = outline_of(
            notice, office=office or office_of(notice.region_code), number=number, dated=day
        )
    except ValueError as unreadable:
        return [str(unreadable)]
    found = draft_problems(document)
    if is_issue:
        found += [] if found else layout_problems(document)
    else:
        found = [problem for problem in found if problem.place in _ALWAYS]
    return [problem.sentence for problem in found]


def reminders(notice: Notice) -> list[str]:
    """What does not keep the number back but has to be said before it is given."""
    said = to_mind(
        addressees=str(notice.content.get("addressees") or ""), has_recipients=notice.recipients.exists()
    )
    if notice.signed_at is None:
        return said
    signed_on, signer = localdate(notice.signed_at), notice.signed_by.name
    return said + to_explain(
        day=signed_on, signed_on=signed_on, direction=notice.direction, signers=notice.signers, signer=signer
    )
