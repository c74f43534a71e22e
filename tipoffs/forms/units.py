"""The small forms of the units' steps: a reason, a measure, more time, a remark, an enterprise, a look."""

from datetime import date

from django import forms

from capacity_portal.lib.form_fields import PortalForm, Text, Whole
from enterprises.choices import KeyReason
from tipoffs.choices import DispositionKind
from tipoffs.forms.office import Checked
from tipoffs.forms.verification import PickedDay
from tipoffs.rules.dealing import LONGEST_NOTE, LONGEST_TEXT, Measure, Onward

_NO_REPORTER = "不要写举报人的任何情况"


class NothingForm(PortalForm):
    """A step that asks for nothing."""


class ReasonForm(PortalForm):
    text = Text(label="退回理由", longest=500, lines=4, help_text="一件举报只能退回一次，市办会重新交办")


class RemarkForm(PortalForm):
    text = Text(
        label="联合核查意见", longest=900, lines=5, help_text=f"写明参加的人员和看到的情况；{_NO_REPORTER}"
    )


class MeasureForm(PortalForm):
    kind = forms.ChoiceField(label="处置方式", choices=[("", "请选择"), *DispositionKind.choices])
    on = PickedDay(label="处置日期")
    text = Text(
        label="处置情况",
        longest=LONGEST_TEXT,
        lines=5,
        help_text=f"写明采取的措施、文书和结果；{_NO_REPORTER}",
    )

    def measure(self) -> Measure:
        return Measure(**self.cleaned_data)


class OnwardForm(PortalForm):
    """A step towards the unit that may punish; ``step`` names a row of ``rules.dealing.ENFORCEMENT``."""

    unit = forms.ModelChoiceField(None, label="执法单位", empty_label="请选择")
    on = PickedDay(label="日期")
    text = Text(label="情况说明", longest=LONGEST_NOTE, lines=3, required=False)

    def __init__(self, *args, step: str, units, **kwargs):
        super().__init__(*args, **kwargs)
        if step == "mark":
            self.fields["unit"].queryset = units
            del self.fields["on"]
        else:
            del self.fields["unit"]
        if step == "conclude":
            self.fields["text"].label, self.fields["text"].required = "处理结果", True
            self.fields["text"].error_messages["required"] = "请写明处理结果。"

    def given(self) -> Onward:
        unit = self.cleaned_data.get("unit")
        return Onward(self.cleaned_data.get("on"), self.cleaned_data["text"], unit.pk if unit else None)


class ExtensionForm(PortalForm):
    days = Whole(label="延长几个工作日", least=1, most=365)
    reason = Text(label="延期理由", longest=500, lines=4)

    def __init__(self, *args, most: int, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["days"].help_text = f"最多还可以延长 {most} 个工作日，由市办负责人审批"


class DecisionForm(PortalForm):
    """``may_grant``: the part is open and its last day not over."""

    decided = forms.ChoiceField(
        label="审批", choices=[("yes", "批准"), ("no", "不批准")], widget=forms.RadioSelect
    )
    decision = Text(
        label="审批意见",
        longest=500,
        lines=3,
        required=False,
        help_text="不批准的必须写明理由；承办单位会看到",
    )
    checked = Checked()

    def __init__(self, *args, may_grant: bool = True, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["decided"].error_messages["required"] = "请选择批准或不批准。"
        if not may_grant:
            self.fields["decided"].choices = [("no", "不批准")]
            self.initial["decided"] = "no"

    @property
    def is_granted(self) -> bool:
        return self.cleaned_data["decided"] == "yes"


class FindForm(PortalForm):
    """Looks an enterprise up in the officer's own region; nothing typed is refused."""

    q = Text(label="企业名称、代码或地址的一部分", longest=60, required=False)


class StandingForm(PortalForm):
    key_reason = forms.ChoiceField(
        label="列入重点监管的原因", required=False, choices=[("", "不列入"), *KeyReason.choices]
    )
    revive = forms.BooleanField(label="报告疑似复产", required=False)
    text = Text(label="不列入的理由", longest=200, required=False, help_text="不列入重点监管的必须写明")

    def __init__(self, *args, may_revive: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if not may_revive:
            del self.fields["revive"]


class VisitRequestForm(PortalForm):
    reason = Text(
        label="请求检查的理由", longest=500, lines=4,
        help_text=f"写明希望查清什么；检查人员会看到这段话，看不到举报编号，{_NO_REPORTER}",
    )  # fmt: skip
    due_on = PickedDay(label="希望在什么日期以前检查")
    checked = Checked()

    def __init__(self, *args, latest: date | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        if latest and not self.initial.get("due_on"):
            self.initial["due_on"] = latest
