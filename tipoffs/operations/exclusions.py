"""Keeping somebody out of a tip, or of everything about an enterprise (回避): he loses sight of it at once."""

from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from capacity_portal.journal import operations as journal
from capacity_portal.lib.territory import contains
from capacity_portal.organization.roles import Permission
from enterprises.models import Enterprise
from tipoffs import access
from tipoffs.models import Exclusion, Tip
from tipoffs.operations import door
from tipoffs.queries.exclusions import OFFICE, Party, office_people, still_seeing
from tipoffs.queries.scope import is_office, links_of

LONGEST = 300
_WHO = {Permission.HANDLE_TIPOFFS: "专管员", Permission.DECIDE_TIPOFFS: "负责人"}


@transaction.atomic
def exclude(
    *, tip: Tip, party: Party, reason: str, enterprise: Enterprise | None = None, by, at: datetime
) -> Exclusion:
    """Keep ``party`` out of ``tip``, or of every tip about ``enterprise`` (one the tip is linked to). Raises ValidationError by
    field (``party``, ``reason``, ``enterprise``), PermissionDenied. Only a leader keeps handlers and leaders out, and somebody of
    each must still see every tip concerned.
    """
    _insist(by, tip)
    reason = door.worded(reason, "reason", LONGEST, wanted="请写明回避的理由。")
    _insist_on_party(tip, party)
    _insist_on_leader(by, party)
    if enterprise is not None and not tip.links.filter(enterprise=enterprise).exists():
        raise ValidationError({"enterprise": "这件举报没有关联这家企业，请先关联。"})
    who = {"officer": party.officer, "department": party.department, "region": party.region}
    matter = {"tip": None if enterprise else tip, "enterprise": enterprise}
    if Exclusion.objects.filter(**who, **matter, lifted_at=None).exists():
        raise ValidationError({"party": f"{party.label}已经回避。"})
    code = party.region.code if party.region else ""
    made = Exclusion.objects.create(**who, **matter, region_code=code, reason=reason, set_at=at, set_by=by)
    _insist_on_others(tip, party, enterprise)
    journal.record_created(made, step="exclude", by=by, at=at)
    about = f"{enterprise.name}的全部举报" if enterprise else "这件举报"
    _note(tip, "exclude", "设定回避", f"{party.label}对{about}回避。理由：{reason}", by, at)
    return made


@transaction.atomic
def lift(*, tip: Tip, exclusion: Exclusion, by, at: datetime) -> Exclusion:
    """End an exclusion that shows on ``tip``; its setter cannot be the one who lifts it, unless he is the leader.
    Raises ValidationError, PermissionDenied.
    """
    _insist(by, tip)
    made = Exclusion.objects.select_for_update(of=("self",)).get(pk=exclusion.pk)
    if made.lifted_at is not None:
        return made
    _insist_on_leader(by, Party(made.officer, made.department, made.region))
    if made.set_by_id == by.pk and not by.may(Permission.DECIDE_TIPOFFS):
        raise ValidationError("回避由您设定，请由另一名经办人员或负责人解除。")
    with journal.recording(made, step="include", by=by, at=at):
        made.lifted_at, made.lifted_by = at, by
        made.save()
    label = (made.officer or made.department or made.region).name
    _note(tip, "include", "解除回避", f"{label}不再回避。", by, at)
    return made


def _insist(by, tip: Tip) -> None:
    if not is_office(by):
        raise PermissionDenied("您的角色没有这项权限。")
    access.insist(by, Permission.VIEW_TIPOFFS, tip)
    door.insist_not_kept_off(tip, by)


def _insist_on_party(tip: Tip, party: Party) -> None:
    if [party.officer, party.department, party.region].count(None) != 2:
        raise ValidationError({"party": "请选择一名人员、一个单位或一个县（市、区）。"})
    if not contains(tip.region_code, party.region_code):
        raise ValidationError({"party": f"{party.label}不在本市，请从列表中选择。"})
    if party.region is not None and party.region.code == tip.region_code:
        raise ValidationError({"party": "不能让全市都回避，请选择县（市、区）、单位或人员。"})


def _insist_on_leader(by, party: Party) -> None:
    if not by.may(Permission.DECIDE_TIPOFFS) and office_people(party).exists():
        raise ValidationError(
            {
                "party": f"{party.label}属于办公室，专管员和负责人的回避只能由办公室负责人设定或解除，请报负责人。"
            }
        )


def _insist_on_others(tip: Tip, party: Party, enterprise: Enterprise | None) -> None:
    """Asked once the exclusion stands: no tip may lose the last handler or the last leader who sees it."""
    roles = set(office_people(party).values_list("role", flat=True))
    touched = [permission for permission, codes in OFFICE.items() if roles.intersection(codes)]
    if not touched:
        return
    tips = Tip.objects.filter(pk__in=links_of(enterprise).values("tip")) if enterprise else [tip]
    for permission, who in ((permission, _WHO[permission]) for permission in touched):
        if not all(still_seeing(one, permission) for one in tips):
            raise ValidationError(
                {"party": f"{party.label}回避后没有{who}可以办理，请先开立另一名{who}的账户。"}
            )


def _note(tip: Tip, step: str, label: str, text: str, by, at: datetime) -> None:
    door.note(tip, step, label, text=text, by=by, at=at, region_code=tip.region_code)
