"""Whether rows that were new when they were compared have become files since."""

from collections.abc import Sequence

from capacity_portal.imports.registry import Staged
from capacity_portal.lib import territory
from capacity_portal.organization.access import within_region
from enterprises.models import Enterprise
from enterprises.queries.among import among, standing_with_codes
from enterprises.rules import memory


def appeared(officer, rows: Sequence[Staged], *, besides: set[int]) -> bool:
    """Tell whether a file with the code of a row, or with its name in its region, is there by now (two queries).

    ``besides``: ids of files that the rows' own import has opened.
    """
    fields = [row.values["fields"] for row in rows]
    codes = [one["credit_code"] for one in fields if one.get("credit_code")]
    holders = standing_with_codes(codes)
    if codes and holders.exists():
        return True
    by_name: dict[str, list[dict]] = {}
    for one in fields:
        by_name.setdefault(memory.name_key(one["name"]), []).append(one)
    files = within_region(among(Enterprise.objects.unmerged(), "name_key", by_name), officer)
    found = files.values_list("id", "name_key", "credit_code", "region_code")
    return any(
        _are_one(one, code, region)
        for number, name, code, region in found
        if number not in besides
        for one in by_name[name]
    )


def _are_one(row: dict, code: str, region: str) -> bool:
    if code and row.get("credit_code"):
        return False
    return territory.contains(row["region"], region) or territory.contains(region, row["region"])
