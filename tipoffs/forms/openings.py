"""Forms of an opening: the reason, the decision, the two passphrases."""

from django import forms

from capacity_portal.lib.form_fields import PortalForm, Text
from tipoffs.forms.custody import secret_field

APPROVE, REFUSE = "approve", "refuse"


class RequestForm(PortalForm):
    reason = Text(
        label="理由", longest=500, lines=4, help_text="写明为什么必须查看身份信息；不要写举报人的姓名、电话等"
    )


class DecideForm(PortalForm):
    answer = forms.ChoiceField(
        label="审批意见", choices=[(APPROVE, "批准开启"), (REFUSE, "不批准")], widget=forms.RadioSelect
    )
    decision = Text(label="说明", longest=300, lines=3, required=False, help_text="不批准的必填")
    password = secret_field("本人登录密码", autocomplete="current-password")


class JoinForm(PortalForm):
    """The other custodian; the check code is read out by whoever asked."""

    is_same = forms.BooleanField(label="核对码一致", help_text="申请人屏幕上显示的核对码与本页的一致")
    passphrase = secret_field("您的保管口令", help_text="只交出您这一份，不能单独开启")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["is_same"].error_messages["required"] = "请与申请人核对后勾选；不一致的，不要确认。"


class OpenForm(PortalForm):
    passphrase = secret_field("您的保管口令", help_text="开启后 24 小时内，只有您在这个浏览器里能看")
