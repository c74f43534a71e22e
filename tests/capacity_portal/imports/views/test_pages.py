"""The pages of one import, from the mapping to the result."""

import re
from dataclasses import replace
from io import BytesIO

import pytest
from django.contrib.messages import get_messages
from django.utils import timezone
from openpyxl import load_workbook

from capacity_portal.imports import files, operations, registry
from capacity_portal.imports.choices import ImportState
from capacity_portal.imports.models import SheetImport
from capacity_portal.imports.views.summary import left_out, totals
from capacity_portal.jobs.choices import JobState
from capacity_portal.jobs.models import Job
from capacity_portal.organization.models import Threshold
from tests.capacity_portal.imports.trips import CLEAN, UNCLEAR, book, read, uploaded, worked
from tests.clients import signed_in
from tests.makers import make_officer

pytestmark = pytest.mark.django_db

STRANGE = "名称,产量多少,编号\n甲厂,12,A-1\n"


def page(browser, record, query: str = "") -> str:
    response = browser.get(f"/imports/{record.pk}/{query}")
    assert response.status_code == 200
    return response.content.decode()


def words(text: str) -> str:
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", text))


def post(browser, record, step: str, **data):
    return browser.post(f"/imports/{record.pk}/{step}/", data)


# --- whose ------------------------------------------------------------------------------------------------------------
STEPS = ("answers", "explanations", "confirm", "discard", "read-again")


def test_another_officers_import_is_not_found(kind, officer):
    record = read(kind, officer, UNCLEAR)
    other = signed_in(make_officer("county_staff", "360802", username="other"))
    gets = [other.get(f"/imports/{record.pk}/{end}").status_code for end in ("", "columns/", "marked.xlsx")]
    posts = [post(other, record, step).status_code for step in (*STEPS, "columns")]
    assert (gets, posts) == ([404] * 3, [404] * 6)
    assert SheetImport.objects.get().state == ImportState.READY


def test_steps_are_only_posted_to(kind, officer, browser):
    record = read(kind, officer, UNCLEAR)
    assert [browser.get(f"/imports/{record.pk}/{step}/").status_code for step in STEPS] == [405] * 5


# --- progress ---------------------------------------------------------------------------------------------------------
def test_progress_is_polled_and_reloaded(kind, officer, browser):
    record = uploaded(kind, officer)
    text = page(browser, record)
    assert f'data-progress-url="/jobs/{record.job_id}/status/"' in text
    assert '<noscript><meta http-equiv="refresh" content="5"></noscript>' in text
    assert "现在还没有写入任何内容" in text


@pytest.mark.parametrize(("state", "said"), [("reading", "没有读完"), ("storing", "没有入库")])
def test_interrupted_work_offers_to_begin_again(kind, officer, browser, state, said):
    record = uploaded(kind, officer)
    Job.objects.update(state=JobState.FAILED, message="后台进程中断", finished_at=timezone.now())
    SheetImport.objects.update(state=state)
    text = page(browser, record)
    assert said in text
    assert f"告知任务编号 {record.job_id}。" in text
    assert post(browser, record, "read-again").status_code == 302
    assert worked(record).state == ImportState.READY


def test_import_without_a_job_offers_to_begin_again(kind, officer, browser):
    record = uploaded(kind, officer)
    SheetImport.objects.update(job=None)
    text = page(browser, record)
    assert ("没有读完" in text, "任务编号" in text) == (True, False)


def test_work_that_goes_on_is_left_alone(kind, officer, browser):
    record = uploaded(kind, officer)
    post(browser, record, "read-again")
    assert "任务还在进行，请稍候。" in page(browser, record)


# --- mapping ----------------------------------------------------------------------------------------------------------
def test_unknown_heading_leads_to_the_mapping_page(kind, officer, browser):
    record = read(kind, officer, STRANGE)
    response = browser.get(f"/imports/{record.pk}/", follow=True)
    text = response.content.decode()
    assert response.redirect_chain == [(f"/imports/{record.pk}/columns/", 302)]
    assert "没有认出这一列，请选择。" in text
    assert "需要您确认的列（1）" in text
    assert '<span class="samples"><span>12</span></span>' in text


