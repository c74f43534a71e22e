"""A whole dossier read at once: what the page and the printed document show, in a fixed number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.timezone import localdate

from capacity_portal.lib.quantities import trimmed
from capacity_portal.lib.territory import contains
from capacity_portal.organization.models import Threshold
from enterprises import facts
from enterprises.choices import EquipmentState
from enterprises.models import Attachment, Capacity, Enterprise, Equipment, Licence, Link
from enterprises.rules import confirmation
from enterprises.rules.dossier import FileFacts, LicenceFact, missing

EXPIRES_SOON_DAYS = 60
EQUIPMENT_KINDS = {
    EquipmentState.IN_USE: "running",
    EquipmentState.IDLE: "neutral",
    EquipmentState.SEALED: "warn",
    EquipmentState.DISMANTLED: "closed",
}


@dataclass(frozen=True)
class Dossier:
    """``equipment``, ``capacities``, ``licences`` and ``attachments`` are records with a few shown texts set on them;
    ``links`` are dicts with link, other, reason_text, kind. Of files the officer may not see nothing is named:
    ``elsewhere`` counts links to them, ``merged_elsewhere`` those merged into this one, ``merged_into`` is None.
    """

    groups: list[facts.Group]
    status_text: str
    key_text: str
    risks: list[str]
    confirmed: str
    overdue: str
    missing: list[str]
    equipment: list[Equipment]
    capacities: list[Capacity]
    licences: list[Licence]
    attachments: list[Attachment]
    former_names: list
    merged_into: Enterprise | None
    merged_files: list[Enterprise]
    merged_elsewhere: int
    links: list[dict]
    elsewhere: int


def read(enterprise: Enterprise, officer, today: date) -> Dossier:
    """Everything of ``enterprise`` that ``officer`` may see."""
    attachments = _attachments(enterprise)
    equipment = _equipment(enterprise, attachments)
    capacities = _capacities(enterprise)
    licences = _licences(enterprise, attachments, today)
    links, elsewhere = _links(enterprise, officer)
    merged_files = list(enterprise.merged_files.order_by("id"))
    merged_here = _seen(officer, merged_files)
    days = Threshold.objects.value_of(confirmation.THRESHOLD, confirmation.DEFAULT_DAYS)
    return Dossier(
        groups=facts.groups(enterprise),
        status_text=facts.status_text(enterprise),
        key_text=facts.key_text(enterprise),
        risks=facts.risk_labels(enterprise),
        confirmed=facts.confirmed_text(enterprise),
        overdue=confirmation.sentence(localdate(enterprise.confirmed_at), today, days),
        missing=missing(_file_facts(enterprise, equipment, capacities, licences, attachments), today),
        equipment=equipment,
        capacities=capacities,
        licences=licences,
        attachments=attachments,
        former_names=list(enterprise.former_names.filter(is_withdrawn=False).order_by("id")),
        merged_into=next(iter(_seen(officer, [enterprise.merged_into])), None),
        merged_files=merged_here,
        merged_elsewhere=len(merged_files) - len(merged_here),
        links=links,
        elsewhere=elsewhere,
    )


def _attachments(enterprise: Enterprise) -> list[Attachment]:
    rows = list(
        enterprise.attachments.select_related("uploaded_by", "equipment__kind", "licence").order_by("id")
    )
    for row in rows:
        row.is_picture = row.content_type.startswith("image/")
        part = row.equipment.kind.name if row.equipment else row.licence
        row.about = str(part) if part else ""
    return rows


def _of(attachments: list[Attachment], field: str, pk: int) -> list[Attachment]:
    return [row for row in attachments if getattr(row, field) == pk and not row.is_withdrawn]


def _equipment(enterprise: Enterprise, attachments: list[Attachment]) -> list[Equipment]:
    rows = list(enterprise.equipment.filter(is_withdrawn=False).select_related("kind").order_by("id"))
    for row in rows:
        row.size_text = "" if row.size is None else trimmed(row.size, row.size_unit, 3)
        row.state_kind = EQUIPMENT_KINDS[row.state]
        row.photos = _of(attachments, "equipment_id", row.pk)
    return rows


def _capacities(enterprise: Enterprise) -> list[Capacity]:
    rows = list(enterprise.capacities.select_related("product").order_by("product__position", "id"))
    for row in rows:
        figures = [row.filed, row.stated, row.by_table]
        row.filed_text, row.stated_text, row.by_table_text = map(trimmed, figures)
        row.differs = len({figure for figure in figures if figure is not None}) > 1
    return rows


def _licences(enterprise: Enterprise, attachments: list[Attachment], today: date) -> list[Licence]:
    rows = list(enterprise.licences.order_by("kind", "id"))
    for row in rows:
        row.mark = _mark(row, today)
        row.files = _of(attachments, "licence_id", row.pk)
    return rows


def _mark(licence: Licence, today: date) -> tuple[str, str] | None:
    """Badge of a licence that is void, expired or about to expire: (word, kind)."""
    if licence.is_void:
        return "已失效", "closed"
    if licence.expires_on is None or (licence.expires_on - today).days > EXPIRES_SOON_DAYS:
        return None
    left = (licence.expires_on - today).days
    return ("已过期", "bad") if left < 0 else (f"还有{left}天到期", "warn")


def _seen(officer, files: Iterable[Enterprise | None]) -> list[Enterprise]:
    """Those of ``files`` that lie in the officer's region."""
    return [file for file in files if file is not None and contains(officer.region_code, file.region_code)]


def _links(enterprise: Enterprise, officer) -> tuple[list[dict], int]:
    """Links to files the officer may see, and how many there are to others (settled 15)."""
    both = Link.objects.filter(Q(first=enterprise) | Q(second=enterprise)).select_related("first", "second")
    shown, elsewhere = [], 0
    for link in both.order_by("-id"):
        other = link.second if link.first_id == enterprise.pk else link.first
        if contains(officer.region_code, other.region_code):
            kind = facts.DECISION_KINDS[link.decision]
            shown.append({"link": link, "other": other, "reason_text": facts.reason_text(link), "kind": kind})
        elif link.decision != "unrelated":
            elsewhere += 1
    return shown, elsewhere


def _file_facts(enterprise, equipment, capacities, licences, attachments) -> FileFacts:
    return FileFacts(
        credit_code=enterprise.credit_code,
        legal_representative=enterprise.legal_representative,
        actual_address=enterprise.actual_address,
        is_in_a_town=len(enterprise.region_code) > len(enterprise.county_code) > 0,
        has_position=enterprise.longitude is not None,
        industry_code=enterprise.industry_code,
        supervision_class=enterprise.supervision_class,
        status=enterprise.status,
        process=enterprise.process,
        power_account=enterprise.power_account,
        has_transformer=enterprise.transformer_kva is not None,
        has_department=enterprise.supervising_department_id is not None,
        has_person=enterprise.supervising_officer_id is not None,
        equipment_count=len(equipment),
        furnace_count=sum(row.kind.is_induction_furnace for row in equipment),
        equipment_without_size=sum(row.size is None for row in equipment),
        capacity_count=len(capacities),
        capacity_without_filed=sum(row.filed is None for row in capacities),
        licences=tuple(LicenceFact(row.kind, row.number, row.expires_on, row.is_void) for row in licences),
        photo_count=sum(row.is_picture and not row.is_withdrawn for row in attachments),
    )
