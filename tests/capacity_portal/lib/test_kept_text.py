import pytest
from django.test import RequestFactory

from capacity_portal.lib.kept_text import typed_values

FORM = "application/x-www-form-urlencoded"


def test_filled_fields_are_kept_and_secrets_are_not():
    typed = {
        "name": "演示企业",
        "empty": " ",
        "password": "x",
        "first_passphrase": "x",
        "my_recovery": "x",
        "once": "k",
        "csrfmiddlewaretoken": "t",
    }
    assert typed_values(RequestFactory().post("/", typed)) == [("name", "演示企业")]


@pytest.mark.parametrize(("named", "kept"), [(["name"], [("text", "y")]), ("__ALL__", [])])
def test_what_a_view_calls_sensitive_is_not_kept(named, kept):
    request = RequestFactory().post("/", {"name": "x", "text": "y"})
    request.sensitive_post_parameters = named
    assert typed_values(request) == kept


def test_a_get_has_typed_nothing():
    assert typed_values(RequestFactory().get("/", {"name": "x"})) == []


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"a=1", f"{FORM}; charset=hex"),
        (b"a=1&" * 3_000, FORM),
        (b"--x", "multipart/form-data"),
    ],
)
def test_a_body_that_cannot_be_read_has_no_values(body, kind):
    request = RequestFactory().generic("POST", "/", body, content_type=kind)
    assert typed_values(request) == []
    assert typed_values(RequestFactory().generic("POST", "/", b"a=1", content_type=FORM)) == [("a", "1")]