def test_columns_are_chosen_and_read(kind, officer, browser):
    record = read(kind, officer, STRANGE)
    data = {"column_1": "name", "column_2": "amount", "unit_2": "万吨", "column_3": "code"}
    assert post(browser, record, "columns", **data)["Location"] == f"/imports/{record.pk}/"
    assert worked(record).rows.get().values["amount"] == "120000"


def test_refused_choice_keeps_what_was_chosen(kind, officer, browser):
    record = read(kind, officer, STRANGE)
    data = {"column_1": "-", "column_2": "amount", "unit_2": "万吨", "column_3": "code"}
    text = post(browser, record, "columns", **data).content.decode()
    assert "缺少必填的列“名称”" in text
    assert '<option value="万吨" selected>' in text
    assert '<details class="fold" open>' in text


def test_missing_required_column_is_named(kind, officer, browser):
    record = read(kind, officer, "产能,编号\n12,A-1\n")
    assert "“名称”还没有对应。" in browser.get(f"/imports/{record.pk}/columns/").content.decode()


def test_another_sheet_is_chosen(kind, officer, browser):
    rows = [["名称", "产能", "编号"], ["甲厂", 1, "A-1"]]
    other = [["名称", "产能", "编号"], ["乙厂", 5, "A-2"]]
    record = read(kind, officer, book(rows, 第二张=other, 导入说明=[["x"]]), "两张.xlsx")
    text = browser.get(f"/imports/{record.pk}/columns/").content.decode()
    assert re.findall(r'<option value="(台账|第二张|导入说明)"', text) == ["台账", "第二张"]
    assert post(browser, record, "columns", sheet="第二张").status_code == 302
    assert worked(record).rows.get().title == "乙厂"


def test_columns_can_be_corrected_after_the_preview(kind, officer, browser):
    record = read(kind, officer)
    text = browser.get(f"/imports/{record.pk}/columns/").content.decode()
    assert "不改，返回核对" in text
    data = {"column_1": "name", "column_2": "amount", "unit_2": "千吨", "column_3": "-"}
    assert post(browser, record, "columns", **data).status_code == 302
    record = worked(record)
    assert record.choices == {"2": "amount@千吨", "3": ""}
    assert record.rows.get(number=2).values["amount"] == "12000"


def test_columns_of_a_sheet_at_work_are_not_chosen(kind, officer, browser):
    record = uploaded(kind, officer)
    assert browser.get(f"/imports/{record.pk}/columns/")["Location"] == f"/imports/{record.pk}/"
    post(browser, record, "columns", column_1="name")
    assert "列的对应没有改动" in page(browser, record)


def test_what_the_operation_refuses_stands_on_the_mapping_page(kind, officer, browser, monkeypatch):
    record = read(kind, officer, STRANGE)
    refuse = operations.ImportRefused({"choices": "单位不对。"})

    def choose(**values):
        raise refuse

    monkeypatch.setattr(operations, "choose_columns", choose)
    data = {"column_1": "name", "column_2": "amount", "column_3": "code"}
    assert "单位不对。" in post(browser, record, "columns", **data).content.decode()


# --- preview ----------------------------------------------------------------------------------------------------------
def test_preview_begins_with_what_is_wrong_and_counts_everything(kind, officer, browser):
    text = page(browser, read(kind, officer, UNCLEAR))
    assert "还不能入库" in text
    assert "有 1 处强制性错误" in text
    assert "确认入库" not in words(text).replace("有1处", "")
    labels = ["强制性错误1", "待确认1", "需说明1", "变更0", "新增2", "无变化0", "未计入的行0"]
    tabs = words(re.search(r'<nav class="tabs".*?</nav>', text, re.DOTALL)[0])
    assert tabs == "".join(labels)
    assert 'aria-current="page">强制性错误' in text


@pytest.mark.parametrize(
    ("show", "said"),
    [
        ("errors", "第5行A列名称空请填写名称。"),
        ("confirm", "第2行B列产能约33"),
        ("explain", "没有填写编号。"),
        ("changed", "没有变更的行"),
        ("new", "乙厂第3行产能3吨"),
        ("unchanged", "没有这样的行"),
        ("left_out", "每一行都计入了"),
        ("nonsense", "第5行A列名称空请填写名称。"),
    ],
)
def test_every_part_is_shown(kind, officer, browser, show, said):
    assert said in words(page(browser, read(kind, officer, UNCLEAR), f"?show={show}"))


