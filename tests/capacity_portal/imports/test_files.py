"""Stored files: found by their path, nothing else is."""

import stat

import pytest

from capacity_portal.imports import files


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)


def test_content_comes_back_and_goes():
    stored = files.store(b"abc")
    path = files.path_of(stored)
    assert (path.read_bytes(), stat.S_IMODE(path.stat().st_mode)) == (b"abc", 0o640)
    files.remove(stored)
    assert files.path_of(stored) is None
    files.remove(stored)


@pytest.mark.parametrize(
    "path", ["", "x", "imports/", "imports/none", "jobs/x", "imports/../secret", "/etc/passwd"]
)
def test_nothing_else_is_a_stored_file(path, tmp_path):
    (tmp_path / "secret").write_text("x")
    files.folder()
    assert files.path_of(path) is None
