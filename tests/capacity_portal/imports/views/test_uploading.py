"""The upload page and the template."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from capacity_portal.imports import registry
from capacity_portal.imports.models import SheetImport
from capacity_portal.imports.registry import Kind
from tests.capacity_portal.imports.trips import CLEAN, read
from tests.clients import signed_in
from tests.makers import make_officer, make_region

pytestmark = pytest.mark.django_db

PAGE = "/imports/stock/"


def posted(browser, content: bytes, name: str = "清单.csv", **data):
    return browser.post(PAGE, {"file": SimpleUploadedFile(name, content), **data})


def test_page_says_what_to_do_and_offers_the_template(kind, browser):
    page = browser.get(PAGE).content.decode()
    assert "导入表格：产能清单" in page
    assert "必填：名称。" in page
    assert 'href="/imports/stock/template.xlsx"' in page
    assert 'accept=".xlsx,.xls,.csv"' in page


def test_template_has_the_columns_of_the_kind(kind, browser):
    response = browser.get("/imports/stock/template.xlsx")
    book = load_workbook(BytesIO(response.getvalue()))
    assert [cell.value for cell in book["填报"][1]] == ["名称", "产能（吨）", "编号"]
    assert "filename*=utf-8''%E4%BA%A7%E8%83%BD%E6%B8%85%E5%8D%95" in response["Content-Disposition"]


def test_uploaded_file_leads_to_its_page_and_to_the_list(kind, browser):
    response = posted(browser, CLEAN.encode())
    record = SheetImport.objects.get()
    assert (response.status_code, response["Location"]) == (302, f"/imports/{record.pk}/")
    assert f'href="/imports/{record.pk}/"' in browser.get(PAGE).content.decode()


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"", "文件是空的，请检查后重新上传。"), (b"%PDF-1.7 x", ""), (b"MZ" + b"\0" * 99, "")],
)
def test_bad_file_is_named_and_the_page_stays(kind, browser, content, said):
    response = posted(browser, content, "坏的.xlsx")
    page = response.content.decode()
    assert (response.status_code, SheetImport.objects.count()) == (200, 0)
    assert f"“坏的.xlsx”不能导入：{said}" in page
    assert "data-error-summary" in page


def test_chosen_region_is_kept(kind, officer):
    make_region("3608")
    browser = signed_in(make_officer("office_staff", "3608"))
    assert posted(browser, CLEAN.encode(), region="360802").status_code == 302
    assert SheetImport.objects.get().region_code == "360802"


def test_refusal_of_the_region_stands_on_the_page(kind, browser, monkeypatch):
    monkeypatch.setattr("capacity_portal.imports.operations.uploading.contains", lambda outer, inner: False)
    assert "只能导入到本辖区内的地区。" in posted(browser, CLEAN.encode()).content.decode()


def test_latest_imports_say_what_became_of_them(kind, officer, browser):
    read(kind, officer)
    read(kind, officer, "什么\n都不是\n", "乱.csv")
    page = browser.get(PAGE).content.decode()
    assert "新增2，变更0，无变化0" in page
    assert "未能读取" in page


@pytest.mark.parametrize(
    "address", [PAGE, "/imports/stock/template.xlsx", "/imports/nothing/", "/imports/nothing/template.xlsx"]
)
def test_kind_that_is_not_there_or_not_allowed_is_not_found(kind, officer, address):
    assert signed_in(make_officer("member_unit", "360802")).get(address).status_code == 404


def test_ledger_has_an_address_of_its_own(kind, browser, monkeypatch):
    ledger = Kind(**{**vars(kind), "name": "ledger", "label": "企业台账"})
    monkeypatch.setitem(registry._kinds, "ledger", ledger)
    assert "导入表格：企业台账" in browser.get("/enterprises/import/").content.decode()
    response = browser.post("/enterprises/import/", {"file": SimpleUploadedFile("a.csv", CLEAN.encode())})
    assert SheetImport.objects.get().kind == "ledger"
    assert 'href="/enterprises/import/"' in browser.get(response["Location"]).content.decode()
