from uuid import uuid4

import pytest
from django.urls import reverse

from tests import evidence_makers as make
from tests.clients import signed_in
from tests.makers import NOON, make_officer
from tests.tip_makers import make_assignment, make_custody_key, make_tip
from tipoffs.file_panels import files
from tipoffs.models import Exclusion, TipRead
from tipoffs.operations.tip_files import attach

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def sent(tip, content=None, **values):
    return attach(tip=tip, upload=make.Sent(content or make.jpeg_with_traces()), at=NOON, **values)


def get(officer, file, tip=None):
    return signed_in(officer).get(reverse("tipoffs:file", args=[(tip or file.tip).pk, file.uuid]))


@pytest.mark.parametrize("role", ["tipoff_handler", "office_leader"])
def test_those_who_read_the_original_words_see_the_clean_copy_and_the_look_is_logged(role):
    officer, file = make_officer(role), sent(make_tip())
    response = get(officer, file)
    content = b"".join(response.streaming_content)
    assert (response.status_code, response["Content-Type"], content[:3]) == (
        200,
        "image/jpeg",
        b"\xff\xd8\xff",
    )
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Disposition"].startswith("inline")
    assert "no-store" in response["Cache-Control"]
    assert make.CANARY_BYTES not in content
    assert list(TipRead.objects.values_list("what", "read_by")) == [("file", officer.pk)]


def test_a_unit_never_sees_what_the_reporter_sent():
    tip = make_tip("verifying")
    make_assignment(tip)
    file = sent(tip)
    assert get(make_officer("county_leader", "360802"), file).status_code == 404
    assert files(tip, make_officer("county_staff", "360802"), None) is None
    assert TipRead.objects.count() == 0


def test_who_keeps_out_another_tip_and_unknown_files_are_404():
    file, other = sent(make_tip()), make_tip()
    officer = make_officer("tipoff_handler")
    assert get(officer, file, tip=other).status_code == 404
    file.uuid = uuid4()
    assert get(officer, file).status_code == 404
    kept_out = make_officer("tipoff_handler")
    Exclusion.objects.create(tip=other, officer=kept_out, reason="演示", set_at=NOON, set_by=officer)
    assert get(kept_out, sent(other)).status_code == 404


@pytest.mark.parametrize("role", ["auditor", "system_admin", "security_admin", "office_staff"])
def test_other_roles_are_refused(role):
    assert get(make_officer(role), sent(make_tip())).status_code in (403, 404)


def test_what_stays_sealed_says_how_it_is_opened():
    make_custody_key()
    officer, tip = make_officer("tipoff_handler"), make_tip()
    video, scan = sent(tip, make.mp4()), sent(tip, make.pdf(), is_scan=True)
    for file in (video, scan):
        response = get(officer, file)
        assert response.status_code == 200
        assert "申请开启举报人身份" in response.content.decode()
    video.sealed_path = ""
    video.save()
    assert "原件已按保存期限销毁" in get(officer, video).content.decode()


def test_a_copy_that_the_store_lost_is_named(media):
    file = sent(make_tip())
    (media / file.clean.name).unlink()
    response = get(make_officer("tipoff_handler"), file)
    assert response.status_code == 404
    assert "材料1" in response.content.decode()


def test_the_panel_lists_copies_and_sealed_ones():
    make_custody_key()
    officer, tip = make_officer("tipoff_handler"), make_tip()
    assert files(tip, officer, None) is None
    sent(tip), sent(tip, make.mp4()), sent(tip, make.pdf(), is_scan=True)
    page = signed_in(officer).get(reverse("tipoffs:tip", args=[tip.pk])).content.decode()
    assert page.count("/files/") == 3
    for words in ("照片1", "视频2", "来信来文扫描件3", "已封存"):
        assert words in page
