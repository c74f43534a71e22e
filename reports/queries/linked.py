"""Documents linked with a document, in both directions, and finding one of them by its number."""

from dataclasses import dataclass

from django.db.models import Q

from reports.choices import Relation
from reports.models import DocumentLink, IncomingDocument, Notice
from reports.queries.scope import incoming_visible_to, notices_visible_to
from reports.rules.document_numbers import DocumentNumber

_BACK = {
    Relation.IMPLEMENTS: "被贯彻",
    Relation.FORWARDS: "被转发",
    Relation.ANSWERS: "被答复",
    Relation.SUPPLEMENTS: "被补充",
    Relation.REPLACES: "被代替",
}


@dataclass(frozen=True)
class Linked:
    """One linked document as the officer may see it: ``title`` and ``url`` empty for one outside of what he sees."""

    link: DocumentLink
    relation: str
    number: str
    title: str
    notice: int | None = None
    incoming: int | None = None
    is_forward: bool = True


def linked_with(notice: Notice, officer) -> list[Linked]:
    """Outward links first, then those of others that point here. Three queries."""
    rows = DocumentLink.objects.filter(Q(notice=notice) | Q(other=notice))
    rows = list(
        rows.select_related("notice__entry__series", "other__entry__series", "incoming").order_by("id")
    )
    notices = set(
        notices_visible_to(officer)
        .filter(pk__in=_ids(rows, "notice_id") | _ids(rows, "other_id"))
        .values_list("pk", flat=True)
    )
    incoming = set(
        incoming_visible_to(officer).filter(pk__in=_ids(rows, "incoming_id")).values_list("pk", flat=True)
    )
    found = [_shown(row, notice, notices, incoming) for row in rows]
    return sorted((row for row in found if row is not None), key=lambda row: not row.is_forward)


def linking_to(incoming: IncomingDocument, officer) -> list[Linked]:
    """What documents of ours do with a document that came, for its page; those the officer sees."""
    rows = DocumentLink.objects.filter(incoming=incoming, notice__in=notices_visible_to(officer))
    rows = rows.select_related("notice__entry__series").order_by("id")
    return [_of_notice(row, row.notice, _BACK[Relation(row.relation)], is_forward=False) for row in rows]


def documents_numbered(number: DocumentNumber, officer) -> tuple[Notice | None, IncomingDocument | None]:
    """Our document, or the one that came, with this number, among those the officer sees; where the code is not known, the only one."""
    own = notices_visible_to(officer).filter(entry__series__year=number.year, entry__number=number.number)
    came = incoming_visible_to(officer).filter(number_year=number.year, number=number.number)
    if number.code:
        own, came = own.filter(entry__series__code=number.code), came.filter(number_code=number.code)
    return own.order_by("-id").first(), came.order_by("-id").first()


def running_numbered(code: str, number: int, officer) -> Notice | None:
    """Our order or minutes with this number, if the officer sees it."""
    rows = notices_visible_to(officer).filter(entry__series__code=code, entry__number=number)
    return rows.order_by("-id").first()


def _ids(rows: list[DocumentLink], name: str) -> set[int]:
    return {getattr(row, name) for row in rows if getattr(row, name) is not None}


def _shown(row: DocumentLink, notice: Notice, notices: set[int], incoming: set[int]) -> Linked | None:
    if row.notice_id != notice.pk:
        return (
            _of_notice(row, row.notice, _BACK[Relation(row.relation)], is_forward=False)
            if row.notice_id in notices
            else None
        )
    label = Relation(row.relation).label
    if row.other_id is not None:
        return _of_notice(row, row.other, label) if row.other_id in notices else None
    number = row.incoming.printed_number or "（无字号）"
    is_seen = row.incoming_id in incoming
    return Linked(
        row,
        label,
        number,
        row.incoming.title if is_seen else "",
        incoming=row.incoming_id if is_seen else None,
    )


def _of_notice(row: DocumentLink, other: Notice, label: str, *, is_forward: bool = True) -> Linked:
    entry = getattr(other, "entry", None)
    return Linked(
        row,
        label,
        entry.label if entry else "（未编号）",
        other.title,
        notice=other.pk,
        is_forward=is_forward,
    )
