"""The mapping page: for each heading the column it is and, for quantities, the unit it is in."""

from collections.abc import Sequence
from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError

from capacity_portal.imports.mapping import Proposal
from capacity_portal.lib.exports import NUMBER
from capacity_portal.lib.spreadsheets import units
from capacity_portal.lib.spreadsheets.columns import Column
from capacity_portal.lib.spreadsheets.templates import heading as title_of

LEFT_OUT = "-"
_UNITS = {
    "重量": ("吨", "千吨", "万吨", "百万吨"),
    "体积": ("立方米", "万立方米"),
    "视在功率": ("千伏安", "兆伏安", "万千伏安"),
    "功率": ("千瓦", "兆瓦", "万千瓦"),
    "电量": ("千瓦时", "万千瓦时", "亿千瓦时"),
    "长度": ("毫米", "厘米", "米"),
    "面积": ("平方米", "公顷"),
    "重量箱": ("重量箱", "万重量箱"),
    "载重吨": ("载重吨", "万载重吨"),
    "修正总吨": ("修正总吨", "万修正总吨"),
    "金额": ("元", "万元", "亿元"),
}


@dataclass(frozen=True)
class Line:
    """One heading on the page; ``unit`` is None where no quantity is meant."""

    proposal: Proposal
    column: forms.BoundField
    unit: forms.BoundField | None


class ColumnsForm(forms.Form):
    """Fields ``column_<place>`` and ``unit_<place>``, and ``sheet`` where the book has several."""

    def __init__(self, *args, proposals: Sequence[Proposal], columns: Sequence[Column], **options):
        super().__init__(*args, **options)
        self.proposals, self.columns = proposals, {column.key: column for column in columns}
        choices = [(LEFT_OUT, "不导入这一列"), *((column.key, _named(column)) for column in columns)]
        for one in proposals:
            self._offer(one, choices)

    def offer_sheets(self, names: Sequence[str], current: str) -> None:
        field = forms.ChoiceField(
            label="工作表",
            choices=[(name, name) for name in names],
            initial=current,
            help_text="换一张工作表时，先按“读取这张工作表”，列的对应随后重新核对。",
        )
        self.fields["sheet"] = field

    def _offer(self, one: Proposal, choices: list[tuple[str, str]]) -> None:
        place, label = one.heading.place, f"{one.letter}列“{one.heading.label}”"
        shown = choices if one.key is not None else [("", "请选择"), *choices]
        self.fields[f"column_{place}"] = forms.ChoiceField(
            label=label,
            choices=shown,
            initial=LEFT_OUT if one.key == "" else one.key,
            error_messages={"required": "请选择对应的列，或选“不导入这一列”。"},
        )
        if self._may_be_quantity(one):
            offered = self._units(one)
            if len(offered) > 1:
                self.fields[f"unit_{place}"] = forms.ChoiceField(
                    label=f"{label}的单位", choices=offered, initial=one.unit, required=False
                )

    def _may_be_quantity(self, one: Proposal) -> bool:
        has_digits = any(character.isdigit() for sample in one.samples for character in sample)
        return has_digits if one.key is None else self._is_quantity(one.key)

    def _is_quantity(self, key: str | None) -> bool:
        column = self.columns.get(key or "")
        return column is not None and column.kind == NUMBER and bool(column.unit)

    def _units(self, one: Proposal) -> list[tuple[str, str]]:
        asked = [self.columns[one.key]] if one.key and self._is_quantity(one.key) else self.columns.values()
        found = [units.find(column.unit) for column in asked if self._is_quantity(column.key)]
        dimensions = dict.fromkeys(unit.dimension for unit in found if unit)
        names = [name for dimension in dimensions for name in _UNITS.get(dimension, ())]
        if one.unit and one.unit not in names:
            names.insert(0, one.unit)
        return [("", "同项目的单位"), *((name, name) for name in names)]

    def lines(self) -> list[Line]:
        return [
            Line(
                one,
                self[f"column_{one.heading.place}"],
                self[f"unit_{one.heading.place}"] if f"unit_{one.heading.place}" in self.fields else None,
            )
            for one in self.proposals
        ]

    def clean(self) -> dict:
        cleaned = super().clean()
        taken: dict[str, Proposal] = {}
        for one in self.proposals:
            key = cleaned.get(f"column_{one.heading.place}")
            if not key or key == LEFT_OUT:
                continue
            if key in taken:
                self._refuse_double(one, key, taken[key])
            taken.setdefault(key, one)
            self._check_unit(one, key, cleaned.get(f"unit_{one.heading.place}", ""))
        if not self.errors:
            self._check_required(taken)
        return cleaned

    def _refuse_double(self, one: Proposal, key: str, first: Proposal) -> None:
        title = self.columns[key].title
        sentence = f"{first.letter}列已经对应“{title}”，一个项目只能对应一列，请改选其中一列。"
        self.add_error(f"column_{one.heading.place}", ValidationError(sentence))

    def _check_unit(self, one: Proposal, key: str, unit: str) -> None:
        column = self.columns[key]
        if unit and self._is_quantity(key) and units.factor(unit, column.unit) is None:
            sentence = f"“{unit}”不能用于“{column.title}”（{column.unit}），请改选单位，或选“同项目的单位”。"
            self.add_error(f"unit_{one.heading.place}", ValidationError(sentence))

    def _check_required(self, taken: dict[str, Proposal]) -> None:
        missing = [c.title for c in self.columns.values() if c.is_required and c.key not in taken]
        if missing:
            names = "、".join(f"“{title}”" for title in missing)
            self.add_error(
                None, f"缺少必填的列{names}：请为它选一列；表中没有这一列的，请在表格中补上后重新上传。"
            )

    def choices(self) -> dict[int, str]:
        """What was said otherwise than the file is read without a word, as ``operations.choose_columns`` takes it."""
        said = {}
        for one in self.proposals:
            key = self.cleaned_data[f"column_{one.heading.place}"].replace(LEFT_OUT, "", 1)
            unit = self._unit(one, key)
            if not (one.is_sure and key == one.key and unit in ("", one.unit)):
                said[one.heading.place] = f"{key}@{unit}" if unit else key
        return said

    def _unit(self, one: Proposal, key: str) -> str:
        """The unit that was chosen; the column's own by name where the heading or an earlier choice has another one."""
        name = f"unit_{one.heading.place}"
        if name not in self.fields or not self._is_quantity(key):
            return ""
        own, read_anyway = self.columns[key].unit, one.unit or one.heading.unit
        is_other = read_anyway not in ("", own) and units.is_unit(own)
        return self.cleaned_data[name] or (own if is_other else "")


def _named(column: Column) -> str:
    return title_of(column) + ("（必填）" if column.is_required else "")
