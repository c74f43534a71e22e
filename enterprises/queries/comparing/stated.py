"""The capacities a row states, each with its product as far as that can be told."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from enterprises.rules.incoming_parts import ProductEntry, in_unit, the_product


@dataclass(frozen=True)
class Stated:
    """``key``: the column; ``product`` None when the row does not tell which; ``unit`` "" for the product's own."""

    key: str
    product: ProductEntry | None
    value: Decimal
    unit: str

    @property
    def in_own_unit(self) -> Decimal | None:
        """In the product's unit; None when that cannot be done."""
        return in_unit(self.value, self.unit, self.product.unit) if self.product else None


def stated_capacities(
    values: Mapping[str, Any], industry: str, products: Mapping[str, ProductEntry]
) -> Iterator[Stated]:
    """The row's capacities: columns of products first, then the general one."""
    for key, value in values.items():
        if value is not None and key.startswith("capacity:"):
            yield Stated(key, products[key.removeprefix("capacity:")], value, "")
    for item in values.get("capacity") or ():
        product = products.get(item.product) or the_product(industry, item.unit, products)
        yield Stated("capacity", product, item.value, item.unit)
