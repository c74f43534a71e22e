"""Form fields of this app: typed days, user names, regions drawn as a tree."""

from django import forms

from capacity_portal.lib import dates
from capacity_portal.lib.territory import level_of
from capacity_portal.organization.models import Region


class DayField(forms.CharField):
    """A typed date, 1949 to 2100, or None."""

    def __init__(self, **kwargs):
        super().__init__(max_length=40, widget=forms.TextInput(attrs={"inputmode": "numeric"}), **kwargs)

    def prepare_value(self, value):
        return value.isoformat() if hasattr(value, "isoformat") else value

    def clean(self, value):
        typed = super().clean(value)
        try:
            return dates.parse(typed, name=str(self.label)) if typed else None
        except dates.DateError as error:
            raise forms.ValidationError(str(error)) from None


class RegionField(forms.ModelChoiceField):
    """Regions in order of code, the lower ones indented."""

    def label_from_instance(self, region: Region) -> str:
        return f"{'　' * (level_of(region.code) - 2)}{region.name}"


def password_field(label: str, *, autocomplete: str, help_text: str = "") -> forms.CharField:
    """A password, kept as typed (blanks count) and never drawn back."""
    return forms.CharField(
        label=label,
        strip=False,
        max_length=1000,
        help_text=help_text,
        widget=forms.PasswordInput(attrs={"autocomplete": autocomplete}),
        error_messages={"required": f"请填写{label}。"},
    )
