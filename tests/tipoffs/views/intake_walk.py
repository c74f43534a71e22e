"""Walking through the five steps with the test client, as a browser would post them."""

from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from tests.crawl import form_with
from tipoffs.rules import robots

WHERE = {"county": "360802", "town": "", "place_text": "河边的旧砖瓦厂", "firm_name": ""}
WHAT = {"kind": "production", "text": "三台中频炉，夜里开炉", "seen_text": "三月以来", "daytime": "night"}
ANONYMOUS = {"named": "anonymous"}
NAMED = {"named": "named", "name": "演示举报人", "telephone": "13900000000"}


def started() -> Client:
    """A browser that has pressed 开始填写."""
    client = Client()
    assert client.post("/tipoffs/new/").status_code == 302
    return client


def filled(contact: dict = ANONYMOUS) -> Client:
    """A browser that stands before the check page."""
    client = started()
    for step, answers in {"where": WHERE, "what": WHAT, "contact": contact}.items():
        response = client.post(f"/tipoffs/new/{step}/", answers)
        assert response.status_code == 302, response.content.decode()
    return client


def check_form(client: Client) -> dict[str, str]:
    """What the check page would post, drawn long enough ago for a person."""
    from datetime import timedelta

    from tipoffs.queries.receipts import pepper

    page = client.get("/tipoffs/new/check/").content.decode()
    values = {name: value[0] for name, value in form_with(page, "secret").values.items()}
    early = robots.stamp(timezone.now() - timedelta(seconds=10), pepper())
    return values | {"truthful": "on", robots.STAMP: early}


def submitted(client: Client, **more) -> HttpResponse:
    return client.post("/tipoffs/new/check/", check_form(client) | more)


def code_on(response: HttpResponse) -> str:
    return response.content.decode().split("data-code>")[1].split("<")[0]
