import sys

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory
from django.views.debug import ExceptionReporter, get_exception_reporter_class

from capacity_portal.lib.error_reports import BareReporter

SECRET = "演示举报人13900000000"


def report(reporter_class, kind: str) -> str:
    request = RequestFactory().post(
        f"/tipoffs/new/contact/?{'q=' + SECRET}",
        {"name": SECRET, "file": SimpleUploadedFile(f"{SECRET}.jpg", b"x")},
        headers={"x-told": SECRET},
    )
    request.COOKIES["tip-draft"] = SECRET
    name = SECRET
    try:
        raise RuntimeError("broken" if name else "")
    except RuntimeError:
        reporter = reporter_class(request, *sys.exc_info())
        return reporter.get_traceback_text() if kind == "text" else reporter.get_traceback_html()


@pytest.mark.parametrize("kind", ["text", "html"])
def test_an_error_mail_says_where_it_broke_and_nothing_that_was_sent(kind):
    told = report(BareReporter, kind)
    assert "RuntimeError" in told
    assert SECRET not in told.replace(f"q={SECRET}", "")
    assert settings.TIPOFF_PEPPER not in told


@pytest.mark.parametrize("kind", ["text", "html"])
def test_the_usual_report_would_tell(kind):
    """Negative control."""
    assert SECRET in report(ExceptionReporter, kind)


def test_the_portal_uses_it():
    assert get_exception_reporter_class(RequestFactory().get("/")) is BareReporter
