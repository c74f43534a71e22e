"""Forms of inspections by superiors and of evidence packs."""

from datetime import date, timedelta

from django import forms
from django.core.exceptions import ValidationError

from capacity_portal.lib.form_fields import Day, PortalForm, Text, Whole, day_of, text_of
from capacity_portal.organization.models import Region
from reports.models import IncomingDocument, Preparation, SuperiorInspection
from reports.operations.packs import LONGEST_DAYS
from reports.operations.preparing import Announced
from reports.queries.scope import incoming_visible_to
from reports.rules.pack_checklist import (
    DEFAULT,
    KIND_CHOICES,
    ChecklistError,
    as_text,
    entries_from_text,
    entries_of,
)

OFFERED = 100
_KINDS = "、".join(label for _, label in KIND_CHOICES)


def _order(form: PortalForm, typed: dict, first: str, last: str) -> None:
    if typed.get(first) and typed.get(last) and typed[last] < typed[first]:
        form.add_error(
            last, f"{typed[last]:%Y-%m-%d}早于{form.fields[first].label}{typed[first]:%Y-%m-%d}，请核对。"
        )


class InspectionForm(PortalForm):
    """``officer``: whose incoming documents may be named as the basis; ``record``: the one being corrected."""

    name = text_of(SuperiorInspection, "name", help_text="例如 防范“地条钢”死灰复燃专项检查")
    organizer = text_of(
        SuperiorInspection, "organizer", help_text="例如 国家部际联席会议、省化解过剩产能办公室"
    )
    incoming = forms.ChoiceField(label="依据收文", required=False, help_text="最近登记的100份")
    announced_on = day_of(SuperiorInspection, "announced_on")
    starts_on = day_of(SuperiorInspection, "starts_on")
    ends_on = day_of(SuperiorInspection, "ends_on")
    period_from = day_of(SuperiorInspection, "period_from", help_text="材料从哪一天起，例如 2026-01-01")
    period_to = day_of(SuperiorInspection, "period_to")
    scope = text_of(SuperiorInspection, "scope", lines=4)
    checklist = Text(
        label="材料清单",
        longest=6_000,
        lines=11,
        help_text=f"每行一项，先写类别再写材料名称，用冒号隔开。类别：{_KINDS}",
    )

    def __init__(self, *args, officer, record: SuperiorInspection | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        rows = list(incoming_visible_to(officer).order_by("-received_on", "-id")[:OFFERED])
        if record and record.incoming and record.incoming not in rows:
            rows.append(record.incoming)
        self.rows = {str(row.pk): row for row in rows}
        labels = [
            (pk, f"{row.received_on:%Y-%m-%d} {row.printed_number}{row.title}"[:80])
            for pk, row in self.rows.items()
        ]
        self.fields["incoming"].choices = [("", "（不填）"), *labels]

    def clean_checklist(self):
        try:
            return entries_from_text(self.cleaned_data["checklist"])
        except ChecklistError as refused:
            raise ValidationError(str(refused)) from refused

    def clean(self):
        typed = super().clean()
        _order(self, typed, "starts_on", "ends_on")
        _order(self, typed, "period_from", "period_to")
        return typed

    def announced(self) -> Announced:
        typed = self.cleaned_data
        return Announced(**typed | {"incoming": self.rows.get(typed["incoming"])})


def first_values(today: date, incoming: IncomingDocument | None = None) -> dict:
    """What stands in the form of a new inspection: the default checklist, this year's evidence, what the document says."""
    values = {"period_from": date(today.year, 1, 1), "period_to": today, "checklist": as_text(DEFAULT)}
    if incoming:
        values |= {
            "incoming": str(incoming.pk), "organizer": incoming.sender, "name": incoming.title[:120], "announced_on": incoming.received_on,
        }  # fmt: skip
    return values


def values_of(record: SuperiorInspection) -> dict:
    names = ("name", "organizer", "announced_on", "starts_on", "ends_on", "period_from", "period_to", "scope")
    values = {name: getattr(record, name) for name in names}
    return values | {
        "incoming": str(record.incoming_id or ""),
        "checklist": as_text(entries_of(record.checklist)),
    }


class PreparationForm(PortalForm):
    percent = Whole(label="准备工作完成（%）", most=100)
    text = text_of(
        Preparation,
        "text",
        label="准备情况",
        required=True,
        lines=6,
        help_text="材料、现场、责任人准备到什么程度，还缺什么",
    )


class CloseForm(PortalForm):
    result = text_of(
        SuperiorInspection,
        "result",
        required=True,
        lines=6,
        help_text="检查组反馈的意见、指出的问题、后续要求",
    )


class PackForm(PortalForm):
    """``regions``: the officer's region and its counties."""

    region = forms.ModelChoiceField(
        Region.objects.none(), label="地区", empty_label=None, to_field_name="code"
    )
    period_from = Day(label="材料起始日期")
    period_to = Day(label="材料截止日期", help_text="一个材料包最长5年")

    def __init__(self, *args, regions, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["region"].queryset = regions

    def clean(self):
        typed = super().clean()
        _order(self, typed, "period_from", "period_to")
        first, last = typed.get("period_from"), typed.get("period_to")
        if first and last and last - first > timedelta(days=LONGEST_DAYS):
            self.add_error("period_to", "材料期超过5年，一个材料包放不下，请分段生成。")
        return typed


class RemovePackForm(PortalForm):
    reason = Text(
        label="移除理由", longest=300, lines=2, help_text="文件删除后不能恢复，生成记录和理由长期留存"
    )
