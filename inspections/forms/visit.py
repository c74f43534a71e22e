"""The form at the factory gate: the duty's items, and what every visit says. Its names are those the phone's scripts know."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Case, Q, Value, When
from django.forms import BoundField
from django.utils import timezone

from capacity_portal.lib import months
from capacity_portal.lib.form_fields import PortalForm, Text
from capacity_portal.lib.pages import int_param
from capacity_portal.organization.models import GridPost, Officer
from capacity_portal.organization.roles import RoleCode
from inspections.choices import AnswerKind, Outcome
from inspections.forms.visit_fields import SAME, Clock, Degrees, PickedDay, answer_field, note_field
from inspections.forms.visit_findings import BLOCKS, drafts, finding_fields, units_for
from inspections.models import ChecklistItem, Duty, Visit
from inspections.queries import checklists
from inspections.queries.colleagues import bearing, colleagues, namesakes
from inspections.rules import claims
from inspections.rules.answers import shown
from inspections.rules.reports import Inspector, Place, VisitReport

OUTSIDERS = (1, 2, 3)
MOST_COLLEAGUES = 120
MOST_PHOTOS = 60
_CONTROLS = {"inspectors": "colleagues", "place": "longitude", "findings": "finding_1_kind"}


@dataclass(frozen=True)
class ItemRow:
    """One item as the page draws it; ``before``: the answer of the last time, as it is read."""

    item: ChecklistItem
    field: BoundField
    note: BoundField
    same: BoundField | None
    before: str


class VisitForm(PortalForm):
    """The answers of the last visit (the last before ``before``) stand beside the items; on the way back the one the page named."""

    client_id = forms.CharField(label="编号", widget=forms.HiddenInput)
    duty = forms.CharField(label="任务", required=False, widget=forms.HiddenInput)
    previous_visit = forms.CharField(label="上次记录", required=False, widget=forms.HiddenInput)
    visited_on = PickedDay(label="排查日期")
    arrived = Clock(label="到达时间", required=False, help_text="20:00 至次日 6:00 到达的记为夜查")
    left = Clock(label="离开时间", required=False)
    outcome = forms.ChoiceField(label="排查结果", choices=Outcome.choices, widget=forms.RadioSelect)
    outcome_reason = Text(label="原因", longest=300, required=False, help_text="拒绝检查、未能进入的必须写明")
    is_formal = forms.BooleanField(label="正式检查（两人以上）", required=False)
    is_announced = forms.BooleanField(label="事先通知了企业", required=False)
    colleagues = forms.MultipleChoiceField(
        label="检查人员", required=False, widget=forms.CheckboxSelectMultiple
    )
    recusal_note = Text(
        label="回避情况", longest=200, required=False, help_text="有利害关系而回避的，写明谁回避"
    )
    longitude = Degrees(label="经度", required=False)
    latitude = Degrees(label="纬度", required=False)
    accuracy_m = forms.CharField(
        label="定位精度（米）", required=False, widget=forms.TextInput(attrs={"class": "short"})
    )
    backfill_reason = Text(
        label="补录原因", longest=200, required=False, help_text="三天以后才登记的必须写明"
    )
    remarks = Text(label="备注", longest=2_000, lines=3, required=False)
    doubts_accepted = forms.CharField(label="核对", required=False, widget=forms.HiddenInput)

    def __init__(self, data=None, files=None, *, duty: Duty, officer, before: Visit | None = None, **kwargs):
        self.about, self.officer = duty, officer
        self.items = checklists.items_of(duty)
        last = checklists.previous_visit(duty, before=before) if data is None else _named(data, duty)
        self.previous = last
        given = self._initial()
        kwargs["initial"] = given | kwargs.get("initial", {})
        kwargs["initial"]["is_formal"] |= given["is_formal"]
        super().__init__(data, files, **kwargs)
        self._add_items()
        units = units_for(duty.region_code)
        for number in BLOCKS:
            self.fields |= finding_fields(number, units)
        for number in OUTSIDERS:
            self.fields[f"outsider_name_{number}"] = Text(label="外请人员姓名", longest=40, required=False)
            self.fields[f"outsider_unit_{number}"] = Text(label="单位", longest=80, required=False)
        self.people = _people(duty, officer)
        self.fields["colleagues"].choices = [(str(one.pk), _introduced(one)) for one in self.people]

    def _initial(self) -> dict:
        today, period = timezone.localdate(), self.about.period
        last = months.last_day(period)
        return {
            "client_id": str(uuid4()),
            "duty": self.about.pk,
            "previous_visit": self.previous.pk if self.previous else "",
            "visited_on": today if months.month_of(today) <= period else last,
            "is_formal": self.about.is_key or self.about.is_lookback,
            "colleagues": [str(self.officer.pk)],
        }

    def _add_items(self) -> None:
        for item in self.items:
            before = self._before(item)
            self.fields[f"item_{item.code}"] = answer_field(item, before, self.same_words)
            self.fields[f"note_{item.code}"] = note_field(item)
            if before and item.kind in (AnswerKind.NUMBER, AnswerKind.TEXT):
                self.fields[f"same_{item.code}"] = forms.BooleanField(
                    label=f"{self.same_words}：{shown(item, before)}", required=False
                )

    def _before(self, item: ChecklistItem) -> str:
        answer = self.previous.answers.get(item.code) if self.previous else None
        return str(answer["value"]) if answer else ""

    @property
    def same_words(self) -> str:
        is_last_month = self.previous and self.previous.period == months.previous_month(self.about.period)
        return "与上月一致" if is_last_month else "与上次一致"

    # --- for the page
    def rows(self) -> list[ItemRow]:
        return [
            ItemRow(
                item,
                self[f"item_{item.code}"],
                self[f"note_{item.code}"],
                self[f"same_{item.code}"] if f"same_{item.code}" in self.fields else None,
                shown(item, self._before(item)),
            )
            for item in self.items
        ]

    def outsiders(self) -> list[tuple[BoundField, BoundField]]:
        return [(self[f"outsider_name_{n}"], self[f"outsider_unit_{n}"]) for n in OUTSIDERS]

    @property
    def has_outsiders(self) -> bool:
        return any(name.value() or name.errors for name, _ in self.outsiders())

    def findings(self) -> list[dict]:
        """The blocks: their fields, and whether something stands in them."""
        blocks = [[self[name] for name in self.fields if name.startswith(f"finding_{n}_")] for n in BLOCKS]
        return [
            {"number": number, "fields": fields, "is_open": any(f.value() or f.errors for f in fields)}
            for number, fields in zip(BLOCKS, blocks, strict=True)
        ]

    # --- what was typed
    def clean_client_id(self) -> UUID:
        found = claims.client_id(self.cleaned_data["client_id"])
        if found is None:
            raise ValidationError("这一页没有编号，请重新打开填写页。")
        return found

    def clean(self):
        cleaned = super().clean()
        if (cleaned.get("longitude") is None) != (cleaned.get("latitude") is None):
            self.add_error("longitude", "经度和纬度应同时填写，或都不填。")
        return cleaned

    def errors_by_field(self) -> ValidationError:
        """The form's errors as one exception, by the names of its controls."""
        return ValidationError({name: list(messages) for name, messages in self.errors.items()})

    def by_control(self, refused: ValidationError) -> dict[str, list[str]]:
        """What an operation refused, by the names of the controls; what has none stands under ``NON_FIELD_ERRORS``."""
        if not hasattr(refused, "error_dict"):
            return {NON_FIELD_ERRORS: refused.messages}
        found: dict[str, list[str]] = {}
        for name, messages in refused.message_dict.items():
            control = f"item_{name[8:]}" if name.startswith("answers.") else _CONTROLS.get(name, name)
            found.setdefault(control if control in self.fields else NON_FIELD_ERRORS, []).extend(messages)
        return found

    def photo_ids(self) -> list[UUID]:
        """The photos that were sent before and are named again."""
        typed = self.data.getlist("photos")[:MOST_PHOTOS] if hasattr(self.data, "getlist") else []
        return [found for text in typed if (found := claims.client_id(text)) is not None]

    def to_report(self) -> VisitReport:
        """What was put down, before it is checked against the duty."""
        cleaned = self.cleaned_data
        plain = (
            "client_id", "visited_on", "outcome", "outcome_reason", "remarks", "arrived", "left", "is_announced", "is_formal",
            "recusal_note", "backfill_reason",
        )  # fmt: skip
        return VisitReport(
            **{name: cleaned[name] for name in plain},
            answers={item.code: self._answer(item) for item in self.items},
            inspectors=self._inspectors(),
            place=self._place(),
            photos=tuple(dict.fromkeys(self.photo_ids())),
            findings=drafts(cleaned),
            doubts_accepted=bool(cleaned["doubts_accepted"]),
        )

    def _answer(self, item: ChecklistItem) -> dict:
        value, note = self.cleaned_data[f"item_{item.code}"], self.cleaned_data[f"note_{item.code}"]
        is_same = value == SAME or (not value and bool(self.cleaned_data.get(f"same_{item.code}")))
        return {"value": self._before(item) if is_same else value, "same": is_same, "note": note}

    def _inspectors(self) -> tuple[Inspector, ...]:
        chosen = set(self.cleaned_data["colleagues"])
        named = [Inspector(one.name, officer_id=one.pk) for one in self.people if str(one.pk) in chosen]
        typed = [
            (self.cleaned_data[f"outsider_name_{n}"], self.cleaned_data[f"outsider_unit_{n}"])
            for n in OUTSIDERS
        ]
        alike = namesakes([name for name, _ in typed if name])
        return (*named, *(self._typed(name, unit, alike) for name, unit in typed if name))

    def _typed(self, name: str, unit: str, alike: list[Officer]) -> Inspector:
        """One whose account is not on the list to choose from (the prefecture's office) is meant all the same."""
        found = bearing(name, self.about, alike)
        return Inspector(name, unit, found[0].pk if len(found) == 1 and found[0] not in self.people else None)

    def _place(self) -> Place | None:
        east, north = self.cleaned_data["longitude"], self.cleaned_data["latitude"]
        if east is None:
            return None
        return Place(east, north, claims.metres(self.cleaned_data["accuracy_m"]))


def _named(data, duty: Duty) -> Visit | None:
    """The visit the page showed, if it was one of the same enterprise or cell."""
    visit = Visit.objects.filter(pk=int_param(data, "previous_visit", default=0)).first()
    if visit is None or visit.enterprise_id != duty.enterprise_id:
        return None
    return visit if duty.enterprise_id or visit.cell_id == duty.cell_id else None


def _people(duty: Duty, officer) -> list[Officer]:
    """The officer himself, then those of the cell, of the county and his own region, member units (joint inspections)."""
    posts = GridPost.objects.filter(cell=duty.cell_id, to_on=None).values("officer")
    near = Case(When(pk=officer.pk, then=Value(0)), When(pk__in=posts, then=Value(1)), default=Value(2))
    beside = Q(region_code__startswith=duty.county_code or duty.region_code) | Q(role=RoleCode.MEMBER_UNIT)
    beside |= Q(region_code=officer.region_code)
    rows = colleagues(duty).filter(beside).annotate(near=near).order_by("near", "-region_code", "id")
    return list(rows.select_related("department")[:MOST_COLLEAGUES])


def _introduced(officer: Officer) -> str:
    unit = officer.department.name if officer.department else officer.role_entry.label
    return f"{officer.name}（{unit}）"
