"""A reporter with number and code before the tracking pages."""

from django.apps import apps
from django.conf import settings
from django.test import Client

from tests.tip_makers import make_tip
from tipoffs.models import Tip
from tipoffs.rules import receipt

PEPPER = settings.TIPOFF_PEPPER.encode()
CODE = receipt.code_from("a form's secret", PEPPER)
ADDRESS = "10.98.76.54"


def tip_with_code(state: str = "verifying", **values) -> Tip:
    return make_tip(state, code_digest=receipt.code_digest(CODE, PEPPER), **values)


def lookup(number: str, code: str, client: Client | None = None):
    client = client or Client(REMOTE_ADDR=ADDRESS)
    return client.post("/tipoffs/track/", {"number": number, "code": code})


def at_case(tip: Tip) -> Client:
    """A browser that gave number and code."""
    client = Client(REMOTE_ADDR=ADDRESS)
    assert lookup(tip.label, CODE, client).status_code == 302
    return client


def everything_stored() -> str:
    """All rows of all tables as text."""
    return "\n".join(str(row) for model in apps.get_models() for row in model.objects.values_list())
