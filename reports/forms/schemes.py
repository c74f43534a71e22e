"""Forms of the office for schemes of the yearly reports: the scheme, its indicators, its outline."""

from collections.abc import Mapping

from django import forms

from capacity_portal.lib.form_fields import (
    Day,
    PortalForm,
    Text,
    Whole,
    amount_of,
    choice_of,
    day_of,
    text_of,
)
from reports.models import Indicator, Scheme
from reports.rules import figures
from reports.rules.narrative import LONGEST
from reports.rules.schemes import LONGEST_HEADING, MOST_ENTRIES

NEW_ENTRIES = 2
_LEVELS = [("1", "一、"), ("2", "（一）"), ("3", "1."), ("4", "（1）")]


class SchemeForm(PortalForm):
    """What may be changed of a scheme."""

    name = text_of(Scheme, "name", help_text="印在标题里，例如：钢铁行业化解过剩产能工作自评报告")
    industry = text_of(Scheme, "industry")
    basis = text_of(Scheme, "basis", lines=2)
    addressee = text_of(Scheme, "addressee")
    due_on = day_of(Scheme, "due_on")


class NewSchemeForm(SchemeForm):
    """With what stays as it is afterwards."""

    year = Whole(label="年度", least=2000, most=2100)
    kind = choice_of(Scheme, "kind")
    level = choice_of(Scheme, "level")
    field_order = ("year", "kind", "level", "name", "industry", "basis", "addressee", "due_on")


class CopyForm(PortalForm):
    year = Whole(label="沿用到年度", least=2000, most=2100)
    due_on = Day(label="报送期限")


class IndicatorForm(PortalForm):
    """One indicator; the method decides what else it needs."""

    group = text_of(Indicator, "group")
    name = text_of(Indicator, "name")
    full_mark = amount_of(Indicator, "full_mark")
    rule = text_of(Indicator, "rule", lines=3)
    is_veto = forms.BooleanField(label="一票否决", required=False, help_text="得 0 分即否决整份报告")
    needs_evidence = forms.BooleanField(label="须有佐证", required=False)
    evidence_hint = text_of(Indicator, "evidence_hint")
    method = choice_of(Indicator, "method")
    figure = forms.ChoiceField(label="取数", required=False, help_text="自动计分的指标必须选择")
    target = forms.ChoiceField(
        label="目标取数", required=False, help_text="按完成比例得分的必须选择，作为分母"
    )
    unit_mark = amount_of(Indicator, "unit_mark", required=False, help_text="按项扣分的填写")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("figure", "target"):
            self.fields[name].choices = [("", "（不取数）"), *figures.choices()]


class OutlineForm(PortalForm):
    """The headings of a scheme with their proposed words, some empty ones at the end; an entry is left out where it is ticked."""

    def __init__(self, *args, outline: list[Mapping], **kwargs):
        super().__init__(*args, **kwargs)
        entries = [*outline, *[{}] * min(NEW_ENTRIES, MOST_ENTRIES - len(outline))]
        self._count = len(entries)
        for number, entry in enumerate(entries, 1):
            self._add(number, entry)

    def _add(self, number: int, entry: Mapping) -> None:
        named = f"第{number}段"
        self.fields[f"position_{number}"] = Whole(
            label=f"{named}次序", most=999, initial=number, required=False
        )
        self.fields[f"key_{number}"] = Text(
            label=f"{named}代号", longest=30, initial=entry.get("key", ""), required=False
        )
        self.fields[f"heading_{number}"] = Text(
            label=f"{named}标题", longest=LONGEST_HEADING, initial=entry.get("heading", ""), required=False
        )
        self.fields[f"level_{number}"] = forms.ChoiceField(
            label=f"{named}层级", choices=_LEVELS, initial=str(entry.get("level", 1)), required=False
        )
        self.fields[f"text_{number}"] = Text(
            label=f"{named}文字", longest=LONGEST, lines=5, initial=entry.get("text", ""), required=False
        )
        self.fields[f"remove_{number}"] = forms.BooleanField(label=f"移除{named}", required=False)

    @property
    def rows(self) -> list[tuple[int, list]]:
        names = ("position", "key", "heading", "level", "text", "remove")
        return [
            (number, [self[f"{name}_{number}"] for name in names]) for number in range(1, self._count + 1)
        ]

    @property
    def outline(self) -> list[dict]:
        """In the order of the positions; what has neither key, heading nor words is none."""
        data, found = self.cleaned_data, []
        for number in range(1, self._count + 1):
            entry = {name: data[f"{name}_{number}"] for name in ("key", "heading", "text")}
            if any(entry.values()) and not data[f"remove_{number}"]:
                entry["level"] = int(data[f"level_{number}"] or 1)
                found.append((data[f"position_{number}"] or 999, number, entry))
        return [entry for _, _, entry in sorted(found, key=lambda one: one[:2])]