def test_empty_parts_say_so(kind, officer, browser):
    record = read(kind, officer)
    for show, said in (
        ("errors", "没有强制性错误"),
        ("confirm", "没有待确认的单元格"),
        ("explain", "没有需要说明的情况"),
    ):
        assert said in page(browser, record, f"?show={show}")


def test_kind_that_tells_nothing_of_new_rows_shows_their_names(kind, officer, browser, monkeypatch):
    monkeypatch.setitem(registry._kinds, "stock", replace(kind, describe=None))
    text = words(page(browser, read(kind, officer), "?show=new"))
    assert ("甲厂第2行" in text, "产能12吨" in text) == (True, False)


def test_changed_rows_show_before_and_after(kind, officer, browser):
    Threshold.objects.create(code="a", name="甲厂", value=7, unit="吨")
    text = page(browser, read(kind, officer), "?show=changed")
    assert "<del>7</del>" in text
    assert "<ins>12</ins>" in text


def test_rows_left_out_and_totals_are_shown(kind, officer, browser):
    content = "名称,产能,编号\n甲厂,12,A-1\n\n\n乙厂,3,A-2\n合计,16,\n"
    record = read(kind, officer, content)
    assert left_out(record) == [("空行", 2, "3-4"), ("合计行", 1, "6")]
    text = words(page(browser, record, "?show=left_out"))
    assert "空行23-4" in text
    assert "产能（吨）1615不一致" in text


def test_totals_agree_or_not():
    record = SheetImport(totals=[
        {"product": "钢", "unit": "吨", "stated": "15.0", "rows": "15"},
        {"product": "铁", "unit": "吨", "stated": "16", "rows": "15"},
        {"product": "矿", "unit": "", "stated": None, "rows": "x"},
    ])  # fmt: skip
    assert [one.agrees for one in totals(record)] == [True, False, False]


def test_long_lists_are_paged(kind, officer, browser, monkeypatch):
    monkeypatch.setattr("capacity_portal.imports.views.preview.PAGE_SIZE", 2)
    rows = "".join(f"厂{number},1,A\n" for number in range(1, 6))
    record = read(kind, officer, f"名称,产能,编号\n{rows}")
    first = page(browser, record, "?show=new")
    following = re.search(r'href="(\?show=new[^"]+)"', first)[1].replace("&amp;", "&")
    assert ("厂2" in first, "厂3" in first) == (True, False)
    assert ("厂3" in page(browser, record, following), "本页2行" in first) == (True, True)


def test_sheets_that_were_not_read_are_named(kind, officer, browser):
    rows = [["名称", "产能", "编号"], ["甲厂", 1, "A-1"]]
    content = book(rows, 第二张=rows, 空的=[], 导入说明=[["x"]])
    text = page(browser, read(kind, officer, content, "两张.xlsx"))
    assert "文件里还有工作表“第二张”没有读取，需要的请另行导入或在“改列的对应”里换工作表。" in text
    alone = page(browser, read(kind, officer, book(rows, 空的=[], 导入说明=[["x"]]), "一张.xlsx"))
    assert "没有读取" not in alone


# --- answers and explanations -----------------------------------------------------------------------------------------
def test_cells_are_answered(kind, officer, browser):
    record = read(kind, officer, UNCLEAR)
    response = post(browser, record, "answers", show="confirm", cell_2_amount="34")
    assert response["Location"] == f"/imports/{record.pk}/"
    assert worked(record).answers == {"2|amount": "34"}


def test_answers_of_a_later_page_are_found_by_its_cursor(kind, officer, browser, monkeypatch):
    monkeypatch.setattr("capacity_portal.imports.views.preview.PAGE_SIZE", 1)
    record = read(kind, officer, "名称,产能,编号\n甲厂,约1,A\n乙厂,约2,A\n")
    first = page(browser, record, "?show=confirm")
    second = re.search(r'cursor=([^"]+)"', first)[1]
    text = page(browser, record, f"?show=confirm&cursor={second}")
    cursor = re.search(r'name="cursor" value="([^"]+)"', text)[1]
    assert (
        post(browser, record, "answers", show="confirm", cursor=cursor, cell_3_amount="2").status_code == 302
    )
    assert worked(record).answers == {"3|amount": "2"}


