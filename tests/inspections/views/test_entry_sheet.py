"""The month's list as a sheet: given out with a word in the journal, filled in, brought back through the import."""

from io import BytesIO

import openpyxl
import pytest
from django.utils import timezone

from capacity_portal.imports import registry
from capacity_portal.imports.at_once import Asked, take_in
from capacity_portal.journal.models import Entry
from inspections.models import Visit
from tests.capacity_portal.imports.kinds.sheets import counted, errors
from tests.clients import signed_in
from tests.inspections.views.test_entry import URL as ENTRY
from tests.makers import make_cell, make_duty, make_enterprise, make_officer, make_post, make_visit

pytestmark = pytest.mark.django_db
URL = f"{ENTRY}sheet/"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


def given_out(client) -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(client.get(client.post(URL)["Location"]).content))


def rows_of(book) -> list[tuple]:
    return [row[:4] for row in book["填报"].iter_rows(min_row=2, values_only=True)]


def test_the_sheet_comes_back_through_the_import():
    staff, cell = make_officer("county_staff", name="周建平"), make_cell(name="古南一格")
    plain, key, left = (
        make_duty(enterprise=make_enterprise("360802001"), cell=cell, title=title, **more)
        for title, more in (("甲厂", {}), ("乙厂", {"is_key": True}), ("丙厂", {}))
    )
    sweep = make_duty(kind="sweep", cell=cell)
    book = given_out(signed_in(staff))
    sheet = book["填报"]
    places = {cell.value: cell.column for cell in sheet[1]}
    typed = {
        "排查日期": "2026-03-02",
        "排查结果": "正常",
        "检查人员": "周建平、王秀英",
        "各项正常": "是",
        "原因": "纸质记录",
    }
    for number in range(2, sheet.max_row + 1):
        if sheet.cell(number, 1).value != "丙厂":
            for title, value in typed.items():
                sheet.cell(number, places[title], value)
    back = BytesIO()
    book.save(back)
    asked = Asked(registry.find("visits"), back.getvalue(), "回填.xlsx", staff.region_code)
    trip = take_in(asked, by=staff, at=timezone.now())
    assert (errors(trip), counted(trip)) == ([], (3, 0, 1))
    found = Visit.objects.values_list("duty", "is_formal")
    assert dict(found) == {plain.pk: False, key.pk: True, sweep.pk: False}
    assert not left.visits.exists()


def test_it_holds_what_is_left_of_the_officers_own_and_the_journal_knows():
    cell = make_cell(name="古南一格")
    make_visit(make_duty(cell=cell))
    own = make_duty(cell=cell, title="甲厂", is_key=True)
    make_duty(cell=make_cell("360802002"), title="邻格厂")
    make_duty(cell=make_cell("360803001"), title="邻县厂")
    client = signed_in(make_post(cell).officer)
    assert "还没有查清的 1 项" in client.get(URL).content.decode()
    assert rows_of(given_out(client)) == [("甲厂", own.enterprise.credit_code, "古南一格", None)]
    entry = Entry.objects.get(subject="round", step="export")
    assert (entry.note, entry.subject_id) == ("导出待填排查记录表 1 行，xlsx", own.round_id)


def test_who_may_not_record_is_given_nothing():
    make_duty()
    assert signed_in(make_officer("member_unit")).get(URL).status_code == 404
    client = signed_in(make_officer("county_staff"))
    assert client.get(f"{URL}nothing/").status_code == 404
    assert client.get("/inspections/rounds/2026-05/entry/sheet/").status_code == 404


def test_the_pages_of_the_month_lead_to_the_grid_and_to_the_import():
    cell = make_cell()
    make_duty(cell=cell)
    upload = "/imports/visits/"
    pages = {
        "county_staff": ["/inspections/rounds/2026-03/360802/", "/inspections/mine/", ENTRY],
        "member_unit": ["/inspections/rounds/2026-03/360802/", "/inspections/mine/"],
    }
    led = {
        role: [
            (ENTRY in text or address == ENTRY, f'"{upload}"' in text)
            for address in addresses
            for text in [signed_in(officer).get(address).content.decode()]
        ]
        for role, addresses in pages.items()
        for officer in [make_officer(role)]
    }
    assert led == {"county_staff": [(True, True)] * 3, "member_unit": [(False, False)] * 2}
    assert URL in signed_in(make_officer("county_staff")).get(ENTRY).content.decode()
