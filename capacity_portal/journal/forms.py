"""The filter of the auditor's list, as fields to draw; what was asked is read by ``rules.filters``."""

from django import forms

from capacity_portal.journal import registry
from capacity_portal.journal.rules.filters import Filters
from capacity_portal.organization.choices import RegionKind
from capacity_portal.organization.models import Region

_ALL = [("", "全部")]


def _day(label: str) -> forms.DateField:
    return forms.DateField(
        label=label, required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )


class EntryFilterForm(forms.Form):
    """Never bound: it shows the filters in force."""

    officer = forms.CharField(label="经办人（姓名或用户名）", required=False, max_length=40)
    subject = forms.ChoiceField(label="对象", required=False)
    step = forms.ChoiceField(label="步骤", required=False)
    since = _day("自")
    until = _day("至")
    region = forms.ChoiceField(label="地区", required=False)

    def __init__(self, asked: Filters) -> None:
        super().__init__(initial=vars(asked))
        self.fields["subject"].choices = _ALL + list(registry.subject_labels().items())
        self.fields["step"].choices = _ALL + step_choices(asked.subject)
        self.fields["region"].choices = _ALL + _region_choices()


def step_choices(subject: str = "") -> list[tuple[str, str]]:
    """Steps of one subject, or of all with the different words for a code joined."""
    found: dict[str, list[str]] = {}
    for name in [subject] if subject else registry.subject_labels():
        for step, label in registry.step_labels(name).items():
            labels = found.setdefault(step, [])
            if label not in labels:
                labels.append(label)
    return [(step, "／".join(labels)) for step, labels in found.items()]


def _region_choices() -> list[tuple[str, str]]:
    kinds = (RegionKind.PREFECTURE, RegionKind.COUNTY, RegionKind.ZONE)
    return list(Region.objects.filter(kind__in=kinds).order_by("code").values_list("code", "name"))
