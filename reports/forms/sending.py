"""Forms of the addressees' page, of pressing and of files to be taken out."""

import re
from collections.abc import Sequence
from itertools import count

from django import forms
from django.core.exceptions import ValidationError

from capacity_portal.lib.form_fields import Day, PortalForm, Text
from reports.choices import DocumentKind
from reports.models import Notice
from reports.rules.reminder_words import KINDS
from reports.rules.return_figures import MOST_FIGURES, Wanted, wanted_figures
from reports.rules.sending import ACTS

_UNIT = re.compile(r"(.+?)[（(]([^（）()]{1,20})[）)]$")
_LONGEST_LABEL = 60
FORMATS = [("xlsx", "电子表格（.xlsx）"), ("csv", "电子表格（.csv）"), ("pdf", "PDF（A4，可打印）")]


class DemandForm(PortalForm):
    """What the recipients shall do."""

    acts = forms.MultipleChoiceField(
        label="要求收文单位", required=False, choices=list(ACTS.items()), widget=forms.CheckboxSelectMultiple
    )
    due_on = Day(label="反馈期限", required=False)
    figures = Text(
        label="反馈数据项", longest=2_000, lines=4, required=False,
        help_text="一行一项，单位写在后面的括号里，例如“排查企业（家）”；不需要数据的留空",
    )  # fmt: skip

    def __init__(self, *args, notice: Notice, **kwargs):
        self.known = wanted_figures(notice.figures_wanted)
        super().__init__(*args, **kwargs)

    def clean_figures(self) -> list[Wanted]:
        """One figure a line; a label that was there before keeps its key, so that values keep their place."""
        lines = [line.strip() for line in self.cleaned_data["figures"].splitlines() if line.strip()]
        if len(lines) > MOST_FIGURES:
            raise ValidationError(
                f"数据项共 {len(lines)} 个，最多 {MOST_FIGURES} 个，请删减，或者请各单位另附表格。"
            )
        keys = {one.label: one.key for one in self.known}
        found: list[Wanted] = []
        for line in lines:
            label, unit = (match[1].strip(), match[2].strip()) if (match := _UNIT.match(line)) else (line, "")
            if len(label) > _LONGEST_LABEL:
                raise ValidationError(
                    f"“{label[:20]}…”共 {len(label)} 个字，数据项名称最多 {_LONGEST_LABEL} 个字，请缩短。"
                )
            if any(label == one.label for one in found):
                raise ValidationError(f"数据项“{label}”写了两次，请删去一行或改名。")
            found.append(Wanted(keys.get(label) or _free_key(keys, found), label, unit))
        return found


def _free_key(keys: dict[str, str], found: Sequence[Wanted]) -> str:
    taken = {*keys.values(), *(one.key for one in found)}
    return next(key for number in count(1) if (key := f"f{number}") not in taken)


def demand_initial(notice: Notice, wanted: dict[str, bool]) -> dict:
    return {
        "acts": [act for act, is_wanted in wanted.items() if is_wanted],
        "due_on": notice.due_on,
        "figures": "\n".join(one.heading for one in wanted_figures(notice.figures_wanted)),
    }


class PressForm(PortalForm):
    """Which kind of document, to whom."""

    kind = forms.ChoiceField(
        label="文种", choices=[(kind, DocumentKind(kind).label) for kind in KINDS], initial=DocumentKind.REMINDER, widget=forms.RadioSelect
    )  # fmt: skip


class FormatForm(PortalForm):
    format = forms.ChoiceField(label="格式", choices=FORMATS, widget=forms.RadioSelect, initial="xlsx")


class MatrixFilterForm(PortalForm):
    only = forms.ChoiceField(label="显示", required=False)
    text = Text(label="单位名称", longest=60, required=False)

    def __init__(self, *args, choices: Sequence[tuple[str, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["only"].choices = choices
