"""What a browser complains about while a test runs: any of it fails the test.

Console messages, violations of the content security policy, scripts that broke, requests that failed, answers nobody expected
(status 400 and above), and requests to any other host.
"""

from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Error, Page, Request, Response

# The browser's own line in the console would do; the event names the directive and works where the console is quiet.
_REPORT_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) => {
  console.error("policy violation: " + event.effectiveDirective + " " + event.blockedURI);
});
"""
# Reports are tasks of their own in the browser: wait until those of everything before have run.
_SETTLE = "() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0)))"
# Signing out asks the browser to forget; it says so. Where two people sit at one screen, one form asks for two passwords.
_USUAL = ("Clear-Site-Data header on", "[DOM] Multiple forms should be contained in their own form elements")
_HARMLESS_SCHEMES = {"data", "blob", "about"}


def settle(page: Page) -> None:
    """Let everything arrive that the browser has to say about this page; about the next one, where a script leads on to it."""
    while True:
        page.wait_for_load_state()
        try:
            return page.evaluate(_SETTLE)
        except Error as left:
            if "Execution context was destroyed" not in left.message:
                raise


class Watch:
    """Collects sentences in ``found``. ``expect(409)`` says that this test wants such an answer."""

    def __init__(self, origin: str) -> None:
        self.origin = origin
        self.found: list[str] = []
        self.expected: set[int] = set()
        self.last_status = 0  # of the page itself, without what it loads

    def attach(self, context: BrowserContext) -> None:
        context.add_init_script(_REPORT_VIOLATIONS)
        context.on("console", self._heard)
        context.on("weberror", lambda error: self.found.append(f"script broke: {error.error}"))
        context.on("request", self._asked)
        context.on("requestfailed", self._failed)
        context.on("response", self._answered)

    def expect(self, *statuses: int) -> None:
        self.expected |= set(statuses)

    def take(self) -> list[str]:
        """What was found since the last time; nothing is expected any more."""
        found, self.found, self.expected = self.found, [], set()
        return found

    def _heard(self, message) -> None:
        if message.text.startswith(_USUAL):
            return
        if not any(f"status of {status} " in message.text for status in self.expected):
            self.found.append(f"console {message.type}: {message.text} ({message.location.get('url', '')})")

    def _asked(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme not in _HARMLESS_SCHEMES and f"{address.scheme}://{address.netloc}" != self.origin:
            self.found.append(f"request to another host: {request.url}")

    def _failed(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # left for another page, or became a download
            self.found.append(f"request failed: {request.url} {request.failure}")

    def _answered(self, response: Response) -> None:
        if response.request.is_navigation_request():
            self.last_status = response.status
        if response.status >= 400 and response.status not in self.expected:
            self.found.append(f"answer {response.status}: {response.request.method} {response.url}")
