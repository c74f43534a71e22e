"""Columns that follow from others: region codes, comparison keys, search text. Written here and nowhere else."""

from collections.abc import Iterable

from capacity_portal.lib import search_text, territory
from enterprises.models import Enterprise, Equipment, FormerName
from enterprises.rules import memory

PLACE = frozenset({"region_code", "county_code"})
KEYS = frozenset({"name_key", "address_key", "registered_address_key", "representative_key", "search_text"})
# A change of one of these changes a key.
IDENTIFYING = frozenset(
    {
        "name",
        "credit_code",
        "legal_representative",
        "contact_name",
        "registered_address",
        "actual_address",
    }
)


def place(enterprise: Enterprise) -> None:
    enterprise.region_code = enterprise.region.code
    enterprise.county_code = territory.county_of(enterprise.region_code)


def keys(enterprise: Enterprise) -> None:
    """Set the comparison keys and the search text (former names and merged files are found through this one)."""
    _compared(enterprise)
    enterprise.search_text = search_text.stored(_searched(enterprise))


def keys_of(enterprises: Iterable[Enterprise]) -> None:
    """``keys`` of many stored files, in two queries."""
    files = {enterprise.pk: enterprise for enterprise in enterprises}
    texts = {number: _own(enterprise) for number, enterprise in files.items()}
    standing = {number: number for number in files}
    for merged in Enterprise.objects.filter(merged_into__in=list(files)).order_by("id"):
        texts[merged.merged_into_id] += _own(merged)
        standing[merged.pk] = merged.merged_into_id
    names = FormerName.objects.filter(enterprise__in=list(standing), is_withdrawn=False).order_by("id")
    for number, name in names.values_list("enterprise_id", "name"):
        texts[standing[number]].append(name)
    for number, enterprise in files.items():
        _compared(enterprise)
        enterprise.search_text = search_text.stored(dict.fromkeys(texts[number]))


def _compared(enterprise: Enterprise) -> None:
    enterprise.name_key = memory.name_key(enterprise.name)
    enterprise.address_key = memory.address_key(enterprise.actual_address)
    enterprise.registered_address_key = memory.address_key(enterprise.registered_address)
    enterprise.representative_key = memory.representative_key(enterprise.legal_representative)


def equipment(part: Equipment) -> None:
    part.serial_key = memory.serial_key(part.serial)
    part.region_code = part.enterprise.region_code


def _searched(enterprise: Enterprise) -> list[str]:
    fields = _own(enterprise)
    if enterprise.pk is None:
        return fields
    files = [enterprise.pk]
    for merged in Enterprise.objects.filter(merged_into=enterprise.pk).order_by("id"):
        fields += _own(merged)
        files.append(merged.pk)
    names = FormerName.objects.filter(enterprise__in=files, is_withdrawn=False).order_by("id")
    return list(dict.fromkeys([*fields, *names.values_list("name", flat=True)]))


def _own(enterprise: Enterprise) -> list[str]:
    return [
        enterprise.name,
        enterprise.credit_code,
        enterprise.legal_representative,
        enterprise.contact_name,
        enterprise.actual_address,
        enterprise.registered_address,
    ]
