"""What to export: which file, which columns."""

from django import forms

from enterprises.forms.fields import PortalForm

XLSX, CSV = "xlsx", "csv"
SHOWN, ALL = "shown", "all"


class ExportForm(PortalForm):
    format = forms.ChoiceField(
        label="格式",
        choices=[
            (XLSX, "Excel 工作簿（.xlsx），代码和长数字保持原样"),
            (CSV, "CSV 文本（.csv），给其他系统使用"),
        ],
        widget=forms.RadioSelect,
        initial=XLSX,
    )
    columns = forms.ChoiceField(
        label="列",
        choices=[(SHOWN, "台账上显示的列"), (ALL, "全部列")],
        widget=forms.RadioSelect,
        initial=SHOWN,
    )
