"""Quantities with units: read strictly, rounded half up, written without noise.

Tables of the field add up by hand, so everything is Decimal and half is rounded up (53.55 -> 53.6); binary
floats would give 53.5. ``Sum`` over a DecimalField on SQLite returns 146.100000000000: every figure shown
passes through here.
"""

import re
from decimal import ROUND_HALF_UP, Context, Decimal

from capacity_portal.lib.typed_text import excerpt, plain, squeeze

MISSING = "—"
LARGEST = Decimal("99999999.9999")
_EXACT = Context(prec=60, rounding=ROUND_HALF_UP)
_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)", re.ASCII)
_GROUPED = re.compile(r"[+-]?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]*)?", re.ASCII)
_SCIENTIFIC = re.compile(r"[+-]?[0-9.]+[Ee][+-]?[0-9]+", re.ASCII)


class QuantityError(ValueError):
    """The text is no acceptable quantity; the message is a Chinese sentence."""


def rounded(value: Decimal | int, places: int) -> Decimal:
    """Return ``value`` rounded half up to ``places`` decimals."""
    return Decimal(value).quantize(Decimal(1).scaleb(-places), context=_EXACT)


def trimmed(value: Decimal | int | None, unit: str = "", places: int = 4) -> str:
    """Return ``1,234.5万吨``: at most ``places`` decimals, no trailing zeros; a dash for None."""
    if value is None:
        return MISSING
    text = f"{rounded(value, places):,f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return f"{'0' if text == '-0' else text}{unit}"


def fixed(value: Decimal | int | None, places: int = 2, unit: str = "") -> str:
    """Return ``1,234.50万吨``: always ``places`` decimals, for columns read downwards; a dash for None."""
    if value is None:
        return MISSING
    number = rounded(value, places)
    return f"{abs(number) if number == 0 else number:,f}{unit}"


def percentage(part: Decimal | int, whole: Decimal | int, places: int = 1) -> Decimal | None:
    """Return ``part`` as a percentage of ``whole``, rounded half up; None when ``whole`` is zero."""
    return rounded(_EXACT.divide(Decimal(part) * 100, Decimal(whole)), places) if whole else None


def parse(
    value: object,
    *,
    name: str = "数值",
    unit: str = "",
    places: int = 4,
    least: Decimal | int = 0,
    most: Decimal | int = LARGEST,
) -> Decimal:
    """Return the number typed, within ``least`` and ``most`` and with at most ``places`` decimals.

    Full width, white space, thousands separators and a trailing ``unit`` are forgiven. A missing number is an
    error, never zero; nothing is rounded silently. Raises QuantityError naming the field ``name``.
    """
    number = _read(value, name, unit)
    decimals = -number.as_tuple().exponent
    if decimals > places and number != rounded(number, places):
        limit = f"最多保留 {places} 位小数" if places else "应为整数"
        raise QuantityError(f"{name}{excerpt(value)}{limit}。")
    if not least <= number <= most:
        raise QuantityError(
            f"{name}{excerpt(value)}超出范围，应在 {trimmed(Decimal(least))} 至 {trimmed(Decimal(most))} 之间。"
        )
    return rounded(number, places) if decimals > places else abs(number) if number == 0 else number


def parse_count(value: object, *, name: str = "数量", least: int = 0, most: int = 9_999_999) -> int:
    """Return the whole number typed. Raises QuantityError."""
    return int(parse(value, name=name, places=0, least=least, most=most))


def parse_optional(value: object, **rules: object) -> Decimal | None:
    """Return None for nothing typed, else what ``parse`` returns."""
    return None if value is None or (isinstance(value, str) and not squeeze(value)) else parse(value, **rules)


def _read(value: object, name: str, unit: str) -> Decimal:
    if isinstance(value, str | int | float | Decimal) and not isinstance(value, bool):
        text = _significant(value, unit)
        if not text:
            raise QuantityError(f"请填写{name}。")
        if len(text) > 40:
            raise QuantityError(f"{name}{excerpt(value)}过长，请核对。")
        if _SCIENTIFIC.fullmatch(text):
            raise QuantityError(f"{name}{excerpt(value)}是科学计数写法，请写出完整的数字。")
        if _NUMBER.fullmatch(text) or _GROUPED.fullmatch(text):
            return Decimal(text.replace(",", ""))
    advice = f"只填数字，单位为{unit}" if unit else "请只填数字"
    raise QuantityError(f"{name}{excerpt(value)}不是数字，{advice}。")


def _significant(value: str | int | float | Decimal, unit: str) -> str:
    if isinstance(value, Decimal | float):
        number = Decimal(repr(value)) if isinstance(value, float) else value
        return f"{number:f}" if number.is_finite() and abs(number.adjusted()) < 60 else plain(value)
    text = squeeze(plain(value)) if not isinstance(value, str) or len(value) <= 1_000 else value
    return text.removesuffix(squeeze(unit)).replace("，", ",") if unit else text
