import tempfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import path

from capacity_portal.lib.memory_uploads import MOST_READ, uploads_in_memory

MOST = 6_000_000  # above FILE_UPLOAD_MAX_MEMORY_SIZE: Django itself would spool it


def told(request):
    sizes = [(one.size, len(one.read())) for one in request.FILES.getlist("file")]
    return HttpResponse(
        f"{sizes} {getattr(request, 'has_dropped_files', None)} {request.POST.get('words', '')}"
    )


urlpatterns = [path("kept/", uploads_in_memory(MOST)(told)), path("spooled/", told)]
pytestmark = pytest.mark.django_db  # error pages name the office


@pytest.fixture(autouse=True)
def routes(settings, monkeypatch, tmp_path):
    from django.contrib.auth.decorators import login_not_required

    settings.ROOT_URLCONF = __name__
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path
    for pattern in urlpatterns:
        login_not_required(pattern.callback)
    return tmp_path


@pytest.fixture
def spooled(monkeypatch):
    """Names of the temporary files that were made."""
    made = []
    original = tempfile._TemporaryFileWrapper.__init__

    def noted(self, file, name, *args, **kwargs):
        made.append(name)
        original(self, file, name, *args, **kwargs)

    monkeypatch.setattr(tempfile._TemporaryFileWrapper, "__init__", noted)
    return made


def send(address: str, *sizes: int, client=None, **headers):
    files = [SimpleUploadedFile("现场.jpg", bytes(size)) for size in sizes]
    return (client or Client()).post(address, {"file": files, "words": "话"}, **headers)


def test_a_large_file_never_touches_the_disk(spooled):
    assert send("/kept/", 5_000_000).content.decode() == "[(5000000, 5000000)] False 话"
    assert spooled == []


def test_without_it_the_same_file_is_spooled(spooled):
    assert send("/spooled/", 5_000_000).status_code == 200
    assert len(spooled) == 1


def test_what_goes_beyond_is_dropped_and_told():
    assert send("/kept/", MOST + 1).content.decode() == "[] True 话"
    assert (
        send("/kept/", MOST - 1000, 2000, 5).content.decode() == f"[({MOST - 1000}, {MOST - 1000})] True 话"
    )


@pytest.mark.parametrize("stated", [str(MOST_READ + 1), "9" * 300])
def test_a_hostile_length_is_refused_without_reading(stated):
    response = send("/kept/", 10, CONTENT_LENGTH=stated)
    assert response.status_code == 413
    assert "每份材料不超过 20 MB" in response.content.decode()


@pytest.mark.parametrize("stated", ["", "abc", "0", "5"])
def test_a_senseless_length_means_no_form(stated):
    assert send("/kept/", 10, CONTENT_LENGTH=stated).content.decode() == "[] False "


def test_a_negative_length_is_a_bad_request():
    assert send("/kept/", 10, CONTENT_LENGTH="-5").status_code == 400


def test_forged_requests_are_still_refused():
    response = send("/kept/", 10, client=Client(enforce_csrf_checks=True))
    assert (response.status_code, response["Content-Type"]) == (403, "text/html; charset=utf-8")
