"""The filter bar of the queue; nothing typed is ever refused."""

from collections.abc import Sequence
from datetime import date
from urllib.parse import urlencode

from django import forms

from capacity_portal.lib.form_fields import PortalForm, Text
from capacity_portal.organization.queries import counties_of
from tipoffs.choices import Channel, TipKind
from tipoffs.queries.queue import ORDERS
from tipoffs.queries.scope import is_office
from tipoffs.rules.queue_filters import LONGEST_TEXT, STATE_CHOICES, QueueFilters, as_parameters

Choices = dict[str, Sequence[tuple[str, str]]]
_ALL = ("", "全部")
_BOXES = {
    "overdue": "逾期",
    "soon": "即将到期",
    "supervised": "督办",
    "escalated": "逾期上报、尚未督办",
    "returned": "承办单位退回",
    "replied": "举报人有新留言",
}


class QueueFilterForm(PortalForm):
    """The choices are given in; a field without any is left out."""

    text = Text(label="查找", longest=LONGEST_TEXT, required=False)
    state = forms.ChoiceField(label="状态", required=False)
    kind = forms.ChoiceField(label="举报类型", required=False)
    channel = forms.ChoiceField(label="来源", required=False)
    county = forms.ChoiceField(label="县市区", required=False)
    order = forms.ChoiceField(label="排序", required=False)
    overdue = forms.BooleanField(label="只看逾期", required=False)
    soon = forms.BooleanField(label="只看即将到期", required=False)
    supervised = forms.BooleanField(label="只看督办", required=False)
    escalated = forms.BooleanField(label="只看逾期上报、尚未督办的", required=False)
    returned = forms.BooleanField(label="只看退回的", required=False)
    replied = forms.BooleanField(label="只看举报人有新留言的", required=False)

    def __init__(self, *args, choices: Choices, **kwargs):
        super().__init__(*args, **kwargs)
        for name, pairs in choices.items():
            if pairs:
                self.fields[name].choices = pairs
            else:
                del self.fields[name]
        if not choices["channel"]:
            del self.fields["returned"], self.fields["escalated"], self.fields["replied"]
        self.fields["text"].widget.attrs["placeholder"] = "编号、摘要的一部分"


def choices_for(officer, today: date) -> Choices:
    """What may be chosen; a unit has neither channels nor counties to choose from."""
    office = is_office(officer)
    counties = [_ALL, *counties_of(officer.region_code, today).values_list("code", "name")] if office else []
    return {
        "state": [_ALL, *STATE_CHOICES],
        "kind": [_ALL, *TipKind.choices],
        "channel": [_ALL, *Channel.choices] if office else [],
        "county": counties,
        "order": [(name, order.label) for name, order in ORDERS.items()],
    }


def applied(filters: QueueFilters, choices: Choices) -> list[tuple[str, str]]:
    """(text, address without it) of each filter in force."""
    labels = {name: dict(pairs) for name, pairs in choices.items()}
    lines = []
    for name, value in as_parameters(filters).items():
        if name != "order":
            rest = urlencode(as_parameters(filters.without(name)))
            text = f"含“{value}”" if name == "text" else _BOXES.get(name) or labels[name].get(value, value)
            lines.append((text, f"?{rest}" if rest else "?state="))
    return lines
