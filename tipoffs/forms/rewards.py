"""Forms of rewards: what is proposed, what is decided, what the desk checks."""

from collections.abc import Sequence

from django import forms

from capacity_portal.lib.form_fields import Day, PortalForm, Text, Whole
from tipoffs.models import Reward, RewardAmount, RewardScheme
from tipoffs.operations.rewards import Payout
from tipoffs.rules.rewards import MOST_SIGNATORIES

CHECKS = (
    ("person", "到场的人是举报人本人；联名举报的，是联名人推举的代表，已出示委托"),
    ("received", "已当面点清金额，财务凭证上签收"),
    ("nothing_kept", "没有留存证件复印件，没有把姓名、电话、账号录入本系统"),
)


class ProposeForm(PortalForm):
    """``schemes``: those that apply, with their amounts."""

    amount = forms.ChoiceField(label="奖励情形", widget=forms.RadioSelect)
    signatories = Whole(
        label="联名人数",
        least=1,
        most=MOST_SIGNATORIES,
        initial=1,
        help_text="一人举报填 1；联名举报由一名代表领取",
    )
    text = Text(
        label="说明", longest=500, lines=3, required=False, help_text="不要写举报人的姓名、电话、地址和账号"
    )

    def __init__(self, *args, schemes: Sequence[RewardScheme], **kwargs):
        super().__init__(*args, **kwargs)
        self._amounts = {str(row.pk): row for scheme in schemes for row in scheme.amounts.all()}
        self.fields["amount"].choices = [
            (key, f"{row.case}：{row.yuan:,}元（{row.scheme.title}）") for key, row in self._amounts.items()
        ]

    def clean_amount(self) -> RewardAmount:
        return self._amounts[self.cleaned_data["amount"]]


class DecideForm(PortalForm):
    """Granted or denied; a denial has a reason."""

    decision = forms.ChoiceField(
        label="审定结果",
        choices=[("grant", "同意奖励"), ("deny", "不予奖励")],
        widget=forms.RadioSelect,
    )
    text = Text(label="审定意见", longest=500, lines=3, required=False, help_text="不予奖励的必须写明理由")

    @property
    def is_granted(self) -> bool:
        return self.cleaned_data["decision"] == "grant"


class PayForm(PortalForm):
    """What the desk looks at. Number and code are only compared, never stored."""

    number = Text(
        label="举报编号",
        longest=60,
        required=False,
        help_text="由领奖人出示；凭批准开启的身份信息核对的，编号和查询码都不填",
    )
    code = Text(
        label="查询码",
        longest=60,
        required=False,
        help_text="16位，只用于核对，不保存",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    paid_on = Day(label="发放日期")
    voucher = Text(
        label="凭证号", longest=Reward._meta.get_field("voucher").max_length, help_text="财务凭证的编号"
    )
    checks = forms.MultipleChoiceField(
        label="逐项核对", choices=CHECKS, widget=forms.CheckboxSelectMultiple, required=False
    )

    def payout(self) -> Payout:
        typed = self.cleaned_data
        return Payout(
            paid_on=typed["paid_on"],
            voucher=typed["voucher"],
            checks=len(typed["checks"]) == len(CHECKS),
            number=typed["number"],
            code=typed["code"],
        )
