"""Forms of signing in and of the own account."""

from django import forms
from django.contrib.auth import password_validation

from capacity_portal.organization.forms.fields import password_field
from capacity_portal.organization.rules.user_names import username_key


class SignInForm(forms.Form):
    username = forms.CharField(
        label="用户名",
        max_length=200,
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
        error_messages={"required": "请填写用户名。"},
    )
    password = password_field("密码", autocomplete="current-password")

    def clean_username(self):
        return username_key(self.cleaned_data["username"])


class CodeForm(forms.Form):
    """A code of the second factor."""

    code = forms.CharField(
        label="动态口令",
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
        error_messages={"required": "请填写 6 位动态口令。"},
    )


class CheckForm(CodeForm):
    """At sign-in a recovery code will do as well."""

    code = forms.CharField(
        label="动态口令或恢复码",
        max_length=40,
        help_text="打开手机上的验证器，填写 6 位数字；手机不在身边时，填写一个恢复码。",
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autocapitalize": "characters"}),
        error_messages={"required": "请填写动态口令或恢复码。"},
    )


class PasswordForm(forms.Form):
    """Another password for the own account; both new ones must agree."""

    old = password_field("原密码", autocomplete="current-password")
    new = password_field("新密码", autocomplete="new-password")
    again = password_field("再输一次新密码", autocomplete="new-password")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["new"].help_text = "".join(password_validation.password_validators_help_texts())

    def clean(self):
        typed = super().clean()
        if typed.get("new") and typed.get("again") and typed["new"] != typed["again"]:
            self.add_error("again", "两次输入的新密码不一致。")
        return typed


class PasswordOnlyForm(forms.Form):
    password = password_field("密码", autocomplete="current-password")
