"""Evidence: one file a request, in memory only, with a list to remove from; the same without a script."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests import evidence_makers as make
from tests.makers import make_office, make_region
from tests.tip_makers import make_custody_key
from tests.tipoffs.views.intake_walk import filled, started, submitted
from tipoffs.models import DraftFile, TipDraft, TipFile

pytestmark = pytest.mark.django_db
URL = "/tipoffs/new/evidence/"


@pytest.fixture(autouse=True)
def office(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    settings.TIPOFF_LIMITER = False
    make_region("360802")
    make_custody_key()
    return make_office()


def sent(client: Client, content: bytes | None = None, name: str = "现场.jpg", **more):
    file = SimpleUploadedFile(name, make.jpeg() if content is None else content)
    return client.post(URL, {"file": file, **more.pop("values", {})}, **more)


def test_photographs_of_an_iphone_are_told_how():
    page = started().get(URL).content.decode()
    assert "设置→相机→格式" in page
    assert "兼容性最佳" in page


def test_a_file_is_listed_and_taken_over():
    client = filled()
    assert sent(client).url == URL
    assert "材料1" in client.get(URL).content.decode()
    assert "照片" in client.get("/tipoffs/new/check/").content.decode()
    submitted(client)
    assert TipFile.objects.count() == 1


def test_from_the_check_it_leads_back_to_the_list():
    assert sent(started(), values={"back": "check"}).url == f"{URL}?back=check"


def test_a_file_is_removed():
    client = started()
    sent(client)
    uuid = DraftFile.objects.get().uuid
    assert client.post(f"{URL}{uuid}/remove/", {"back": "check"}).url == f"{URL}?back=check"
    assert client.post(f"{URL}{uuid}/remove/").url == URL
    assert DraftFile.objects.count() == 0


def test_another_reporter_removes_nothing():
    sent(started())
    uuid = DraftFile.objects.get().uuid
    started().post(f"{URL}{uuid}/remove/")
    Client().post(f"{URL}{uuid}/remove/")
    assert DraftFile.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "sentence"), [(b"", "文件是空的"), (b"<svg/>", "现场.jpg"), (make.heic(), "HEIC"), (b"x" * (20 * 1024 * 1024 + 1), "20 MB")]
)  # fmt: skip
def test_what_is_not_taken_is_refused_in_chinese(content, sentence):
    client = started()
    response = sent(client, content)
    text = response.content.decode()
    assert response.status_code == 200
    assert sentence in text
    assert "<title>错误：" in text
    assert DraftFile.objects.count() == 0


def test_nothing_chosen_is_said():
    assert "请先选择文件" in started().post(URL).content.decode()


def test_a_script_is_answered_with_json():
    client = started()
    assert json.loads(sent(client, HTTP_ACCEPT="application/json").content) == {"fault": ""}
    assert "HEIC" in json.loads(sent(client, make.heic(), HTTP_ACCEPT="application/json").content)["fault"]


def test_the_tenth_file_is_refused():
    client = started()
    for number in range(9):
        assert sent(client, make.jpeg(colour=(number * 20, 0, 0))).status_code == 302
    assert "最多上传 9 份" in sent(client, make.jpeg(colour=(0, 99, 0))).content.decode()
    assert "已达到9份" in client.get(URL).content.decode()


def test_with_the_draft_gone_the_file_is_not_kept_and_begins_no_draft():
    client = started()
    TipDraft.objects.all().delete()
    answer = sent(client)
    assert (answer.status_code, "这份材料没有收下" in answer.content.decode()) == (410, True)
    assert "没有收下" in json.loads(sent(client, HTTP_ACCEPT="application/json").content)["fault"]
    assert (DraftFile.objects.count(), TipDraft.objects.count()) == (0, 0)


def test_no_byte_of_a_file_reaches_the_temporary_folder(monkeypatch):
    """Django would write 3 MB there; nothing may ask for a temporary file."""
    import tempfile

    def never(*_, **__):
        raise AssertionError("a temporary file")

    client = started()
    monkeypatch.setattr("django.core.files.uploadedfile.TemporaryUploadedFile.__init__", never)
    monkeypatch.setattr(tempfile, "NamedTemporaryFile", never)
    assert "现场.jpg" in sent(client, b"\x00" * 3_000_000).content.decode()
    with pytest.raises(
        AssertionError, match="a temporary file"
    ):  # control: a view with Django's own handlers
        Client().post("/accounts/sign-in/", {"file": SimpleUploadedFile("a.jpg", b"\x00" * 3_000_000)})


def test_upload_without_its_token_is_refused():
    client = Client(enforce_csrf_checks=True)
    client.cookies = started().cookies
    assert sent(client).status_code == 403
