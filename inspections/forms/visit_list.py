"""The filter bar of the list of visits."""

from django import forms

from inspections.choices import Outcome, VisitState
from inspections.queries.rounds import rounds_listed
from inspections.rules.visit_filters import MARKS


class VisitFilterForm(forms.Form):
    """A GET form; the months are those that were opened. ``counties`` and ``cells`` are (value, label), an empty list offers none."""

    month = forms.ChoiceField(label="月份", required=False)
    region = forms.ChoiceField(label="县（市、区）", required=False)
    cell = forms.ChoiceField(label="网格", required=False)
    outcome = forms.ChoiceField(label="结果", required=False, choices=[("", "全部"), *Outcome.choices])
    state = forms.ChoiceField(label="状态", required=False, choices=[("", "全部"), *VisitState.choices])
    mark = forms.ChoiceField(label="只看", required=False, choices=[("", "全部"), *MARKS.items()])

    def __init__(self, *args, counties: list[tuple[str, str]], cells: list[tuple[str, str]], **kwargs):
        super().__init__(*args, auto_id="filter-%s", **kwargs)
        months = [(one.slug, str(one)) for one in rounds_listed()[:36]]
        self.fields["month"].choices = [("", "全部"), *months]
        for name, choices in (("region", counties), ("cell", cells)):
            if choices:
                self.fields[name].choices = [("", "全部"), *choices]
            else:
                del self.fields[name]
