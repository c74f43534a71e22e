"""A row that is a file already: what of it differs. Empty cells say nothing, and nothing is wiped."""

from typing import Any

from capacity_portal.imports.registry import Context
from capacity_portal.lib import territory
from capacity_portal.lib.quantities import trimmed
from capacity_portal.organization.roles import Permission
from enterprises.choices import Status
from enterprises.models import Enterprise
from enterprises.queries.comparing.fields import (
    POSITION,
    TAKEN,
    as_json,
    is_same,
    stored_position,
    supervisors,
    title,
)
from enterprises.queries.comparing.known import Known
from enterprises.queries.comparing.notes import Notes
from enterprises.queries.comparing.opening import disputed_reason
from enterprises.queries.comparing.parts import Change, PartsDiffering
from enterprises.queries.comparing.reference import Reference
from enterprises.queries.comparing.stated import stated_capacities
from enterprises.queries.comparing.subject import Match, Subject
from enterprises.queries.comparing.whole_file import region_name
from enterprises.rules import incoming_status


class Differing:
    def __init__(self, context: Context, reference: Reference):
        self._context, self._reference = context, reference
        self._permissions = frozenset(p for p in Permission if context.officer.may(p))

    def from_file(
        self, subject: Subject, file: Enterprise, match: Match, known: Known, notes: Notes
    ) -> tuple[dict[str, Any], list[Change]]:
        """``values`` for ``store`` (fields, capacities, changed_capacities, ...; empty when nothing differs) and the changes."""
        fields = self._taken(subject, file, match)
        fields |= self._code(subject, file)
        fields |= self._region(subject, file, notes) | self._industry_code(subject, file)
        fields |= self._status(subject, file, notes) | self._position(subject, file, notes)
        names = {name: str(getattr(record, "name", "")) for name, record in _supervision(file).items()}
        fields |= supervisors(subject, file.region_code, self._reference, notes, names)
        changes = [self._change(name, file, value) for name, value in fields.items()]
        parts = self._parts(subject, file, known, notes)
        values: dict[str, Any] = {**parts.values}
        if fields:
            values["fields"] = {name: as_json(value) for name, value in fields.items()}
        if subject.disputed and "no_code_reason" in fields:
            values["disputed_code"] = subject.disputed
        return values, [*changes, *parts.changes]

    def _taken(self, subject: Subject, file: Enterprise, match: Match) -> dict[str, Any]:
        """A file found by its name keeps its spelling, one found by a merged file its name: only a code tells of a new one."""
        names = [name for name in TAKEN if name != "name" or match.is_by_code]
        given = {name: subject.values[name] for name in names if subject.values.get(name) is not None}
        return {name: value for name, value in given.items() if not is_same(name, getattr(file, name), value)}

    def _code(self, subject: Subject, file: Enterprise) -> dict[str, str]:
        if subject.code and not file.credit_code:
            return {"credit_code": subject.code, "no_code_reason": ""}
        if file.credit_code:
            return {}
        reason = disputed_reason(subject.disputed) if subject.disputed else subject.reason
        return {"no_code_reason": reason} if reason and reason != file.no_code_reason else {}

    def _region(self, subject: Subject, file: Enterprise, notes: Notes) -> dict[str, str]:
        """A place that the file's lies in (the county of its town) is no move."""
        if not subject.is_placed or any(territory.contains(area, file.region_code) for area in subject.areas):
            return {}
        if len(subject.areas) > 1:
            notes.confirm("place_ambiguous", "region", "所在地区不止一处同名，请写明县（市、区）和乡镇。")
            return {}
        return {"region": subject.areas[0]}

    def _industry_code(self, subject: Subject, file: Enterprise) -> dict[str, str]:
        edition, code = subject.values.get("industry_code") or ("", "")
        differs = code and code != file.industry_code
        return {"industry_code": code, "industry_edition": edition} if differs else {}

    def _status(self, subject: Subject, file: Enterprise, notes: Notes) -> dict[str, Any]:
        given = subject.values
        wanted, document = given.get("status") or "", given.get("status_document") or ""
        verdict = incoming_status.at_change(file.status, wanted, document, self._permissions)
        if verdict.refusal:
            notes.error("status", "status", verdict.refusal, Status(wanted).label)
        if verdict.doubt:
            notes.explain("no_document", "status", verdict.doubt, Status(wanted).label)
        if verdict.is_change:
            on = given.get("status_on") or self._context.today
            after = {"status": wanted, "status_on": on} | ({"status_document": document} if document else {})
            return {name: value for name, value in after.items() if value != getattr(file, name)}
        return {} if verdict.refusal else self._about_status(subject, file, notes)

    def _about_status(self, subject: Subject, file: Enterprise, notes: Notes) -> dict[str, Any]:
        """Day and document of a status that stays: what is missing is filled in, what is there is kept."""
        filled = {}
        for name in ("status_on", "status_document"):
            given, stored = subject.values.get(name), getattr(file, name)
            if given and not stored:
                filled[name] = given
            elif given and given != stored:
                message = f"档案中的{title(name)}为“{stored}”，与表中的“{given}”不同，仍按档案保留；更改请在档案中办理。"
                notes.explain("status_kept", name, message, given)
        return filled

    def _position(self, subject: Subject, file: Enterprise, notes: Notes) -> dict[str, Any]:
        found = stored_position(subject, notes)
        same = found and (found["longitude"], found["latitude"]) == (file.longitude, file.latitude)
        return {} if same else found

    def _parts(self, subject: Subject, file: Enterprise, known: Known, notes: Notes) -> PartsDiffering:
        differing = PartsDiffering(notes)
        on_file = {capacity.product_id: capacity for capacity in known.capacities.get(file.pk, ())}
        industry = subject.values.get("industry") or file.industry
        for stated in stated_capacities(subject.values, industry, self._reference.products):
            differing.capacity(stated, on_file.get(stated.product.id) if stated.product else None)
        items = subject.values.get("equipment")
        if items:
            differing.equipment(items, known.equipment.get(file.pk, []), self._reference.kinds)
        differing.remember(known.capacities.get(file.pk, ()), known.equipment.get(file.pk, ()))
        return differing

    def _change(self, name: str, file: Enterprise, after: Any) -> Change:
        return title(name), self._shown(name, file, getattr(file, name)), self._shown(name, file, after)

    def _shown(self, name: str, file: Enterprise, value: Any) -> str:
        if value is None or value == "":
            return ""
        if name == "region":
            return region_name(self._reference.regions, getattr(value, "code", value))
        if name in _supervision(file):
            return str(getattr(value, "name", "")) or self._supervisor(name, value)
        labels = dict(Enterprise._meta.get_field(name).flatchoices)
        if labels:
            return str(labels.get(value, value))
        return trimmed(value, places=6) if name in (*POSITION, "transformer_kva") else str(value)

    def _supervisor(self, name: str, number: int) -> str:
        table = self._reference.departments if name == "supervising_department" else self._reference.officers
        return next((called for called, found in table.items() if number in dict(found)), "")


def _supervision(file: Enterprise) -> dict[str, Any]:
    return {name: getattr(file, name) for name in ("supervising_department", "supervising_officer")}
