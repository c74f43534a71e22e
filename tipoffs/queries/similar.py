"""Tips that may be about the same matter, proposed to the handler; and those already found to be the same, in order of receipt.

However many tips there are, no more than a few hundred are compared: those about the same enterprise, those whose firm or place
shares a piece of three characters, those of the same place, each the newest first.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from capacity_portal.lib.search_text import address_key, name_key
from tipoffs.models import SameMatter, Tip, TipEnterprise
from tipoffs.queries.scope import tips_visible_to
from tipoffs.rules.similarity import LEAST, Traits, likeness, traits_of, why

MOST_COMPARED, MOST_SHOWN = 120, 5
_PIECE, _MOST_PIECES, _MOST_ROUNDS = 3, 12, 6
_ONE_ENTERPRISE = 95


@dataclass(frozen=True)
class Likely:
    """A proposal: ``percent`` alike, and in what."""

    tip: Tip
    percent: int
    why: str


def likely_same(tip: Tip, officer) -> list[Likely]:
    """The likeliest ones that nobody has decided about yet, the likeliest first. A dozen queries at most."""
    visible = tips_visible_to(officer).exclude(pk__in=_same_as(tip).union(_decided(tip)))
    linked = _of_one_enterprise(tip)
    mine, found = _traits(tip), {}
    for other in _candidates(tip, visible, linked):
        theirs = _traits(other)
        percent, reason = likeness(mine, theirs), why(mine, theirs)
        if other.pk in linked:
            percent, reason = max(percent, _ONE_ENTERPRISE), f"关联同一家企业，{reason}".rstrip("，")
        if percent >= LEAST:
            found[other.pk] = Likely(other, percent, reason)
    return sorted(found.values(), key=lambda likely: (-likely.percent, likely.tip.pk))[:MOST_SHOWN]


def cluster_of(tip: Tip, officer) -> list[Tip]:
    """The tip and those found to be the same matter, directly or through another, in order of number; [] when it is alone."""
    known = _same_as(tip)
    if len(known) == 1:
        return []
    return list(tips_visible_to(officer).filter(pk__in=known).order_by("id"))


def _same_as(tip: Tip) -> set[int]:
    """Numbers of the tip and of those found to be the same matter, directly or through another."""
    known, waiting = {tip.pk}, {tip.pk}
    for _ in range(_MOST_ROUNDS):
        pairs = SameMatter.objects.filter(Q(first__in=waiting) | Q(later__in=waiting), is_same=True)
        waiting = {pk for pair in pairs.values_list("first", "later") for pk in pair} - known
        if not waiting:
            break
        known |= waiting
    return known


def decisions_about(tip: Tip) -> QuerySet[SameMatter]:
    """What was decided about pairs with this tip."""
    rows = SameMatter.objects.filter(Q(first=tip) | Q(later=tip))
    return rows.select_related("first", "later", "decided_by").order_by("id")


def _decided(tip: Tip) -> list[int]:
    pairs = SameMatter.objects.filter(Q(first=tip) | Q(later=tip)).values_list("first", "later")
    return [pk for pair in pairs for pk in pair]


def _of_one_enterprise(tip: Tip) -> set[int]:
    enterprises = TipEnterprise.objects.filter(tip=tip).values("enterprise")
    rows = TipEnterprise.objects.filter(enterprise__in=enterprises).exclude(tip=tip)
    return set(rows.order_by("-tip").values_list("tip", flat=True)[:MOST_COMPARED])


def _candidates(tip: Tip, visible: QuerySet[Tip], linked: Iterable[int]) -> list[Tip]:
    asked = [Q(pk__in=linked)] if linked else []
    asked += [_sharing("firm_name", name_key(tip.firm_name))] if tip.firm_name else []
    asked += [_sharing("place_text", address_key(tip.place_text))] if tip.place_text else []
    asked += [Q(place=tip.place_id)] if tip.place_id else []
    found = {}
    for condition in asked:
        rows = visible.filter(condition).select_related("place").order_by("-id")[:MOST_COMPARED]
        found |= {other.pk: other for other in rows}
    return list(found.values())


def _sharing(column: str, key: str) -> Q:
    """Rows whose text has a piece of ``key`` in it."""
    pieces = [key[at : at + _PIECE] for at in range(max(1, len(key) - _PIECE + 1))]
    found = Q(pk=None)
    for piece in list(dict.fromkeys(pieces))[:_MOST_PIECES]:
        found |= Q(**{f"{column}__icontains": piece})
    return found


def _traits(tip: Tip) -> Traits:
    return traits_of(
        firm=tip.firm_name, place=tip.place_text, text=tip.text, region=tip.place.code if tip.place else ""
    )
