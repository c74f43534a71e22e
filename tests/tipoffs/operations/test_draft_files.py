from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from capacity_portal.lib.sealing import boxes, custody
from capacity_portal.lib.uploads import UploadRefused
from tests import evidence_makers as make
from tests.makers import NOON, make_office
from tests.tip_makers import PASSPHRASES, make_custody_key, make_tip
from tipoffs.models import DraftFile, TipDraft, TipFile
from tipoffs.operations import draft_files, drafts, file_store, kept_files
from tipoffs.operations.originals import original_of

pytestmark = pytest.mark.django_db
KEY = b"k" * 32


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def keep(content=None, name="现场.jpg", key=KEY):
    if drafts.open_draft(key) is None:
        drafts.save_draft(key=key, content={}, at=NOON)
    return draft_files.keep(key=key, upload=make.Sent(content or make.jpeg_with_traces(), name), at=NOON)


def bytes_in(folder) -> list[bytes]:
    return [path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()]


def private_of(key) -> bytes:
    """Both custodians at once."""
    shares = [
        custody.share_by_passphrase(share, phrase, f"custody:{key.number}:{share.slot}")
        for share, phrase in zip(key.shares.order_by("slot"), PASSPHRASES, strict=True)
    ]
    return custody.private_key(key.wrapped_private, *shares, f"custody:{key.number}")


def test_a_kept_file_is_listed_with_what_it_is_but_not_with_its_name():
    make_custody_key()
    row = keep(make.pdf(pages=2), "张三的证明.pdf")
    (file,) = draft_files.listed(KEY)
    assert (file.uuid, file.position, file.kind, file.label, file.pages) == (
        row.uuid,
        1,
        "document",
        "PDF 文档",
        2,
    )
    assert file.size == len(make.pdf(pages=2))
    assert "张三" not in repr(file)
    assert draft_files.listed(b"o" * 32) == []


def test_nothing_on_the_disk_or_in_the_row_is_readable(media):
    make_custody_key()
    row = keep()
    stored = bytes_in(media)
    assert len(stored) == 2
    assert not any(make.CANARY_BYTES in content or b"\xff\xd8\xff" in content for content in stored)
    assert b"photo" not in bytes(row.sealed)
    assert {path.stat().st_mtime for path in media.rglob("*") if path.is_file()} == {0}


def test_the_clean_copy_opens_with_the_reporters_key_alone():
    make_custody_key()
    keep(), keep(make.mp4())
    photo, video = draft_files.listed(KEY)
    content = kept_files.clean_copy(photo, KEY)
    assert (content[:3], photo.content_type) == (b"\xff\xd8\xff", "image/jpeg")
    assert not video.clean_path
    assert draft_files.listed(b"o" * 32) == []
    with pytest.raises(boxes.CannotOpen):
        kept_files.clean_copy(photo, b"o" * 32)


def test_the_same_file_again_is_the_one_that_is_there(media):
    make_custody_key()
    assert keep() == keep(name="again.jpg")
    assert len(bytes_in(media)) == 2


def test_strangers_cannot_fill_the_disk_with_drafts(media, monkeypatch):
    """All drafts together have a limit; who meets it is told to call."""
    make_custody_key()
    make_office(hotline_work="0796-0000009")
    keep()
    held = DraftFile.objects.get().size
    monkeypatch.setattr(draft_files, "MOST_DRAFT_BYTES", held + 10)
    other = b"o" * 32
    drafts.save_draft(key=other, content={}, at=NOON)
    with pytest.raises(UploadRefused, match="暂存空间已满.*0796-0000009"):
        keep(make.jpeg(colour=(0, 200, 0)), key=other)
    assert (DraftFile.objects.count(), len(bytes_in(media))) == (1, 2)
    monkeypatch.setattr(draft_files, "MOST_DRAFT_BYTES", 10 * held)
    keep(make.jpeg(colour=(0, 200, 0)), key=other)


def test_nine_files_and_no_more(media, monkeypatch):
    assert draft_files.MOST_FILES == 9
    monkeypatch.setattr(draft_files, "MOST_FILES", 2)
    for red in range(2):
        keep(make.jpeg(colour=(red * 20, 0, 0)))
    with pytest.raises(UploadRefused, match="^一次举报最多上传 9 份材料，请先删除不需要的。$"):
        keep(make.jpeg(colour=(0, 200, 0)))
    assert [file.position for file in draft_files.listed(KEY)] == [1, 2]


def test_a_tenth_file_that_came_at_the_same_moment_is_refused_and_forgotten(media, monkeypatch):
    monkeypatch.setattr(draft_files, "MOST_FILES", 2)
    for red in range(2):
        keep(make.jpeg(colour=(red * 20, 0, 0)))
    before = len(bytes_in(media))
    monkeypatch.setattr(draft_files, "listed", lambda key: [])
    with pytest.raises(UploadRefused):
        keep(make.jpeg(colour=(0, 200, 0)))
    assert len(bytes_in(media)) == before


