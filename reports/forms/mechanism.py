"""Forms of the mechanism: basis documents, posts of the leading group, duties of member units."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError

from capacity_portal.lib.form_fields import Day, PortalForm, Whole, choice_of, day_of, text_of
from capacity_portal.organization.models import Department
from reports.forms.links import OFFERED, LinkField, offer_documents
from reports.models import BasisDocument, GroupMember, UnitDuty
from reports.rules import document_numbers

_UNITS = Department.objects.none()


class BasisForm(PortalForm):
    year = Whole(label="适用年度", least=1949, most=2100)
    title = text_of(BasisDocument, "title")
    printed_number = text_of(
        BasisDocument, "printed_number", help_text="例如 国发〔2016〕6号；没有字号的留空"
    )
    role = text_of(BasisDocument, "role", help_text="例如 明确目标任务、明确职责分工")
    position = Whole(label="次序", most=999, required=False, help_text="小的排在前面")
    incoming = LinkField(
        label="已登记的收文", help_text=f"门户里有这份文件的，选后可从依据文件打开；列出最近登记的{OFFERED}份"
    )
    notice = LinkField(label="本办发文", help_text=f"列出最近印发的{OFFERED}份")

    def clean_printed_number(self) -> str:
        """In the proper form; what cannot be told apart is refused."""
        typed = self.cleaned_data["printed_number"]
        try:
            return str(document_numbers.parse(typed)) if typed else ""
        except document_numbers.Unreadable as unreadable:
            raise ValidationError(str(unreadable)) from unreadable

    def clean_position(self) -> int:
        return self.cleaned_data["position"] or 0


class MemberForm(PortalForm):
    role = choice_of(GroupMember, "role")
    post = text_of(GroupMember, "post", help_text="写职务，不写个人姓名，例如 市委常委、常务副市长")
    department = forms.ModelChoiceField(_UNITS, label="成员单位", required=False, empty_label="（不填）")
    position = Whole(label="次序", most=999, required=False, help_text="同一组内职务中小的排在前面")
    since = day_of(GroupMember, "since")
    until = day_of(GroupMember, "until", help_text="仍在任的留空")

    def clean_position(self) -> int:
        return self.cleaned_data["position"] or 0

    def clean(self):
        typed = super().clean()
        since, until = typed.get("since"), typed.get("until")
        if since and until and until < since:
            self.add_error("until", f"{until:%Y-%m-%d}早于起始日期{since:%Y-%m-%d}，请核对。")
        return typed


class DutyForm(PortalForm):
    year = Whole(label="年度", least=1949, most=2100)
    department = forms.ModelChoiceField(_UNITS, label="成员单位", empty_label="请选择")
    duty = text_of(UnitDuty, "duty", lines=3)
    measures = text_of(UnitDuty, "measures", lines=6, help_text="每项措施一行")
    contact_post = text_of(UnitDuty, "contact_post", help_text="写处室，不写个人姓名")
    telephone = text_of(UnitDuty, "telephone", help_text="写办公固定电话，例如 0796-8220000")


class EndForm(PortalForm):
    until = Day(label="最后任职日期")


FORMS = {BasisDocument: BasisForm, GroupMember: MemberForm, UnitDuty: DutyForm}


def form_for(model: type, data, *, officer, initial: dict, part=None) -> PortalForm:
    """The form of one kind of record of the officer's region (``part``: the one corrected): its units, documents he sees."""
    form = FORMS[model](data, initial=initial)
    if model is BasisDocument:
        offer_documents(form, officer, part)
    if "department" in form.fields:
        units = Department.objects.filter(region__code=officer.region_code, is_active=True).order_by("name")
        form.fields["department"].queryset = units
    return form


def first_values(model: type, *, year: int, today: date) -> dict:
    return {"since": today} if model is GroupMember else {"year": year}
