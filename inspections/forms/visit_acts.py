"""Forms of single acts on a visit."""

from django import forms

from capacity_portal.lib.form_fields import PortalForm, Text
from inspections.operations.visits import LONGEST_COMMENT


class SendBackForm(PortalForm):
    comment = Text(label="退回意见", longest=LONGEST_COMMENT, lines=3, help_text="写明哪里不符合要求、怎样补")


class ScanForm(PortalForm):
    file = forms.FileField(
        label="签字扫描件",
        help_text="PDF 或照片，不超过 10 MB",
        widget=forms.FileInput(attrs={"accept": "image/*,.pdf"}),
    )


class AnswerForm(PortalForm):
    """What the visit found about which somebody had asked."""

    answer = Text(
        label="检查情况", longest=500, lines=5, help_text="写明看到什么；发现的问题另在排查记录中登记"
    )
