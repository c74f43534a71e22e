"""A row of the keyboard grid: one visit of one duty, without findings, photos and formal checks."""

from collections.abc import Iterable, Mapping
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from capacity_portal.lib.form_fields import Day, PortalForm, Text
from capacity_portal.lib.typed_text import excerpt
from inspections.choices import Outcome, VisitSource
from inspections.forms.visit_fields import Clock
from inspections.models import Duty
from inspections.queries.colleagues import bearing, namesakes
from inspections.rules.entry import all_normal, column_of
from inspections.rules.reports import Inspector, VisitReport
from inspections.rules.visits import Task

OUTCOMES = [(value, label) for value, label in Outcome.choices if value != Outcome.PROBLEM]
COLUMNS = ("visited_on", "arrived", "outcome", "is_normal", "reason", "second", "remarks")
_ATTEMPTS = (Outcome.REFUSED, Outcome.NO_ENTRY)
_TYPED = ("arrived", "outcome", "is_normal", "reason", "second", "remarks")


class EntryRow(PortalForm):
    """``reason``: why nobody got in, or why it is entered late; ``accepted``: the officer stands by what is odd."""

    client_id = forms.UUIDField(label="编号", widget=forms.HiddenInput)
    visited_on = Day(label="排查日期", help_text="")
    arrived = Clock(label="到达时间", required=False, widget=forms.TextInput(attrs={"inputmode": "numeric"}))
    outcome = forms.ChoiceField(label="排查结果", choices=[("", ""), *OUTCOMES])
    is_normal = forms.BooleanField(label="检查表各项正常", required=False)
    reason = Text(label="原因", longest=200, required=False)
    second = Text(label="同行检查人员", longest=40, required=False)
    remarks = Text(label="备注", longest=2_000, required=False)
    accepted = forms.BooleanField(label="核对无误", required=False)

    def __init__(self, data=None, *, duty: Duty, task: Task, initial: Mapping | None = None):
        super().__init__(data, prefix=f"d{duty.pk}", initial={"client_id": uuid4(), **(initial or {})})
        self.duty, self.task, self.doubts = duty, task, []
        for name, field in self.fields.items():
            if name != "client_id":
                field.widget.attrs |= {"aria-label": f"{duty.title}：{field.label}", "data-column": name}

    @property
    def is_filled(self) -> bool:
        """Whether anything but the proposed date was typed."""
        return any(str(self[name].value() or "").strip() not in ("", "False") for name in _TYPED)

    @property
    def has_doubts(self) -> bool:
        return bool(self.doubts) or bool(self["accepted"].value())

    def columns(self) -> list[forms.BoundField]:
        return [self[name] for name in COLUMNS]

    def clean_second(self) -> Inspector | None:
        """Whoever came along: the one account of that name, or a name without an account."""
        name = self.cleaned_data["second"]
        if not name:
            return None
        alike = bearing(name, self.duty, namesakes([name]))
        if len(alike) > 1:
            message = f"本地区叫{excerpt(name)}的账户有 {len(alike)} 个，请打开排查表单，选择是哪一个。"
            raise ValidationError(message)
        return Inspector(name, officer_id=alike[0].pk if alike else None)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("outcome") == Outcome.NORMAL and not cleaned.get("is_normal"):
            message = "结果为“正常”，请核对检查表后勾选“各项正常”，或打开排查表单逐项填写。"
            self.add_error("is_normal", message)
        return cleaned

    def to_report(self, officer) -> VisitReport:
        """The visit, by ``officer`` and whoever came along."""
        typed = self.cleaned_data
        people = [Inspector(officer.name, officer_id=officer.pk)]
        people += [typed["second"]] if typed["second"] else []
        is_attempt = typed["outcome"] in _ATTEMPTS
        return VisitReport(
            client_id=UUID(str(typed["client_id"])),
            visited_on=typed["visited_on"],
            arrived=typed["arrived"],
            outcome=typed["outcome"],
            answers=all_normal(self.task.items, self.task.previous) if typed["is_normal"] else {},
            outcome_reason=typed["reason"] if is_attempt else "",
            backfill_reason=typed["reason"],
            remarks=typed["remarks"],
            inspectors=tuple(people),
            source=VisitSource.GRID,
            doubts_accepted=typed["accepted"],
        )

    def refuse(self, refused: Exception) -> None:
        """Put what the operation refused at the columns it is about; what is odd is kept as ``doubts``."""
        if doubts := getattr(refused, "doubts", None):
            self.doubts = doubts
            self.add_error(None, [*doubts, "核对无误的，请勾选“核对无误”后再保存。"])
            return
        if not isinstance(refused, ValidationError):
            self.add_error(None, str(refused))
            return
        by_name = refused.message_dict if hasattr(refused, "error_dict") else {"": refused.messages}
        for name, sentences in by_name.items():
            column = column_of(name)
            self.add_error(column if column in self.fields else None, list(sentences))

    def errors_by_column(self) -> dict[str, list[str]]:
        """Plain texts, those about the whole row under ``""``."""
        found = {name: list(map(str, errors)) for name, errors in self.errors.items()}
        return {("" if name == NON_FIELD_ERRORS else name): texts for name, texts in found.items()}


def filled(rows: Iterable[EntryRow]) -> list[EntryRow]:
    return [row for row in rows if row.is_filled]
