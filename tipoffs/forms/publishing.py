"""What is made public, and why it is taken off again."""

from django import forms

from capacity_portal.lib.form_fields import PortalForm, Text
from tipoffs.operations.publishing import LONGEST_REASON, LONGEST_TEXT, LONGEST_TITLE


class PublishForm(PortalForm):
    title = Text(label="标题", longest=LONGEST_TITLE, help_text="例如：某县依法取缔一处“地条钢”生产窝点")
    text = Text(
        label="内容",
        longest=LONGEST_TEXT,
        lines=10,
        help_text="用办公室自己的话写核查和处置情况；不写举报编号、举报日期、举报人的任何情况，不照抄举报原文",
    )
    is_checked = forms.BooleanField(label="已逐条核对提示，公布的内容不会让人认出举报人", required=False)


class WithdrawForm(PortalForm):
    text = Text(label="撤下原因", longest=LONGEST_REASON, lines=3)
