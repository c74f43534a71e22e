"""P4: a county's compiled return beside the bare SQL of its figures; the month is that of ``tests.bench.rounds``."""

from collections.abc import Callable

from django.db import connection
from django.db.models import Count

from inspections.models import Duty, Round
from inspections.queries.compiling import compile_return
from tests.bench.rounds import PERIOD
from tests.bench.timing import side_by_side

# What the return counts, written by hand: duties by class, the furnaces by town, the uncovered list, findings and visits.
STATEMENTS = (
    """
SELECT kind, supervision_class, COUNT(*), COUNT(*) FILTER (WHERE coverage = 'covered'),
  COUNT(*) FILTER (WHERE coverage = 'attempted'), COUNT(*) FILTER (WHERE coverage = 'excused'), COUNT(*) FILTER (WHERE is_late),
  COUNT(*) FILTER (WHERE is_key), COUNT(*) FILTER (WHERE is_key AND coverage = 'covered'),
  COUNT(*) FILTER (WHERE is_lookback), COUNT(*) FILTER (WHERE is_lookback AND coverage = 'covered'),
  COUNT(*) FILTER (WHERE needs_night)
FROM inspections_duty WHERE period = %(period)s AND county_code = %(county)s AND removed_on IS NULL GROUP BY kind, supervision_class
""",
    """
SELECT part.region_code, COUNT(DISTINCT part.enterprise_id), SUM(part.count), SUM(part.size * part.count)
FROM enterprises_equipment part JOIN enterprises_equipmentkind kind ON kind.id = part.kind_id
JOIN enterprises_enterprise file ON file.id = part.enterprise_id
WHERE kind.is_induction_furnace AND NOT part.is_withdrawn AND part.state <> 'dismantled' AND file.merged_into_id IS NULL
  AND part.region_code >= %(county)s AND part.region_code < %(beyond)s GROUP BY part.region_code
""",
    """
SELECT title, cell_name, coverage, gap_reason FROM inspections_duty WHERE period = %(period)s AND county_code = %(county)s
  AND removed_on IS NULL AND coverage IN ('pending', 'attempted') ORDER BY gap_reason, cell_name, id LIMIT 200
""",
    """
SELECT kind, COUNT(*) FROM inspections_finding WHERE period = %(period)s AND county_code = %(county)s GROUP BY kind
""",
    """
SELECT COUNT(*), COUNT(*) FILTER (WHERE is_night), COUNT(*) FILTER (WHERE is_backfilled) FROM inspections_visit
WHERE period = %(period)s AND region_code >= %(county)s AND region_code < %(beyond)s AND state = 'recorded'
""",
    "SELECT code, name FROM organization_region WHERE code >= %(county)s AND code < %(beyond)s AND kind = 'town' ORDER BY code",
)


def measure(officer, size: int, tell: Callable[..., None]) -> None:
    """The largest county's return, live."""
    round_ = Round.objects.get(period=PERIOD)
    groups = Duty.objects.filter(round=round_).order_by().values_list("county_code").annotate(n=Count("id"))
    county, _ = max(groups, key=lambda row: row[1])
    values = {"period": PERIOD, "county": county, "beyond": county[:-1] + chr(ord(county[-1]) + 1)}

    def bare() -> None:
        with connection.cursor() as cursor:
            for statement in STATEMENTS:
                cursor.execute(statement, values)
                cursor.fetchall()

    ours, baseline = side_by_side(lambda: compile_return(round_, county), bare)
    # Some thirty statements of the ORM cost the same whatever the size: the target is that of 100,000.
    target = {1_000: 100, 10_000: 5}.get(size, 1.5)
    tell("P4", "a county's compiled return / its bare SQL in six statements", ours, baseline, target)
