"""A reduction task as its document states it: the task, its totals, its parts."""

from django import forms
from django.forms import BaseFormSet, formset_factory

from capacity_portal.lib.form_fields import PortalForm, Text, Whole, amount_of, choice_of, day_of, text_of
from capacity_portal.organization.choices import RegionKind
from capacity_portal.organization.models import Region
from enterprises.models import Product, ReductionItem, ReductionTask, ReductionTotal
from enterprises.queries import visible_to

MOST_ROWS = 200


class TaskForm(PortalForm):
    region = forms.ModelChoiceField(Region.objects.none(), label="地区", empty_label="请选择")
    year = Whole(label="年度", least=1949, most=2100, required=False, help_text="来源没有写明的留空")
    industry = choice_of(ReductionTask, "industry")
    title = text_of(ReductionTask, "title")
    document = text_of(ReductionTask, "document", help_text="下达任务的文件名称和文号")
    note = Text(label="说明", longest=2000, lines=4, required=False)

    def __init__(self, *args, officer, today, **kwargs):
        super().__init__(*args, **kwargs)
        regions = Region.objects.within(officer.region_code).current(today)
        kinds = [RegionKind.PREFECTURE, RegionKind.COUNTY, RegionKind.ZONE]
        self.fields["region"].queryset = regions.filter(kind__in=kinds).order_by("code")


class RowForm(PortalForm):
    """A figure of one measure: a product, or the number of works."""

    product = forms.ModelChoiceField(
        Product.objects.none(), label="产品", required=False, empty_label="数量（处、户、座）"
    )
    unit = Text(label="单位", longest=16, required=False, help_text="产品的单位可不填")

    def __init__(self, *args, products, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["product"]
        field.queryset = products
        field.label_from_instance = lambda product: f"{product.name}（{product.unit}）"

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("unit") and cleaned.get("product"):
            cleaned["unit"] = cleaned["product"].unit
        if not cleaned.get("unit") and self.has_changed() and not cleaned.get("DELETE"):
            self.add_error("unit", "请填写单位，例如：处、户、座。")
        return cleaned


class TotalForm(RowForm):
    stated = amount_of(ReductionTotal, "stated")

    field_order = ["product", "stated", "unit"]


class ItemForm(RowForm):
    id = forms.IntegerField(required=False, widget=forms.HiddenInput)
    label = text_of(ReductionItem, "label", help_text="县（市、区）或企业")
    enterprise_pk = Whole(label="档案编号", least=1, most=2**31 - 1, required=False, help_text="已建档的企业")
    equipment = text_of(ReductionItem, "equipment")
    amount = amount_of(ReductionItem, "amount")
    completed_on = day_of(ReductionItem, "completed_on", help_text="")

    field_order = ["label", "equipment", "product", "amount", "unit", "enterprise_pk", "completed_on", "id"]

    def __init__(self, *args, officer, **kwargs):
        super().__init__(*args, **kwargs)
        self.officer = officer

    def clean(self):
        cleaned = super().clean()
        pk = cleaned.pop("enterprise_pk", None)
        cleaned["enterprise"] = visible_to(self.officer).filter(pk=pk).first() if pk else None
        if pk and cleaned["enterprise"] is None:
            self.add_error("enterprise_pk", f"没有编号为 {pk} 的档案，请核对。")
        return cleaned


class Rows(BaseFormSet):
    """Rows that may be left empty or ticked as withdrawn; the parts are named once each."""

    def kept(self) -> list[dict]:
        """Values of the rows that say something and stay."""
        return [
            {name: value for name, value in form.cleaned_data.items() if name != "DELETE"}
            for form in self.forms
            if form.has_changed() | bool(form.initial) and not form.cleaned_data.get("DELETE")
        ]

    def add_fields(self, form, index):
        super().add_fields(form, index)
        if "DELETE" in form.fields:
            form.fields["DELETE"].label = "撤下这一行"


_ROWS = {"formset": Rows, "can_delete": True, "can_delete_extra": False}
TotalRows = formset_factory(TotalForm, **_ROWS, extra=2, max_num=30, absolute_max=60)
ItemRows = formset_factory(ItemForm, **_ROWS, extra=5, max_num=MOST_ROWS, absolute_max=2 * MOST_ROWS)
