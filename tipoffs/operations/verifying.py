"""The verification record (核查记录): filed once, by the leading unit, with at least two people; only sending back replaces it."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate

from capacity_portal.journal import operations as journal
from capacity_portal.lib.constraints import refused_in_chinese
from capacity_portal.lib.typed_text import excerpt, squeeze
from tipoffs.choices import AssignmentState
from tipoffs.models import Tip, Verification, Verifier
from tipoffs.operations import door
from tipoffs.operations.counting import recount
from tipoffs.operations.standing import Standing, apply_standings
from tipoffs.operations.unit_parts import belongs_to, end_parts, insist_lead
from tipoffs.operations.verification_files import file_evidence, waiting
from tipoffs.queries.units import accounts_of, may_be_named
from tipoffs.rules.verifying import FieldReport, Participant, problems, tidy

_TOLD = "现场核查已完成，正在处理。"
_UNPROVED = "代承办单位填写核查记录的，请上传该单位核查报告的扫描件或照片，或者在核查人员中至少选择一名牵头单位的账户。"


@refused_in_chinese
@transaction.atomic
def record_verification(
    *,
    tip: Tip,
    version: int,
    report: FieldReport,
    evidence: Collection[int] = (),
    standings: Sequence[Standing] = (),
    by,
    at: datetime,
) -> Verification:
    """File what was found; it cannot be changed afterwards. All parts of this turn are delivered with it.

    ``evidence``: ids of files that ``by`` sent before; ``standings``: what a confirmed tip does to linked enterprises, as far as
    ``by`` may. What the office files in the unit's place shows the unit's report or names an account of the leading unit.
    Raises TipChanged, StepRefused, ValidationError by field of ``FieldReport``, PermissionDenied.
    """
    current = door.locked(tip, version)
    step = door.step_of(current, "verify", by)
    lead = insist_lead(current, by, office_too=True)
    report = tidy(report)
    if found := problems(report, since=current.received_on, today=localdate(at)):
        raise ValidationError(found)
    people = _people(current, report.people)
    if not belongs_to(lead, by):
        _insist_on_proof(current, lead, people, evidence, by)
    with door.stepping(current, step, by=by, at=at, public_text=_TOLD):
        record = _filed(current, lead, report, by=by, at=at)
        for person in people:
            person.verification = record
            person.save(force_insert=True)
            journal.record_created(person, step="verify", by=by, at=at)
        file_evidence(record, evidence, by=by, at=at)
        end_parts(current, AssignmentState.DONE, by=by, at=at)
        current.conclusion = report.conclusion
        recount(current)
    apply_standings(current, standings, by=by, at=at)
    return record


def _insist_on_proof(tip: Tip, lead, people: Sequence[Verifier], evidence: Collection[int], by) -> None:
    """One handler alone could otherwise write down a verification nobody made: asked of whoever is not of the leading unit."""
    named = [person.officer_id for person in people if person.officer_id is not None]
    if accounts_of(lead).filter(pk__in=named).exists():
        return
    if not waiting(tip, by).filter(pk__in=list(evidence)).exists():
        raise ValidationError({"file": _UNPROVED})


def _filed(tip: Tip, lead, report: FieldReport, *, by, at: datetime) -> Verification:
    record = Verification.objects.create(
        tip=tip, turn=tip.turn, assignment=lead, began_on=report.began_on, ended_on=report.ended_on,
        place_text=report.place_text, conclusion=report.conclusion, findings=report.findings, recorded_at=at, recorded_by=by,
    )  # fmt: skip
    journal.record_created(record, step="verify", by=by, at=at)
    return record


def _people(tip: Tip, people: Sequence[Participant]) -> list[Verifier]:
    """Rows of who took part, not saved yet: an account under its own name, somebody without one as typed.

    Raises ValidationError for an account that may not be named, and for a colleague who is typed instead of chosen.
    """
    known = {officer.pk: officer for officer in may_be_named(tip)}
    wanted = {person.officer_id for person in people if person.officer_id is not None}
    if wanted - known.keys():
        raise ValidationError({"people": "有核查人员的账户已停用、应回避或不属于承办单位，请重新选择。"})
    names = {squeeze(officer.name) for officer in known.values()}
    for person in people:
        if person.officer_id is None and squeeze(person.name) in names and not person.unit:
            raise ValidationError({"people": _namesake(person.name)})
    return [_verifier(person, known.get(person.officer_id)) for person in people]


def _verifier(person: Participant, officer) -> Verifier:
    if officer is None:
        return Verifier(name=person.name, unit=person.unit)
    unit = officer.department.name if officer.department else officer.role_entry.label
    return Verifier(officer=officer, name=officer.name[:60], unit=unit[:80])


def _namesake(name: str) -> str:
    return (
        f"核查人员{excerpt(name)}与承办单位一个账户同名：请选择该账户；"
        f"确是没有账户的同名人员，请在姓名后注明单位，例如“{name[:20]} 供电公司”。"
    )
