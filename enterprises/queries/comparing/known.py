"""The files that the rows of a sheet may be: looked up by code and by name, a few queries for a thousand rows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain

from capacity_portal.lib import territory
from capacity_portal.lib.spreadsheets.checking import Checked
from capacity_portal.organization.access import within_region
from enterprises.models import Capacity, Enterprise, Equipment
from enterprises.queries.among import among, among_ids, merged_with_codes, standing_with_codes
from enterprises.queries.scope import visible_to
from enterprises.queries.seen_parts import in_place
from enterprises.rules import incoming, memory

# Of a file, and of the one it was merged into.
_FOUND = ("id", "credit_code", "name_key", "region_code")
_INTO = ("merged_into_id", "merged_into__credit_code", "merged_into__region_code")


@dataclass(frozen=True)
class Named:
    """A file with the name: ``id`` and region of the one that stands for it now, ``has_code``: it or the one with the name."""

    id: int
    region_code: str
    has_code: bool


@dataclass
class Known:
    """``by_code`` tells the id of the standing file and whether the code came by a merged one; ``foreign``: codes held elsewhere."""

    files: dict[int, Enterprise] = field(default_factory=dict)
    by_code: dict[str, tuple[int, bool]] = field(default_factory=dict)
    foreign: set[str] = field(default_factory=set)
    by_name: dict[str, list[Named]] = field(default_factory=dict)
    equipment: dict[int, list[Equipment]] = field(default_factory=dict)
    capacities: dict[int, list[Capacity]] = field(default_factory=dict)

    def forget_the_lost(self) -> None:
        """Files that went out of sight between two queries."""
        self.by_code = {code: one for code, one in self.by_code.items() if one[0] in self.files}
        self.by_name = {
            name: [one for one in found if one.id in self.files] for name, found in self.by_name.items()
        }


def load(officer, chunk: Sequence[Checked]) -> Known:
    """Four queries, and one each for equipment and capacities where the sheet has such columns."""
    known = Known()
    _load_codes(known, officer, {code for one in chunk if (code := code_of(one))})
    _load_names(known, officer, {memory.name_key(one.values.get("name") or "") for one in chunk} - {""})
    ids = {number for number, _ in known.by_code.values()}
    ids |= {named.id for found in known.by_name.values() for named in found}
    files = (
        visible_to(officer)
        .unmerged()
        .select_related("region", "supervising_department", "supervising_officer")
    )
    known.files = {file.pk: file for file in among_ids(files, ids)}
    known.forget_the_lost()
    keys = {key for one in chunk for key in one.values}
    if "equipment" in keys:
        parts = among_ids(in_place(Equipment), known.files, "enterprise")
        known.equipment = _by_file(parts.select_related("kind"))
    if any(key.partition(":")[0] == "capacity" for key in keys):
        known.capacities = _by_file(among_ids(in_place(Capacity), known.files, "enterprise"))
    return known


def code_of(one: Checked) -> str:
    """The row's 统一社会信用代码, "" when there is none."""
    found = one.values.get("credit_code") or ""
    return "" if incoming.reason_for_no_code(found) is not None else found


def _load_codes(known: Known, officer, codes: Iterable[str]) -> None:
    """All regions are asked; of a file elsewhere nothing but its existence is kept."""
    found = [
        one.order_by("id").values_list(*_FOUND, *_INTO)
        for one in (standing_with_codes(codes), merged_with_codes(codes))
    ]
    for number, code, _, region, into, _, into_region in chain(*found):
        standing, place = (into, into_region) if into else (number, region)
        if not territory.contains(officer.region_code, place):
            known.foreign.add(code)
        elif code not in known.by_code or not into:
            known.by_code[code] = (standing, bool(into))
    known.foreign -= known.by_code.keys()


def _load_names(known: Known, officer, names: Iterable[str]) -> None:
    rows = within_region(among(Enterprise.objects.order_by("id"), "name_key", names), officer)
    for number, code, name, region, into, into_code, into_region in rows.values_list(*_FOUND, *_INTO):
        standing, place = (into, into_region) if into else (number, region)
        if territory.contains(officer.region_code, place):
            known.by_name.setdefault(name, []).append(Named(standing, place, bool(code or into_code)))


def _by_file(parts: Iterable) -> dict[int, list]:
    found: dict[int, list] = {}
    for part in parts:
        found.setdefault(part.enterprise_id, []).append(part)
    return found