def test_refused_answer_keeps_what_was_typed(kind, officer, browser):
    record = read(kind, officer, UNCLEAR)
    long = "9" * 201
    text = post(browser, record, "answers", show="confirm", cell_2_amount=long).content.decode()
    assert f'value="{long}"' in text
    assert "最多 200 个字" in text
    assert "data-error-summary" in text


def test_explanation_is_written_down(kind, officer, browser):
    record = read(kind, officer, UNCLEAR)
    assert post(browser, record, "explanations", text_no_code="尚未编号").status_code == 302
    assert "尚未编号" in page(browser, record, "?show=explain")


@pytest.mark.parametrize("said", ["嗯", "长" * 501])
def test_refused_explanation_keeps_what_was_typed(kind, officer, browser, said):
    record = read(kind, officer, UNCLEAR)
    text = post(browser, record, "explanations", show="explain", text_no_code=said).content.decode()
    assert f">\n{said}</textarea>" in text
    assert "data-error-summary" in text


def test_what_comes_when_columns_are_open_again_is_given_back(kind, officer, browser):
    record = read(kind, officer, UNCLEAR)
    SheetImport.objects.update(state=ImportState.MAPPING)
    text = post(browser, record, "explanations", text_no_code="我写的内容").content.decode()
    assert f'href="/imports/{record.pk}/columns/">去对应列' in text
    assert "<li>我写的内容</li>" in text


@pytest.mark.parametrize(("step", "name"), [("answers", "cell_2_amount"), ("explanations", "text_no_code")])
def test_what_comes_too_late_is_given_back(kind, officer, browser, step, name):
    record = read(kind, officer, UNCLEAR)
    operations.answer_cells(sheet_import=record, answers={(2, "amount"): "1"}, by=officer, at=timezone.now())
    text = post(browser, record, step, **{name: "我写的内容"}).content.decode()
    assert "您填写的内容没有保存" in text
    assert "<li>我写的内容</li>" in text


def test_what_the_operation_refuses_is_said_on_the_page(kind, officer, browser, monkeypatch):
    record = read(kind, officer, UNCLEAR)

    def explain(**values):
        operations.discard_import(sheet_import=record, by=officer, at=timezone.now())
        raise operations.deciding.StepRefused("已经放弃。")

    monkeypatch.setattr(operations, "explain", explain)
    text = post(browser, record, "explanations", text_no_code="我写的内容").content.decode()
    assert "已经放弃。" in text
    assert "我写的内容" in text


# --- the marked workbook ----------------------------------------------------------------------------------------------
def test_marked_workbook_comes_back_under_the_files_own_name(kind, officer, browser):
    record = read(kind, officer, UNCLEAR, "我的 清单.csv")
    response = browser.get(f"/imports/{record.pk}/marked.xlsx")
    content = response.getvalue()
    rows = list(load_workbook(BytesIO(content))["我的 清单"].iter_rows(values_only=True))
    assert "错误说明" in rows[0]
    assert "-%E6%89%B9%E6%B3%A8.xlsx" in response["Content-Disposition"]


def test_file_without_findings_has_no_marked_workbook(kind, officer, browser):
    record = read(kind, officer)
    assert browser.get(f"/imports/{record.pk}/marked.xlsx").status_code == 404
    assert "下载批注文件" not in page(browser, record)


def test_marked_workbook_that_is_gone_is_not_found(kind, officer, browser):
    record = read(kind, officer, UNCLEAR)
    files.remove(record.marked_file)
    assert browser.get(f"/imports/{record.pk}/marked.xlsx").status_code == 404


