"""Exports carry what the list shows: same rows, same order, same wall; every one is journalled."""

import codecs
import csv
import io
import re

import openpyxl
import pytest

from capacity_portal.journal.models import Entry
from capacity_portal.organization.roles import ROLES, Permission
from enterprises import background, exports
from tests import hostile
from tests.clients import signed_in
from tests.makers import make_enterprise, make_officer

pytestmark = pytest.mark.django_db
EXPORT = "/enterprises/export/"


def content(response) -> bytes:
    return b"".join(response.streaming_content)


def from_csv(response) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content(response).decode("utf-8-sig"))))


def from_xlsx(response) -> list[list[object]]:
    sheet = openpyxl.load_workbook(io.BytesIO(content(response))).active
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def export(client, **values):
    return client.post(EXPORT, {"format": "csv", "columns": "shown"} | values, follow=True)


@pytest.mark.parametrize("role", sorted(ROLES))
def test_who_may_export(role):
    may = Permission.EXPORT_LEDGER in ROLES[role].permissions
    client = signed_in(make_officer(role))
    assert client.get(EXPORT).status_code == (200 if may else 404)
    assert client.post(EXPORT, {"format": "csv", "columns": "all"}).status_code == (302 if may else 404)


def test_both_formats_carry_exactly_what_the_list_shows():
    for region in ("360802001", "360802", "360803"):
        make_enterprise(region, status="suspended")
    make_enterprise("360802")
    client = signed_in(make_officer("county_staff", "360802"))
    page = client.get("/enterprises/", {"status": "suspended"})
    listed = page.context["page"].rows
    as_csv = from_csv(export(client, status="suspended"))
    as_xlsx = from_xlsx(export(client, status="suspended", format="xlsx"))
    assert [row[0] for row in as_csv[1:]] == [row.name for row in listed]
    assert [row[0] for row in as_xlsx[1:]] == [row.name for row in listed]
    assert as_csv[0] == as_xlsx[0]
    assert as_csv[0][:3] == ["企业名称", "统一社会信用代码", "所在地区"]
    drawn = re.findall(r'<td data-label="[^"]*"[^>]*><span[^>]*>([^<]*)</span>', page.content.decode())
    assert [text.replace("—", "") for text in drawn] == [cell for line in as_csv[1:] for cell in line[2:]]


def test_all_columns_or_those_shown():
    make_enterprise("360802", legal_representative="演示甲")
    client = signed_in(make_officer("county_staff", "360802"))
    assert "法定代表人" not in from_csv(export(client))[0]
    assert "法定代表人" in from_csv(export(client, columns="all"))[0]


def test_selected_rows_only_and_only_ones_own():
    own, other = make_enterprise("360802", name="选中"), make_enterprise("360803", name="外县")
    make_enterprise("360802", name="未选")
    client = signed_in(make_officer("county_staff", "360802"))
    assert [line[0] for line in from_csv(export(client, selected=[own.pk, other.pk]))[1:]] == ["选中"]


def test_the_journal_knows_who_took_how_much():
    make_enterprise("360802", status="suspended")
    officer = make_officer("county_staff", "360802")
    export(signed_in(officer), status="suspended")
    entry = Entry.objects.get(subject="ledger", step="export")
    assert (entry.by, entry.note) == (officer, "导出1家企业：经营状态：停产，8列，csv")


def test_formulas_stay_text():
    make_enterprise("360802", name="=1+1")
    client = signed_in(make_officer("county_staff", "360802"))
    assert from_csv(export(client))[1][0] == "'=1+1"
    assert from_xlsx(export(client, format="xlsx"))[1][0] == "=1+1"


def test_many_rows_become_a_job_with_the_same_content(monkeypatch):
    monkeypatch.setattr("enterprises.views.exporting.DIRECT_ROWS", 1)
    for _ in range(3):
        make_enterprise("360802")
    make_enterprise("360803")
    officer = make_officer("county_staff", "360802")
    response = signed_in(officer).post(EXPORT, {"format": "csv", "columns": "shown"})
    job = officer.jobs.get()
    assert response["Location"] == f"/jobs/{job.pk}/"
    told = []
    result = background.export(job, lambda percent, message="": told.append(percent))
    lines = list(csv.reader(io.StringIO(result.content.read_text("utf-8-sig"))))
    assert len(lines) == 4
    assert (result.message, result.name[-4:]) == ("共3家企业", ".csv")
    result.content.unlink()


def test_the_job_sees_what_its_owner_may_see_when_it_runs():
    make_enterprise("360802")
    officer = make_officer("county_staff", "360802")
    asked = exports.Asked({}, [], ["name"], "csv")
    assert exports.rows_of(asked, officer).count() == 1
    officer.role = "power_company"
    del officer.role_entry
    assert exports.rows_of(asked, officer).count() == 0


def test_a_file_belongs_to_the_session_that_asked_for_it():
    make_enterprise("360802")
    response = signed_in(make_officer("county_staff", "360802")).post(
        EXPORT, {"format": "csv", "columns": "shown"}
    )
    assert signed_in(make_officer("county_staff", "360802")).get(response["Location"]).status_code == 404


def test_the_answer_is_a_download():
    make_enterprise("360802")
    response = export(signed_in(make_officer("county_staff", "360802")))
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''%E4%BC%81")
    assert response["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("name", ["format", "columns", "selected", "status", "q", "all_matching"])
def test_hostile_parameters_never_break_the_page(name):
    make_enterprise("360802")
    client = signed_in(make_officer("county_staff", "360802"))
    for value in hostile.SOME:
        assert client.get(EXPORT, {name: value}).status_code == 200, value
        posted = {"format": "csv", "columns": "shown", name: value}
        assert client.post(EXPORT, posted).status_code in (200, 302), value


def test_the_csv_for_old_software_says_the_same_in_its_encoding():
    make_enterprise("360802", name="演示㐀厂", actual_address="𠮷安路1号")
    client = signed_in(make_officer("county_staff", "360802"))
    new, old = (content(export(client, format=kind, columns="all")) for kind in ("csv", "csv-gb18030"))
    assert old.decode("gb18030") == new.decode("utf-8-sig")
    assert old[:3] != codecs.BOM_UTF8
    response = export(client, format="csv-gb18030")
    assert response["Content-Type"] == "text/csv; charset=gb18030"
    assert response["Content-Disposition"].endswith(".csv")
