"""Changes to the list of addressees as its page makes them: some added, or each put in its place, its part, or out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from reports.models import Notice, Recipient
from reports.operations.addressing import Place, address, reorder
from reports.operations.drafting import save_draft
from reports.queries.places import chosen_for, places_below, text_for


@dataclass(frozen=True)
class Kept:
    """An addressee that stays: as 主送 or 抄送."""

    pk: int
    is_copy: bool


@transaction.atomic
def add_recipients(
    *, notice: Notice, places: Iterable[Place], is_copy: bool, by, at: datetime
) -> list[Recipient]:
    """Add ``places`` behind those chosen before; who stands there already stays as he is. Raises like ``addressing.address``."""
    rows = chosen_for(notice)
    places = list(places)
    if not places:
        raise ValidationError({"chosen": "请先勾选单位，或选择一个成组的单位。"})
    mains = [place_of(row) for row in rows if not row.is_copy]
    copies = [place_of(row) for row in rows if row.is_copy]
    known = {_identity(place) for place in [*mains, *copies]}
    (copies if is_copy else mains).extend(one for one in places if _identity(one) not in known)
    return _set(notice, mains, copies, [row.pk for row in rows], by=by, at=at)


@transaction.atomic
def arrange_recipients(*, notice: Notice, kept: Sequence[Kept], by, at: datetime) -> list[Recipient]:
    """Keep exactly these, in this order. Raises like ``addressing.address``."""
    rows = {row.pk: row for row in chosen_for(notice)}
    stay = [one for one in kept if one.pk in rows]
    mains = [place_of(rows[one.pk]) for one in stay if not one.is_copy]
    copies = [place_of(rows[one.pk]) for one in stay if one.is_copy]
    return _set(notice, mains, copies, [one.pk for one in stay], by=by, at=at)


@transaction.atomic
def write_addressees(*, notice: Notice, version: int, by, at: datetime) -> Notice:
    """Put 主送机关 and 抄送, as made from the addressees, into the words of the draft. Raises like ``drafting.save_draft``."""
    texts = texts_for(notice)
    if not texts["addressees"]:
        raise ValidationError({"chosen": "还没有选择主送单位，不能生成主送机关。"})
    return save_draft(
        notice=notice, version=version, title=notice.title, content=notice.content | texts, by=by, at=at, note="按收文单位生成主送机关"
    )  # fmt: skip


def texts_for(notice: Notice) -> dict[str, str]:
    """``addressees`` and ``copies_to`` as they would be printed; copies only where there are any."""
    rows = chosen_for(notice)
    places = places_below(notice.region_code, notice.drafted_at.date())
    texts = {"addressees": text_for([row for row in rows if not row.is_copy], places)}
    copies = [row for row in rows if row.is_copy]
    return texts | ({"copies_to": text_for(copies, places)} if copies else {})


def place_of(row: Recipient) -> Place:
    return row.department if row.department_id else row.region


def _identity(place: Place) -> tuple[type, int]:
    return type(place), place.pk


def _set(
    notice: Notice, mains: list[Place], copies: list[Place], order: list[int], *, by, at: datetime
) -> list[Recipient]:
    units = [one for one in mains if hasattr(one, "region_id")]
    regions = [one for one in mains if not hasattr(one, "region_id")]
    address(notice=notice, regions=regions, departments=units, copies=copies, by=by, at=at)
    reorder(notice=notice, ids=order, by=by, at=at)
    return chosen_for(notice)
