"""Taking a file in: who may, which file, where it belongs; nothing is left behind by one that is refused."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied

from capacity_portal.imports.choices import ImportState
from capacity_portal.imports.models import SheetImport
from capacity_portal.imports.operations import ImportRefused
from capacity_portal.imports.operations.uploading import limits_for
from capacity_portal.journal.models import Entry
from capacity_portal.lib.spreadsheets.book import COUNTY_LIMITS, OFFICE_LIMITS
from tests.capacity_portal.imports.trips import CLEAN, uploaded
from tests.makers import make_officer, make_region

pytestmark = pytest.mark.django_db


def stored_files() -> list[Path]:
    folder = Path(settings.MEDIA_ROOT) / "imports"
    return list(folder.iterdir()) if folder.exists() else []


def test_file_is_kept_and_read_in_the_background(kind, officer):
    record = uploaded(kind, officer)
    assert (record.state, record.job.kind, record.size) == (
        ImportState.READING,
        "imports.read",
        len(CLEAN.encode()),
    )
    assert [path.read_bytes() for path in stored_files()] == [CLEAN.encode()]


def test_upload_is_in_the_journal(kind, officer):
    record = uploaded(kind, officer)
    entry = Entry.objects.filter(subject="import").get()
    assert (entry.subject_id, entry.step) == (record.pk, "upload")
    assert "清单.csv" in entry.note


@pytest.mark.parametrize(
    ("content", "said"), [(b"", "文件是空的"), (b"MZ" + b"\0" * 100, ""), (b"%PDF-1.7", ""), (b"\xff\xd8\xff" + b"\0" * 50, "")]
)  # fmt: skip
def test_foreign_file_is_refused_and_not_kept(kind, officer, content, said):
    with pytest.raises(ImportRefused) as refused:
        uploaded(kind, officer, content)
    assert list(refused.value.message_dict) == ["file"]
    assert said in refused.value.message_dict["file"][0]
    assert (SheetImport.objects.count(), stored_files()) == (0, [])


def test_role_without_the_permission_is_refused(kind, officer):
    with pytest.raises(PermissionDenied):
        uploaded(kind, make_officer("power_company", "360802"))


def test_region_of_others_is_refused(kind, officer):
    make_region("360803")
    with pytest.raises(ImportRefused) as refused:
        uploaded(kind, officer, region="360803")
    assert list(refused.value.message_dict) == ["region"]


def test_nothing_is_kept_when_the_record_cannot_be_written(kind, officer, monkeypatch):
    def fail(**fields):
        raise RuntimeError("planted")

    monkeypatch.setattr(SheetImport.objects, "create", fail)
    with pytest.raises(RuntimeError, match="planted"):
        uploaded(kind, officer)
    assert stored_files() == []


@pytest.mark.parametrize(
    ("name", "kept"),
    [("清单.csv", "清单.csv"), ("", "未命名"), ("a\x00\ud800b.csv", "a b.csv"), ("\u202egpj.exe", "gpj.exe"), ("长" * 300 + ".csv", "长" * 196 + ".csv")],
)  # fmt: skip
def test_name_is_kept_in_one_harmless_line(kind, officer, name, kept):
    assert uploaded(kind, officer, name=name).file_name == kept


def test_the_office_may_send_larger_files(officer):
    for code in ("3608", "3608K01"):
        make_region(code)
    assert limits_for(make_officer("office_staff", "3608")) == OFFICE_LIMITS
    assert limits_for(make_officer("county_staff", "3608K01")) == COUNTY_LIMITS
    assert limits_for(officer) == COUNTY_LIMITS
