"""Fields of the visit form that phones fill: dates and times from their own pickers, degrees from their receivers."""

from datetime import time
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError

from capacity_portal.lib import quantities
from capacity_portal.lib.form_fields import Day, Text
from capacity_portal.lib.typed_text import excerpt, squeeze
from inspections.choices import AnswerKind
from inspections.models import ChecklistItem
from inspections.rules.answers import LONGEST_NOTE, LONGEST_TEXT, YES_NO

SAME = "="
"""The option 与上月一致 of a question with options."""
_SIX = Decimal("0.000001")


class PickedDay(Day):
    """A date with the device's own picker."""

    def __init__(self, **options):
        options.setdefault("widget", forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
        options.setdefault("help_text", "")
        super().__init__(**options)


class Clock(forms.Field):
    """A time of day, 09:05 or 9:05 or 0905; cleaned to ``time`` or None."""

    widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})

    def to_python(self, value):
        if isinstance(value, time) or value in self.empty_values:
            return value or None
        digits = squeeze(str(value)[:20]).replace(":", "")
        if not digits:
            return None
        digits = digits[:4] if len(digits) == 6 else digits
        digits = f"0{digits}" if len(digits) == 3 else digits
        if not (digits.isascii() and digits.isdigit() and len(digits) == 4):
            raise self._invalid(value)
        try:
            return time(int(digits[:2]), int(digits[2:]))
        except ValueError:
            raise self._invalid(value) from None

    def _invalid(self, value) -> ValidationError:
        return ValidationError(f"{self.label}{excerpt(value)}无法识别，请按“09:30”的形式填写。")


class Degrees(forms.Field):
    """Degrees to six decimals, however many the receiver gives; cleaned to Decimal or None."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "short", "autocomplete": "off"})

    def to_python(self, value):
        try:
            number = quantities.parse_optional(value, name=self.label, places=30, least=-180, most=180)
        except quantities.QuantityError as error:
            raise ValidationError(str(error), code="invalid") from error
        return None if number is None else number.quantize(_SIX)


def answer_field(item: ChecklistItem, before: str, same_words: str) -> forms.Field:
    """The control of one item. Questions with options offer one more, the answer of the last time, where there was one."""
    if item.kind not in (AnswerKind.YES_NO, AnswerKind.CHOICE):
        attrs = {"inputmode": "decimal", "class": "short"} if item.kind == AnswerKind.NUMBER else {}
        longest = 40 if item.kind == AnswerKind.NUMBER else LONGEST_TEXT
        widget = forms.TextInput(attrs={**attrs, "autocomplete": "off"})
        return Text(label=item.text, longest=longest, required=False, help_text=item.hint, widget=widget)
    pairs = (
        list(YES_NO.items()) if item.kind == AnswerKind.YES_NO else [(text, text) for text in item.choices]
    )
    if before:
        pairs.append((SAME, f"{same_words}：{dict(pairs).get(before, before)}"))
    return forms.ChoiceField(
        label=item.text, required=False, help_text=item.hint, choices=pairs, widget=forms.RadioSelect
    )


def note_field(item: ChecklistItem) -> Text:
    return Text(label=f"{item.text}：说明", longest=LONGEST_NOTE, required=False)
