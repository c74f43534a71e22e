"""The back office of the dictionaries: for the system administrator, through the journal, business records not at all."""

from decimal import Decimal

import pytest
from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from capacity_portal.journal.models import Entry
from enterprises.models import ConversionRow, EquipmentKind, IndustryCode, Product
from tests.clients import signed_in
from tests.makers import make_kind, make_officer, make_product

pytestmark = pytest.mark.django_db
PAGES = {"equipmentkind", "product", "industrycode", "conversionrow"}
TABLE = "设备种类编码,产品编码,规格,产能,版本,依据,可内插,在用\r\n"
CODES = "版本,代码,名称,行业\r\n"


def address(model, page="changelist", *args):
    return reverse(f"admin:enterprises_{model}_{page}", args=args)


@pytest.fixture
def system():
    return signed_in(make_officer("system_admin"))


@pytest.fixture
def furnace():
    return make_kind("blast_furnace", name="高炉", size_unit="m³"), make_product("pig_iron", name="炼铁")


def test_only_dictionaries_have_a_page():
    registered = {
        model._meta.model_name for model in admin.site._registry if model._meta.app_label == "enterprises"
    }
    assert registered == PAGES


@pytest.mark.parametrize(
    ("role", "open_pages"), [("system_admin", PAGES), ("security_admin", set()), ("auditor", set())]
)
def test_only_the_system_administrator_opens_them(role, open_pages):
    client = signed_in(make_officer(role))
    assert {model for model in PAGES if client.get(address(model)).status_code == 200} == open_pages


def test_a_kind_is_added_and_changed_with_an_entry_each(system):
    data = {
        "code": "cupola",
        "name": "冲天炉",
        "industry": "steel",
        "size_unit": "t/h",
        "position": 1,
        "is_active": "on",
    }
    assert system.post(address("equipmentkind", "add"), data).status_code == 302
    kind = EquipmentKind.objects.get()
    system.post(address("equipmentkind", "change", kind.pk), data | {"name": "冲天炉（化铁）"})
    assert list(
        Entry.objects.filter(subject="equipment_kind").order_by("id").values_list("step", flat=True)
    ) == [
        "create",
        "edit",
    ]
    assert Entry.objects.order_by("-id").first().changes == {"name": ["冲天炉", "冲天炉（化铁）"]}


@pytest.mark.parametrize(
    ("model", "make", "change"),
    [
        ("equipmentkind", make_kind, {"code": "x", "size_unit": "kg"}),
        ("product", make_product, {"code": "x", "unit": "吨"}),
    ],
)
def test_code_and_unit_are_given_once(system, model, make, change):
    record = make()
    before = {name: getattr(record, name) for name in change}
    system.post(
        address(model, "change", record.pk), {"name": "改名", "industry": "coal", "position": 1} | change
    )
    record.refresh_from_db()
    assert (record.name, {name: getattr(record, name) for name in change}) == ("改名", before)


def test_a_wrong_row_is_put_out_of_use_not_deleted(system, furnace):
    kind, _ = furnace
    assert system.post(address("equipmentkind", "delete", kind.pk), {"post": "yes"}).status_code == 403
    assert EquipmentKind.objects.count() == 1


def test_the_table_refuses_a_row_twice(system, furnace):
    kind, product = furnace
    data = {
        "kind": kind.pk,
        "product": product.pk,
        "size": "450",
        "capacity": "55",
        "edition": "2015",
        "source": "附1",
    }
    assert system.post(address("conversionrow", "add"), data).status_code == 302
    again = system.post(address("conversionrow", "add"), data)
    assert "这个版本已有同种类、同规格的换算行。" in again.content.decode()
    assert ConversionRow.objects.count() == 1


@pytest.mark.parametrize("size", ["-1", "0", "x", "9" * 5000, "1e400", "NaN", ""])
def test_what_is_no_size_is_refused_in_the_form(system, furnace, size):
    kind, product = furnace
    data = {
        "kind": kind.pk,
        "product": product.pk,
        "size": size,
        "capacity": "1",
        "edition": "e",
        "source": "s",
    }
    assert system.post(address("conversionrow", "add"), data).status_code == 200
    assert ConversionRow.objects.count() == 0


