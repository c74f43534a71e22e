"""What still blocks a document's next step: one answer for page, form and operation."""

from capacity_portal.lib.typesetting.official.places import BODY
from reports.models import Notice, NoticeComment
from reports.queries.notices import office_of
from reports.queries.tip_addressees import unfit_addressees
from reports.rules.blocking import against_open_comments, against_settings
from reports.rules.draft_problems import draft_problems
from reports.rules.outlines import outline_of

_EVERYTHING = frozenset({"issue"})
_ALWAYS = frozenset({"标题", BODY})
"""Where there is nothing to review without words."""


def what_blocks(notice: Notice, step: str = "issue", *, office=None) -> list[str]:
    """Sentences, each with its remedy; empty when nothing does. ``step``: submit, sign or issue, the last also asks the type setter's
    problems (elsewhere those are warnings)."""
    said = list(against_settings(notice))
    said += against_open_comments(NoticeComment.objects.filter(notice=notice, settled_at=None).count())
    said += unfit_addressees(notice)
    said += _of_words(notice, step, office)
    return said


def _of_words(notice: Notice, step: str, office) -> list[str]:
    try:
        document = outline_of(notice, office=office or office_of(notice.region_code), dated=notice.dated)
    except ValueError as unreadable:
        return [str(unreadable)]
    found = draft_problems(document)
    if step not in _EVERYTHING:
        found = [problem for problem in found if problem.place in _ALWAYS]
    return [problem.sentence for problem in found]
