"""The keyboard grid in a browser: rows save by themselves, errors stand beside the cell, a spreadsheet's rows are pasted."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESKTOP

pytestmark = pytest.mark.browser


@pytest.fixture
def page(data, open_page, watch):
    watch.expect(422)
    return open_page("county_staff", DESKTOP, f"/inspections/rounds/{data.keys['month']}/entry/")


def rows(page):
    return page.locator("tr[data-duty]:has([data-column])")


def paste_into(input_, text: str) -> None:
    """As from a spreadsheet."""
    input_.evaluate(
        """(input, text) => {
          const data = new DataTransfer();
          data.setData("text/plain", text);
          input.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }""",
        text,
    )


@pytest.fixture
def formal_between(data, page):
    """The duty of the second row asks for the whole form."""
    from inspections.models import Duty

    second = rows(page).nth(1)
    duty = Duty.objects.filter(pk=second.get_attribute("data-duty"))
    duty.update(is_key=True)
    page.reload()
    yield duty.get()
    duty.update(is_key=False)


def test_a_pasted_line_never_moves_to_another_row(page, formal_between):
    """The line of a row that asks for the whole form is used up and named; so are lines beyond the page."""
    from inspections.models import Visit

    before = Visit.objects.count()
    all_rows = page.locator("tr[data-duty]")
    places = all_rows.evaluate_all("rows => rows.map((row) => row.dataset.duty)")
    formal = places.index(str(formal_between.pk))
    lines = [f"甲\t{number}" for number in range(len(places))]
    first = all_rows.nth(formal - 1)
    paste_into(first.locator("[data-column=second]"), "\n".join(lines))
    expect(page.locator("[data-entry-said]")).not_to_be_empty()
    remarks = page.locator("[data-column=remarks]").evaluate_all(
        "found => found.map((input) => [input.closest('tr').dataset.duty, input.value])"
    )
    given = dict(zip(places[formal - 1 :], map(str, range(len(places))), strict=False))
    given.pop(str(formal_between.pk))
    assert {place: text for place, text in remarks if text} == {
        place: text for place, text in given.items() if place in dict(remarks)
    }
    expect(all_rows.nth(formal)).to_contain_text("须用排查表单")
    said = page.locator("[data-entry-said]")
    expect(said).to_contain_text(formal_between.title)
    if formal > 1:
        expect(said).to_contain_text(f"超出本页的 {formal - 1} 行")
    expect(first.get_by_text("未保存：请选择结果")).to_be_visible()
    assert Visit.objects.count() == before
    asked = []
    page.once("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    first.locator("[data-column=reason]").click()  # browsers ask only somebody who has touched the page
    page.goto("/inspections/grid/")
    assert asked == ["beforeunload"]


def test_a_row_is_saved_with_a_fresh_token_after_signing_in_again(page, watch):
    """Signing in elsewhere changes the token of the browser: the page fetches the new one and asks for nothing."""
    watch.expect(403, 422)
    first = rows(page).nth(0)
    page.evaluate(
        "document.querySelector('[data-entry-url] [name=csrfmiddlewaretoken]').value = 'x'.repeat(64)"
    )
    first.locator("[data-column=outcome]").select_option("refused")
    first.locator("[data-column=reason]").fill("门卫拒绝")
    first.locator("[data-column=reason]").press("Enter")
    first.get_by_role("link", name="已保存").wait_for()


def test_rows_are_typed_refused_mended_pasted_and_saved(page):
    from inspections.models import Visit

    before = Visit.objects.count()
    first, second = rows(page).nth(0), rows(page).nth(1)
    first.locator("[data-column=outcome]").focus()
    first.locator("[data-column=outcome]").select_option("refused")
    second.locator("[data-column=remarks]").focus()
    first.get_by_text("请写明原因").first.wait_for()
    expect(first.locator("[data-entry-state]")).to_contain_text("未保存")
    first.locator("[data-column=reason]").fill("门卫拒绝")
    first.locator("[data-column=reason]").press("Enter")
    first.get_by_role("link", name="已保存").wait_for()
    expect(first.locator("[data-column=reason]")).to_be_disabled()
    expect(second.locator("[data-column=reason]")).to_be_focused()
    day = second.locator("[data-column=visited_on]").input_value()
    # midnight: at whatever hour the tests run, it has passed
    paste = f"{day}\t00:00\t未能进入\t\t大门上锁\t王秀英\t从表格粘贴\n{day}\t00:00\t拒绝检查\t否\t不开门"
    paste_into(second.locator("[data-column=visited_on]"), paste)
    second.get_by_text("已粘贴，未保存").wait_for()
    assert Visit.objects.count() == before + 1
    page.get_by_role("button", name="保存已填的行").click()
    page.get_by_text("保存了 2 行。").wait_for()
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
    expect(second).to_be_focused()
    second.press("ArrowRight")
    expect(rows(page).nth(1).locator("[data-column=second]")).to_be_focused()
