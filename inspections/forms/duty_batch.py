"""Forms of the batch actions on a month's list."""

from django import forms

from capacity_portal.lib.form_fields import PortalForm


class NoValues(PortalForm):
    """An action that asks for nothing but the rows."""


class FormatForm(PortalForm):
    """In which form the page is given out."""

    format = forms.ChoiceField(label="格式", widget=forms.RadioSelect, initial="xlsx")

    def __init__(self, *args, formats: list[tuple[str, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["format"].choices = formats
