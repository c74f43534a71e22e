"""The keyboard grid in a browser: rows save by themselves, errors stand beside the cell, a spreadsheet's rows are pasted."""

import pytest

from tests.browser.conftest import DESKTOP

pytestmark = pytest.mark.browser


@pytest.fixture
def page(data, open_page, watch):
    watch.expect(422)
    return open_page("county_staff", DESKTOP, f"/inspections/rounds/{data.keys['month']}/entry/")


def rows(page):
    return page.locator("tr[data-duty]:has([data-column])")


def test_rows_are_typed_refused_mended_pasted_and_saved(page):
    from inspections.models import Visit

    before = Visit.objects.count()
    first, second = rows(page).nth(0), rows(page).nth(1)
    first.locator("[data-column=outcome]").focus()
    first.locator("[data-column=outcome]").select_option("refused")
    second.locator("[data-column=remarks]").focus()
    first.get_by_text("请写明原因").first.wait_for()
    assert "未保存" in first.locator("[data-entry-state]").inner_text()
    first.locator("[data-column=reason]").fill("门卫拒绝")
    first.locator("[data-column=reason]").press("Enter")
    first.get_by_role("link", name="已保存").wait_for()
    assert first.locator("[data-column=reason]").is_disabled()
    assert second.locator("[data-column=reason]").evaluate("input => input === document.activeElement")
    day = second.locator("[data-column=visited_on]").input_value()
    paste = f"{day}\t08:30\t未能进入\t\t大门上锁\t王秀英\t从表格粘贴\n{day}\t08:50\t拒绝检查\t否\t不开门"
    second.locator("[data-column=visited_on]").evaluate(
        """(input, text) => {
          const data = new DataTransfer();
          data.setData("text/plain", text);
          input.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }""",
        paste,
    )
    second.locator("[data-entry-state]").get_by_text("已保存").wait_for()
    rows(page).nth(2).locator("[data-entry-state]").get_by_text("已保存").wait_for()
    made = Visit.objects.order_by("id")[before:]
    assert [(visit.outcome, visit.outcome_reason, visit.remarks) for visit in made] == [
        ("refused", "门卫拒绝", ""),
        ("no_entry", "大门上锁", "从表格粘贴"),
        ("refused", "不开门", ""),
    ]


def test_arrows_move_between_rows_and_columns(page):
    first = rows(page).nth(0).locator("[data-column=reason]")
    first.focus()
    first.press("ArrowDown")
    second = rows(page).nth(1).locator("[data-column=reason]")
    assert second.evaluate("input => input === document.activeElement")
    second.press("ArrowRight")
    assert (
        rows(page)
        .nth(1)
        .locator("[data-column=second]")
        .evaluate("input => input === document.activeElement")
    )
