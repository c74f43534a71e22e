"""Form fields that forgive what people type and say in Chinese what is wrong, with the value and the remedy.

The page puts the label in front of the message (_partials/error_summary.html), so the message begins with the value.

The ``*_of`` functions take label, length and digits from the model, so that a form cannot promise more than the table holds.
"""

from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError

from capacity_portal.lib import dates, quantities
from capacity_portal.lib.typed_text import excerpt, squeeze, storable


class Text(forms.CharField):
    """Text without control characters; one line unless ``lines`` is given. The browser never cuts it off."""

    def __init__(self, *, longest: int, lines: int = 1, **options):
        self.longest, self.lines = longest, lines
        if lines > 1:
            options.setdefault("widget", forms.Textarea(attrs={"rows": lines, "data-count": longest}))
        super().__init__(**options)

    def to_python(self, value):
        text = storable(super().to_python(value))
        return text if self.lines > 1 else " ".join(text.split())

    def validate(self, value):
        super().validate(value)
        if len(value) > self.longest:
            raise ValidationError(
                f"{excerpt(value)}共 {len(value)} 个字，最多 {self.longest} 个字，请缩短。", code="too_long"
            )


class Day(forms.DateField):
    """A date between 1949 and 2100, typed in any usual way; drawn as text, so that a wrong one is given back as typed."""

    def __init__(self, **options):
        options.setdefault("help_text", "例如 2026-03-05 或 20260305")
        options.setdefault("widget", forms.DateInput(format="%Y-%m-%d", attrs={"autocomplete": "off"}))
        super().__init__(**options)

    def to_python(self, value):
        if value is None or (isinstance(value, str) and not squeeze(value[:200])):
            return None
        try:
            return dates.parse(value, name="")
        except dates.DateError as error:
            raise ValidationError(str(error), code="invalid") from error


class Amount(forms.Field):
    """A decimal number of at most ``digits`` digits and ``places`` decimals in ``unit``; cleaned to Decimal or None."""

    def __init__(self, *, digits: int, places: int, least=0, most=None, unit: str = "", **options):
        self.rules = {
            "places": places,
            "least": least,
            "most": Decimal(10) ** (digits - places) - Decimal(1).scaleb(-places) if most is None else most,
            "unit": unit,
        }
        options.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "class": "short"}))
        super().__init__(**options)

    def to_python(self, value):
        try:
            return quantities.parse_optional(value, name="", **self.rules)
        except quantities.QuantityError as error:
            raise ValidationError(str(error), code="invalid") from error

    def prepare_value(self, value):
        """Decimals from the database without trailing zeros; what was typed stays as typed."""
        return plain_number(value) if isinstance(value, Decimal) else value

    def has_changed(self, initial, data):
        try:
            return self.to_python(data) != initial
        except ValidationError:
            return True


class Whole(Amount):
    """A whole number from ``least`` to ``most``; cleaned to ``int``."""

    def __init__(self, *, least: int = 0, most: int, **options):
        options.setdefault("widget", forms.TextInput(attrs={"inputmode": "numeric", "class": "short"}))
        super().__init__(digits=len(str(most)), places=0, least=least, most=most, **options)

    def clean(self, value):
        number = super().clean(value)
        return None if number is None else int(number)


def plain_number(value: Decimal) -> str:
    """``12.5`` for ``Decimal("12.500")``, without exponent or thousands commas."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def text_of(model, name: str, **options) -> Text:
    field = model._meta.get_field(name)
    defaults = {"label": field.verbose_name, "required": not field.blank, "longest": field.max_length}
    return Text(**defaults | options)


def day_of(model, name: str, **options) -> Day:
    field = model._meta.get_field(name)
    return Day(**{"label": field.verbose_name, "required": not field.blank} | options)


def amount_of(model, name: str, **options) -> Amount:
    field = model._meta.get_field(name)
    defaults = {
        "label": field.verbose_name,
        "required": not field.blank,
        "digits": field.max_digits,
        "places": field.decimal_places,
    }
    return Amount(**defaults | options)


def choice_of(model, name: str, **options) -> forms.ChoiceField:
    """A select of the model field's choices, with an empty line first."""
    field = model._meta.get_field(name)
    empty = options.pop("empty", "请选择" if not field.blank else "（不填）")
    defaults = {
        "label": field.verbose_name,
        "required": not field.blank,
        "choices": [("", empty), *field.choices],
    }
    return forms.ChoiceField(**defaults | options)


class PortalForm(forms.Form):
    """Base of the forms of the portal: messages that name the field, no HTML5 validation, no colon after labels."""

    use_required_attribute = False

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            _name_in_messages(field)

    @property
    def asks_for_something(self) -> bool:
        """Whether any field must be filled in."""
        return any(field.required for field in self.fields.values())

    @property
    def asks_for_secret(self) -> bool:
        """Whether a password or passphrase is asked for: password managers then want to know whose."""
        return any(isinstance(field.widget, forms.PasswordInput) for field in self.fields.values())

    def typed(self, name: str) -> str:
        """What stands in the field as it will be shown again."""
        value = self[name].value()
        return "" if value is None else str(value)


def _name_in_messages(field: forms.Field) -> None:
    verb = "选择" if isinstance(field, forms.ChoiceField | forms.FileField) else "填写"
    field.error_messages["required"] = f"请{verb}{field.label}。"
    if isinstance(field, forms.ModelChoiceField):
        field.error_messages["invalid_choice"] = f"所选{field.label}不在可选范围内，请从列表中重新选择。"
    elif isinstance(field, forms.ChoiceField):
        field.error_messages["invalid_choice"] = f"没有这个{field.label}，请从列表中重新选择。"
