"""Evidence packs an officer may see: of his territory, and opened only by who sees every tip they tell of."""

from collections.abc import Iterable

from django.db.models import QuerySet

from capacity_portal.organization.access import within_region
from capacity_portal.organization.roles import Permission
from reports.models import EvidencePack
from tipoffs.queries.scope import tips_visible_to


def packs_visible_to(officer) -> QuerySet[EvidencePack]:
    """The list: packs of the officer's territory, for those who make them."""
    if not officer.may(Permission.BUILD_PACKS):
        return EvidencePack.objects.none()
    return within_region(EvidencePack.objects.all(), officer)


def openable(packs: Iterable[EvidencePack], officer) -> set[int]:
    """Numbers of those packs that the officer may open: he sees every tip in them, also since he was told to keep out of one."""
    packs = list(packs)
    told = {tip for pack in packs for tip in pack.tips}
    seen = set(tips_visible_to(officer).filter(pk__in=told).values_list("pk", flat=True)) if told else set()
    return {pack.pk for pack in packs if seen.issuperset(pack.tips)}
