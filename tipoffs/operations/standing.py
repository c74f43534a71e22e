"""What a confirmed tip does to the enterprise's own standing: 重点监管, 疑似复产. Through the ledger's own steps, by whoever may."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.timezone import localdate

from capacity_portal.journal import operations as journal
from capacity_portal.lib.constraints import refused_in_chinese
from capacity_portal.lib.workflow import StepRefused
from capacity_portal.organization.roles import Permission
from enterprises import operations as ledger
from enterprises.access import covers
from enterprises.choices import CLOSED_STATUSES
from tipoffs import access
from tipoffs.choices import Conclusion
from tipoffs.models import Tip, TipEnterprise
from tipoffs.operations import door

FOUND = frozenset({Conclusion.CONFIRMED, Conclusion.PARTLY})
# Nothing here names the tip: whoever reads the ledger does not learn of it.
_NOTE = "经现场核查属实。"


@dataclass(frozen=True)
class Standing:
    """``key_reason`` of ``KeyReason``, "" for not on the list; ``revive``: report 疑似复产 of a closed enterprise."""

    link: int
    key_reason: str = ""
    revive: bool = False


@refused_in_chinese
@transaction.atomic
def settle_standing(
    *, link: TipEnterprise, key_reason: str, revive: bool = False, text: str = "", by, at: datetime
) -> TipEnterprise:
    """Decide what the confirmed tip does to the enterprise; without ``key_reason`` a reason in ``text`` is wanted.

    Raises StepRefused, ValidationError by field, PermissionDenied.
    """
    tip = Tip.objects.select_for_update(of=("self",)).get(pk=link.tip_id)
    access.insist(by, Permission.VIEW_TIPOFFS, tip)
    record = (
        TipEnterprise.objects.select_for_update(of=("self",)).select_related("enterprise").get(pk=link.pk)
    )
    if tip.conclusion not in FOUND or record.settled_at is not None:
        raise StepRefused("这家企业的监管更新已有决定，或核查结论不是属实，请刷新页面查看。")
    if not _may_list(record, by):
        raise PermissionDenied("列入重点监管由县市区负责人或市办决定。")
    text = _NOTE if key_reason else door.worded(text, longest=200, wanted="不列入重点监管的，请写明理由。")
    if revive:
        _report_revival(record, by=by, at=at)
    if key_reason:
        _put_on_list(record, key_reason, by=by, at=at)
    _settled(record, "列入重点监管" if key_reason else text, by=by, at=at)
    return record


def apply_standings(tip: Tip, standings: Sequence[Standing], *, by, at: datetime) -> None:
    """At the verification itself: what the officer ticked and may do; the rest stays on the desk of whoever may."""
    if tip.conclusion not in FOUND:
        return
    links = tip.links.select_related("enterprise").in_bulk([standing.link for standing in standings])
    for standing in standings:
        link = links.get(standing.link)
        if link is not None and standing.revive and by.may(Permission.CHANGE_STATUS):
            _report_revival(link, by=by, at=at)
        if link is not None and standing.key_reason and _may_list(link, by):
            _put_on_list(link, standing.key_reason, by=by, at=at)
            _settled(link, "列入重点监管", by=by, at=at)


def _may_list(link: TipEnterprise, by) -> bool:
    return by.may(Permission.MARK_KEY_ENTERPRISES) and covers(by, link.enterprise.region_code)


def _report_revival(link: TipEnterprise, *, by, at: datetime) -> None:
    enterprise = link.enterprise
    if enterprise.status in CLOSED_STATUSES:
        ledger.change_status(
            enterprise=enterprise, version=enterprise.version, step="report_revival", on=localdate(at), document="",
            note=_NOTE, by=by, at=at,
        )  # fmt: skip


def _put_on_list(link: TipEnterprise, reason: str, *, by, at: datetime) -> None:
    """An enterprise that is on the list already stays there for the reason it has."""
    if not link.enterprise.is_key:
        (result,) = ledger.mark_key(enterprises=[link.enterprise], reason=reason, note=_NOTE, by=by, at=at)
        if not result.done:
            raise StepRefused(f"“{result.name}”没有列入重点监管：{result.message}")


def _settled(link: TipEnterprise, text: str, *, by, at: datetime) -> None:
    with journal.recording(link, step="settle", by=by, at=at, note=text):
        link.settled_at, link.settled_by, link.settled_text = at, by, text
        link.save(update_fields=["settled_at", "settled_by", "settled_text"])
