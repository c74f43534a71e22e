"""What is done on a page before it is looked at."""

from urllib.parse import unquote, urlsplit

from playwright.sync_api import Page

from tests.browser.arriving import follow


def submit(page: Page) -> None:
    """Send the page's form as it stands, by its first button."""
    follow(page.locator("main form[method=post] .submit-row button[type=submit]").first)


def go_on(page: Page) -> None:
    """The next step of a batch: from its values to what will happen."""
    follow(page.get_by_role("button", name="下一步"))


def assign(page: Page) -> None:
    page.locator("[name=supervising_department]").select_option(index=1)
    page.locator("[name=supervising_officer]").select_option(index=1)
    go_on(page)


def save(page: Page) -> None:
    """The back office's own button."""
    follow(page.locator("[name=_save]"))


def import_holidays(page: Page) -> None:
    """A list with a new day and one that cannot be read."""
    _import(page, "日期,名称,是否上班\n2031-01-01,元旦,0\n不是日期,元旦,0\n")


def import_nothing(page: Page) -> None:
    """A list without column names."""
    _import(page, "\nx\ny\n")


def upload_a_letter(page: Page) -> None:
    """A file that is no spreadsheet."""
    letter = {"name": "通知.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 x"}
    page.locator("input[type=file]").set_input_files(letter)
    submit(page)


def answer_too_much(page: Page) -> None:
    page.locator("main input[name^=cell_]").first.fill("三" * 201)
    submit(page)


def explain_too_little(page: Page) -> None:
    page.locator("main textarea").first.fill("嗯")
    submit(page)


def open_folds(page: Page) -> None:
    page.evaluate("for (const fold of document.querySelectorAll('main details')) fold.open = true")


def _import(page: Page, content: str) -> None:
    upload = {"name": "节假日.csv", "mimeType": "text/csv", "buffer": content.encode()}
    page.locator("input[type=file]").set_input_files(upload)
    follow(page.locator("#content input[type=submit]").last)


def sign_in(page: Page, username: str, password: str) -> None:
    page.get_by_label("用户名").fill(username)
    page.get_by_label("密码").fill(password)
    follow(page.get_by_role("button", name="登录", exact=True))


def sign_in_wrongly(page: Page) -> None:
    sign_in(page, "county_staff", "不是这个密码")


def lock_out(page: Page) -> None:
    """Forget the password once too often."""
    for _ in range(6):
        sign_in(page, "forgetful_colleague", "忘记了")
        if page.get_by_role("heading", name="登录已暂时锁定").count():
            return


def look_up(page: Page) -> None:
    """Number and code, as they stand behind the mark of the address."""
    number, code = unquote(urlsplit(page.url).fragment).split(",")
    page.locator("[name=number]").fill(number)
    page.locator("[name=code]").fill(code)
    submit(page)


def look_up_and_say_nothing(page: Page) -> None:
    look_up(page)
    follow(page.get_by_role("button", name="发送留言"))


def open_user_menu(page: Page) -> None:
    page.locator(".user-menu summary").click()


def select_two(page: Page) -> None:
    for row in (1, 3):
        page.locator("tbody input[type=checkbox]").nth(row).check()


def type_a_known_name(page: Page) -> None:
    """A new file under the name of one that exists: the likely links come first."""
    page.locator("[name=name]").fill("演示新发现作坊（有限公司）")
    page.locator("[name=no_code_reason]").fill("未登记")
    for name, value in (
        ("industry", "steel"),
        ("supervision_class", "foundry"),
        ("status", "suspended"),
    ):
        page.locator(f"[name={name}]").select_option(value)
    page.locator("[name=region]").select_option(index=1)
    submit(page)


def empty_the_name(page: Page) -> None:
    page.locator("[name=name]").fill("")
    submit(page)


def save_after_a_colleague(page: Page) -> None:
    """Type; meanwhile a colleague saves the same section in another window; then save."""
    page.locator("[name=contact_name]").fill("我填写的联系人")
    other = page.context.new_page()
    other.goto(page.url)
    other.locator("[name=contact_name]").fill("同事先保存的联系人")
    submit(other)
    other.close()
    submit(page)


def empty_the_words(page: Page) -> None:
    """Sends a form of words without any."""
    page.locator("textarea[name=text]").fill("")
    submit(page)
