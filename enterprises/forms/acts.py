"""Forms of single acts: upload, withdraw, change of status, batch actions, decisions about links."""

from django import forms

from capacity_portal.lib.form_fields import PortalForm, Text, day_of, text_of
from capacity_portal.organization.models import Department, Officer
from enterprises.choices import KeyReason, LinkDecision
from enterprises.forms.sections import offer_supervisors
from enterprises.models import Attachment, Enterprise


class AttachmentForm(PortalForm):
    file = forms.FileField(
        label="文件",
        help_text="照片（JPG、PNG、WEBP）或 PDF 扫描件，不超过 10 MB；照片会去掉拍摄位置等附带信息",
        widget=forms.FileInput(attrs={"accept": "image/*,.pdf"}),
    )
    title = text_of(Attachment, "title", help_text="例如：中频炉铭牌照片")


class NoteForm(PortalForm):
    """A reason that must be given."""

    note = Text(label="理由", longest=300, lines=3)


class StatusForm(PortalForm):
    """A step of the status workflow; ``steps`` are (name, label) of those possible now."""

    step = forms.ChoiceField(label="变更为", widget=forms.RadioSelect)
    on = day_of(Enterprise, "status_on", label="状态日期", required=True)
    document = text_of(Enterprise, "status_document", help_text="退出、取缔、复产的，写明文号")
    note = Text(label="说明", longest=300, lines=3, required=False)

    def __init__(self, *args, steps: list[tuple[str, str]], today, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["step"].choices = steps

    def clean_on(self):
        on = self.cleaned_data["on"]
        if on > self.today:
            raise forms.ValidationError(f"状态日期 {on} 晚于今天，请填写实际发生的日期。")
        return on


class AssignForm(PortalForm):
    supervising_department = forms.ModelChoiceField(
        Department.objects.none(), label="监管部门", required=False, empty_label="（不改）"
    )
    supervising_officer = forms.ModelChoiceField(
        Officer.objects.none(), label="监管人员", required=False, empty_label="（不改）"
    )

    def __init__(self, *args, officer, **kwargs):
        super().__init__(*args, **kwargs)
        offer_supervisors(self, officer)

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not any(cleaned.values()):
            self.add_error("supervising_officer", "请选择监管部门或监管人员，至少一项。")
        return cleaned


class KeyForm(PortalForm):
    reason = forms.ChoiceField(label="列入原因", choices=[("", "请选择"), *KeyReason.choices])
    note = text_of(Enterprise, "key_note", help_text="原因为“其他”的必须写明")

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("reason") == KeyReason.OTHER and not cleaned.get("note"):
            self.add_error("note", "列入原因为“其他”，请写明具体原因。")
        return cleaned


class NoParameters(PortalForm):
    """For actions that need nothing but a yes."""


DECISIONS = [(value, label) for value, label in LinkDecision.choices if value != LinkDecision.PENDING]


class LinkDecisionForm(PortalForm):
    decision = forms.ChoiceField(label="结论", choices=DECISIONS, widget=forms.RadioSelect)
    note = Text(
        label="结论说明",
        longest=300,
        lines=3,
        required=False,
        help_text="认定为同一企业、异地转移、复产的必须写明依据，例如现场核对情况、文号",
    )


class MergeForm(PortalForm):
    """Which of the two files goes into the other."""

    direction = forms.ChoiceField(label="保留哪一份档案", widget=forms.RadioSelect)
    note = Text(label="合并理由", longest=300, lines=3)

    def __init__(self, *args, first: Enterprise, second: Enterprise, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["direction"].choices = [
            (str(kept.pk), f"保留“{kept.name}”（编号 {kept.pk}），另一份并入它") for kept in (first, second)
        ]
