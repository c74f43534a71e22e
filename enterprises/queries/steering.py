"""The wall of regions, written so that the planner takes the index of the list's order.

A county is asked by ``county_code =`` where the order's index begins with it (a constraint ties it to ``region_code``). A
prefecture holds nearly every row: on SQLite, which knows no frequencies, the range is hidden from the planner (unary plus),
or it would read the region's index and sort 100,000 rows.
"""

from django.db.models import F, Func, QuerySet

from capacity_portal.lib import territory
from capacity_portal.lib.code_field import CodeField
from capacity_portal.lib.pages import Order
from capacity_portal.lib.territory import Level, next_prefix
from enterprises.models import Enterprise


class Unindexed(Func):
    """The same value, but no index of its column will be used (SQLite); plain on PostgreSQL, which has statistics."""

    template = "%(expressions)s"
    arity = 1

    def as_sqlite(self, compiler, connection, **context):
        return self.as_sql(compiler, connection, template="+%(expressions)s", **context)


def in_region(
    rows: QuerySet[Enterprise], region: str, order: Order, *, by_id: bool = False
) -> QuerySet[Enterprise]:
    """Rows of the region, to be read in ``order``, or picked by id when ``by_id``."""
    level = territory.level_of(region)
    if not by_id and order.names[0] == "region_code":
        return _ranged(rows, "region_code", region)
    if not by_id and level == Level.COUNTY:
        return rows.filter(county_code=region)
    if not by_id and level > Level.COUNTY:
        return _ranged(rows, "region_code", region)
    hidden = rows.alias(wall=Unindexed(F("region_code"), output_field=CodeField()))
    return _ranged(hidden, "wall", region)


def _ranged(rows: QuerySet[Enterprise], field: str, region: str) -> QuerySet[Enterprise]:
    return rows.filter(**{f"{field}__gte": region, f"{field}__lt": next_prefix(region)})
