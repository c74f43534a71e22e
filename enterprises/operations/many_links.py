"""Likely links of many files that were just written: found and put on the desk in a few statements."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import chain

from django.db import transaction

from capacity_portal.journal import operations as journal
from capacity_portal.journal import registry
from capacity_portal.lib import bulk_rows
from enterprises.choices import LinkDecision, LinkReason
from enterprises.models import Enterprise, Link
from enterprises.queries.among import among_ids, merged_with_codes, standing_with_codes
from enterprises.queries.many_links import Pair, likely_pairs


@transaction.atomic
def remember_many(*, enterprises: Sequence[Enterprise], by, at: datetime) -> int:
    """Compare the files with all known ones, whatever region, and record what is worth a decision; returns how many pairs."""
    return record_pairs(pairs=likely_pairs(enterprises), by=by, at=at)


@transaction.atomic
def dispute_codes(*, disputed: dict[str, Enterprise], by, at: datetime) -> int:
    """Put files beside those that have their code (``disputed``: by code) on the prefecture's desk."""
    pairs = []
    for holder in chain(standing_with_codes(disputed), merged_with_codes(disputed)):
        first, second = sorted((holder, disputed[holder.credit_code]), key=lambda file: file.pk)
        if first.pk != second.pk:
            pairs.append(Pair(first, second, (LinkReason.SAME_CODE,)))
    return record_pairs(pairs=pairs, by=by, at=at)


@transaction.atomic
def record_pairs(*, pairs: Iterable[Pair], by, at: datetime) -> int:
    """Put each pair on the desk once; a pending pair learns new reasons, a decided one stays decided."""
    wanted = {(pair.first.pk, pair.second.pk): pair for pair in pairs}
    ids = {number for key in wanted for number in key}
    known = among_ids(among_ids(Link.objects.order_by("id"), ids, "first"), ids, "second")
    on_file = {(link.first_id, link.second_id): link for link in known}
    new = [_link(pair, by, at) for key, pair in wanted.items() if key not in on_file]
    bulk_rows.insert_records(new)
    journal.record_many([journal.Change(link, None) for link in new], step="create", by=by, at=at)
    _learn([(on_file[key], pair) for key, pair in wanted.items() if key in on_file], by, at)
    return len(new)


def _link(pair: Pair, by, at: datetime) -> Link:
    return Link(
        first=pair.first,
        second=pair.second,
        first_region_code=pair.first.region_code,
        second_region_code=pair.second.region_code,
        reasons=[str(reason) for reason in pair.reasons],
        found_at=at,
        found_by=by,
    )


def _learn(known: Sequence[tuple[Link, Pair]], by, at: datetime) -> None:
    changes = []
    for link, pair in known:
        more = [str(reason) for reason in pair.reasons if str(reason) not in link.reasons]
        if link.decision == LinkDecision.PENDING and more:
            changes.append(journal.Change(link, registry.snapshot(link)))
            link.reasons = [*link.reasons, *more]
    if changes:
        Link.objects.bulk_update([change.record for change in changes], ["reasons"], batch_size=500)
        journal.record_many(changes, step="edit", by=by, at=at)
