"""The whole trip of a spreadsheet, as a county official walks it: template, upload, marked workbook, mended, confirmed, out again."""

from pathlib import Path
from urllib.parse import quote

from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from tests.browser.arriving import follow
from tests.browser.catalogue import STAFF
from tests.browser.conftest import DESKTOP, PHONE

NAMES = ("演示往返甲铸造厂", "演示往返乙铸造厂", "演示往返丙铸造厂")
CODE_NUMBER = 970_017
_TYPED = {
    "监管类别": "铸造",
    "行业": "钢铁",
    "经营状态": "在产",
    "联系电话": "0796-1234567",
    "备注": "=1+1",
}


def downloaded(page: Page, folder: Path, press) -> Path:
    """The file that ``press()`` makes the browser fetch."""
    with page.expect_download() as waiting:
        press()
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path


def filled_in(template: Path, codes: list[str | None]) -> Path:
    """The template with three enterprises: one with a code that is none, one with 约33 workers, both others without a code."""
    book = load_workbook(template)
    sheet = book["填报"]
    places = {str(cell.value).partition("（")[0]: cell.column for cell in sheet[1]}
    for number, (name, code) in enumerate(zip(NAMES, codes, strict=True), start=2):
        values = {
            "企业名称": name,
            "统一社会信用代码": code,
            "职工人数": "约33" if number == 3 else 20,
            **_TYPED,
        }
        for title, value in values.items():
            sheet.cell(number, places[title], value)
            sheet.cell(number, places[title]).data_type = "n" if isinstance(value, int) else "s"
    path = template.with_name("三家.xlsx")
    book.save(path)
    return path


def upload(page: Page, path: Path) -> None:
    """Send the file on the upload page, and let the worker read it."""
    page.goto("/enterprises/import/")
    page.get_by_label("表格文件").set_input_files(path)
    follow(page.get_by_role("button", name="上传并核对"))
    page.get_by_text("正在读取和比对").first.wait_for()
    work(page)


def work(page: Page) -> None:
    """Let the worker do what the page waits for; then look again. Meanwhile nobody is there: the page would load itself anew."""
    from capacity_portal.imports.models import SheetImport
    from tests.browser import sheets

    address = page.url
    page.goto("about:blank")
    record = SheetImport.objects.get(pk=int(address.strip("/").rpartition("/")[2]))
    sheets.worked(record)
    page.goto(address)


def open_part(page: Page, name: str) -> None:
    follow(page.get_by_role("navigation", name="核对内容").get_by_role("link", name=name))


def marks_of(path: Path) -> dict[str, tuple[str, str]]:
    """Value of 错误说明 and comment, by the coordinate of each commented cell."""
    sheet = load_workbook(path)["填报"]
    told = next(cell.column for cell in sheet[1] if cell.value == "错误说明")
    return {
        cell.coordinate: (cell.fill.fgColor.rgb, str(sheet.cell(cell.row, told).value))
        for row in sheet.iter_rows(min_row=2)
        for cell in row
        if cell.comment
    }


def mended(marked: Path, cell: str, code: str) -> Path:
    book = load_workbook(marked)
    book["填报"][cell].value = code
    path = marked.with_name("三家（改好）.xlsx")
    book.save(path)
    return path


def test_the_whole_trip_of_a_spreadsheet(open_page, tmp_path, data):
    from tests.makers import credit_code_number

    page = open_page(STAFF, DESKTOP, "/enterprises/")
    follow(page.get_by_role("link", name="导入表格"))
    template = downloaded(page, tmp_path, lambda: page.get_by_role("link", name="下载模板").last.click())

    # three kinds of faults: an error, an unclear cell, something to explain
    upload(page, filled_in(template, ["123", None, None]))
    expect(page.get_by_role("heading", name="还不能入库")).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text="1 处强制性错误")).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text="1 个单元格含义不清")).to_be_visible()
    expect(page.get_by_role("button", name="确认入库")).to_have_count(0)
    row = page.locator("tbody tr").filter(has_text="统一社会信用代码")
    expect(row.get_by_text("第2行 B列")).to_be_visible()

    # the own workbook comes back with the faults in it, is mended and sent again
    marked = downloaded(page, tmp_path, lambda: page.get_by_role("link", name="下载批注文件").click())
    assert marked.name == "三家-批注.xlsx"
    marks = marks_of(marked)
    assert "B2" in marks
    colour, told = marks["B2"]
    assert colour not in ("00000000", "FFFFFFFF")
    assert "统一社会信用代码" in told
    upload(page, mended(marked, "B2", credit_code_number(CODE_NUMBER)))

    # unclear cells are confirmed on the page, what is odd is explained
    open_part(page, "待确认")
    expect(page.locator("main input[name^=cell_]")).to_have_value("33")
    follow(page.get_by_role("button", name="确认本页这些内容"))
    page.get_by_text("正在读取和比对").first.wait_for()
    work(page)
    open_part(page, "需说明")
    for box in page.locator("main textarea").all():
        box.fill("新建厂，执照正在办理，已到现场核实。")
    follow(page.get_by_role("button", name="保存说明"))

    # what would happen, and then it does
    expect(page.locator("main")).to_contain_text("将新增企业 3，变更 0")
    follow(page.get_by_role("button", name="确认入库"))
    page.get_by_text("正在入库").first.wait_for()
    work(page)
    expect(page.get_by_role("heading", name="已经入库")).to_be_visible()
    follow(page.get_by_role("link", name="查看企业台账"))
    page.goto(f"/enterprises/?q={quote('演示往返')}")
    for name in NAMES:
        expect(page.get_by_role("link", name=name)).to_be_visible()

    # out again, and in again: nothing changes
    follow(page.get_by_role("link", name="导出", exact=True))
    page.get_by_label("全部列").check()
    export = downloaded(page, tmp_path, lambda: page.get_by_role("button", name="导出").click())
    assert export.suffix == ".xlsx"
    upload(page, export)
    expect(page.locator("main")).to_contain_text("没有新增，也没有变更，不需要入库。")
    tabs = page.get_by_role("navigation", name="核对内容").inner_text().split()
    assert dict(zip(tabs[::2], tabs[1::2], strict=True)) == {
        "强制性错误": "0", "待确认": "0", "需说明": "0", "变更": "0", "新增": "0", "无变化": "3", "未计入的行": "0",
    }  # fmt: skip


def test_columns_are_named_and_rows_confirmed_on_a_phone_without_scripts(
    stranger, cookie_of, portal, tmp_path
):
    page = stranger(PHONE, scripts=False)
    page.context.add_cookies([{"name": "sid", "value": cookie_of(STAFF), "url": portal, "httpOnly": True}])
    path = tmp_path / "手机上的表.csv"
    path.write_text("企业名称,我们厂干活的,经营状态\n演示手机上导入的厂,12,停产\n", encoding="gb18030")
    upload(page, path)
    expect(page.get_by_role("heading", name="这些列是什么")).to_be_visible()
    page.get_by_label("B列“我们厂干活的”", exact=False).first.select_option(label="职工人数")
    follow(page.get_by_role("button", name="按这样读取"))
    expect(page.locator('meta[http-equiv="refresh"]')).to_have_count(1)
    work(page)
    for box in page.locator("main textarea").all():
        box.fill("小作坊，没有执照。")
    follow(page.get_by_role("button", name="保存说明"))
    follow(page.get_by_role("button", name="确认入库"))
    work(page)
    expect(page.get_by_role("heading", name="已经入库")).to_be_visible()
