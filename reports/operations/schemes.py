"""Schemes of the yearly reports: made, copied from last year, put in force. What has reports under it is not changed any more."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from capacity_portal.journal import operations as journal
from capacity_portal.lib.constraints import refused_in_chinese
from capacity_portal.lib.workflow import StepRefused
from capacity_portal.organization.access import insist
from capacity_portal.organization.roles import Permission
from reports.models import Indicator, Scheme
from reports.operations.secrecy import insist_unmarked
from reports.rules import schemes as rules

FIELDS = ("name", "industry", "basis", "addressee", "due_on")


class SchemeChanged(StepRefused):
    """Somebody was first."""

    def __init__(self, current: Scheme):
        super().__init__("您填写期间，这个方案已有他人改动，请刷新页面核对后再提交。")
        self.current = current


@refused_in_chinese
@transaction.atomic
def create_scheme(
    *, year: int, kind: str, level: str, region_code: str, name: str, due_on: date, industry: str = "钢铁煤炭", basis: str = "",
    addressee: str = "", outline: Iterable[Mapping] = (), indicators: Iterable[Mapping] = (), by, at: datetime,
) -> Scheme:  # fmt: skip
    """A new scheme, not in force. ``outline``: see ``models.Scheme``; ``indicators``: values of ``models.Indicator`` in order."""
    insist(by, Permission.MANAGE_SCHEMES, region_code)
    scheme = Scheme(
        year=year, kind=kind, level=level, region_code=region_code, name=name, industry=industry, basis=basis,
        addressee=addressee, due_on=due_on, outline=rules.checked_outline(outline),
    )  # fmt: skip
    insist_unmarked({name: getattr(scheme, name) for name in FIELDS})
    scheme.full_clean(exclude=["outline"], validate_constraints=False)
    scheme.save()
    journal.record_created(scheme, step="create", by=by, at=at)
    for position, values in enumerate(indicators, 1):
        _add(scheme, position, values, by=by, at=at)
    return scheme


@refused_in_chinese
@transaction.atomic
def save_scheme(*, scheme: Scheme, version: int, values: Mapping, by, at: datetime) -> Scheme:
    """Change name, industry, basis, addressee and day; before there are reports. Raises SchemeChanged, StepRefused, ValidationError."""
    current = open_scheme(scheme, version, by)
    with journal.recording(current, step="edit", by=by, at=at):
        for name in FIELDS:
            setattr(current, name, values.get(name, getattr(current, name)))
        insist_unmarked({name: getattr(current, name) for name in FIELDS})
        current.full_clean(exclude=["outline"], validate_constraints=False)
        _saved(current)
    return current


@refused_in_chinese
@transaction.atomic
def save_outline(*, scheme: Scheme, version: int, outline: Iterable[Mapping], by, at: datetime) -> Scheme:
    """The headings and proposed words. Raises ValidationError naming the heading and what is wrong with its figures."""
    current = open_scheme(scheme, version, by)
    with journal.recording(current, step="edit", by=by, at=at, note="提纲"):
        current.outline = rules.checked_outline(outline)
        _saved(current)
    return current


@refused_in_chinese
@transaction.atomic
def copy_scheme(*, scheme: Scheme, year: int, due_on: date, by, at: datetime) -> Scheme:
    """Last year's scheme for ``year``, not in force yet."""
    insist(by, Permission.MANAGE_SCHEMES, scheme.region_code)
    copied = Scheme.objects.get(pk=scheme.pk)
    copied.pk, copied.year, copied.due_on, copied.is_active, copied.version = None, year, due_on, False, 1
    copied._state.adding = True
    copied.full_clean(exclude=["outline"], validate_constraints=False)
    copied.save()
    journal.record_created(copied, step="copy", by=by, at=at, note=str(scheme)[:200])
    for indicator in scheme.indicators.order_by("position"):
        values = {name: getattr(indicator, name) for name in rules.INDICATOR_FIELDS}
        _add(copied, indicator.position, values, by=by, at=at)
    return copied


