"""The forms of a finding's steps: one form, whose fields follow from the step; files that were sent before wait in it."""

from collections.abc import Collection, Sequence
from datetime import date

from django import forms

from capacity_portal.lib.form_fields import Day, PortalForm, Text, Whole
from capacity_portal.lib.kept_uploads import MOST_FILES
from capacity_portal.organization.models import Department
from inspections.choices import THOROUGH, ChecklistCode
from inspections.models import FindingEvidence
from inspections.rules.finding_workflow import Given
from inspections.rules.findings import LONGEST_DAYS

_FILES = ("kept", "file")
_FIELDS = {
    "progress": ("percent", "text", *_FILES),
    "claim": ("text", *_FILES),
    "close": ("on", "text", *_FILES),
    "reject": ("percent", "text", *_FILES),
    "confirm": ("text", *_FILES),
    "rule_out": ("text", *_FILES),
    "extend": ("days", "text"),
    "clear": ("on", "text", *_FILES),
    "look_back": ("on",),
    "looked_back": ("on", "text", "next_on", *_FILES),
    "template": ("template", "text"),
    "mark": ("unit", "text"),
    "hand_over": ("on", "text"),
    "accept": ("on", "text"),
    "conclude": ("on", "text"),
}
_OPTIONAL = {("clear", "text"), ("mark", "text"), ("hand_over", "text"), ("accept", "text")}
_LABELS = {
    ("close", "on"): "复查日期",
    ("close", "text"): "复查意见",
    ("reject", "text"): "退回意见",
    ("reject", "percent"): "复查认定的进度（%）",
    ("confirm", "text"): "查实依据",
    ("rule_out", "text"): "认定不实的理由",
    ("extend", "text"): "延长理由",
    ("clear", "on"): "完成日期",
    ("look_back", "on"): "回头看日期",
    ("looked_back", "on"): "到场日期",
    ("looked_back", "text"): "回头看情况",
    ("template", "text"): "改用理由",
    ("hand_over", "on"): "移交日期",
    ("accept", "on"): "立案日期",
    ("conclude", "on"): "结案日期",
    ("conclude", "text"): "处理结果",
}


class ManyFiles(forms.FileInput):
    allow_multiple_selected = True


class StepForm(PortalForm):
    """``step`` names a row of one of the tables of ``rules.finding_workflow``; ``waiting`` are the officer's files not yet filed."""

    unit = forms.ModelChoiceField(Department.objects.none(), label="执法单位", empty_label="请选择")
    template = forms.ChoiceField(
        label="清单",
        choices=[("", "请选择"), *((code.value, code.label) for code in ChecklistCode if code in THOROUGH)],
    )
    percent = Whole(label="进度（%）", most=99, help_text="0 至 99；全部完成的请用“报请复查”")
    days = Whole(
        label="延长几个工作日", least=1, most=LONGEST_DAYS, help_text="从原期限起算，已逾期的从今天起算"
    )
    on = Day(label="日期")
    next_on = Day(label="下次回头看日期", required=False, help_text="不再安排的留空")
    text = Text(label="情况说明", longest=1000, lines=4)
    kept = forms.MultipleChoiceField(
        label="已上传、随本次提交的文件", required=False, widget=forms.CheckboxSelectMultiple
    )
    file = forms.FileField(
        label="证据（照片或 PDF）",
        required=False,
        help_text=f"可选多个，一次最多 {MOST_FILES} 个，每个不超过 10 MB；提交没有通过时文件会保留",
        widget=ManyFiles(attrs={"accept": "image/*,.pdf"}),
    )

    def __init__(
        self,
        *args,
        step: str,
        waiting: Sequence[FindingEvidence] = (),
        units: Collection[Department] | None = None,
        **kwargs,
    ):
        super().__init__(*args, **kwargs)
        wanted = _FIELDS[step]
        self.fields = {name: self._of_step(step, name) for name in wanted if name != "kept" or waiting}
        if "kept" in self.fields:
            self.fields["kept"].choices = [(str(record.pk), str(record)) for record in waiting]
            self.initial["kept"] = [str(record.pk) for record in waiting]
        if "unit" in self.fields:
            self.fields["unit"].queryset = units

    def _of_step(self, step: str, name: str) -> forms.Field:
        field = self.fields[name]
        field.label = _LABELS.get((step, name), field.label)
        if field.required:
            verb = "选择" if isinstance(field, forms.ChoiceField) else "填写"
            field.error_messages["required"] = f"请{verb}{field.label}。"
        if (step, name) in _OPTIONAL:
            field.required = False
        return field

    def given(self, item: str = "") -> Given:
        """What was typed, as the rules want it."""
        typed = self.cleaned_data
        unit = typed.get("unit")
        return Given(
            text=typed.get("text", ""),
            percent=typed.get("percent"),
            on=typed.get("on"),
            next_on=typed.get("next_on"),
            days=typed.get("days"),
            item=item,
            template=typed.get("template", ""),
            unit=unit.pk if unit else None,
        )

    def kept_ids(self) -> list[int]:
        return [int(value) for value in self.cleaned_data.get("kept", [])]


def first_values(step: str, *, percent: int, today: date) -> dict:
    """What stands in the form when it is opened."""
    values: dict = {"percent": min(percent, 99) if percent else None}
    if step != "look_back":
        values["on"] = today
    return values


class FindingFilterForm(PortalForm):
    """The filter bar of the list; the choices are given in, and nothing typed is ever refused."""

    text = Text(label="查找", longest=60, required=False)
    county = forms.ChoiceField(label="县市区", required=False)
    period = forms.CharField(
        label="月份",
        required=False,
        help_text="例如 2026-03",
        widget=forms.TextInput(attrs={"class": "short", "autocomplete": "off"}),
    )
    kind = forms.ChoiceField(label="类别", required=False)
    severity = forms.ChoiceField(label="程度", required=False)
    state = forms.ChoiceField(label="状态", required=False)
    enforcement = forms.ChoiceField(label="移交执法", required=False)
    order = forms.ChoiceField(label="排序", required=False)
    overdue = forms.BooleanField(label="只看逾期", required=False)
    escalated = forms.BooleanField(label="只看已升级", required=False)
    unconfirmed = forms.BooleanField(label="只看待查实", required=False)
    look_back = forms.BooleanField(label="只看待回头看", required=False)

    def __init__(self, *args, choices: dict[str, Sequence[tuple[str, str]]], **kwargs):
        super().__init__(*args, **kwargs)
        for name, pairs in choices.items():
            if pairs:
                self.fields[name].choices = pairs
            else:
                del self.fields[name]
        self.fields["text"].widget.attrs["placeholder"] = "编号、企业、责任人的一部分"
