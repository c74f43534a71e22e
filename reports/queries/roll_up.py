"""A prefecture's report over those of its counties: totals and ranks, sums of frozen figures by key, two years side by side."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, F, Sum
from django.db.models.functions import Coalesce

from reports.models import Assessment, FrozenFigure
from reports.queries.assessments import COUNTY, keys_used, regions_asked
from reports.rules.assessment_workflow import EDITABLE
from reports.rules.figures import USED_BY, family_of
from reports.rules.marking import ranks


@dataclass(frozen=True)
class Standing:
    """One county; ``assessment_id`` None where none was begun."""

    name: str
    region_code: str
    assessment_id: int | None
    label: str
    full: Decimal | None
    own: Decimal | None
    reviewed: Decimal | None
    rank: int | None
    is_late: bool
    is_vetoed: bool

    @property
    def place(self) -> str:
        """The rank as printed: provisional (暂定) until its marks are reviewed."""
        if self.rank is None:
            return "—"
        return f"{self.rank}（暂定）" if self.reviewed is None else str(self.rank)


@dataclass(frozen=True)
class Added:
    """A figure over all submitted reports of the counties; ``reports``: how many tell it."""

    key: str
    label: str
    unit: str
    value: Decimal
    reports: int


@dataclass(frozen=True)
class Compared:
    """A figure of two years; a side is None where that year's report does not tell it."""

    label: str
    unit: str
    before: Decimal | None
    now: Decimal | None

    @property
    def change(self) -> Decimal | None:
        return None if self.before is None or self.now is None else self.now - self.before


def of_counties(assessment: Assessment):
    """The counties' reports of the same kind and year."""
    scheme = assessment.scheme
    return Assessment.objects.filter(
        scheme__region_code=scheme.region_code,
        scheme__year=scheme.year,
        scheme__kind=scheme.kind,
        scheme__level=COUNTY,
    )


def standings(assessment: Assessment) -> list[Standing]:
    """Every county the year asks for, in order of code, with its rank by the reviewed (else own) total."""
    rows = of_counties(assessment).select_related("region", "scheme").defer("texts", "sentences", "frozen")
    found = {row.region_code: row for row in rows}
    if not found:
        return []
    scheme = next(iter(found.values())).scheme
    names = {region.code: region.name for region in regions_asked(scheme, scheme.due_on)}
    names = dict(sorted((names | {code: row.region.name for code, row in found.items()}).items()))
    totals = [_total(found.get(code)) for code in names]
    return [
        _standing(code, name, found.get(code), rank)
        for (code, name), rank in zip(names.items(), ranks(totals), strict=True)
    ]


def sums(assessment: Assessment) -> list[Added]:
    """Sums of the frozen figures by key and unit, numbers typed by hand included, in the order the report tells them; one query."""
    rows = FrozenFigure.objects.filter(assessment__in=of_counties(assessment).exclude(state__in=EDITABLE))
    groups = rows.values("key", "label", "unit").annotate(
        total=Sum(Coalesce(F("override"), F("value"))), n=Count("pk")
    )
    found = [
        Added(row["key"], row["label"], row["unit"], row["total"], row["n"]) for row in groups.order_by("key")
    ]
    told = [part for key in keys_used(assessment, ()) for part in USED_BY.get(key, (key,))]
    places = {key: place for place, key in reversed(list(enumerate(told)))}
    return sorted(found, key=lambda one: places.get(family_of(one.key) or one.key, len(told)))


def compared(now: Iterable[FrozenFigure], before: Iterable[FrozenFigure]) -> list[Compared]:
    """Figures of two years by key, those of this year first."""
    of_now, of_then = ({row.key: row for row in rows} for rows in (now, before))
    keys = dict.fromkeys([*of_now, *of_then])
    return [_compared(of_now.get(key), of_then.get(key)) for key in keys]


def _compared(now: FrozenFigure | None, before: FrozenFigure | None) -> Compared:
    named = now or before
    return Compared(named.label, named.unit, _value(before), _value(now))


def _value(row: FrozenFigure | None) -> Decimal | None:
    if row is None:
        return None
    return row.value if row.override is None else row.override


def _total(row: Assessment | None) -> Decimal | None:
    """What counts for the rank; nothing before submission, nor where a veto refuses the whole (一票否决)."""
    if row is None or row.state in EDITABLE or row.is_vetoed:
        return None
    return row.self_total if row.review_total is None else row.review_total


def _standing(code: str, name: str, row: Assessment | None, rank: int | None) -> Standing:
    if row is None:
        return Standing(name, code, None, "未编制", None, None, None, None, False, False)
    label = row.get_state_display()
    return Standing(
        name,
        code,
        row.pk,
        label,
        row.full_total,
        row.self_total,
        row.review_total,
        rank,
        row.is_late,
        row.is_vetoed,
    )