def test_a_full_disk_refuses_files_but_no_reports(monkeypatch):
    monkeypatch.setattr(file_store, "SPARE", 1 << 60)
    with pytest.raises(UploadRefused, match="存储空间不足"):
        keep()


def test_without_a_custody_key_originals_are_not_kept_and_videos_not_taken(media):
    keep()
    assert len(bytes_in(media)) == 1
    assert draft_files.listed(KEY)[0].sealed_path == ""
    with pytest.raises(UploadRefused, match="尚未生成保管密钥"):
        keep(make.mp4())


def test_dropping_removes_row_and_bytes(media, django_capture_on_commit_callbacks):
    make_custody_key()
    row = keep()
    with django_capture_on_commit_callbacks(execute=True):
        assert draft_files.drop(key=b"o" * 32, uuid=row.uuid) is False
        assert draft_files.drop(key=KEY, uuid=uuid4()) is False
        assert draft_files.drop(key=KEY, uuid=row.uuid) is True
    assert (DraftFile.objects.count(), bytes_in(media)) == (0, [])


def adopted(tip, callbacks):
    with callbacks(execute=True), draft_files.made_ready(KEY) as ready, transaction.atomic():
        files = draft_files.adopt(tip, KEY, ready)
        drafts.discard_draft(key=KEY)
    return files


def test_adopted_files_are_clean_copies_and_sealed_originals(media, django_capture_on_commit_callbacks):
    custody_key = make_custody_key()
    photo, video = make.jpeg_with_traces(), make.mp4()
    keep(photo), keep(video, "v.mp4")
    first, second = adopted(make_tip(), django_capture_on_commit_callbacks)
    assert [(one.position, one.kind, one.size) for one in (first, second)] == [
        (1, "photo", len(photo)),
        (2, "video", len(video)),
    ]
    assert first.clean.name.startswith("tipoffs/clean/")
    assert not second.clean
    private = private_of(custody_key)
    assert [original_of(one, private) for one in (first, second)] == [photo, video]
    assert len(bytes_in(media)) == 3
    assert not any(make.CANARY_BYTES in content for content in bytes_in(media))
    assert (TipDraft.objects.count(), list((media / "tipoffs/drafts").iterdir())) == (0, [])


def test_originals_open_with_the_right_key_in_the_right_place_only(django_capture_on_commit_callbacks):
    custody_key = make_custody_key()
    keep(), keep(make.png_with_traces())
    first, second = adopted(make_tip(), django_capture_on_commit_callbacks)
    private = private_of(custody_key)
    with pytest.raises(boxes.CannotOpen):
        original_of(first, boxes.new_key())
    first.sealed_key = second.sealed_key
    with pytest.raises(boxes.CannotOpen):
        original_of(first, private)
    file_store.remove(second.sealed_path)
    with pytest.raises(boxes.CannotOpen):
        original_of(second, private)
    second.sealed_path = ""
    with pytest.raises(boxes.CannotOpen):
        original_of(second, private)


def test_without_preparation_the_bytes_are_written_on_the_way():
    make_custody_key()
    keep()
    with transaction.atomic():
        (file,) = draft_files.adopt(make_tip(), KEY)
    assert file_store.read(file.clean.name)[:3] == b"\xff\xd8\xff"


class Broken(Exception):
    pass


def test_a_transaction_that_does_not_hold_leaves_the_draft_as_it_was(media):
    make_custody_key()
    keep()
    before = bytes_in(media)
    tip = make_tip()

    def receive():
        with draft_files.made_ready(KEY) as ready, transaction.atomic():
            draft_files.adopt(tip, KEY, ready)
            raise Broken

    with pytest.raises(Broken):
        receive()
    assert (TipFile.objects.count(), DraftFile.objects.count()) == (0, 1)
    assert bytes_in(media) == before


def test_what_was_made_ready_and_not_adopted_is_removed(media):
    make_custody_key()
    keep()
    before = bytes_in(media)
    with draft_files.made_ready(KEY) as ready:
        assert len(ready) == 1
    with draft_files.made_ready(None) as nothing:
        assert nothing == {}
    assert bytes_in(media) == before


def test_a_file_whose_bytes_are_gone_is_named(media):
    keep()
    for path in (media / "tipoffs/drafts").iterdir():
        path.unlink()
    with pytest.raises(ValidationError) as refused:
        draft_files.made_ready(KEY).__enter__()
    assert refused.value.message_dict == {"evidence": ["第 1 份材料读不出来，请删除后重新上传。"]}
