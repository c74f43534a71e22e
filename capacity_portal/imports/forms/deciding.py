"""What unclear cells mean, and why odd values are right all the same."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError

from capacity_portal.imports.forms.portal_form import Typed
from capacity_portal.imports.models import ImportFinding
from capacity_portal.lib.spreadsheets.findings import letters

_LONGEST, _LONGEST_EXPLANATION = 200, 500


@dataclass(frozen=True)
class Doubt:
    """An unclear cell on the page; ``text`` and ``blank`` are None where the cell cannot be answered here."""

    finding: ImportFinding
    text: forms.BoundField | None
    blank: forms.BoundField | None

    @property
    def letter(self) -> str:
        return letters(self.finding.place or 0)


class AnswersForm(forms.Form):
    """For each unclear cell ``cell_<row>_<key>``, what it says from now on, and ``blank_<row>_<key>``, that it says nothing."""

    def __init__(self, *args, findings: Iterable[ImportFinding], **options):
        super().__init__(*args, **options)
        self.findings = list(findings)
        for one in self.findings:
            if _is_answerable(one):
                self._ask(one)

    def _ask(self, one: ImportFinding) -> None:
        label = f"第{one.row}行{letters(one.place or 0)}列“{one.column}”"
        self.fields[f"cell_{one.row}_{one.key}"] = Typed(
            label=label,
            required=False,
            initial=one.suggestion,
            widget=forms.TextInput(attrs={"autocomplete": "off"}),
        )
        self.fields[f"blank_{one.row}_{one.key}"] = forms.BooleanField(
            label="留空，不导入这一格", required=False
        )

    def doubts(self) -> list[Doubt]:
        return [
            Doubt(one, self[f"cell_{one.row}_{one.key}"], self[f"blank_{one.row}_{one.key}"])
            if _is_answerable(one)
            else Doubt(one, None, None)
            for one in self.findings
        ]

    def clean(self) -> dict:
        cleaned = super().clean()
        for name, text in list(cleaned.items()):
            if name.startswith("cell_") and len(text) > _LONGEST:
                self.add_error(name, ValidationError(f"共 {len(text)} 个字，最多 {_LONGEST} 个字，请缩短。"))
        if not self.errors and not self.answers():
            self.add_error(None, "还没有确认任何单元格：请填写内容，或勾选“留空”。")
        return cleaned

    def answers(self) -> dict[tuple[int, str], str]:
        """Cells that were decided: those with a text, and those to be left empty."""
        said = {}
        for one in filter(_is_answerable, self.findings):
            text = self.cleaned_data.get(f"cell_{one.row}_{one.key}", "")
            is_blank = self.cleaned_data.get(f"blank_{one.row}_{one.key}", False)
            if text or is_blank:
                said[one.row, one.key] = "" if is_blank else text
        return said


def _is_answerable(finding: ImportFinding) -> bool:
    return finding.row is not None and bool(finding.key)


class ExplanationsForm(forms.Form):
    """``text_<code>`` for each kind of finding that wants an explanation."""

    def __init__(self, *args, asked: Sequence[Mapping[str, object]], **options):
        super().__init__(*args, **options)
        self.asked = asked
        for one in asked:
            self.fields[f"text_{one['code']}"] = Typed(
                label=str(one["message"]),
                required=False,
                initial=one["text"],
                help_text=_where(one),
                widget=forms.Textarea(attrs={"rows": 3, "data-count": _LONGEST_EXPLANATION}),
            )

    def clean(self) -> dict:
        cleaned = super().clean()
        for name, text in list(cleaned.items()):
            if len(text) > _LONGEST_EXPLANATION:
                sentence = f"说明共 {len(text)} 个字，最多 {_LONGEST_EXPLANATION} 个字，请精简。"
                self.add_error(name, ValidationError(sentence))
        return cleaned

    def explanations(self) -> dict[str, str]:
        return {str(one["code"]): self.cleaned_data[f"text_{one['code']}"] for one in self.asked}


def _where(one: Mapping[str, object]) -> str:
    if one["first"] is None:
        return "涉及整个文件。"
    rows = f"第 {one['first']} 行" if one["rows"] == 1 else f"第 {one['first']} 行等 {one['rows']:,} 处"
    return f"涉及{rows}。写明为什么属实，记入日志；一类写一次。"
