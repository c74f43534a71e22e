"""Forms of an addressee's page: what was done with a document, and the written return."""

from collections.abc import Sequence

from django import forms

from capacity_portal.lib.form_fields import Amount, Day, PortalForm, Text
from capacity_portal.lib.kept_uploads import MOST_FILES
from reports.models import RecipientFile
from reports.rules.return_figures import PLACES, Wanted

_HINTS = {
    "cascade": ("传达日期", "传达范围和方式", "写明传达到哪些单位、多少人、用什么方式"),
    "meet": ("开会日期", "会议情况", "写明会议名称、主持人、参加范围和议定事项"),
    "task": ("分解日期", "任务分解情况", "写明分解到哪些单位和责任人，各自的期限"),
}


class ManyFiles(forms.FileInput):
    allow_multiple_selected = True


class WithFiles(PortalForm):
    """A form whose files are kept before it is judged; ``waiting`` are those kept before."""

    kept = forms.MultipleChoiceField(
        label="已上传、随本次提交的文件", required=False, widget=forms.CheckboxSelectMultiple
    )
    file = forms.FileField(
        label="证明材料（照片或 PDF）", required=False, widget=ManyFiles(attrs={"accept": "image/*,.pdf"}),
        help_text=f"可选多个，一次最多 {MOST_FILES} 个，每个不超过 10 MB；提交没有通过时文件会保留。不得上传涉密材料",
    )  # fmt: skip

    def __init__(self, *args, waiting: Sequence[RecipientFile] = (), **kwargs):
        super().__init__(*args, **kwargs)
        if waiting:
            self.fields["kept"].choices = [(str(file.pk), str(file)) for file in waiting]
            self.initial["kept"] = [str(file.pk) for file in waiting]
        else:
            del self.fields["kept"]

    def kept_ids(self) -> list[int]:
        return [int(value) for value in self.cleaned_data.get("kept", [])]


class DoneForm(WithFiles):
    """``step``: cascade, meet or task."""

    on = Day(label="日期")
    text = Text(label="情况", longest=500, lines=5)
    field_order = ("on", "text", "kept", "file")

    def __init__(self, *args, step: str, **kwargs):
        super().__init__(*args, **kwargs)
        day, words, hint = _HINTS[step]
        self.fields["on"].label, self.fields["text"].label, self.fields["text"].help_text = day, words, hint
        self.fields["on"].error_messages["required"] = f"请填写{day}。"
        self.fields["text"].error_messages["required"] = f"请填写{words}。"


class ReturnForm(WithFiles):
    """The written return: words, a field for each figure (``figure_<key>``), attachments. A draft may be unfinished."""

    text = Text(
        label="反馈内容",
        longest=8_000,
        lines=10,
        required=False,
        help_text="报送前必须填写；没有情况的写明“无”",
    )

    def __init__(self, *args, wanted: Sequence[Wanted] = (), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["file"].label = "附件（照片或 PDF）"
        self.wanted = wanted
        figures = {
            f"figure_{one.key}": Amount(
                label=one.heading, digits=16, places=PLACES, unit=one.unit, required=False
            )
            for one in wanted
        }
        rest = {name: self.fields[name] for name in ("kept", "file") if name in self.fields}
        self.fields = {"text": self.fields["text"], **figures, **rest}

    def figures(self) -> dict[str, object]:
        return {one.key: self.cleaned_data.get(f"figure_{one.key}") for one in self.wanted}


class NothingForm(PortalForm):
    """A step that asks for nothing but a yes."""


class CommentForm(PortalForm):
    text = Text(label="退回意见", longest=500, lines=4, help_text="写明哪里要改、怎么改；收文单位会看到")


class ExtendForm(PortalForm):
    due_on = Day(label="新的期限")
    text = Text(label="延期理由", longest=300, lines=3)


class ReturnFilterForm(PortalForm):
    text = Text(label="文件标题或单位", longest=60, required=False)
    state = forms.ChoiceField(label="情况", required=False)

    def __init__(self, *args, choices: Sequence[tuple[str, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["state"].choices = choices
