"""Forms of the back office for checklist templates."""

from django import forms

from capacity_portal.organization.admin.journalled import WholeRecordForm
from capacity_portal.organization.choices import RegionRisk
from inspections.models import Checklist

MOST_CHOICES = 12


class DraftForm(forms.ModelForm):
    """A new draft: which template; everything else is copied from the version in force, the version counts on."""

    class Meta:
        model = Checklist
        fields = ["code"]


class ChecklistForm(WholeRecordForm):
    publish = forms.BooleanField(
        label="发布", required=False, help_text="发布后立即用于以后开启的月份，本版不能再改。"
    )


class Lines(forms.CharField):
    """A list of texts, one a line."""

    widget = forms.Textarea(attrs={"rows": 5})

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value):
        lines = [line.strip()[:40] for line in str(value or "").splitlines()]
        return list(dict.fromkeys(line for line in lines if line))[:MOST_CHOICES]


class ItemForm(WholeRecordForm):
    choices = Lines(label="选项", required=False, help_text="单选时一行一个")
    for_marks = forms.MultipleChoiceField(
        label="限区域风险",
        choices=RegionRisk.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="只在有这些风险的网格询问；都不选为全部",
    )
    remove = forms.BooleanField(
        label="移除这一项", required=False, help_text="从草稿中去掉；已发布的版本不受影响"
    )
