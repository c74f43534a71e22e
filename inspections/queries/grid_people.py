"""Who answers for the cells: now, formerly, and who could."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from capacity_portal.journal.choices import EntryKind
from capacity_portal.journal.queries import ReadableChange, all_readable_changes, history_of
from capacity_portal.journal.registry import step_labels
from capacity_portal.lib.territory import ancestors
from capacity_portal.organization.choices import PostKind, RegionRisk
from capacity_portal.organization.models import GridCell, GridPost, Officer
from capacity_portal.organization.rules.grid import holder_fault
from inspections.queries.grid import ABLE_ROLES

_EVENTS = 50
_SUBJECTS = ("grid_cell", "grid_post")
_KINDS = {"create": "good", "lay": "good", "appoint": "good", "end": "warn", "dissolve": "bad"}
_RISKS = dict(RegionRisk.choices)


@dataclass(frozen=True)
class Holder:
    """An open post; ``fault`` says why the person cannot answer any more, "" when he can."""

    post: GridPost
    fault: str

    @property
    def name(self) -> str:
        return self.post.officer.name


@dataclass(frozen=True)
class Manned:
    """A cell with who answers for it and how many enterprises lie in it."""

    cell: GridCell
    responsible: Holder | None
    deputy: Holder | None
    enterprises: int = 0


@dataclass(frozen=True)
class Event:
    """One line of the timeline (_partials/timeline.html)."""

    at: object
    who: str
    title: str
    note: str
    kind: str
    changes: list[ReadableChange]
    summary: str = ""


def manned(cells: Iterable[GridCell], today: date, enterprises: dict) -> list[Manned]:
    """The cells with their persons; one query. ``enterprises`` by the cell's number."""
    cells = list(cells)
    held: dict[tuple[int, str], Holder] = {}
    places = {cell.pk: cell.region_code for cell in cells}
    for post in GridPost.objects.filter(cell__in=places, to_on=None).select_related("officer"):
        fault = holder_fault(post.officer, places[post.cell_id], today)
        held[post.cell_id, post.kind] = Holder(post, fault)
    return [
        Manned(
            cell,
            held.get((cell.pk, PostKind.RESPONSIBLE)),
            held.get((cell.pk, PostKind.DEPUTY)),
            enterprises.get(cell.pk, 0),
        )
        for cell in cells
    ]


def posts_of(cell: GridCell) -> list[GridPost]:
    """All posts there ever were, those held now first, then the latest."""
    rows = cell.posts.select_related("officer__region").order_by("-from_on", "-id")
    return sorted(rows, key=lambda post: post.to_on is not None)


def able_for(officer, cell: GridCell, today: date) -> QuerySet[Officer]:
    """Who may be appointed for the cell by ``officer``: accounts of his own region; the nearest to the cell first."""
    reaching = [cell.region_code, *ancestors(cell.region_code)]
    rows = Officer.objects.within(officer.region_code).filter(region_code__in=reaching, is_active=True)
    rows = rows.filter(Q(expires_on=None) | Q(expires_on__gte=today), role__in=ABLE_ROLES)
    held = GridPost.objects.filter(cell=cell, to_on=None)
    rows = rows.exclude(pk__in=held.values("officer"))
    return rows.select_related("region").order_by("-region_code", "name", "id")


def history(cell: GridCell) -> list[Event]:
    """The last entries of the journal about the cell and its posts, the newest first."""
    entries = list(history_of(f"grid_cell:{cell.pk}").filter(subject__in=_SUBJECTS)[:_EVENTS])
    return [
        _event(entry, changes) for entry, changes in zip(entries, all_readable_changes(entries), strict=True)
    ]


def _event(entry, changes: list[ReadableChange]) -> Event:
    words = step_labels(entry.subject)
    shown = [_in_words(change) for change in changes]
    summary = f"登记内容{len(shown)}项" if entry.kind == EntryKind.CREATED else ""
    kind = _KINDS.get(entry.step, "neutral")
    return Event(entry.at, entry.by_name, words.get(entry.step, entry.step), entry.note, kind, shown, summary)


def _in_words(change: ReadableChange) -> ReadableChange:
    return ReadableChange(change.label, _risks(change.before), _risks(change.after))


def _risks(text: str) -> str:
    """The journal keeps codes of risks; other texts stay as they are."""
    codes = text.split("、")
    return "；".join(str(_RISKS[code]) for code in codes) if all(code in _RISKS for code in codes) else text
