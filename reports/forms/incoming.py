"""Forms of the register of incoming documents and of its tasks."""

from collections.abc import Sequence

from django import forms

from capacity_portal.lib.form_fields import PortalForm, Text, choice_of, day_of, text_of
from reports.models import DocumentTask, IncomingDocument
from reports.rules.incoming import LONGEST, IncomingEntry

_M = IncomingDocument


class EntryForm(PortalForm):
    """One line of the register. ``confirmed`` is asked for only when the number is in the register already."""

    title = text_of(_M, "title", lines=2)
    sender = text_of(_M, "sender")
    printed_number = text_of(
        _M, "printed_number", help_text="照原件填写，例如“苏化解办〔2018〕4号”；没有字号的留空"
    )
    received_on = day_of(_M, "received_on")
    dated = day_of(_M, "dated")
    due_on = day_of(_M, "due_on")
    urgency = choice_of(_M, "urgency", empty="无")
    summary = Text(label="内容摘要", longest=LONGEST["summary"], lines=4, required=False)
    text = Text(
        label="正文",
        longest=LONGEST["text"],
        lines=8,
        required=False,
        help_text="粘贴正文，供全文检索；涉密文件不得登记",
    )
    confirmed = forms.BooleanField(label="已核对，不是重复登记", required=False)

    def __init__(self, *args, asks_again: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["urgency"].choices = [
            pair for pair in self.fields["urgency"].choices if pair[0] or pair[1] == "无"
        ][:1] + [(value, label) for value, label in _M._meta.get_field("urgency").choices if value]
        if not asks_again:
            del self.fields["confirmed"]

    def entry(self) -> IncomingEntry:
        return IncomingEntry(
            **{name: value for name, value in self.cleaned_data.items() if name != "confirmed"}
        )


def initial_of(document: IncomingDocument) -> dict:
    return {name: getattr(document, name) for name in EntryForm.base_fields if name != "confirmed"}


class TaskForm(PortalForm):
    unit = forms.ChoiceField(label="承办单位")
    text = text_of(DocumentTask, "text", lines=3)
    due_on = day_of(DocumentTask, "due_on")

    def __init__(self, *args, units: Sequence[tuple[str, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = [("", "请选择"), *units]


class ResultForm(PortalForm):
    """What came of a task, or why it is cancelled."""

    text = Text(label="完成情况", longest=1_000, lines=5)

    def __init__(self, *args, label: str = "", **kwargs):
        super().__init__(*args, **kwargs)
        if label:
            self.fields["text"].label = label
            self.fields["text"].error_messages["required"] = f"请填写{label}。"


class FinishForm(PortalForm):
    kind = forms.ChoiceField(
        label="怎样结束", choices=[("done", "已办结"), ("filed", "阅知归档，不需要办理")], widget=forms.RadioSelect, initial="done"
    )  # fmt: skip
    text = Text(label="办理结果", longest=1_000, lines=5)


class ScanForm(PortalForm):
    file = forms.FileField(
        label="扫描件", widget=forms.FileInput(attrs={"accept": "image/*,.pdf"}),
        help_text="照片（JPG、PNG、WEBP）或 PDF，不超过 10 MB。涉密文件不得上传；图片和没有文字层的扫描件，系统只能查文件名，请自行核对",
    )  # fmt: skip


class RegisterFilterForm(PortalForm):
    text = Text(label="标题、字号、来文单位或正文", longest=60, required=False)
    state = forms.ChoiceField(label="状态", required=False)
    year = forms.CharField(
        label="年份",
        required=False,
        widget=forms.TextInput(attrs={"class": "short", "inputmode": "numeric", "autocomplete": "off"}),
    )

    def __init__(self, *args, choices: Sequence[tuple[str, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["state"].choices = [("", "全部"), *choices]


class SearchForm(PortalForm):
    text = Text(label="查找的词", longest=60, required=False)
