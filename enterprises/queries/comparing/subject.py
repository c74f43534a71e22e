"""One row, understood as far as that goes without the ledger, and the file it is."""

from dataclasses import dataclass
from typing import Any

from capacity_portal.imports.registry import Context
from capacity_portal.lib import territory
from capacity_portal.lib.spreadsheets.checking import Checked
from enterprises.queries.comparing.known import Known, Named, code_of
from enterprises.queries.comparing.notes import Notes
from enterprises.rules import incoming, memory


@dataclass
class Subject:
    """``code`` is "" for a row without one or with one held elsewhere (then ``disputed``); ``reason`` as 无码：… gives it.

    ``areas``: the regions the row may mean, ``region`` the one a new file would get; ``is_placed`` when the row says it.
    """

    number: int
    values: dict[str, Any]
    name: str
    name_key: str
    code: str
    disputed: str
    reason: str
    areas: tuple[str, ...]
    region: str
    is_placed: bool


def read_subject(context: Context, one: Checked, known: Known) -> Subject:
    name, code = one.values.get("name") or "", code_of(one)
    places = one.values.get("region") or ()
    inside = [place for place in places if territory.contains(context.region_code, place)]
    disputed = code if code in known.foreign else ""
    return Subject(
        one.row,
        one.values,
        name,
        memory.name_key(name) if name else "",
        "" if disputed else code,
        disputed,
        incoming.reason_for_no_code(one.values.get("credit_code") or "") or "",
        places or (context.region_code,),
        (inside if len(inside) == 1 else places or (context.region_code,))[0],
        bool(places),
    )


@dataclass(frozen=True)
class Match:
    """``id`` of the file on record, None for a new one; ``is_by_code``: by its own code, not by name or a merged file's."""

    id: int | None = None
    is_by_code: bool = False


def find_match(subject: Subject, known: Known, notes: Notes) -> Match:
    """By code, else by the name in the row's region; a file with another code is another enterprise."""
    if subject.code in known.by_code:
        number, was_merged = known.by_code[subject.code]
        return Match(number, not was_merged)
    has_code = bool(subject.code or subject.disputed)
    named = [one for one in known.by_name.get(subject.name_key, ()) if not (has_code and one.has_code)]
    named = _nearest(subject, [one for one in named if _is_in(one, subject.areas)])
    if len({one.id for one in named}) > 1:
        message = f"辖区内有 {len(named)} 家“{subject.name}”，分不清是哪一家，请填写统一社会信用代码或具体的所在地区。"
        notes.error("several_files", "name", message, subject.name)
        return Match()
    return Match(named[0].id) if named else Match()


def _is_in(one: Named, areas: tuple[str, ...]) -> bool:
    return any(
        territory.contains(area, one.region_code) or territory.contains(one.region_code, area)
        for area in areas
    )


def _nearest(subject: Subject, found: list[Named]) -> list[Named]:
    exact = [one for one in found if one.region_code in subject.areas]
    return exact or found