@refused_in_chinese
@transaction.atomic
def activate(*, scheme: Scheme, version: int, is_active: bool = True, by, at: datetime) -> Scheme:
    """Put in force, or out of force while there are no reports under it. Raises StepRefused naming what is missing."""
    current = open_scheme(scheme, version, by) if not is_active else locked_scheme(scheme, version, by)
    if is_active and not current.outline:
        raise StepRefused("方案还没有提纲，不能启用。")
    with journal.recording(current, step="activate", by=by, at=at, note="启用" if is_active else "停用"):
        current.is_active = is_active
        _saved(current)
    return current


@refused_in_chinese
@transaction.atomic
def save_indicator(
    *, scheme: Scheme, version: int, indicator: Indicator | None = None, values: Mapping, by, at: datetime
) -> Indicator:
    """Change an indicator, or add one at the end."""
    current = open_scheme(scheme, version, by)
    if indicator is None:
        row = _add(current, _next(current), values, by=by, at=at)
    else:
        row = current.indicators.select_for_update().get(pk=indicator.pk)
        with journal.recording(row, step="edit", by=by, at=at):
            _set(row, values)
            row.save()
    _saved(current)
    return row


@refused_in_chinese
@transaction.atomic
def remove_indicator(*, scheme: Scheme, version: int, indicator: Indicator, by, at: datetime) -> None:
    current = open_scheme(scheme, version, by)
    row = current.indicators.select_for_update().get(pk=indicator.pk)
    journal.record_removed(row, step="remove", by=by, at=at)
    row.delete()
    _saved(current)


@refused_in_chinese
@transaction.atomic
def move_indicator(
    *, scheme: Scheme, version: int, indicator: Indicator, is_up: bool, by, at: datetime
) -> None:
    """Change places with the neighbour; at the end nothing happens."""
    current = open_scheme(scheme, version, by)
    rows = list(current.indicators.select_for_update().order_by("position"))
    place = next(number for number, row in enumerate(rows) if row.pk == indicator.pk)
    other = place - 1 if is_up else place + 1
    if not 0 <= other < len(rows):
        return
    first, second = rows[place], rows[other]
    positions = first.position, second.position
    Indicator.objects.filter(pk=first.pk).update(position=_next(current))  # its place is free for a moment
    for row, position in ((second, positions[0]), (first, positions[1])):
        with journal.recording(row, step="edit", by=by, at=at):
            row.position = position
            row.save()
    _saved(current)


def locked_scheme(scheme: Scheme, version: int, by) -> Scheme:
    """The stored scheme, locked, for somebody who may manage it. Raises SchemeChanged, PermissionDenied."""
    insist(by, Permission.MANAGE_SCHEMES, scheme.region_code)
    current = Scheme.objects.select_for_update().get(pk=scheme.pk)
    if current.version != version:
        raise SchemeChanged(current)
    return current


def open_scheme(scheme: Scheme, version: int, by) -> Scheme:
    """The same, while no report stands under it."""
    current = locked_scheme(scheme, version, by)
    if current.assessments.exists():
        raise StepRefused("方案已有报告在编制，不能再改；需要调整的，请沿用到下一年度后修改。")
    return current


def _saved(scheme: Scheme) -> None:
    scheme.version += 1
    scheme.save()


def _next(scheme: Scheme) -> int:
    last = scheme.indicators.order_by("-position").values_list("position", flat=True).first()
    return (last or 0) + 1


def _add(scheme: Scheme, position: int, values: Mapping, *, by, at: datetime) -> Indicator:
    row = Indicator(scheme=scheme, position=position)
    _set(row, values)
    row.save()
    journal.record_created(row, step="create", by=by, at=at)
    return row


def _set(row: Indicator, values: Mapping) -> None:
    insist_unmarked(values)
    for name in rules.INDICATOR_FIELDS:
        if name in values:
            setattr(row, name, values[name])
    row.full_clean(validate_constraints=False)
    if sentence := rules.indicator_problem(row):
        raise ValidationError(sentence)
