"""A restricted officer's sheet, full of another county's enterprises, neither touches them nor shows that they are there."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from capacity_portal.imports.models import SheetImport
from capacity_portal.jobs import running
from enterprises.models import Enterprise
from tests.acceptance.reading import text_of
from tests.acceptance.world import HEADINGS, Area, Viewer

pytestmark = pytest.mark.django_db

PARTS = ("errors", "confirm", "explain", "changed", "new", "unchanged", "left_out")
_TOKEN = "没有建档的名字"


def sheet_about(area: Area) -> str:
    """By code, by code and place, by place, by name alone; and one of nobody with a code that is free."""
    rows = [
        f"{_TOKEN}甲,{area.credit_codes[0]},,35",
        f"{_TOKEN}乙,{area.credit_codes[1]},{area.place},36",
        f"{_TOKEN}丙,,{area.place},37",
        f"演示{area.token}第2铸造有限公司,,,38",
    ]
    return HEADINGS + "\n".join(rows) + "\n"


def without(text: str, area: Area) -> str:
    """``text`` without what was typed by the officer himself."""
    for typed in (f"演示{area.token}第2铸造有限公司", *area.credit_codes[:2], area.place):
        text = text.replace(typed, "TYPED")
    return text


def worked(pk: int) -> SheetImport:
    record = SheetImport.objects.select_related("job").get(pk=pk)
    running.run(record.job_id, record.job.attempt)
    return SheetImport.objects.select_related("job").get(pk=pk)


def sent(viewer: Viewer, text: str) -> SheetImport:
    file = SimpleUploadedFile("外县.csv", text.encode())
    viewer.client.post("/enterprises/import/", {"file": file, "region": viewer.region_code})
    return worked(SheetImport.objects.latest("id").pk)


def everything_said(viewer: Viewer, record: SheetImport) -> str:
    """Every part of the preview and every cell and comment of the marked workbook."""
    pages = [text_of(viewer.client.get(f"/imports/{record.pk}/", {"show": part})) for part in PARTS]
    content = b"".join(viewer.client.get(f"/imports/{record.pk}/marked.xlsx").streaming_content)
    book = load_workbook(BytesIO(content))
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    marks = [f"{cell.value} {cell.comment.text if cell.comment else ''}" for cell in cells]
    return "\n".join([*pages, *marks])


def files_of(area: Area) -> list[tuple]:
    return list(Enterprise.objects.filter(region_code__startswith=area.code).order_by("pk").values_list())


def test_another_countys_enterprise_is_neither_touched_nor_shown(world):
    viewer, area = world.viewers["county_staff"], world.areas["sibling"]
    before = files_of(area)
    record = sent(viewer, sheet_about(area))
    assert record.counts["rows"] == 4
    seen = world.forbidden_to(viewer, frozenset({"business", "people"}))
    assert seen.findall(without(everything_said(viewer, record), area)) == []
    codes = set(record.findings.filter(level="explain").values_list("code", flat=True))
    viewer.client.post(
        f"/imports/{record.pk}/explanations/", {f"text_{code}": "已经核实属实" for code in codes}
    )
    viewer.client.post(f"/imports/{record.pk}/confirm/", {"reading": record.job_id})
    record = worked(record.pk)
    assert record.state == "stored", [*record.findings.values_list("level", "message")]
    page = text_of(viewer.client.get(f"/imports/{record.pk}/"))
    assert seen.findall(without(page, area)) == []
    assert files_of(area) == before
    stored = Enterprise.objects.filter(name__startswith=_TOKEN)
    assert {one.region_code[:6] for one in stored} == {viewer.region_code}


def test_the_search_can_see(world):
    """Negative control: what is looked for stands on a page of the office, which may see it."""
    office, area = world.viewers["office_staff"], world.areas["sibling"]
    seen = world.forbidden_to(world.viewers["county_staff"], frozenset({"business", "people"}))
    changed = f"{HEADINGS}演示{area.token}第0铸造有限公司,{area.credit_codes[0]},,12\n"
    record = sent(office, changed)
    assert record.counts["changed"] == 1
    assert seen.findall(text_of(office.client.get(f"/imports/{record.pk}/", {"show": "changed"}))) != []
