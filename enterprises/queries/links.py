"""Files that may belong to the one being entered or edited: looked up by index, compared by ``rules.memory``."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from capacity_portal.lib import credit_code
from enterprises.choices import LinkReason
from enterprises.models import Enterprise, Equipment, FormerName
from enterprises.rules import memory
from enterprises.rules.memory import Identity

# Of each kind of agreement only so many are looked at: a common surname or an industrial park is no memory.
_EACH = 20
SHOWN = 20


@dataclass(frozen=True)
class LikelyLink:
    """A known file and why it may belong together with the one compared, strongest reason first."""

    enterprise: Enterprise
    reasons: tuple[LinkReason, ...]
    is_worth_recording: bool = True

    @property
    def reason_labels(self) -> str:
        return "、".join(LinkReason(reason).label for reason in self.reasons)


def likely_links(
    subject: Mapping[str, Any] | Enterprise, *, exclude_id: int | None = None, serials: tuple[str, ...] = ()
) -> list[LikelyLink]:
    """At most 20 known files like ``subject`` (a file, or the values of a form by field name), the likeliest first.

    All regions are compared; what an officer may be shown of them is for ``access.may_see`` to say. ``serials``: equipment
    numbers to compare beside those on file. Files merged into or with the subject are left out.
    """
    if isinstance(subject, Enterprise):
        own, exclude_id = identity_of(subject, extra_serials=serials), subject.pk
    else:
        own = _identity_of_values(subject, serials)
    others = _with_parts(Enterprise.objects.filter(pk__in=_ids(own, exclude_id)).unmerged())
    found = [_likely(own, other) for other in others]
    found = [link for link in found if link.reasons]
    return sorted(found, key=lambda link: (memory.rank(link.reasons), link.enterprise.pk))[:SHOWN]


def identity_of(enterprise: Enterprise, *, extra_serials: tuple[str, ...] = ()) -> Identity:
    """What a stored file is recognised by, its former names and equipment included."""
    serials = [part.serial for part in enterprise.equipment.all() if not part.is_withdrawn]
    former = [name.name for name in enterprise.former_names.all() if not name.is_withdrawn]
    return memory.identity(
        code=enterprise.credit_code,
        names=[enterprise.name, *former],
        addresses=[enterprise.actual_address, enterprise.registered_address],
        representative=enterprise.legal_representative,
        serials=[*serials, *extra_serials],
        status=enterprise.status,
        is_key=enterprise.is_key,
    )


def _identity_of_values(values: Mapping[str, Any], serials: tuple[str, ...]) -> Identity:
    code = str(values.get("credit_code") or "")
    try:
        code = credit_code.clean(code) if code else ""
    except credit_code.CreditCodeError:
        code = ""
    text = {name: str(values.get(name) or "") for name in ("name", "actual_address", "registered_address")}
    return memory.identity(
        code=code,
        names=[text["name"]],
        addresses=[text["actual_address"], text["registered_address"]],
        representative=str(values.get("legal_representative") or ""),
        serials=serials,
        status=str(values.get("status") or ""),
    )


def _likely(own: Identity, other: Enterprise) -> LikelyLink:
    theirs = identity_of(other)
    reasons = memory.reasons(own, theirs)
    return LikelyLink(other, reasons, memory.is_worth_recording(reasons, own, theirs))


def _ids(own: Identity, exclude_id: int | None) -> set[int]:
    found = {number for lookup in _lookups(own) for number in lookup.order_by("-id")[:_EACH]}
    return found - {exclude_id}


def _lookups(own: Identity) -> Iterator[QuerySet]:
    """One index lookup for each kind of agreement that the subject can have at all."""
    files = Enterprise.objects.unmerged().values_list("pk", flat=True)
    if own.code:
        yield files.filter(credit_code=own.code)
    if own.names:
        yield files.filter(name_key__in=own.names)
        names = FormerName.objects.filter(name_key__in=own.names, is_withdrawn=False)
        yield names.values_list("enterprise_id", flat=True)
    if own.addresses:
        yield files.filter(Q(address_key__in=own.addresses) | Q(registered_address_key__in=own.addresses))
    if own.representative:
        yield files.filter(representative_key=own.representative)
    if own.serials:
        parts = Equipment.objects.filter(serial_key__in=own.serials, is_withdrawn=False)
        yield parts.values_list("enterprise_id", flat=True)


def _with_parts(files: QuerySet[Enterprise]) -> QuerySet[Enterprise]:
    return files.select_related("region").prefetch_related("former_names", "equipment")
