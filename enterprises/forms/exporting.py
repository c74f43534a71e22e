"""What to export: which file, which columns."""

from django import forms

from capacity_portal.lib.form_fields import PortalForm
from enterprises.exports import CSV, CSV_GB18030, XLSX

SHOWN, ALL = "shown", "all"


class ExportForm(PortalForm):
    format = forms.ChoiceField(
        label="格式",
        choices=[
            (XLSX, "Excel 工作簿（.xlsx），代码和长数字保持原样"),
            (CSV, "CSV 文本（.csv），给其他系统使用"),
            (CSV_GB18030, "CSV 文本（.csv），GB18030 编码，给旧版办公软件"),
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
