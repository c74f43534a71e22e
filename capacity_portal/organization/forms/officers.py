"""Forms of the accounts' administration."""

from datetime import date

from django import forms

from capacity_portal.organization import queries
from capacity_portal.organization.choices import RegionKind, RequestKind
from capacity_portal.organization.forms.fields import DayField, RegionField
from capacity_portal.organization.models import Department, Officer, Region
from capacity_portal.organization.roles import ROLE_CHOICES
from capacity_portal.organization.rules import telephones
from capacity_portal.organization.rules.user_names import ADVICE, username_key


def _department_field() -> forms.ModelChoiceField:
    return forms.ModelChoiceField(
        Department.objects.none(), label="单位", required=False, empty_label="（不属于成员单位）"
    )


def _offer_departments(form: forms.Form, by: Officer) -> None:
    found = Department.objects.filter(is_active=True, region__in=Region.objects.within(by.region_code))
    form.fields["department"].queryset = found.order_by("region__code", "id")


def _offer_regions(form: forms.Form, by: Officer, today: date) -> None:
    found = Region.objects.within(by.region_code).current(today).exclude(kind=RegionKind.VILLAGE)
    form.fields["region"].queryset = found.order_by("code")


class OfficerForm(forms.Form):
    """What may be changed about a person without changing his rights."""

    name = forms.CharField(label="姓名", max_length=40)
    department = _department_field()
    telephone = forms.RegexField(
        telephones.PATTERN,
        label="电话",
        max_length=telephones.LONGEST,
        required=False,
        help_text="办公电话或手机，仅本门户工作人员可见",
        error_messages={"invalid": telephones.ADVICE},
    )
    expires_on = DayField(
        label="有效期至", required=False, help_text="借调、临时人员填写，过期自动不能登录，例如 2026-12-31"
    )

    def __init__(self, *args, by: Officer, **kwargs):
        super().__init__(*args, **kwargs)
        _offer_departments(self, by)


class NewOfficerForm(OfficerForm):
    username = forms.CharField(
        label="用户名",
        max_length=60,
        help_text=ADVICE,
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false"}),
    )
    role = forms.ChoiceField(label="角色", choices=[("", "请选择"), *ROLE_CHOICES])
    region = RegionField(Region.objects.none(), label="地区", empty_label="请选择")
    field_order = ["username", "name", "role", "region", "department", "telephone", "expires_on"]

    def __init__(self, *args, by: Officer, today: date, **kwargs):
        super().__init__(*args, by=by, **kwargs)
        _offer_regions(self, by, today)

    def clean_username(self):
        return username_key(self.cleaned_data["username"])


class RoleForm(forms.Form):
    role = forms.ChoiceField(label="角色", choices=ROLE_CHOICES)
    region = RegionField(Region.objects.none(), label="地区")
    department = _department_field()
    note = forms.CharField(label="变更依据", max_length=200, help_text="例如：岗位调整、任职文件文号")

    def __init__(self, *args, by: Officer, today: date, **kwargs):
        super().__init__(*args, **kwargs)
        _offer_departments(self, by)
        _offer_regions(self, by, today)


class NoteForm(forms.Form):
    note = forms.CharField(label="原因", max_length=200)


class NoQuestions(forms.Form):
    """For steps that need nothing but a yes."""


class RequestForm(forms.Form):
    officer = forms.ModelChoiceField(Officer.objects.none(), label="管理员账户", empty_label="请选择")
    kind = forms.ChoiceField(label="事项", choices=[("", "请选择"), *RequestKind.choices])
    reason = forms.CharField(label="理由", max_length=200)

    def __init__(self, *args, by: Officer, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["officer"].queryset = queries.administrators_visible_to(by).order_by("role", "id")
        self.fields["officer"].label_from_instance = lambda officer: f"{officer.role_entry.label} {officer}"


class OfficerFilter(forms.Form):
    """Drawn as the filter bar; read by ``views.officers`` with tolerant parsers, never validated."""

    q = forms.CharField(label="姓名、用户名或电话", required=False)
    role = forms.ChoiceField(label="角色", choices=[("", "全部"), *ROLE_CHOICES], required=False)
    state = forms.ChoiceField(
        label="状态", choices=[("", "全部"), ("active", "启用"), ("inactive", "停用")], required=False
    )
