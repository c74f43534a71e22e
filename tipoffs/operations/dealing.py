"""What was done about a tip (处置), and its way to the unit that may punish (移交执法)."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate

from capacity_portal.journal import operations as journal
from capacity_portal.lib.constraints import refused_in_chinese
from capacity_portal.lib.typed_text import storable
from capacity_portal.lib.workflow import find_step
from capacity_portal.organization.models import Department
from tipoffs import access
from tipoffs.choices import DispositionKind, EnforcementState
from tipoffs.models import Disposition, Tip
from tipoffs.operations import door
from tipoffs.operations.counting import recount
from tipoffs.operations.unit_parts import insist_lead
from tipoffs.queries.units import units_over
from tipoffs.rules.dealing import ENFORCEMENT, Measure, Onward, lacking, problems, tidy


@refused_in_chinese
@transaction.atomic
def record_disposition(*, tip: Tip, version: int, measure: Measure, by, at: datetime) -> Disposition:
    """One measure; a verified tip is dealt with by it, further ones may follow until the answer.

    Raises TipChanged, StepRefused, ValidationError by field of ``Measure``, PermissionDenied.
    """
    current = door.locked(tip, version)
    step = door.step_of(current, "deal", by)
    insist_lead(current, by, office_too=True)
    measure = tidy(measure)
    if found := problems(measure, current.conclusion, since=current.received_on, today=localdate(at)):
        raise ValidationError(found)
    text = f"{DispositionKind(measure.kind).label}：{measure.text}"[: door.LONGEST_TEXT]
    with door.stepping(current, step, by=by, at=at, text=text, public_text="已作出处理，办公室将答复您。"):
        record = Disposition.objects.create(
            tip=current, turn=current.turn, kind=measure.kind, text=measure.text, on=measure.on, recorded_at=at, recorded_by=by
        )  # fmt: skip
        journal.record_created(record, step="deal", by=by, at=at)
        recount(current)
    return record


@refused_in_chinese
@transaction.atomic
def enforce(
    *, disposition: Disposition, step: str, version: int, given: Onward, by, at: datetime
) -> Disposition:
    """Take a step of ``rules.dealing.ENFORCEMENT``; it goes on when the tip itself is closed. ``version``: the tip's.

    Raises TipChanged, StepRefused, ValidationError by field of ``Onward``, PermissionDenied.
    """
    tip = door.locked(disposition.tip, version)
    record = Disposition.objects.select_for_update(of=("self",)).get(pk=disposition.pk)
    taken = find_step(ENFORCEMENT, step, EnforcementState(record.enforcement_state))
    access.insist(by, taken.permission, tip)
    insist_lead(tip, by, office_too=True)
    given = Onward(given.on, storable(given.text).strip(), given.unit)
    if found := lacking(taken, given) | _wrong_day(record, given, localdate(at)):
        raise ValidationError(found)
    with journal.recording(record, step="enforce", by=by, at=at, note=given.text[:200]):
        record.enforcement_state = taken.target
        if taken.name == "mark":
            record.enforcement_unit = _unit(tip, given.unit)
        record.enforcement_on = given.on or localdate(at)
        record.enforcement_note = given.text or record.enforcement_note
        record.save()
    words = f"{taken.label}：{record.enforcement_unit.name}，{record.enforcement_on}。{given.text}"
    door.note(tip, "enforce", "移交执法", text=words, by=by, at=at)
    return record


def _wrong_day(record: Disposition, given: Onward, today) -> dict[str, str]:
    since = record.enforcement_on or record.on
    if given.on is None or since <= given.on <= today:
        return {}
    return {"on": f"日期{given.on}不对，应在 {since} 至今天之间。"}


def _unit(tip: Tip, number: int | None) -> Department:
    lead = insist_lead(tip, None, office_too=True)
    unit = units_over(lead.region_code).filter(pk=number).first()
    if unit is None:
        raise ValidationError({"unit": "所选执法单位不是本地区或上级在用的成员单位，请重新选择。"})
    return unit
