"""Reward schemes from a file: what is there already stays as the office has it."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from capacity_portal.journal import operations as journal
from capacity_portal.organization.models import Region
from tipoffs.models import RewardAmount, RewardScheme


@transaction.atomic
def load_schemes(*, schemes: Sequence[tuple[dict, list[dict]]], by, at: datetime) -> int:
    """Enter the schemes (``sheets.reward_schemes.schemes_in``) that are not there yet, by region, title and first day.

    Regions that the portal does not have are passed over. Returns how many schemes are new.
    """
    codes = {scheme["region"] for scheme, _ in schemes}
    regions, count = {region.code: region for region in Region.objects.filter(code__in=codes)}, 0
    for values, cases in schemes:
        region = regions.get(values["region"])
        known = {"region": region, "title": values["title"], "valid_from": values["valid_from"]}
        if region is None or RewardScheme.objects.filter(**known).exists():
            continue
        scheme = RewardScheme.objects.create(**values | {"region": region})
        journal.record_created(scheme, step="load", by=by, at=at)
        for case in cases:
            journal.record_created(
                RewardAmount.objects.create(scheme=scheme, **case), step="load", by=by, at=at
            )
        count += 1
    return count
