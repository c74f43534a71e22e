"""Uploads in memory: whole up to the limit, dropped above it, and the rest of the form stays."""

import pytest
from django.core.files.uploadedfile import InMemoryUploadedFile, SimpleUploadedFile
from django.http import HttpResponse
from django.test import RequestFactory

from capacity_portal.lib.memory_uploads import uploads_in_memory

MOST = 4_000_000


def asked(**files):
    """The request as the view sees it."""
    seen = []

    @uploads_in_memory(MOST)
    def view(request):
        seen.append(request)
        return HttpResponse()

    request = RequestFactory().post("/", {"text": "留着", **files})
    request._dont_enforce_csrf_checks = True
    assert view(request).status_code == 200
    return seen[0]


@pytest.mark.parametrize("size", [1, 100_000, 3_000_000])
def test_a_file_is_there_whole_and_in_memory(size):
    request = asked(file=SimpleUploadedFile("a.bin", b"x" * size))
    found = request.FILES["file"]
    assert isinstance(found, InMemoryUploadedFile)
    assert (len(found.read()), found.size, found.name) == (size, size, "a.bin")
    assert request.has_dropped_files is False


def test_too_large_a_file_is_dropped_and_the_form_stays():
    request = asked(file=SimpleUploadedFile("a.bin", b"x" * (MOST + 1)))
    assert "file" not in request.FILES
    assert request.POST["text"] == "留着"
    assert request.has_dropped_files is True


def test_the_limit_counts_all_files_together():
    request = asked(
        one=SimpleUploadedFile("a.bin", b"x" * 3_000_000), two=SimpleUploadedFile("b.bin", b"x" * 3_000_000)
    )
    assert (list(request.FILES), request.has_dropped_files) == (["one"], True)


@pytest.mark.django_db
def test_a_form_without_its_token_is_refused():
    @uploads_in_memory(MOST)
    def view(request):
        raise AssertionError("never reached")

    assert view(RequestFactory().post("/")).status_code == 403
