"""Forms of signing in."""

from django import forms

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
    password = forms.CharField(
        label="密码",
        strip=False,
        max_length=1000,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": "请填写密码。"},
    )

    def clean_username(self):
        return username_key(self.cleaned_data["username"])