# --- the end ----------------------------------------------------------------------------------------------------------
def test_confirmed_import_is_stored_and_says_so(kind, officer, browser):
    record = read(kind, officer, "名称,产能,编号\n甲厂,12,\n合计,12,\n")
    post(browser, record, "explanations", text_no_code="尚未编号")
    assert "将新增家1，变更0；无变化的0行不动。全部写入，或者全部不写入。" in words(page(browser, record))
    assert post(browser, record, "confirm", reading=record.job_id).status_code == 302
    assert "正在入库" in page(browser, record)
    worked(record)
    text = words(page(browser, record))
    for said in (
        "已经入库",
        "写入1行。",
        "1数据行1新增0变更0无变化",
        "没有填写编号。说明：尚未编号",
        "合计行1",
        "查看产能清单",
    ):
        assert said in text


def test_result_file_is_fetched_from_the_job(kind, officer, browser):
    rows = "".join(f"厂{number},1,A\n" for number in range(1, 8))
    record = read(kind, officer, f"名称,产能,编号\n{rows}")
    post(browser, record, "confirm", reading=record.job_id)
    record = worked(record)
    assert f'href="/jobs/{record.job_id}/">取结果文件' in page(browser, record)


def test_only_the_comparison_that_was_shown_is_confirmed(kind, officer, browser):
    record = read(kind, officer)
    seen = re.search(r'name="reading" value="(\d+)"', page(browser, record))[1]
    operations.answer_cells(sheet_import=record, answers={(2, "amount"): "7"}, by=officer, at=timezone.now())
    record = worked(record)
    for reading in (seen, "", "x\x00"):
        post(browser, record, "confirm", reading=reading)
        assert "又比对过一次" in page(browser, record)
        assert SheetImport.objects.get().state == ImportState.READY
    now = re.search(r'name="reading" value="(\d+)"', page(browser, record))[1]
    post(browser, record, "confirm", reading=now)
    assert SheetImport.objects.get().state == ImportState.STORING


@pytest.mark.parametrize("show", ["confirm", "explain"])
def test_forms_of_the_preview_say_which_comparison_they_show(kind, officer, browser, show):
    record = read(kind, officer, UNCLEAR)
    assert f'name="reading" value="{record.job_id}"' in page(browser, record, f"?show={show}")
    SheetImport.objects.update(job=None)
    assert 'name="reading" value=""' in page(browser, record, f"?show={show}")


def test_what_blocks_is_said_when_confirming(kind, officer, browser):
    record = read(kind, officer, UNCLEAR)
    post(browser, record, "confirm", reading=record.job_id)
    assert "有 1 处强制性错误" in page(browser, record)
    assert SheetImport.objects.get().state == ImportState.READY


def test_refused_file_says_why_and_what_to_do(kind, officer, browser):
    record = read(kind, officer, "什么\n都不是\n")
    text = page(browser, record)
    assert record.message in text
    assert "这份文件没有读成" in text
    assert "重新上传" in text


def test_discarded_import_says_that_nothing_happened(kind, officer, browser):
    record = read(kind, officer)
    assert post(browser, record, "discard").status_code == 302
    text = page(browser, record)
    assert "已放弃，没有入库" in text
    post(browser, record, "discard")
    assert "不能再这样处理" in page(browser, record)


def told(response) -> list[str]:
    return [message.level_tag for message in get_messages(response.wsgi_request)]


def test_refusal_is_an_error_and_a_warning_where_one_only_has_to_wait(kind, officer, browser):
    record = uploaded(kind, officer)
    steps = ("read-again", "confirm", "discard", "discard")
    levels = []
    for step in steps:
        levels += told(post(browser, record, step))
        page(browser, record)
    assert levels == ["warning", "error", "success", "error"]


def test_explanations_outlive_the_findings(kind, officer, browser):
    record = read(kind, officer, "名称,产能,编号\n甲厂,12,\n")
    post(browser, record, "explanations", text_no_code="尚未编号")
    post(browser, record, "confirm", reading=record.job_id)
    record = worked(record)
    record.findings.all().delete()
    assert "说明：尚未编号" in words(page(browser, record))


def test_same_table_again_needs_no_storing(kind, officer, browser):
    record = read(kind, officer)
    post(browser, record, "confirm", reading=record.job_id)
    worked(record)
    assert "没有新增，也没有变更，不需要入库。" in page(browser, read(kind, officer, CLEAN))
