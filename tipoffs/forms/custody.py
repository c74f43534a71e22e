"""Forms of the custodians. Every name of a secret contains ``passphrase`` or ``password``, so that no page gives it back."""

from django import forms

from capacity_portal.lib.form_fields import PortalForm, Text
from capacity_portal.organization.models import Officer
from tipoffs.queries.custody import custodians_beside, witnesses_of_loss
from tipoffs.rules.passphrases import SHORTEST

_HINT = f"至少 {SHORTEST} 个字符，用一句只有自己知道的话；不能与登录密码相同；不要写在纸上"
_OLD = "口令忘记或保管人已离岗的，填写信封里的恢复码"


def secret_field(label: str, *, help_text: str = "", autocomplete: str = "off") -> forms.CharField:
    """Kept as typed and never drawn back."""
    return forms.CharField(
        label=label,
        strip=False,
        max_length=1000,
        help_text=help_text,
        widget=forms.PasswordInput(attrs={"autocomplete": autocomplete}),
    )


class HolderField(forms.ModelChoiceField):
    """Another handler of the office."""

    def __init__(self, **options):
        super().__init__(queryset=Officer.objects.none(), empty_label="请选择", **options)

    def label_from_instance(self, officer: Officer) -> str:
        return f"{officer.name}（{officer.username}）"


class CeremonyForm(PortalForm):
    """Both custodians at one screen."""

    first_passphrase = secret_field("第一位保管人的口令", help_text=_HINT)
    first_passphrase_again = secret_field("再输一次第一位的口令")
    second = HolderField(label="第二位保管人")
    second_password = secret_field("第二位保管人的登录密码", help_text="由第二位保管人本人输入，确认在场")
    second_passphrase = secret_field("第二位保管人的口令", help_text=_HINT)
    second_passphrase_again = secret_field("再输一次第二位的口令")

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["second"].queryset = custodians_beside(by)

    @property
    def groups(self) -> list[tuple[str, list]]:
        """Which fields stand together, under which words."""
        first, second = "第一位保管人（您本人）", "第二位保管人（请到屏幕前，您请回避）"
        names = list(self.fields)
        at = names.index("first_passphrase")
        old = [("现用密钥的两份", [self[name] for name in names[:at]])] if at else []
        return [
            *old,
            (first, [self[n] for n in names[at : at + 2]]),
            (second, [self[n] for n in names[at + 2 :]]),
        ]


class RotateForm(CeremonyForm):
    """The old secrets, then a ceremony."""

    old_first_passphrase = secret_field("第一份的现用口令或恢复码", help_text=_OLD)
    old_second_passphrase = secret_field("第二份的现用口令或恢复码", help_text=_OLD)
    field_order = ["old_first_passphrase", "old_second_passphrase"]


class BothForm(PortalForm):
    """Both secrets of a key that is no longer in use."""

    old_first_passphrase = secret_field("第一份的口令或恢复码", help_text=_OLD)
    old_second_passphrase = secret_field("第二份的口令或恢复码", help_text=_OLD)


class PassphraseForm(PortalForm):
    """Another passphrase for one's own share."""

    old_passphrase = secret_field("现用口令或恢复码", help_text="口令忘记的，填写信封里的恢复码")
    new_passphrase = secret_field("新口令", help_text=_HINT)
    new_passphrase_again = secret_field("再输一次新口令")


class HandForm(PortalForm):
    """A share goes to somebody else, who sits at the screen."""

    old_passphrase = secret_field("移交人的口令或恢复码", help_text=_OLD)
    receiver = HolderField(label="接收人")
    receiver_password = secret_field("接收人的登录密码", help_text="由接收人本人输入，确认在场")
    new_passphrase = secret_field("接收人的新口令", help_text=_HINT)
    new_passphrase_again = secret_field("再输一次新口令")

    def __init__(self, *args, share, **kwargs):
        super().__init__(*args, **kwargs)
        holders = share.key.shares.values("officer")
        self.fields["receiver"].queryset = custodians_beside(share.officer).exclude(pk__in=holders)


class LoseForm(PortalForm):
    reason = Text(label="遗失情况", longest=200, lines=3, help_text="例如：两位保管人均忘记口令，信封遗失")
    is_sure = forms.BooleanField(
        label="我知道：登记遗失后，此前封存的身份信息和原件不能再开启，直到保存期满销毁"
    )
    password = secret_field("本人登录密码", autocomplete="current-password")
    second = HolderField(label="确认人", help_text="另一名保管人，或办公室负责人")
    second_password = secret_field("确认人的登录密码", help_text="由确认人本人输入，确认在场")

    def __init__(self, *args, key, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["second"].queryset = witnesses_of_loss(key, by)
        self.fields["is_sure"].error_messages["required"] = "请勾选，表示知道登记遗失的后果。"
