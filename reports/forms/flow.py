"""Forms of the way of a document: sending for review, deciding, issuing, ending, linking, its scan."""

from django import forms
from django.core.exceptions import ValidationError

from capacity_portal.lib.form_fields import Day, PortalForm, Text
from capacity_portal.organization.models import Department
from reports.choices import Relation
from reports.operations.door import LONGEST_TEXT
from reports.operations.issuing import LONGEST_REASON
from reports.queries.linked import documents_numbered, running_numbered
from reports.rules.document_numbers import Unreadable, parse
from reports.rules.numbers import running_in

SCAN_HINT = "盖章后的纸质文件扫描成 PDF 或 JPG，最大20 MB；上传后以扫描件为权威版本。带有密级标志的文件不得上传，图片请自行核对。"


class NothingForm(PortalForm):
    """A step that wants nothing but the decision."""


class WordForm(PortalForm):
    """An opinion that may be left out."""

    text = Text(label="意见", longest=LONGEST_TEXT, lines=3, required=False, help_text="可以不填")


class ReasonForm(PortalForm):
    text = Text(label="理由", longest=LONGEST_TEXT, lines=3)

    def __init__(self, *args, label: str = "理由", **options):
        super().__init__(*args, **options)
        self.fields["text"].label = label


class SubmitForm(PortalForm):
    """``departments``: who can be asked to countersign."""

    countersigners = forms.ModelMultipleChoiceField(
        Department.objects.none(),
        label="会签单位",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="涉及其他部门职责的，请它们会签；核稿同意后送会签，全部同意后送签发。",
    )
    text = Text(label="送审说明", longest=LONGEST_TEXT, lines=3, required=False, help_text="可以不填")

    def __init__(self, *args, departments, **options):
        super().__init__(*args, **options)
        self.fields["countersigners"].queryset = departments
        if not departments.exists():
            del self.fields["countersigners"]


class IssueForm(PortalForm):
    dated = Day(
        label="成文日期",
        help_text="负责人签发的日期；联合行文的为最后签发机关负责人签发的日期，例如 2026-03-05",
    )
    reason = Text(
        label="说明",
        longest=LONGEST_REASON,
        lines=2,
        required=False,
        help_text="成文日期不是签发的日期，或版头的签发人不是实际签发的人时，请写明理由",
    )


class ReplaceForm(PortalForm):
    """``officer``: whose view of documents the number is looked up in."""

    number = Text(label="代替它的文件的字号", longest=80, help_text="例如 吉化解产能办字〔2026〕6号")
    text = Text(label="理由", longest=LONGEST_TEXT, lines=3)

    def __init__(self, *args, officer, **options):
        super().__init__(*args, **options)
        self.officer = officer

    def clean_number(self) -> str:
        typed = self.cleaned_data["number"]
        self.cleaned_data["replaced_by"] = _numbered(typed, self.officer)[0]
        if self.cleaned_data["replaced_by"] is None:
            raise ValidationError(f"没有找到“{typed}”这份发文，请核对字号。")
        return typed


class LinkForm(PortalForm):
    relation = forms.ChoiceField(
        label="本文件对它",
        choices=[choice for choice in Relation.choices if choice[0] != Relation.REPLACES],
        widget=forms.RadioSelect,
    )
    number = Text(
        label="关联文件的字号", longest=80, help_text="收文或本单位发文的字号，例如 苏化解办〔2018〕4号"
    )

    def __init__(self, *args, officer, **options):
        super().__init__(*args, **options)
        self.officer = officer

    def clean_number(self) -> str:
        typed = self.cleaned_data["number"]
        own, came = _numbered(typed, self.officer)
        if own is None and came is None:
            raise ValidationError(f"没有找到“{typed}”这份文件；收到的文件请先作收文登记。")
        self.cleaned_data |= {"other": own, "incoming": None if own else came}
        return typed


class ScanForm(PortalForm):
    file = forms.FileField(label="盖章扫描件", help_text=SCAN_HINT, allow_empty_file=True)


def _numbered(typed: str, officer):
    if (running := running_in(typed)) and (own := running_numbered(*running, officer)):
        return own, None
    try:
        return documents_numbered(parse(typed), officer)
    except Unreadable as refused:
        raise ValidationError(str(refused)) from refused
