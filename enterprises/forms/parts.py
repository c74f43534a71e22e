"""Rows of a dossier: equipment, capacity, licences, former names."""

from dataclasses import dataclass

from django import forms
from django.db.models import Model

from capacity_portal.lib.form_fields import PortalForm, Whole, amount_of, choice_of, day_of, text_of
from enterprises.choices import EquipmentState
from enterprises.models import Capacity, Equipment, EquipmentKind, FormerName, Licence, Product


class PartForm(PortalForm):
    """One row; ``part`` gives the initial values when it is edited."""

    def __init__(self, *args, part: Model | None = None, enterprise=None, **kwargs):
        self.part, self.enterprise = part, enterprise
        if part is not None and part.pk:
            kwargs["initial"] = self.values_of(part) | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.prepare()

    @classmethod
    def values_of(cls, part: Model) -> dict:
        return {name: getattr(part, name) for name in cls.base_fields}

    def prepare(self) -> None:
        """Adapt the fields to the row that is edited."""


class EquipmentForm(PartForm):
    kind = forms.ModelChoiceField(
        EquipmentKind.objects.filter(is_active=True).order_by("position", "id"),
        label="种类",
        empty_label="请选择",
    )
    size = amount_of(Equipment, "size", least=0, help_text="单位见种类后的括号")
    count = Whole(label="数量", least=1, most=9_999)
    serial = text_of(Equipment, "serial", help_text="铭牌上的出厂编号；异地转移靠它比对")
    built_year = Whole(label="投产年份", least=1949, most=2100, required=False)
    state = choice_of(Equipment, "state", empty="请选择")
    location = text_of(Equipment, "location", help_text="例如：一号车间东侧")
    use = text_of(Equipment, "use", help_text="例如：熔炼")

    def prepare(self) -> None:
        self.fields["kind"].label_from_instance = _with_unit
        self.initial.setdefault("count", 1)
        self.initial.setdefault("state", EquipmentState.IN_USE)

    def clean_size(self):
        size = self.cleaned_data["size"]
        if size == 0:
            raise forms.ValidationError("规格必须大于 0；不清楚的请留空。")
        return size

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("kind"):
            cleaned["size_unit"] = cleaned["kind"].size_unit
        return cleaned


def _with_unit(kind: EquipmentKind) -> str:
    return f"{kind.name}（{kind.size_unit}）" if kind.size_unit else kind.name


class CapacityForm(PartForm):
    product = forms.ModelChoiceField(
        Product.objects.filter(is_active=True).order_by("position", "id"), label="产品", empty_label="请选择"
    )
    filed = amount_of(Capacity, "filed", least=0, help_text="批准或备案文件上的数")
    stated = amount_of(Capacity, "stated", least=0, help_text="企业自己报的数")
    document = text_of(Capacity, "document")

    def prepare(self) -> None:
        self.fields["product"].label_from_instance = lambda product: f"{product.name}（{product.unit}）"
        if self.part is not None and self.part.pk:
            self.fields["product"].disabled = True

    def clean(self):
        cleaned = super().clean()
        product = cleaned.get("product")
        if not product:
            return cleaned
        if not (self.part and self.part.pk):
            cleaned["unit"] = product.unit
            if self.enterprise.capacities.filter(product=product).exists():
                self.add_error("product", f"{product.name}的产能已登记，请在档案中直接修改那一行。")
        if cleaned.get("filed") is None and cleaned.get("stated") is None and not self.errors:
            self.add_error("filed", "备案产能和企业申报产能至少填写一项。")
        return cleaned


class LicenceForm(PartForm):
    kind = choice_of(Licence, "kind")
    number = text_of(Licence, "number")
    issuer = text_of(Licence, "issuer")
    issued_on = day_of(Licence, "issued_on")
    expires_on = day_of(Licence, "expires_on", help_text="长期有效的留空")
    is_void = forms.BooleanField(label="已失效（吊销、注销、收回）", required=False)

    def clean(self):
        cleaned = super().clean()
        issued, expires = cleaned.get("issued_on"), cleaned.get("expires_on")
        if issued and expires and expires < issued:
            self.add_error("expires_on", f"有效期至 {expires} 早于发证日期 {issued}，请核对。")
        return cleaned


class FormerNameForm(PortalForm):
    name = text_of(FormerName, "name")
    until_on = day_of(FormerName, "until_on")


@dataclass(frozen=True)
class PartKind:
    """One kind of row: its word in the address, its model and form, and its names on the page."""

    name: str
    title: str
    model: type[Model]
    form: type[PartForm]
    related_name: str


PARTS: dict[str, PartKind] = {
    kind.name: kind
    for kind in [
        PartKind("equipment", "设备", Equipment, EquipmentForm, "equipment"),
        PartKind("capacity", "产能", Capacity, CapacityForm, "capacities"),
        PartKind("licence", "证照手续", Licence, LicenceForm, "licences"),
    ]
}
