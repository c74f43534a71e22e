"""Forms of the office's steps on a tip: one form each, no more fields than the step needs."""

from collections.abc import Sequence

from django import forms

from capacity_portal.lib.form_fields import PortalForm, Text
from tipoffs.choices import RefusalReason
from tipoffs.models import Tip
from tipoffs.operations.handing import MOST_JOINT
from tipoffs.operations.summaries import LONGEST as LONGEST_SUMMARY
from tipoffs.queries.targets import Target, target_choices

_SUMMARY_HELP = "承办单位只看这段摘要。写明地点、单位和要核查的事实，不写举报人的姓名、电话、身份、与单位的关系和只有他知道的细节，不照抄原文。"


class Checked(forms.BooleanField):
    """The tick that answers the hints about a text which units read."""

    def __init__(self, **options):
        options.setdefault("label", "已逐条核对：不会让人认出举报人")
        options.setdefault("help_text", "页面提示了可疑之处、而您认为可以保留时勾选")
        super().__init__(required=False, **options)


class NothingForm(PortalForm):
    """A step that only wants to be confirmed."""


class ReasonForm(PortalForm):
    """One text; ``label``, ``longest`` and ``hint`` of the step."""

    text = Text(label="说明", longest=500, lines=4)

    def __init__(
        self, *args, label: str, longest: int = 500, hint: str = "", required: bool = True, **kwargs
    ):
        super().__init__(*args, **kwargs)
        field = self.fields["text"]
        field.label, field.longest, field.help_text, field.required = label, longest, hint, required
        field.error_messages["required"] = f"请填写{label}。"
        field.widget.attrs["data-count"] = longest


class ToldForm(ReasonForm):
    """One text that units read."""

    checked = Checked()


class SummaryForm(PortalForm):
    """The summary that units read; ``checked`` answers the hints about it."""

    summary = Text(label="交办摘要", longest=LONGEST_SUMMARY, lines=6, help_text=_SUMMARY_HELP)
    checked = Checked(label="已逐条核对：摘要不会让人认出举报人")


class RefusalForm(SummaryForm):
    """The proposal not to accept."""

    refusal = forms.ChoiceField(label="不受理原因", choices=RefusalReason.choices, widget=forms.RadioSelect)
    earlier = Text(
        label="在先举报的编号",
        longest=60,
        required=False,
        help_text="重复举报必填，例如 举报〔2026〕000012号",
    )
    text = Text(
        label="说明",
        longest=400,
        lines=3,
        help_text="不属于受理范围的，写明应向哪个单位反映，这段话举报人能看到；其他原因只有办公室和复核单位看到",
    )
    field_order = ("refusal", "earlier", "text", "summary", "checked")


class UnitsForm(PortalForm):
    """Who gets the tip: one leads, others join."""

    lead = forms.ChoiceField(label="牵头单位")
    joint = forms.MultipleChoiceField(
        label="配合单位",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=f"最多 {MOST_JOINT} 个；县级单位只列举报所在县（市、区）的",
    )

    def __init__(self, *args, targets: dict[str, Target], region_code: str, county_code: str = "", **kwargs):
        super().__init__(*args, **kwargs)
        groups = target_choices(targets, region_code, county_code)
        self.fields["lead"].choices = [("", "请选择"), *groups]
        if "joint" in self.fields:
            self.fields["joint"].choices = groups
        self._targets, self._groups = targets, groups

    @property
    def joint_groups(self) -> list[tuple[str, list]]:
        """(title, options to tick) for the template."""
        boxes = iter(self["joint"].subwidgets)
        return [(title, [next(boxes) for _ in pairs]) for title, pairs in self._groups]

    @property
    def lead_target(self) -> Target:
        return self._targets[self.cleaned_data["lead"]]

    @property
    def joint_targets(self) -> Sequence[Target]:
        return [self._targets[key] for key in self.cleaned_data["joint"]]


class HandOverForm(UnitsForm, SummaryForm):
    """The hand-over of one tip."""

    instruction = Text(
        label="交办要求",
        longest=1000,
        lines=3,
        required=False,
        help_text="要查清什么、由谁到场、怎样取证；可以不填",
    )
    checked = Checked(label="已逐条核对：摘要和交办要求不会让人认出举报人")
    field_order = ("lead", "summary", "joint", "instruction", "checked")


class TransferForm(UnitsForm):
    """Other units for a tip that is on its way."""

    text = Text(label="改派理由", longest=500, lines=3)
    checked = Checked()
    field_order = ("lead", "text", "joint", "checked")


class BatchHandOverForm(UnitsForm):
    """One unit for many tips, each with the summary it has."""

    joint = None
    instruction = Text(label="交办要求", longest=1000, lines=3, required=False)
    checked = Checked()


def first_summary(tip: Tip) -> dict:
    """What stands in the form when it is opened: never the reporter's own words."""
    return {"summary": tip.summary}
