"""The whole trip in one call, as the command takes it."""

from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from capacity_portal.imports import files
from capacity_portal.imports.at_once import Asked, take_in
from capacity_portal.imports.models import SheetImport
from capacity_portal.imports.operations import ImportRefused
from capacity_portal.lib.spreadsheets.book import FileRefused
from capacity_portal.lib.spreadsheets.map_options import MapError
from capacity_portal.organization.models import Threshold
from tests.capacity_portal.imports.trips import CLEAN, UNCLEAR
from tests.makers import make_officer

pytestmark = pytest.mark.django_db


def taken(kind, officer, text: str = CLEAN, **more):
    asked = replace(Asked(kind, text.encode(), "清单.csv", "360802"), **more)
    return take_in(asked, by=officer, at=timezone.now())


def kept() -> tuple[int, int, int]:
    return SheetImport.objects.count(), Threshold.objects.count(), len(list(files.folder().iterdir()))


def test_clean_file_is_stored(kind, officer):
    trip = taken(kind, officer)
    assert (trip.is_fine, trip.outcome.message, kept()) == (True, "写入 2 行。", (1, 2, 1))
    assert trip.report() == {
        "rows": 2, "new": 2, "changed": 0, "unchanged": 0, "to_confirm": [], "to_explain": [], "errors": [],
        "left_out": [], "totals": [{"product": "产能", "unit": "吨", "stated": "30012", "rows": "30012"}],
    }  # fmt: skip


def test_dry_run_keeps_nothing(kind, officer):
    trip = taken(kind, officer, is_dry_run=True)
    assert (trip.is_fine, trip.report()["new"], kept()) == (True, 2, (0, 0, 0))


def test_what_is_open_is_told_and_nothing_kept(kind, officer):
    trip = taken(kind, officer, UNCLEAR)
    report = trip.report()
    assert (trip.is_fine, len(trip.blockers), kept()) == (False, 3, (0, 0, 0))
    assert [len(report[name]) for name in ("to_confirm", "to_explain", "errors")] == [1, 1, 1]
    assert {**report["to_confirm"][0], "message": ""} == {
        "sheet": "清单", "row": 2, "column": "产能", "value": "约33", "message": "",
    }  # fmt: skip


def test_explanation_answers_all_that_may_be_explained(kind, officer):
    content = "名称,产能,编号\n甲厂,1,\n"
    assert taken(kind, officer, content).is_fine is False
    trip = taken(kind, officer, content, explanation="尚未编号")
    assert (trip.is_fine, trip.report()["to_explain"], kept()) == (True, [], (1, 1, 1))


def test_file_that_changes_nothing_is_fine_and_not_kept(kind, officer):
    taken(kind, officer)
    trip = taken(kind, officer)
    assert (trip.is_fine, trip.outcome, kept()) == (True, None, (1, 2, 1))


def test_file_that_changes_nothing_is_not_fine_while_something_is_open(kind, officer):
    content = "名称,产能,编号\n甲厂,1,\n"
    taken(kind, officer, content, explanation="尚未编号")
    assert taken(kind, officer, content).blockers == ["有 1 类情况需要说明：请填写说明。"]
    assert taken(kind, officer, content, explanation="尚未编号").is_fine is True
    assert kept() == (1, 1, 1)


def test_missing_required_column_is_told(kind, officer):
    trip = taken(kind, officer, "产能,编号\n12,A-1\n")
    assert (trip.is_fine, trip.blockers) == (False, ["缺少必填的列“名称”。"])


def test_heading_that_is_no_column_is_named_by_option_or_explained(kind, officer):
    content = "名称,产量多少,编号\n甲厂,12,A-1\n"
    assert [one["message"] for one in taken(kind, officer, content).report()["to_explain"]] == [
        "表中“产量多少”没有对应的列，这些内容不导入。"
    ]
    trip = taken(kind, officer, content, options=[("产量多少", "amount@万吨")])
    assert (trip.is_fine, Threshold.objects.get().value) == (True, 120_000)


@pytest.mark.parametrize(
    ("more", "error"),
    [
        ({"content": b""}, ImportRefused),
        ({"content": "什么\n都不是\n".encode()}, FileRefused),
        ({"options": [("没有这列", "amount")]}, MapError),
        ({"region_code": "360803"}, ImportRefused),
        ({"sheet": "没有这张"}, FileRefused),
    ],
)
def test_refused_file_leaves_nothing(kind, officer, more, error):
    with pytest.raises(error):
        taken(kind, officer, **more)
    assert kept() == (0, 0, 0)


def test_officer_without_the_permission_is_refused(kind, officer):
    with pytest.raises(PermissionDenied):
        taken(kind, make_officer("auditor", "3608"))


def test_failure_while_storing_leaves_nothing(kind, officer):
    with pytest.raises(RuntimeError, match="planted"):
        taken(kind, officer, "名称,产能,编号\n甲厂,1,A-1\n写不进去,2,A-2\n")
    assert kept() == (0, 0, 0)
