"""What was given out comes back: export, edit, import."""

from io import BytesIO

import openpyxl
import pytest
from django.utils import timezone

from capacity_portal.imports import registry
from capacity_portal.imports.at_once import Asked, take_in
from capacity_portal.organization.models import GridCell
from inspections.sheets.grid import content
from tests.makers import make_cell, make_department, make_enterprise, make_officer, make_post, make_region

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def by():
    unit = make_department(make_region("360802"))
    cell = make_cell(
        "360802001", risk_marks=["scrap_rich", "inexperienced"], supervising_department=unit, remarks="=1+1"
    )
    make_post(cell), make_post(cell, kind="deputy")
    make_cell("360802002"), make_enterprise("360802001")
    return make_officer("county_staff")


def taken(body: bytes, name: str, by):
    asked = Asked(registry.find("grid"), body, name, by.region_code)
    return take_in(asked, by=by, at=timezone.now())


@pytest.mark.parametrize("format_", ["xlsx", "csv", "csv-gb18030"])
def test_an_export_that_nobody_touched_changes_nothing(by, format_):
    body = content(by, timezone.localdate(), "", format_)
    trip = taken(body, f"网格.{format_.partition('-')[0]}", by)
    counts = trip.understood.counts()
    assert (trip.report()["errors"], counts["unchanged"], counts["new"], counts["changed"]) == ([], 2, 0, 0)


def test_what_was_edited_in_the_export_is_stored(by):
    book = openpyxl.load_workbook(BytesIO(content(by, timezone.localdate(), "", "xlsx")))
    sheet = book.active
    heads = [cell.value for cell in sheet[1]]
    sheet.cell(2, heads.index("网格名称") + 1).value = "改过的网格"
    target = BytesIO()
    book.save(target)
    counts = taken(target.getvalue(), "网格.xlsx", by).understood.counts()
    assert (counts["changed"], counts["unchanged"]) == (1, 1)
    assert GridCell.objects.get(region_code="360802001").name == "改过的网格"
