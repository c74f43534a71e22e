"""Schemes: made, changed, copied, put in force; closed once reports stand under them."""

import json
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command

from capacity_portal.journal.models import Entry
from capacity_portal.lib.constraints import ConstraintRefused
from capacity_portal.lib.workflow import StepRefused
from reports.models import Indicator, Scheme
from reports.operations import schemes as operations
from reports.operations.schemes import SchemeChanged
from tests import makers, report_makers
from tests.report_makers import MORNING
from tests.reports import assessment_world as world

pytestmark = pytest.mark.django_db
MARK = {
    "name": "排查",
    "full_mark": Decimal(5),
    "rule": "按比例",
    "method": "ratio",
    "figure": "duties_covered",
    "target": "duties",
}


@pytest.fixture
def office():
    return report_makers.an_officer()


def made(**values) -> Scheme:
    scheme = world.scheme(**values)
    scheme.is_active = False
    scheme.save()
    return scheme


def given(scheme, office, **values) -> dict:
    scheme.refresh_from_db()
    return {"scheme": scheme, "version": scheme.version, "by": office, "at": MORNING, **values}


def names(scheme) -> list[str]:
    return list(scheme.indicators.order_by("position").values_list("name", flat=True))


def test_a_scheme_is_made_changed_and_put_in_force(office):
    scheme = operations.create_scheme(
        year=2027, kind="work_report", level="county", region_code="3608", name="总结", due_on=date(2027, 12, 31), by=office, at=MORNING
    )  # fmt: skip
    with pytest.raises(StepRefused, match="没有提纲"):
        operations.activate(**given(scheme, office))
    operations.save_outline(
        **given(scheme, office, outline=[{"key": "lead", "heading": "一", "level": 1, "text": ""}])
    )
    operations.save_scheme(**given(scheme, office, values={"name": "年度总结"}))
    active = operations.activate(**given(scheme, office))
    assert (active.name, active.is_active) == ("年度总结", True)
    assert operations.activate(**given(scheme, office, is_active=False)).is_active is False
    steps = list(Entry.objects.filter(subject="report_scheme").order_by("pk").values_list("step", flat=True))
    assert steps == ["create", "edit", "edit", "activate", "activate"]


def test_a_county_changes_no_scheme():
    scheme = made()
    with pytest.raises(PermissionDenied):
        operations.activate(**given(scheme, report_makers.an_officer("county_leader", "360802")))


def test_another_prefectures_scheme_is_not_touched(office):
    makers.make_region("6207")
    scheme = made(region_code="6207")
    with pytest.raises(PermissionDenied):
        operations.copy_scheme(scheme=scheme, year=2030, due_on=date(2030, 1, 1), by=office, at=MORNING)


def test_who_was_first_wins(office):
    scheme = made()
    with pytest.raises(SchemeChanged):
        operations.save_scheme(scheme=scheme, version=99, values={}, by=office, at=MORNING)


def test_indicators_are_added_changed_moved_and_removed(office):
    scheme = made()
    added = operations.save_indicator(**given(scheme, office, values=MARK))
    assert names(scheme) == ["组织领导", "其他工作", "排查"]
    operations.save_indicator(**given(scheme, office, indicator=added, values={"name": "排查全覆盖"}))
    operations.move_indicator(**given(scheme, office, indicator=added, is_up=True))
    assert names(scheme) == ["组织领导", "排查全覆盖", "其他工作"]
    operations.move_indicator(**given(scheme, office, indicator=added, is_up=False))
    operations.move_indicator(**given(scheme, office, indicator=added, is_up=False))
    assert names(scheme) == ["组织领导", "其他工作", "排查全覆盖"]
    operations.remove_indicator(**given(scheme, office, indicator=added))
    assert names(scheme) == ["组织领导", "其他工作"]


@pytest.mark.parametrize(
    "values",
    [{"figure": "nothing"}, {"target": ""}, {"full_mark": Decimal(0), "is_veto": True}, {"name": ""}],
)
def test_an_indicator_that_cannot_be_is_refused(office, values):
    with pytest.raises(ValidationError):
        operations.save_indicator(**given(made(), office, values=MARK | values))


def test_what_the_database_refuses_is_said(office):
    with pytest.raises(ConstraintRefused, match="必须选取数来源"):
        operations.save_indicator(
            **given(made(), office, values=MARK | {"figure": "", "method": "deduct_each"})
        )


def test_next_years_scheme_is_made_of_this_years(office):
    scheme = made()
    copied = operations.copy_scheme(scheme=scheme, year=2027, due_on=date(2027, 12, 5), by=office, at=MORNING)
    assert (copied.year, copied.is_active, copied.outline, names(copied)) == (
        2027,
        False,
        scheme.outline,
        names(scheme),
    )
    assert Indicator.objects.count() == 4
    with pytest.raises(ConstraintRefused, match="已有方案"):
        operations.copy_scheme(scheme=scheme, year=2027, due_on=date(2027, 12, 5), by=office, at=MORNING)


def test_a_scheme_with_reports_is_not_changed_any_more(office):
    scheme = world.scheme()
    world.opened(scheme)
    row = scheme.indicators.first()
    acts = [
        lambda: operations.save_scheme(**given(scheme, office, values={})),
        lambda: operations.save_outline(**given(scheme, office, outline=[])),
        lambda: operations.save_indicator(**given(scheme, office, values=MARK)),
        lambda: operations.remove_indicator(**given(scheme, office, indicator=row)),
        lambda: operations.move_indicator(**given(scheme, office, indicator=row, is_up=False)),
        lambda: operations.activate(**given(scheme, office, is_active=False)),
    ]
    for act in acts:
        with pytest.raises(StepRefused, match="不能再改"):
            act()
    assert names(scheme) == ["组织领导", "其他工作"]


def test_prepared_schemes_are_loaded_once(capsys):
    makers.make_office(makers.make_region("3608"))
    call_command("load_report_schemes", year=2026)
    call_command("load_report_schemes", year=2026)
    assert capsys.readouterr().out.split() == ["新增报告方案", "6", "个。", "新增报告方案", "0", "个。"]
    kezhou = Scheme.objects.get(kind="self_assessment", level="county")
    assert sum(one.full_mark for one in kezhou.indicators.all()) == 5
    assert not kezhou.is_active


def test_loading_needs_an_office_and_a_good_file(tmp_path):
    with pytest.raises(CommandError, match="bootstrap_office"):
        call_command("load_report_schemes")
    makers.make_office(makers.make_region("3608"))
    for content in ("{", json.dumps([{"kind": "work_report", "level": "county"}])):
        file = tmp_path / "schemes.json"
        file.write_text(content, encoding="utf-8")
        with pytest.raises(CommandError, match="不能载入"):
            call_command("load_report_schemes", file=file)
    assert Scheme.objects.count() == 0
