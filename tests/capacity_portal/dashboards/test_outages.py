"""An outage of the database is 503 with the typed text kept; a programming error is 500; nothing asks the database again."""

import pytest
from django.contrib.auth.decorators import login_not_required
from django.db import OperationalError, connection
from django.test import Client, override_settings
from django.urls import include, path


@login_not_required
def away(request):
    raise OperationalError("database is locked")


@login_not_required
def broken(request):
    raise ValueError("a fault of ours")


urlpatterns = [
    path("away/", away),
    path("broken/", broken),
    path("", include("capacity_portal.urls")),
]
handler500 = "capacity_portal.dashboards.views.errors.server_error"


@pytest.fixture
def client():
    with override_settings(ROOT_URLCONF=__name__):
        yield Client(raise_request_exception=False)


def test_outage_keeps_what_was_typed(client, caplog):
    response = client.post("/away/", {"name": "演示铸造〇一", "password": "Geheim-Geheim-1"})
    assert (response.status_code, response["Retry-After"]) == (503, "10")
    assert "演示铸造〇一" in response.content.decode()
    assert "Geheim" not in response.content.decode()
    assert "database is locked" in caplog.text


def test_fault_of_ours_is_a_chinese_500(client, caplog):
    response = client.get("/broken/")
    assert response.status_code == 500
    assert "门户" in response.content.decode()
    assert "Traceback" not in response.content.decode()


@pytest.mark.django_db
def test_outage_outside_a_view_is_503_too(client, caplog):
    # The session is read before any view: the middleware's process_exception never sees this one.
    client.cookies["sid"] = "a" * 32

    def fail(execute, sql, params, many, context):
        raise OperationalError("server closed the connection")

    with connection.execute_wrapper(fail):
        response = client.get("/desk/")
    assert response.status_code == 503
