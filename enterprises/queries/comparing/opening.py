"""A row that is no file yet: what the new file would hold."""

from typing import Any

from capacity_portal.imports.registry import Context
from enterprises.choices import Status
from enterprises.queries.comparing import parts
from enterprises.queries.comparing.fields import TAKEN, as_json, stored_position, supervisors
from enterprises.queries.comparing.notes import Notes
from enterprises.queries.comparing.reference import Reference
from enterprises.queries.comparing.stated import stated_capacities
from enterprises.queries.comparing.subject import Subject
from enterprises.queries.comparing.whole_file import WholeFile
from enterprises.rules import incoming, incoming_status


class Opening:
    def __init__(self, context: Context, reference: Reference, whole: WholeFile):
        self._reference, self._whole = reference, whole
        heading = context.mapped.get("name")
        self._heading = heading.label if heading else ""

    def values(self, subject: Subject, doubted: set[str], notes: Notes) -> dict[str, Any]:
        """``{fields, capacities, equipment, disputed_code}`` in JSON; what is empty is left out.

        ``doubted``: columns whose cell of this row is held up already, so that nothing more is said about it.
        """
        given = subject.values
        fields = {name: given[name] for name in TAKEN if given.get(name) is not None}
        fields["region"] = subject.region
        fields |= self._code(subject, doubted)
        fields["industry"] = self._industry(subject, doubted)
        capacities = self._capacities(subject, fields["industry"], notes)
        if not fields.get("supervision_class"):
            fields["supervision_class"] = self._class(subject, fields["industry"], capacities, doubted)
        fields |= self._status(subject, doubted, notes) | stored_position(subject, notes)
        if given.get("industry_code"):
            fields["industry_edition"], fields["industry_code"] = given["industry_code"]
        fields |= supervisors(subject, subject.region, self._reference, notes, {})
        found = {
            "fields": {name: as_json(value) for name, value in fields.items()},
            "capacities": list(capacities.values()),
            "equipment": [parts.equipment_json(item) for item in given.get("equipment") or ()],
            "disputed_code": subject.disputed,
        }
        return {name: value for name, value in found.items() if value}

    def _code(self, subject: Subject, doubted: set[str]) -> dict[str, str]:
        if subject.disputed:
            return {"no_code_reason": disputed_reason(subject.disputed)}
        if subject.code:
            return {"credit_code": subject.code}
        if subject.reason:
            return {"no_code_reason": subject.reason}
        self._lacks("no_code", "credit_code", subject, doubted)
        return {}

    def _industry(self, subject: Subject, doubted: set[str]) -> str:
        if subject.values.get("industry"):
            return subject.values["industry"]
        self._lacks("no_industry", "industry", subject, doubted)
        return incoming.industry_of(subject.name, self._heading).value

    def _class(self, subject: Subject, industry: str, capacities: dict[str, Any], doubted: set[str]) -> str:
        self._lacks("no_class", "supervision_class", subject, doubted)
        return incoming.class_of(industry, set(capacities)).value

    def _status(self, subject: Subject, doubted: set[str], notes: Notes) -> dict[str, Any]:
        given = subject.values
        document = given.get("status_document") or ""
        if not given.get("status"):
            self._lacks("no_status", "status", subject, doubted)
        status = given.get("status") or Status.IN_PRODUCTION.value
        verdict = incoming_status.at_opening(status, document)
        if verdict.refusal:
            notes.error("status", "status", verdict.refusal, Status(status).label)
        if verdict.doubt:
            notes.explain("no_document", "status", verdict.doubt, Status(status).label)
        found = {"status": status, "status_on": given.get("status_on"), "status_document": document}
        return {name: value for name, value in found.items() if value}

    def _capacities(self, subject: Subject, industry: str, notes: Notes) -> dict[str, dict[str, Any]]:
        """By product code, in the product's unit."""
        found: dict[str, dict[str, Any]] = {}
        for stated in stated_capacities(subject.values, industry, self._reference.products):
            self._whole.count(stated.product, stated.value, stated.unit)
            amount = parts.amount_of(stated, notes)
            if amount is None:
                continue
            product = stated.product
            one = {"product": product.id, "unit": product.unit, "value": as_json(amount)}
            if found.setdefault(product.code, one) != one:
                parts.say_twice(product, notes)
        return found

    def _lacks(self, code: str, key: str, subject: Subject, doubted: set[str]) -> None:
        if key not in doubted:
            self._whole.lacks(code, subject.number)


def disputed_reason(code: str) -> str:
    """As ``operations.disputes`` writes it."""
    return f"代码 {code} 疑似外县关联，已转市办核对"
