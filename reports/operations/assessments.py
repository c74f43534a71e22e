"""A report from its opening to the final copy. What may be done when is ``rules.assessment_workflow``."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.timezone import localdate

from capacity_portal.journal import operations as journal
from capacity_portal.lib.constraints import refused_in_chinese
from capacity_portal.lib.typed_text import storable
from capacity_portal.lib.typesetting.official import storing
from capacity_portal.lib.workflow import StepRefused
from capacity_portal.organization.access import insist as insist_on_region
from capacity_portal.organization.models import Region
from capacity_portal.organization.roles import Permission
from reports.models import Assessment, Scheme, Score
from reports.operations.assessment_door import editing, insist_editable, insist_on, locked, step_of, stepping
from reports.operations.assessment_figures import freeze_figures
from reports.operations.assessment_marks import (
    Given,
    let_computed_follow,
    set_review_marks,
    set_self_marks,
    take_over_computed,
)
from reports.operations.door import worded
from reports.operations.secrecy import insist_unmarked
from reports.queries.assessment_blocks import blocks
from reports.queries.assessment_outline import outline_of
from reports.queries.assessments import regions_asked, told_of, words_of
from reports.rules import narrative
from reports.rules.contacts import personal_number, telephone_problem
from reports.rules.secrecy import refusal

_PUBLIC = {"contact_office": personal_number, "contact_telephone": telephone_problem}
"""What the public variants print of the contact (T23)."""
CONTACT = ("contact_office", "contact_telephone", "contact_person", "contact_mobile")


class AssessmentBlocked(StepRefused):
    """Something speaks against it; ``sentences`` says what, one by one."""

    def __init__(self, sentences: Sequence[str]):
        self.sentences = list(sentences)
        super().__init__("".join(self.sentences))


@refused_in_chinese
@transaction.atomic
def open_assessment(*, scheme: Scheme, region: Region, by, at: datetime) -> Assessment:
    """The region's report under a scheme in force, made when there is none yet; a county begins its own. Raises StepRefused."""
    insist_on_region(by, Permission.COMPILE_REPORTS, region.code)
    if by is not None and by.region_code != region.code:
        raise PermissionDenied("报告由填报地区自己编制。")
    scheme = Scheme.objects.select_for_update().get(pk=scheme.pk)
    if not scheme.is_active:
        raise StepRefused("方案还没有启用，不能编制报告。")
    if region.code not in {one.code for one in regions_asked(scheme, localdate(at))}:
        raise StepRefused(f"这个方案没有要求{region.name}填报。")
    values = {"region_code": region.code, "created_at": at, "created_by": by}
    assessment, is_new = Assessment.objects.get_or_create(scheme=scheme, region=region, defaults=values)
    if is_new:
        journal.record_created(assessment, step="open", by=by, at=at)
        for indicator in scheme.indicators.order_by("position"):
            score = Score.objects.create(assessment=assessment, indicator=indicator)
            journal.record_created(score, step="open", by=by, at=at)
    return assessment


@refused_in_chinese
@transaction.atomic
def write(
    *, assessment: Assessment, version: int, texts: Mapping[str, str] | None = None, contact: Mapping[str, str] | None = None,
    signatories: Sequence[Mapping] | None = None, dated: date | None = None, by, at: datetime,
) -> Assessment:  # fmt: skip
    """Write words (by key of the outline), contact (keys of ``CONTACT``), signatories (``[{"name", "is_for_another"}]``) and day.

    What is None stays as it is, the day too. Raises AssessmentChanged, StepRefused, ValidationError by ``text-KEY``.
    """
    current = locked(assessment, version)
    insist_on(by, Permission.COMPILE_REPORTS, current)
    insist_editable(current)
    texts = _checked_texts(current, texts or {})
    with editing(current, "write", by=by, at=at):
        current.texts = current.texts | texts
        for name, value in (contact or {}).items():
            setattr(current, name, _short(current, name, value))
        if signatories is not None:
            current.signatories = _named(signatories)
        current.dated = dated or current.dated
    return current


@refused_in_chinese
@transaction.atomic
def mark(*, assessment: Assessment, version: int, marks: Mapping[int, Given], by, at: datetime) -> Assessment:
    """Set own marks by number of the indicator: ``{7: (Decimal("4"), "缺会议纪要")}``. Raises ValidationError by ``mark-7``."""
    current = locked(assessment, version)
    insist_on(by, Permission.COMPILE_REPORTS, current)
    insist_editable(current, "评分")
    with editing(current, "mark", by=by, at=at):
        set_self_marks(current, marks, by=by, at=at)
    return current


