"""What the recipients of a document shall do: sign, pass on, meet, assign tasks, answer by a day, with which figures."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate

from capacity_portal.journal import operations as journal
from capacity_portal.lib.constraints import refused_in_chinese
from reports.models import Notice
from reports.operations.addressing import draft_of
from reports.operations.secrecy import insist_unmarked
from reports.queries.sending import WANTED
from reports.rules.return_figures import MOST_FIGURES, Wanted


@refused_in_chinese
@transaction.atomic
def demand(
    *, notice: Notice, wanted: Mapping[str, bool], due_on: date | None = None, figures: Sequence[Wanted] = (), by, at: datetime
) -> Notice:  # fmt: skip
    """Set what the draft asks of its recipients: ``wanted`` by act of ``rules.sending.ACTS`` (missing: not asked).

    Raises ValidationError by ``due_on`` or ``figures``, StepRefused unless it is a draft, PermissionDenied.
    """
    current = draft_of(notice, by)
    if wanted.get("return") and due_on is None:
        raise ValidationError({"due_on": "要求书面反馈的，请填写反馈期限。"})
    if due_on is not None and due_on < localdate(at):
        raise ValidationError({"due_on": "反馈期限不能早于今天。"})
    if len(figures) > MOST_FIGURES:
        raise ValidationError({"figures": f"数据项共 {len(figures)} 个，最多 {MOST_FIGURES} 个。"})
    insist_unmarked({"figures": [one.heading for one in figures]})
    with journal.recording(current, step="demand", by=by, at=at):
        for act, field in WANTED.items():
            setattr(current, field, bool(wanted.get(act)))
        current.due_on = due_on
        current.figures_wanted = [{"key": one.key, "label": one.label, "unit": one.unit} for one in figures]
        current.save(update_fields=[*WANTED.values(), "due_on", "figures_wanted"])
    return current
