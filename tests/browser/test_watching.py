"""The watch over the browser catches what it is there for."""

from tests.browser.watching import settle


def test_quiet_page_has_no_complaints(stranger, watch):
    page = stranger()
    page.goto("/accounts/sign-in/")
    settle(page)
    assert watch.take() == []


def test_planted_inline_style_is_a_violation(stranger, watch):
    page = stranger()
    page.goto("/accounts/sign-in/")
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\">x</p>')")
    settle(page)
    found = watch.take()
    assert any(line.startswith("console error: policy violation: style-src-attr inline") for line in found)


def test_planted_request_to_another_host_is_found(stranger, watch):
    page = stranger()
    page.goto("/accounts/sign-in/")
    page.evaluate("fetch('https://elsewhere.example/a.js').catch(() => 0)")
    settle(page)
    found = "\n".join(watch.take())
    assert "policy violation: connect-src https://elsewhere.example/a.js" in found


def test_planted_link_to_another_host_is_found(stranger, watch, portal):
    page = stranger()
    page.route("https://elsewhere.example/**", lambda route: route.fulfill(body="elsewhere"))
    page.goto("https://elsewhere.example/")
    assert watch.take() == ["request to another host: https://elsewhere.example/"]


def test_planted_console_message_and_broken_script_are_found(stranger, watch):
    page = stranger()
    page.goto("/accounts/sign-in/")
    page.evaluate("console.log('left over'); setTimeout(() => { throw new Error('planted'); }, 0)")
    settle(page)
    found = watch.take()
    assert [line.split(" (")[0] for line in found] == ["console log: left over", "script broke: planted"]


def test_planted_missing_file_is_found_unless_expected(stranger, watch, portal):
    page = stranger()
    page.goto("/accounts/sign-in/")
    page.evaluate("fetch('/static/css/none.css').then(() => 0)")
    settle(page)
    assert f"answer 404: GET {portal}/static/css/none.css" in watch.take()
    watch.expect(404)
    page.evaluate("fetch('/static/css/none.css').then(() => 0)")
    settle(page)
    assert watch.take() == []


def test_planted_failing_request_is_found(stranger, watch, portal):
    page = stranger()
    page.goto("/accounts/sign-in/")
    page.route("**/gone", lambda route: route.abort("connectionreset"))
    with page.expect_event("requestfailed"):
        page.evaluate("fetch('/gone').catch(() => 0)")
    assert f"request failed: {portal}/gone net::ERR_CONNECTION_RESET" in watch.take()
