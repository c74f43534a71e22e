"""Forms of a yearly report: its words, its marks, a number typed by hand, the steps; and the filters of the list."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from django import forms

from capacity_portal.lib.form_fields import Amount, Day, PortalForm, Text, text_of
from reports.choices import AssessmentState, ReportKind
from reports.models import Assessment
from reports.queries.assessments import text_of as words_of_entry
from reports.queries.marks import Line
from reports.rules.narrative import LONGEST

SIGNATURES = 3
_CONTACT = ("contact_office", "contact_telephone", "contact_person", "contact_mobile")


class WordsForm(PortalForm):
    """One text for each heading of the outline (``text-KEY``), contact, signature lines and day."""

    def __init__(self, *args, assessment: Assessment, **kwargs):
        super().__init__(*args, **kwargs)
        self._keys = [entry["key"] for entry in assessment.scheme.outline]
        for entry in assessment.scheme.outline:
            self.fields[f"text-{entry['key']}"] = Text(
                label=entry["heading"] or "开头", longest=LONGEST, lines=6, required=False,
                initial=words_of_entry(assessment, entry),
            )  # fmt: skip
        for name in _CONTACT:
            self.fields[name] = text_of(Assessment, name, initial=getattr(assessment, name), required=False)
        given = assessment.signatories + [{}] * SIGNATURES
        for number in range(1, SIGNATURES + 1):
            one = given[number - 1]
            self.fields[f"sign_{number}"] = Text(
                label=f"署名单位{number}", longest=120, required=False, initial=one.get("name", "")
            )
            self.fields[f"sign_{number}_for"] = forms.BooleanField(
                label=f"署名单位{number}代章", required=False, initial=one.get("is_for_another", False)
            )
        self.fields["dated"] = Day(label="成文日期", required=False, initial=assessment.dated)

    @property
    def texts(self) -> dict[str, str]:
        return {key: self.cleaned_data[f"text-{key}"] for key in self._keys}

    @property
    def contact(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in _CONTACT}

    @property
    def signatories(self) -> list[dict]:
        data = self.cleaned_data
        rows = [(data[f"sign_{number}"], data[f"sign_{number}_for"]) for number in range(1, SIGNATURES + 1)]
        return [{"name": name, "is_for_another": is_for} for name, is_for in rows if name]


class MarksForm(PortalForm):
    """A mark and its reason for each indicator. ``is_review``: the review's, else the own ones."""

    def __init__(self, *args, lines: Iterable[Line], is_review: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        self._lines = list(lines)
        for line in self._lines:
            score, pk = line.score, line.indicator.pk
            mark, reason = (
                (score.review_mark, score.review_reason)
                if is_review
                else (score.self_mark, score.self_reason)
            )
            self.fields[f"mark-{pk}"] = Amount(
                label=f"{line.indicator.name}得分", digits=6, places=2, required=False, initial=mark
            )
            self.fields[f"reason-{pk}"] = Text(
                label=f"{line.indicator.name}说明", longest=500, lines=2, required=False, initial=reason
            )

    @property
    def rows(self) -> list[tuple]:
        """(line, field of the mark, field of the reason)."""
        return [
            (line, self[f"mark-{line.indicator.pk}"], self[f"reason-{line.indicator.pk}"])
            for line in self._lines
        ]

    @property
    def marks(self) -> Mapping[int, tuple[Decimal | None, str]]:
        pks = [line.indicator.pk for line in self._lines]
        return {pk: (self.cleaned_data[f"mark-{pk}"], self.cleaned_data[f"reason-{pk}"]) for pk in pks}


class OverrideForm(PortalForm):
    """A number printed instead of what is counted, with its reason."""

    value = Amount(label="改填数值", digits=18, places=4)
    reason = Text(label="改填理由", longest=500, lines=3, help_text="理由随报告一并印出")


class SendBackForm(PortalForm):
    text = Text(label="退回意见", longest=500, lines=3, help_text="写明哪里要改、怎么改")


class NoValues(PortalForm):
    """For steps that need nothing but a yes."""


class EvidenceForm(PortalForm):
    file = forms.FileField(
        label="佐证材料",
        help_text="照片（JPG、PNG、WEBP）或 PDF，不超过 10 MB；涉密文件不得上传",
        widget=forms.FileInput(attrs={"accept": "image/*,.pdf"}),
    )


class ListForm(PortalForm):
    """Filters of the list of reports."""

    year = forms.ChoiceField(label="年度", required=False)
    kind = forms.ChoiceField(label="报告种类", required=False, choices=[("", "全部"), *ReportKind.choices])
    state = forms.ChoiceField(label="状态", required=False, choices=[("", "全部"), *AssessmentState.choices])
    region = forms.ChoiceField(label="地区", required=False)

    def __init__(self, *args, years: Iterable[int], regions: Iterable[tuple[str, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [("", "全部"), *((str(year), f"{year}年") for year in years)]
        self.fields["region"].choices = [("", "全部"), *regions]

    def chosen(self) -> dict[str, str]:
        """Filters in force; what is not among the choices is none."""
        return {name: value for name, value in self.cleaned_data.items() if value} if self.is_valid() else {}
