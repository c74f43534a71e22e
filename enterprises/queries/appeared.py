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

    ``besides``: ids of files that the rows' own import has opened or changed.
    """
    codes = [code for row in rows if (code := row.values["fields"].get("credit_code"))]
    holders = standing_with_codes(codes)
    if codes and holders.exists():
        return True
    by_name: dict[str, list[Staged]] = {}
    for row in rows:
        by_name.setdefault(memory.name_key(row.values["fields"]["name"]), []).append(row)
    files = within_region(among(Enterprise.objects.unmerged(), "name_key", by_name), officer)
    found = files.values_list("id", "name_key", "credit_code", "region_code")
    return any(
        _are_one(one, code, region)
        for number, name, code, region in found
        if number not in besides
        for one in by_name[name]
    )


def _are_one(row: Staged, code: str, region: str) -> bool:
    """A code that is held elsewhere, and so not stored, tells the row from a file with a code all the same."""
    fields = row.values["fields"]
    if code and (fields.get("credit_code") or row.values.get("disputed_code")):
        return False
    return territory.contains(fields["region"], region) or territory.contains(region, fields["region"])
