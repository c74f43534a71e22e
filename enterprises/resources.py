"""The conversion table and the industry codes as lists for import and export: Chinese columns, every row an operation."""

from decimal import Decimal

from import_export import fields, widgets

from capacity_portal.lib import quantities
from capacity_portal.organization.admin import JournalledResource, WordWidget
from enterprises.choices import Industry, IndustryEdition
from enterprises.models import ConversionRow, EquipmentKind, IndustryCode, Product


class AmountWidget(widgets.Widget):
    """A number; nothing typed is an error, never zero."""

    def __init__(self, name: str, places: int):
        super().__init__()
        self.name, self.places = name, places

    def clean(self, value, row=None, **kwargs):
        return quantities.parse(value, name=self.name, places=self.places)

    def render(self, value, obj=None, **kwargs):
        text = f"{value:f}" if isinstance(value, Decimal) else str(value or "")
        return text.rstrip("0").rstrip(".") if "." in text else text


class CodeWidget(widgets.Widget):
    """A row of another dictionary by its code."""

    def __init__(self, model):
        super().__init__()
        self.model = model

    def clean(self, value, row=None, **kwargs):
        code = str(value or "").strip()
        found = self.model.objects.filter(code=code).first() if code.isascii() else None
        if found is None:
            raise ValueError(f"{self.model._meta.verbose_name}字典中没有编码“{code[:30]}”。")
        return found

    def render(self, value, obj=None, **kwargs):
        return value.code if value else ""


class LabelWidget(widgets.Widget):
    """A choice written by its Chinese label (or its code)."""

    def __init__(self, choices):
        super().__init__()
        self.values = {label: value for value, label in choices.choices}
        self.labels = dict(choices.choices)

    def clean(self, value, row=None, **kwargs):
        word = str(value or "").strip()
        if word in self.labels:
            return word
        if word not in self.values:
            raise ValueError(f"应填{'、'.join(self.values)}，不是“{word[:20]}”。")
        return self.values[word]

    def render(self, value, obj=None, **kwargs):
        return self.labels.get(value, "")


class ConversionRowResource(JournalledResource):
    kind = fields.Field("kind", "设备种类编码", widget=CodeWidget(EquipmentKind))
    product = fields.Field("product", "产品编码", widget=CodeWidget(Product))
    size = fields.Field("size", "规格", widget=AmountWidget("规格", 3))
    capacity = fields.Field("capacity", "产能", widget=AmountWidget("产能", 4))
    edition = fields.Field("edition", "版本")
    source = fields.Field("source", "依据")
    may_interpolate = fields.Field("may_interpolate", "可内插", widget=WordWidget("是", "否"))
    is_active = fields.Field("is_active", "在用", widget=WordWidget("是", "否"))

    class Meta:
        model = ConversionRow
        fields = ("kind", "product", "size", "capacity", "edition", "source", "may_interpolate", "is_active")
        import_id_fields = ("kind", "product", "size", "edition")
        skip_unchanged = True
        clean_model_instances = True
        use_transactions = True

    def get_queryset(self):
        return super().get_queryset().select_related("kind", "product")


class IndustryCodeResource(JournalledResource):
    edition = fields.Field("edition", "版本", widget=LabelWidget(IndustryEdition))
    code = fields.Field("code", "代码")
    name = fields.Field("name", "名称")
    industry = fields.Field("industry", "行业", widget=LabelWidget(Industry))

    class Meta:
        model = IndustryCode
        fields = ("edition", "code", "name", "industry")
        import_id_fields = ("edition", "code")
        skip_unchanged = True
        clean_model_instances = True
        use_transactions = True
