"""Forms about what stands around a tip: the same matter, who keeps out."""

from collections.abc import Sequence

from django import forms

from capacity_portal.lib.form_fields import PortalForm, Text
from tipoffs.queries.exclusions import Party


class OtherTipForm(PortalForm):
    """Which other tip to compare with."""

    number = Text(label="另一件举报的编号", longest=60, help_text="例如 举报〔2026〕000012号，或 2026-12")


class SameMatterForm(PortalForm):
    """The verdict about a pair."""

    verdict = forms.ChoiceField(
        label="认定",
        choices=[("same", "是同一事项"), ("different", "不是同一事项")],
        widget=forms.RadioSelect,
    )
    note = Text(label="说明", longest=300, lines=3, required=False)


class ExclusionForm(PortalForm):
    """Who keeps out, of what, why. ``parties`` as of ``queries.exclusions.parties``; ``enterprises``: (number, name) of linked ones."""

    party = forms.ChoiceField(label="回避的单位或人员")
    matter = forms.ChoiceField(label="回避范围", required=False)
    reason = Text(label="理由", longest=300, lines=3, help_text="例如：与被举报单位负责人系亲属")

    def __init__(
        self, *args, parties: dict[str, tuple[str, Party]], enterprises: Sequence[tuple[int, str]], **kwargs
    ):
        super().__init__(*args, **kwargs)
        self._parties = parties
        pairs = [(key, label) for key, (label, _) in parties.items()]
        units = [pair for pair in pairs if pair[0].startswith("u")]
        people = [pair for pair in pairs if pair[0].startswith("p")]
        self.fields["party"].choices = [("", "请选择"), ("县（市、区）和成员单位", units), ("人员", people)]
        whole = [(str(pk), f"{name}的全部举报") for pk, name in enterprises]
        self.fields["matter"].choices = [("", "只是这件举报"), *whole]

    @property
    def chosen(self) -> Party:
        return self._parties[self.cleaned_data["party"]][1]
