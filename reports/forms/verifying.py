"""The public check of a document: its code, and a file to be compared."""

from django import forms
from django.core.exceptions import ValidationError

from capacity_portal.lib.form_fields import PortalForm, Text
from capacity_portal.lib.typed_text import excerpt
from reports.rules.verify_codes import LENGTH, typed_code

_QUIET = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}


class CodeForm(PortalForm):
    code = Text(
        label="核验码",
        longest=100,
        widget=forms.TextInput(attrs=_QUIET),
        help_text=f"文件末页下方二维码旁的{LENGTH}个字母和数字，例如 ABCD-EFGH-JKMN；不区分大小写，短横线可以不填",
    )

    def clean_code(self) -> str:
        code = typed_code(self.cleaned_data["code"])
        if not code:
            typed = excerpt(self.cleaned_data["code"])
            raise ValidationError(f"{typed}不是完整的核验码，可能抄错了一个字符；请对照文件末页逐字核对。")
        return code


class CompareForm(PortalForm):
    """Required, but the view says why there is none: not chosen, or too large to be taken in."""

    file = forms.FileField(
        label="要比对的文件",
        required=False,
        allow_empty_file=True,
        help_text="电子文件（PDF）或扫描件，最大20 MB。只计算摘要，不保存。",
    )
