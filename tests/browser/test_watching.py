"""The watch over the browser catches what it is there for."""

from tests.browser.arriving import until
from tests.browser.watching import settle


def found(page, watch, *sentences: str) -> list[str]:
    """What the watch has found when there is a line that begins with each of ``sentences``."""
    until(page, lambda: all(any(line.startswith(one) for line in watch.found) for one in sentences))
    settle(page)
    return watch.take()


def test_quiet_page_has_no_complaints(stranger, watch):
    page = stranger()
    page.goto("/accounts/sign-in/")
    settle(page)
    assert watch.take() == []


def test_planted_inline_style_is_a_violation(stranger, watch):
    page = stranger()
    page.goto("/accounts/sign-in/")
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\">x</p>')")
    assert found(page, watch, "console error: policy violation: style-src-attr inline")


def test_planted_request_to_another_host_is_found(stranger, watch):
    page = stranger()
    page.goto("/accounts/sign-in/")
    page.evaluate("fetch('https://elsewhere.example/a.js').catch(() => 0)")
    assert found(page, watch, "console error: policy violation: connect-src https://elsewhere.example/a.js")


def test_planted_link_to_another_host_is_found(stranger, watch, portal):
    page = stranger()
    page.route("https://elsewhere.example/**", lambda route: route.fulfill(body="elsewhere"))
    page.goto("https://elsewhere.example/")
    assert watch.take() == ["request to another host: https://elsewhere.example/"]


def test_planted_console_message_and_broken_script_are_found(stranger, watch):
    page = stranger()
    page.goto("/accounts/sign-in/")
    page.evaluate("console.log('left over'); setTimeout(() => { throw new Error('planted'); }, 0)")
    lines = found(page, watch, "console log: left over", "script broke: planted")
    assert [line.split(" (")[0] for line in lines] == ["console log: left over", "script broke: planted"]


def test_planted_missing_file_is_found_unless_expected(stranger, watch, portal):
    page = stranger()
    page.goto("/accounts/sign-in/")
    answer, complaint = f"answer 404: GET {portal}/static/css/none.css", "console error: "
    page.evaluate("fetch('/static/css/none.css').then(() => 0)")
    lines = found(page, watch, answer, complaint)
    assert answer in lines
    watch.expect(404)
    with page.expect_console_message(), page.expect_response("**/none.css"):
        page.evaluate("fetch('/static/css/none.css').then(() => 0)")
    assert watch.take() == []


def test_planted_failing_request_is_found(stranger, watch, portal):
    page = stranger()
    page.goto("/accounts/sign-in/")
    page.route("**/gone", lambda route: route.abort("connectionreset"))
    with page.expect_event("requestfailed"):
        page.evaluate("fetch('/gone').catch(() => 0)")
    failure = f"request failed: {portal}/gone net::ERR_CONNECTION_RESET"
    assert failure in found(page, watch, failure, "console error: ")
