"""In which form figures are given out."""

from django import forms

from capacity_portal.lib.form_fields import PortalForm

XLSX, CSV, PDF = "xlsx", "csv", "pdf"
FORMATS = [(XLSX, "电子表格（.xlsx）"), (CSV, "文本表格（.csv）"), (PDF, "打印件（PDF）")]


class FormatForm(PortalForm):
    format = forms.ChoiceField(label="格式", widget=forms.RadioSelect, initial=XLSX, choices=FORMATS)

    def __init__(self, *args, with_print: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if not with_print:
            self.fields["format"].choices = FORMATS[:2]
