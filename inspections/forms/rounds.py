"""Forms of what is done to a month and to single duties."""

from collections.abc import Sequence

from django import forms
from django.db.models import Q

from capacity_portal.lib import months
from capacity_portal.lib.form_fields import PortalForm, Text
from capacity_portal.lib.typed_text import excerpt
from enterprises.queries import visible_to
from inspections.operations.by_hand import LONGEST_DOCUMENT, LONGEST_REASON
from inspections.queries.scope import cells_visible_to


class OpenForm(PortalForm):
    """``periods``: the months that may be opened now, the newest first."""

    period = forms.TypedChoiceField(label="月份", coerce=int)

    def __init__(self, *args, periods: Sequence[int], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["period"].choices = [(period, months.label(period)) for period in periods]


class NothingAsked(PortalForm):
    """For acts that need nothing but a yes."""


class ReopenForm(PortalForm):
    reason = Text(label="重新开账理由", longest=300, lines=3, help_text="长期留存，与原关账数据一并显示")


class ExplainForm(PortalForm):
    reason = Text(
        label="未排查原因",
        longest=300,
        lines=3,
        help_text="写明为什么没有查到、已采取什么措施；任务仍列在未排查清单上",
    )


class ExcuseForm(PortalForm):
    note = Text(label="批准意见", longest=300, lines=3, help_text="写明同意本月不计的理由和依据")


class UnexcuseForm(PortalForm):
    reason = Text(label="撤销理由", longest=300, lines=3)


class RemovalForm(PortalForm):
    document = Text(label="依据文号", longest=LONGEST_DOCUMENT)
    reason = Text(label="移出原因", longest=LONGEST_REASON, lines=3)


class AddForm(PortalForm):
    """Cleaned to ``enterprise`` or ``cell`` among those the officer sees, and ``reason``."""

    what = Text(
        label="企业或网格",
        longest=120,
        help_text="企业填统一社会信用代码或全称，网格填网格名称",
    )
    reason = Text(label="列入原因", longest=LONGEST_REASON, lines=3)

    def __init__(self, *args, officer, **kwargs):
        super().__init__(*args, **kwargs)
        self.officer = officer

    def clean_what(self):
        typed = self.cleaned_data["what"]
        named = Q(name=typed) | Q(credit_code=typed.upper())
        enterprises = visible_to(self.officer).unmerged().filter(named).order_by("id")[:2]
        cells = cells_visible_to(self.officer).current().filter(name=typed).order_by("id")[:2]
        found = [("enterprise", one) for one in enterprises] + [("cell", one) for one in cells]
        if not found:
            raise forms.ValidationError(f"没有找到{excerpt(typed)}，请填写台账中的全称、代码或网格名称。")
        if len(found) > 1:
            raise forms.ValidationError(f"叫{excerpt(typed)}的不止一个；企业请填写统一社会信用代码。")
        return found[0]

    def chosen(self) -> dict:
        """What ``operations.by_hand.add_duty`` is given."""
        kind, record = self.cleaned_data["what"]
        return {kind: record, "reason": self.cleaned_data["reason"]}
