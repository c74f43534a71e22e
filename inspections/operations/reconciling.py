"""Keeping an open month's list up with the ledger and the grid: dated additions and removals, each with its reason."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from django.db import transaction
from django.utils.timezone import localdate

from capacity_portal.lib import months
from capacity_portal.lib.constraints import refused_in_chinese
from capacity_portal.organization.roles import Permission
from inspections import access
from inspections.models import Duty, Round
from inspections.operations import counting, listing, placing
from inspections.operations.list_chain import draft_key, in_force
from inspections.operations.list_lock import insist_on_changeable, is_over
from inspections.operations.opening import insist_on_templates
from inspections.queries.freezing import Freezing
from inspections.queries.leaving import merged_into
from inspections.queries.list_reasons import BY_HAND, Key, Reasons, key_of
from inspections.queries.rounds import newest_round

_CHUNK = 500


@dataclass(frozen=True)
class Reconciled:
    added: int
    removed: int


@refused_in_chinese
@transaction.atomic
def reconcile(*, round_: Round, by=None, at: datetime) -> Reconciled:
    """Enter what the ledger and the grid have more than the list; remove what goes on there under another line: moved to
    another county and entered there, merged into a file on the list. Whatever else left (out of scope, cell dissolved) waits
    for the office (``queries.leaving``); what only changed its class, status, cell or person stays as it was frozen.

    What lay in no cell is given the one that covers it now (``placing``). What the office took off by hand is not put back
    this month. After its last day a month is left alone. Raises RoundClosed, ListSettled, StepRefused without templates.
    """
    access.insist_on_all(by, Permission.MANAGE_ROUNDS)
    insist_on_changeable(round_)
    if is_over(round_, at):
        return Reconciled(0, 0)
    frozen = Freezing()
    insist_on_templates(frozen)
    added, gone = _differences(round_, frozen)
    reasons = Reasons(round_)
    why_added = reasons.added(added)
    removed = _remove(round_, reasons.gone(gone), by=by, at=at)
    day = max(localdate(at), months.first_day(round_.period))
    if added:
        listing.enter_added(round_, added, why_added, on=day, by=by, at=at)
    placing.place(round_, frozen, by=by, at=at)
    return Reconciled(len(added), removed)


def reconcile_newest(at: datetime) -> Reconciled | None:
    """Regular work: the newest month, as long as it lasts and is open and templates are there."""
    round_ = newest_round()
    if round_ is None or round_.is_closed or is_over(round_, at) or Freezing().missing_templates():
        return None
    return reconcile(round_=round_, at=at)


def _differences(round_: Round, frozen: Freezing) -> tuple[list[dict], dict[Key, str]]:
    """Drafts of what is missing on the list, and what leaves it because it stands elsewhere on it, with its county."""
    standing, moved, added = in_force(round_), {}, []
    listed, kept_off = set(standing), _removed_by_hand(round_)
    for draft in chain(frozen.supervised(), frozen.sweeps()):
        key = draft_key(draft)
        county = standing.pop(key, None)
        if county == draft["county_code"] or (county is None and key in kept_off):
            continue
        if county is not None:
            moved[key] = county
        added.append(draft)
        listed.add(key)
    merged = merged_into(standing)
    return added, moved | {key: standing[key] for key, into in merged.items() if into in listed}


def _removed_by_hand(round_: Round) -> set[Key]:
    rows = Duty.objects.filter(period=round_.period, removed_reason__startswith=BY_HAND)
    return {key_of(*row) for row in rows.values_list("kind", "enterprise_id", "cell_id")}


def _remove(round_: Round, reasons: Mapping[Key, str], *, by, at: datetime) -> int:
    """Locks all of them before anything is counted, so that no writer of one of them waits crosswise."""
    duties = _locked(round_, reasons)
    for duty in duties:
        duty.round = round_
        counting.remove(duty, on=localdate(at), reason=reasons[_key(duty)])
    listing.record(duties, step="remove", by=by, at=at)
    return len(duties)


def _locked(round_: Round, keys: Mapping[Key, str]) -> list[Duty]:
    rows = Duty.objects.select_for_update().in_force().filter(period=round_.period).order_by("id")
    files = [number for _, number in keys]  # a sweep never leaves by itself
    parts = (files[start : start + _CHUNK] for start in range(0, len(files), _CHUNK))
    return [duty for part in parts for duty in rows.filter(enterprise__in=part)]


def _key(duty: Duty) -> Key:
    return key_of(duty.kind, duty.enterprise_id, duty.cell_id)
