"""manage.py import_ledger: options, JSON and exit status (settled.md 16), the server untouched by what is refused."""

import json
import zipfile

import pytest
from django.core.management import CommandError, call_command

from capacity_portal.imports.models import SheetImport
from enterprises.models import Enterprise
from tests.capacity_portal.lib.spreadsheets.files import workbook, zipped
from tests.enterprises.ledger_sheets import REAL, as_csv
from tests.makers import make_officer

TABLE = str(REAL / "shaanxi_utf8.csv")


@pytest.fixture
def run(ledger, capsys, tmp_path):
    """(exit status, standard output, message) of the command as ``office`` for 3608."""

    def running(file=TABLE, **options):
        if isinstance(file, bytes):
            path = tmp_path / options.pop("name", "清单.csv")
            path.write_bytes(file)
            file = str(path)
        try:
            call_command("import_ledger", file, **{"region": "360800", "by": "office", **options})
        except CommandError as error:
            return error.returncode, capsys.readouterr().out, str(error)
        return 0, capsys.readouterr().out, ""

    return running


def test_stored_with_an_explanation(run):
    status, output, _ = run(explain="外省公布的名单", json=True)
    told = json.loads(output)
    assert (status, Enterprise.objects.count()) == (0, 21)
    assert told == {
        "rows": 21, "new": 21, "changed": 0, "unchanged": 0, "to_confirm": [], "to_explain": [], "errors": [], "left_out": [],
        "totals": [{"product": "原煤", "unit": "万吨/年", "stated": "581", "rows": "581"}],
    }  # fmt: skip


def test_dry_run_stores_nothing_and_ends_well(run):
    status, output, _ = run(explain="外省公布的名单", dry_run=True)
    assert (status, Enterprise.objects.count(), SheetImport.objects.count()) == (0, 0, 0)
    assert output.startswith("共 21 行：新增 21，变更 0，无变化 0。\n[需说明] ")


def test_what_is_left_to_explain_is_told(run):
    status, output, message = run(json=True)
    told = json.loads(output)
    assert (status, Enterprise.objects.count(), message) == (1, 0, "有 6 类情况需要说明：请填写说明。")
    assert {tuple(finding) for finding in told["to_explain"]} == {
        ("sheet", "row", "column", "value", "message")
    }
    first = next(finding for finding in told["to_explain"] if finding["row"] == 2)
    assert (first["column"], first["value"]) == ("所在县", "神木县")


def test_findings_of_each_kind(run):
    content = as_csv("企业名称 统一社会信用代码 产能", "演示甲煤矿 123 约33", "演示乙煤矿 - 30", "合计 - 63")
    status, output, _ = run(content, json=True)
    told = json.loads(output)
    assert (status, len(told["errors"]), len(told["to_confirm"]), told["rows"]) == (1, 1, 1, 2)
    assert [(one["row"], one["reason"]) for one in told["left_out"]] == [(4, "合计行")]


def test_second_run_changes_nothing(run):
    run(explain="外省公布的名单")
    status, output, _ = run(explain="外省公布的名单", json=True)
    assert (status, json.loads(output)["unchanged"], Enterprise.objects.count()) == (0, 21, 21)


def test_columns_are_mapped_by_hand(run):
    content = as_csv("甲列 乙列 丙列", "演示钢厂 3800 不用")
    status, output, message = run(content, explain="测试")
    assert (status, "企业名称" in message) == (1, True)
    status, output, message = run(
        content, map=["甲列=name", "乙列=capacity:crude_steel@千吨/年", "丙列="], explain="测试"
    )
    assert (status, Enterprise.objects.get().capacities.get().stated) == (0, 380)


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"by": "nobody"}, "没有用户名为“nobody”的在用账户"), ({"region": "360899"}, "没有代码为“360899”的地区"),
        ({"region": "甲"}, "行政区划代码"), ({"file": "/nonexistent/甲.csv"}, "读不到文件"), ({"sheet": "没有"}, "没有名为“没有”的工作表"),
        ({"map": ["没有等号"]}, "写法不对"), ({"map": ["没有=name"]}, "没有叫"), ({"map": ["所在县=nosuch"]}, "没有“nosuch”这个字段"),
        ({"file": b""}, ""), ({"file": b"\x00\x01\x02" * 50}, ""),
    ],
)  # fmt: skip
def test_refused(run, options, sentence):
    status, output, message = run(**options)
    assert (status, sentence in message, output, Enterprise.objects.count()) == (2, True, "", 0)


def test_archive_bomb_is_refused(run, tmp_path):
    path = tmp_path / "炸弹.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", b"0" * 20_000_000)
    status, _, message = run(str(path))
    assert (status, message.endswith("。"), SheetImport.objects.count()) == (2, True, 0)


CELL = '<row r="1"><c r="A1" t="inlineStr"><is><t>企业名称</t></is></c></row>'
FAR = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
ENTITIES = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><sst>&b;</sst>'


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (workbook(CELL + FAR), "XFD1048576"),
        (workbook(CELL, extra={"xl/sharedStrings.xml": ENTITIES}), "DOCTYPE"),
        (workbook(CELL, extra={"xl/vbaProject.bin": b"1"}), "宏"),
        (zipped({"[Content_Types].xml": "<Types/>", "../../etc/passwd": "x"}), "文件"),
    ],
    ids=["far cell", "XML", "macros", "zip"],
)
def test_hostile_workbooks_are_refused_with_a_sentence_and_nothing_is_kept(run, content, sentence):
    status, output, message = run(content)
    assert (status, sentence in message, message.endswith("。"), output) == (2, True, True, "")
    assert (SheetImport.objects.count(), Enterprise.objects.count()) == (0, 0)


def test_file_too_large_for_a_county_is_refused_by_its_length(run):
    make_officer("county_staff", "360802", username="county")
    status, _, message = run(b"a" * 10_500_000, by="county", region="360802")
    assert (status, "MB" in message) == (2, True)


def test_region_and_role_of_the_user_bind(run):
    make_officer("county_staff", "360803", username="county")
    make_officer("member_unit", "3608", username="unit")
    assert run(by="county")[0] == 2
    assert run(by="unit")[0] == 2
    assert run(by="county", region="360803", explain="测试")[0] == 0
    assert set(Enterprise.objects.values_list("region_code", flat=True)) == {"360803"}


def test_many_findings_are_told_in_part(run):
    rows = [f"演示{number}煤矿 神木县" for number in range(60)]
    status, output, _ = run(as_csv("企业名称 所在县", *rows))
    assert (status, output.splitlines()[-1]) == (1, "另有 14 处，用 --json 查看全部。")
