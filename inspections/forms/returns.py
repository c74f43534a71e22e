"""Forms of the monthly return: the county's words, the signature, the office's comment; and results of re-checks."""

from django import forms

from capacity_portal.lib.form_fields import Day, PortalForm, Text
from inspections.choices import RecheckResult

ORDINARY, ZERO = "ordinary", "zero"
KINDS = [(ORDINARY, "监管月报（有工作情况要报告）"), (ZERO, "零报告（经排查，本月没有发现问题）")]


class TextForm(PortalForm):
    """What the county adds to the figures."""

    text = Text(label="本月工作情况", longest=4000, lines=8, required=False)
    problems = Text(label="存在问题和下步打算", longest=4000, lines=6, required=False)


class SignForm(PortalForm):
    """The signature: password, and the second factor for whoever has one."""

    kind = forms.ChoiceField(label="签报内容", choices=KINDS, widget=forms.RadioSelect, initial=ORDINARY)
    password = forms.CharField(
        label="本人登录密码",
        strip=False,
        max_length=1000,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    code = Text(label="动态口令或恢复码", longest=40)

    def __init__(self, *args, asks_code: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if not asks_code:
            del self.fields["code"]


class CommentForm(PortalForm):
    """Why a return goes back."""

    comment = Text(label="退回意见", longest=500, lines=3, help_text="写明哪里要改、怎么改")


class ScanForm(PortalForm):
    file = forms.FileField(
        label="盖章扫描件",
        help_text="照片（JPG、PNG、WEBP）或 PDF 扫描件，不超过 10 MB",
        widget=forms.FileInput(attrs={"accept": "image/*,.pdf"}),
    )


class RecheckForm(PortalForm):
    result = forms.ChoiceField(
        label="抽查结果",
        choices=[choice for choice in RecheckResult.choices if choice[0] != RecheckResult.PENDING],
        widget=forms.RadioSelect,
    )
    checked_on = Day(label="抽查日期")
    note = Text(
        label="抽查情况", longest=500, lines=3, required=False, help_text="与记录不一致的，写明哪里不一致"
    )


class NoValues(PortalForm):
    """For steps that need nothing but a yes."""