# --- lists ------------------------------------------------------------------------------------------------------------
def upload(client, model, text):
    data = {"import_file": SimpleUploadedFile("list.csv", text.encode()), "format": "0"}
    return client.post(address(model, "import"), data)


def confirm(client, model, response):
    return client.post(
        address(model, "process_import"), response.context["confirm_form"].initial, follow=True
    )


def test_the_conversion_table_is_imported_through_the_journal(system, furnace):
    text = f"{TABLE}blast_furnace,pig_iron,450,55,2015,附1,是,是\r\nblast_furnace,pig_iron,480,57,2015,附1,是,是\r\n"
    for _ in range(2):
        confirm(system, "conversionrow", upload(system, "conversionrow", text))
    assert list(
        ConversionRow.objects.order_by("size").values_list("size", "capacity", "may_interpolate")
    ) == [
        (Decimal(450), Decimal(55), True),
        (Decimal(480), Decimal(57), True),
    ]
    assert Entry.objects.filter(subject="conversion_row", note="列表导入").count() == 2
    changed = text.replace("450,55", "450,55.5").replace("附1,是,是", "附1,否,是", 1)
    confirm(system, "conversionrow", upload(system, "conversionrow", changed))
    assert Entry.objects.order_by("-id").first().changes == {
        "capacity": ["55", "55.5"],
        "may_interpolate": [True, False],
    }


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("nosuch,pig_iron,450,55,2015,附1,是,是", "设备种类字典中没有编码“nosuch”。"),
        ("blast_furnace,生铁,450,55,2015,附1,是,是", "产品字典中没有编码“生铁”。"),
        ("blast_furnace,pig_iron,,55,2015,附1,是,是", "请填写规格。"),
        ("blast_furnace,pig_iron,450,-1,2015,附1,是,是", "超出范围"),
        ("blast_furnace,pig_iron,450,55,2015,附1,也许,是", "应填“是”或“否”"),
        ("blast_furnace,pig_iron,0,55,2015,附1,是,是", "规格应大于 0，产能不能为负数。"),
    ],
)
def test_a_row_that_cannot_be_read_stops_the_whole_list(system, furnace, row, sentence):
    good = "blast_furnace,pig_iron,420,50,2015,附1,是,是"
    shown = upload(system, "conversionrow", f"{TABLE}{good}\r\n{row}\r\n")
    assert sentence in shown.content.decode().replace("&quot;", '"')
    assert shown.context.get("confirm_form") is None
    assert ConversionRow.objects.count() == 0


def test_industry_codes_are_exported_and_imported_in_chinese(system):
    confirm(
        system,
        "industrycode",
        upload(system, "industrycode", f"{CODES}GB/T 4754-2017,3391,黑色金属铸造,钢铁\r\n"),
    )
    assert list(IndustryCode.objects.values_list("edition", "code", "industry")) == [
        ("2017", "3391", "steel")
    ]
    exported = system.post(address("industrycode", "export"), {"format": "0", "resource": ""})
    assert exported.content.decode("utf-8-sig").splitlines() == [
        "版本,代码,名称,行业",
        "GB/T 4754-2017,3391,黑色金属铸造,钢铁",
    ]
    wrong = upload(system, "industrycode", f"{CODES}2019,3391,铸造,钢铁\r\n")
    assert "应填GB/T 4754-2011、GB/T 4754-2017，不是“2019”。" in wrong.content.decode()


def test_the_conversion_table_is_exported(system, furnace):
    kind, product = furnace
    ConversionRow.objects.create(
        kind=kind, product=product, size=450, capacity=55, edition="2015", source="附1"
    )
    exported = system.post(address("conversionrow", "export"), {"format": "0", "resource": ""})
    assert (
        exported.content.decode("utf-8-sig").splitlines()[1] == "blast_furnace,pig_iron,450,55,2015,附1,是,是"
    )


def test_products_are_listed(system):
    make_product("ships", name="造船", unit="万载重吨/年")
    assert "万载重吨/年" in system.get(address("product")).content.decode()
    assert Product.objects.count() == 1
