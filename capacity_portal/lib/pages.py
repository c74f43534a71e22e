"""Long lists: keyset pages over declared total orders, bounded counts, tolerant GET parameters.

A page begins after (or before) the sort keys of a row, so page 2,000 costs what page 1 costs. Cursors are
signed together with the order and the filters they belong to; one that was forged, cut off or taken from
another list gives page one.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from hashlib import sha256
from typing import Any, NamedTuple

from django.core import signing
from django.core.exceptions import ValidationError
from django.db import connections
from django.db.models import F, Model, Q, QuerySet
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan
from django.db.models.lookups import GreaterThan, LessThan

from capacity_portal.lib import dates, months
from capacity_portal.lib.typed_text import squeeze, storable

AFTER, BEFORE = "a", "b"
_LONGEST_CURSOR = 2_000
Key = tuple[str, bool, Any]  # column, is it read downwards, value at the cursor


@dataclass(frozen=True)
class Order:
    """A total order: non-null columns, the last one ``id``, each with ``-`` in front when descending.

    An index over these columns in this order and direction carries the list. Raises ValueError when it does
    not end in id.
    """

    name: str
    label: str
    columns: tuple[str, ...]

    def __post_init__(self) -> None:
        if self.names[-1] != "id":
            raise ValueError(f"order {self.name!r} must end in id")

    @property
    def names(self) -> tuple[str, ...]:
        """Column names without direction."""
        return tuple(column.removeprefix("-") for column in self.columns)

    @property
    def descending(self) -> tuple[bool, ...]:
        """Direction of each column."""
        return tuple(column.startswith("-") for column in self.columns)


class Orders(dict[str, Order]):
    """The orders a list offers, by name; the first is shown when none, or an unknown one, is asked for."""

    def __init__(self, *orders: Order) -> None:
        super().__init__((order.name, order) for order in orders)

    def named(self, name: str) -> Order:
        """Return the order ``name``, or the first."""
        return self.get(name) or next(iter(self.values()))


@dataclass(frozen=True)
class KeysetPage:
    """``rows`` in order; cursors are ``""`` where there is nothing before or after."""

    rows: tuple[Model, ...]
    next_cursor: str
    previous_cursor: str


class BoundedCount(NamedTuple):
    """``n`` rows were counted; ``is_more``: counting stopped there."""

    n: int
    is_more: bool

    @property
    def label(self) -> str:
        """``36`` or ``1,000+``."""
        return f"{self.n:,}{'+' if self.is_more else ''}"


def keyset_page(
    queryset: QuerySet, order: Order, *, cursor: str = "", size: int = 50, scope: str = ""
) -> KeysetPage:
    """Return the page of ``queryset`` that ``cursor`` points to, the first one when it points nowhere.

    ``scope``: the filters in force as text; a cursor made under other filters points nowhere. One query on
    PostgreSQL, up to two on SQLite, one more where the list changed under the reader; ``size`` rows and one
    more are fetched.
    """
    _check(order, queryset.model)
    direction, values = _opened(cursor, order, queryset.model, scope)
    rows = _fetch(queryset, order, direction, values, size + 1)
    if direction == BEFORE and len(rows) <= size or direction and not rows:
        direction, rows = "", _fetch(queryset, order, "", (), size + 1)
    is_more, rows = len(rows) > size, rows[:size]
    if direction == BEFORE:
        rows.reverse()
    has_next, has_previous = (True, is_more) if direction == BEFORE else (is_more, direction == AFTER)
    return KeysetPage(
        rows=tuple(rows),
        next_cursor=_sealed(AFTER, rows[-1], order, scope) if has_next else "",
        previous_cursor=_sealed(BEFORE, rows[0], order, scope) if has_previous else "",
    )


def bounded_count(queryset: QuerySet, limit: int = 1000) -> BoundedCount:
    """Count the rows of ``queryset``, but no further than ``limit``."""
    counted = queryset.order_by().values("pk")[: limit + 1].count()
    return BoundedCount(min(counted, limit), counted > limit)


def text_param(params: Mapping[str, str], name: str, *, longest: int = 100) -> str:
    """Return the parameter cut to ``longest``, without controls, surrogates and outer white space.

    ``""`` when it is absent.
    """
    return storable(str(params.get(name) or "")[: 4 * longest]).strip()[:longest]


def int_param(
    params: Mapping[str, str], name: str, *, default: int | None = None, least: int = 0, most: int = 2**31 - 1
) -> int | None:
    """Return the whole number, or ``default`` for what is none or lies outside ``least`` and ``most``."""
    text = squeeze(str(params.get(name) or "")[:100])
    digits = text.removeprefix("-")
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 18):
        return default
    number = int(text)
    return number if least <= number <= most else default


def choice_param(params: Mapping[str, str], name: str, choices: Collection[str], *, default: str = "") -> str:
    """Return the parameter if it is one of ``choices`` (``TextChoices.values``), else ``default``."""
    value = params.get(name)
    return value if isinstance(value, str) and value in choices else default


def date_param(params: Mapping[str, str], name: str) -> date | None:
    """Return the date (1949-2100) or None."""
    return dates.parse_or_none(params.get(name))


def month_param(params: Mapping[str, str], name: str) -> int | None:
    """Return the month as yyyymm or None."""
    return months.parse_or_none(params.get(name))


@lru_cache(maxsize=256)
def _check(order: Order, model: type[Model]) -> None:
    nullable = [name for name in order.names if model._meta.get_field(name).null]
    if nullable:
        raise ValueError(f"order {order.name!r} runs over nullable columns: {nullable}")


def _fetch(queryset: QuerySet, order: Order, direction: str, values: tuple, limit: int) -> list[Model]:
    ordered = queryset.order_by(*order.columns)
    if not direction:
        return list(ordered[:limit])
    ordered, rows = ordered.reverse() if direction == BEFORE else ordered, []
    keys = list(
        zip(order.names, (down != (direction == BEFORE) for down in order.descending), values, strict=True)
    )
    for condition in _ranges(keys, connections[queryset.db].features.supports_tuple_lookups):
        if len(rows) < limit:
            rows += ordered.filter(condition)[: limit - len(rows)]
    return rows


def _ranges(keys: list[Key], row_values: bool) -> list[Any]:
    """Return the conditions of the rows beyond ``keys``, each one range of the composite index, in order.

    SQLite cannot use a rowid inside a row value: there the rows of the same group come first, then the groups
    beyond. Without that a page deep inside a large group (100,000 rows of one import, equal but for id) would
    read the group from its start.
    """
    if len(keys) == 1 or (row_values and _uniform(keys)):
        return [_beyond(keys)]
    *group, last = keys
    return [Q(**{name: value for name, _, value in group}) & _beyond([last]), _beyond(group)]


def _beyond(keys: list[Key]) -> Any:
    name, down, value = keys[0]
    if len(keys) == 1:
        return Q(**{f"{name}__{'lt' if down else 'gt'}": value})
    if _uniform(keys):
        names, _, values = zip(*keys, strict=True)
        return (_RowLessThan if down else _RowGreaterThan)(Tuple(*map(F, names)), values)
    bound = Q(**{f"{name}__{'lte' if down else 'gte'}": value})
    return bound & (_beyond(keys[:1]) | Q(**{name: value}) & Q(_beyond(keys[1:])))


def _uniform(keys: list[Key]) -> bool:
    return len({down for _, down, _ in keys}) == 1


class _RowGreaterThan(TupleGreaterThan):
    """``(a, b) > (x, y)`` as SQL on SQLite too, where Django would write an OR that no index carries."""

    as_sql = GreaterThan.as_sql


class _RowLessThan(TupleLessThan):
    """``(a, b) < (x, y)``, see above."""

    as_sql = LessThan.as_sql


def _sealed(direction: str, row: Model, order: Order, scope: str) -> str:
    keys = [row._meta.get_field(name).value_to_string(row) for name in order.names]
    return signing.dumps([direction, *keys], salt=_salt(order, row._meta.model, scope))


def _opened(cursor: str, order: Order, model: type[Model], scope: str) -> tuple[str, tuple]:
    if not cursor or len(cursor) > _LONGEST_CURSOR:
        return "", ()
    try:
        direction, *keys = signing.loads(cursor, salt=_salt(order, model, scope))
        fields = map(model._meta.get_field, order.names)
        return direction, tuple(field.to_python(key) for field, key in zip(fields, keys, strict=True))
    except (signing.BadSignature, ValidationError, ValueError, TypeError):
        return "", ()


def _salt(order: Order, model: type[Model], scope: str) -> str:
    digest = sha256(scope.encode(errors="surrogatepass")).hexdigest()
    return "\n".join(("pages", model._meta.label, order.name, *order.columns, digest))