@refused_in_chinese
@transaction.atomic
def submit(*, assessment: Assessment, version: int, by, at: datetime) -> Assessment:
    """Freeze figures, words and marks. Late is late: decided by the first submission. Raises AssessmentBlocked, StepRefused."""
    current = locked(assessment, version)
    step = step_of(current, "submit", by)
    if found := blocks(current):
        raise AssessmentBlocked(found)
    is_first, on = current.submitted_at is None, localdate(at)
    freeze_figures(current, by=by, at=at)
    with stepping(current, step, by=by, at=at):
        take_over_computed(current, by=by, at=at)
        current.state = step.target  # the words below are told from the frozen figures
        current.sentences = {words.key: words.plain for words in words_of(current, told_of(current))}
        current.is_late = current.is_late or (is_first and on > current.scheme.due_on)
        current.dated = current.dated or on
        current.submitted_at, current.submitted_by = at, by
    return current


@refused_in_chinese
@transaction.atomic
def send_back(*, assessment: Assessment, version: int, text: str, by, at: datetime) -> Assessment:
    """Back to whoever compiled it, with words; marks of a review already made are taken back. Raises StepRefused, ValidationError."""
    current = locked(assessment, version)
    step = step_of(current, "send_back", by)
    comment = worded(text, "text", wanted="请写明退回意见，说明哪里要改。")
    with stepping(current, step, by=by, at=at, note=comment):
        let_computed_follow(current, by=by, at=at)
        set_review_marks(current, None, by=by, at=at)
        current.send_back_comment, current.sent_back_at, current.sent_back_by = comment, at, by
        current.reviewed_at = current.reviewed_by = None
    return current


@refused_in_chinese
@transaction.atomic
def review(
    *, assessment: Assessment, version: int, marks: Mapping[int, Given] | None = None, by, at: datetime
) -> Assessment:
    """Review marks by number of the indicator; own marks stand where none is given. Not by whoever submitted it."""
    current = locked(assessment, version)
    step = step_of(current, "review", by)
    with stepping(current, step, by=by, at=at):
        set_review_marks(current, marks or {}, by=by, at=at)
        current.reviewed_at, current.reviewed_by = at, by
    return current


@refused_in_chinese
@transaction.atomic
def finish(*, assessment: Assessment, version: int, by, at: datetime) -> Assessment:
    """Final: the outline is frozen; ``assessment_freezing.freeze`` makes its bytes afterwards."""
    current = locked(assessment, version)
    step = step_of(current, "finish", by)
    with stepping(current, step, by=by, at=at):
        current.final_at, current.final_by = at, by
        current.frozen = storing.to_json(outline_of(current))
    return current


def _checked_texts(assessment: Assessment, texts: Mapping[str, str]) -> dict[str, str]:
    known = {entry["key"] for entry in assessment.scheme.outline}
    typed = {key: storable(text).replace("\r\n", "\n").strip() for key, text in texts.items() if key in known}
    wrong = {f"text-{key}": found for key, text in typed.items() if (found := _problems(text))}
    if wrong:
        raise ValidationError(wrong)
    return typed


def _problems(text: str) -> list[str]:
    refused = [refusal("文字", text), personal_number(text)]
    return [*filter(None, refused), *narrative.problems(text)]


def _short(assessment: Assessment, name: str, value: str) -> str:
    if name not in CONTACT:
        raise ValueError(f"no field of the contact: {name}")
    longest = Assessment._meta.get_field(name).max_length
    value = storable(value).strip()
    if len(value) > longest:
        raise ValidationError({name: f"共 {len(value)} 个字，最多 {longest} 个字，请缩短。"})
    insist_unmarked({name: value})
    if name in _PUBLIC and (wrong := _PUBLIC[name](value)):
        raise ValidationError({name: wrong})
    return value


def _named(signatories: Sequence[Mapping]) -> list[dict]:
    """At most four, with a name each."""
    found = [
        {"name": storable(one["name"]).strip()[:120], "is_for_another": bool(one.get("is_for_another"))}
        for one in signatories
    ]
    insist_unmarked({"signatories": found})
    return [one for one in found if one["name"]][:4]
