"""The filter bar of a month's list."""

from django import forms

from inspections.rules.duty_filters import CLASSES, KINDS, NO_CELL, STANDINGS


class DutyFilterForm(forms.Form):
    """A GET form; ``counties`` and ``cells`` are (value, label), an empty list offers none."""

    standing = forms.ChoiceField(label="情况", required=False, choices=list(STANDINGS.items()))
    county = forms.ChoiceField(label="县（市、区）", required=False)
    cell = forms.ChoiceField(label="网格", required=False)
    kind = forms.ChoiceField(label="类别", required=False, choices=[("", "全部"), *KINDS.items()])
    supervision_class = forms.ChoiceField(
        label="监管类别", required=False, choices=[("", "全部"), *CLASSES.items()]
    )
    key = forms.BooleanField(label="只看重点监管", required=False)
    lookback = forms.BooleanField(label="只看回头看", required=False)

    def __init__(self, *args, counties: list[tuple[str, str]], cells: list[tuple[str, str]], **kwargs):
        super().__init__(*args, prefix=None, auto_id="filter-%s", **kwargs)
        for name, choices in (("county", counties), ("cell", cells)):
            if choices:
                self.fields[name].choices = [("", "全部"), *choices]
            else:
                del self.fields[name]

    def add_prefix(self, field_name: str) -> str:
        """Names as the address carries them."""
        return {"supervision_class": "class"}.get(field_name, field_name)


def cell_choices(cells) -> list[tuple[str, str]]:
    """(number, name) of the cells, and of what lies in none."""
    found = [(str(cell.pk), cell.name) for cell in cells]
    return [*found, (str(NO_CELL), "没有网格")] if found else []
