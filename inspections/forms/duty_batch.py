"""Forms of the batch actions on a month's list."""

from django import forms

from capacity_portal.lib.form_fields import PortalForm, Text


class NoValues(PortalForm):
    """An action that asks for nothing but the rows."""


class GapForm(PortalForm):
    """The county's word why nobody has been there."""

    reason = Text(
        label="未排查原因", longest=300, lines=3, help_text="写明客观原因和补查安排，对所选各项相同"
    )


class ExcuseForm(PortalForm):
    """The prefecture's written acceptance."""

    note = Text(label="批准意见", longest=300, lines=3, help_text="写明同意本月不计的理由，对所选各项相同")


class FormatForm(PortalForm):
    """In which form the page is given out."""

    format = forms.ChoiceField(label="格式", widget=forms.RadioSelect, initial="xlsx")

    def __init__(self, *args, formats: list[tuple[str, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["format"].choices = formats
