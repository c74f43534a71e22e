"""The file is there while the row is written, and goes when that fails."""

from types import SimpleNamespace

import pytest
from django.core.files.storage import FileSystemStorage
from django.db.models import FileField

from capacity_portal.lib.uploaded_bytes import uploaded_bytes

UPLOAD = SimpleNamespace(original_name="扫描件.pdf", content=b"%PDF")


@pytest.fixture
def field(tmp_path) -> FileField:
    return FileField(upload_to="papers/", storage=FileSystemStorage(tmp_path))


def test_the_bytes_stay_under_a_name_of_their_own(field, tmp_path):
    with uploaded_bytes(field, UPLOAD) as path:
        pass
    assert (tmp_path / path).read_bytes() == b"%PDF"
    assert path.startswith("papers/")
    assert path.endswith(".pdf")
    assert "扫描件" not in path


def test_they_go_when_the_row_cannot_be_written(field, tmp_path):
    with pytest.raises(RuntimeError), uploaded_bytes(field, UPLOAD):
        raise RuntimeError
    assert [file for file in tmp_path.rglob("*") if file.is_file()] == []
