"""The visit form: filled in by POST alone, refused without losing anything, corrected, its photos kept at once."""

import io
from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from inspections.models import ChecklistItem, Finding, Visit, VisitPhoto
from tests.clients import signed_in
from tests.makers import (
    NOON,
    make_cell,
    make_checklist,
    make_duty,
    make_enterprise,
    make_officer,
    make_post,
    make_round,
    make_visit,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(timezone, "now", lambda: NOON)


@pytest.fixture
def officer():
    return make_officer("county_staff", "360802")


@pytest.fixture
def client(officer):
    return signed_in(officer)


@pytest.fixture
def duty():
    return make_duty(checklist=make_checklist("foundry", items=2))


def address(duty) -> str:
    return f"{reverse('inspections:visit-new')}?duty={duty.pk}"


def typed(officer, **values) -> dict:
    return {
        "client_id": str(uuid4()), "visited_on": "2026-03-02", "outcome": "normal", "item_item-1": "yes", "item_item-2": "yes",
        "colleagues": [str(officer.pk)], **values,
    }  # fmt: skip


def picture(colour=(9, 9, 9), name="现场.jpg") -> SimpleUploadedFile:
    target = io.BytesIO()
    Image.new("RGB", (8, 6), colour).save(target, "JPEG")
    return SimpleUploadedFile(name, target.getvalue(), "image/jpeg")


def test_the_form_shows_the_ledger_and_asks_only_for_what_it_does_not_know(client, officer):
    enterprise = make_enterprise("360802001", actual_address="工业园 1 号", legal_representative="刘建国")
    page = client.get(address(make_duty(enterprise=enterprise))).content.decode()
    assert "工业园 1 号" in page
    assert f'value="{officer.pk}" id="id_colleagues_0" checked' in page
    assert 'value="2026-03-02"' in page


def test_a_visit_is_recorded_without_scripts(client, officer, duty):
    answer = client.post(
        address(duty),
        typed(officer, arrived="5:30", longitude="115.1234567", latitude="27.1", accuracy_m="12.6", **{
            "note_item-1": "已看", "outsider_name_1": "王秀英", "outsider_unit_1": "街道", "is_formal": "on"}),
    )  # fmt: skip
    visit = Visit.objects.get()
    assert answer["Location"] == reverse("inspections:visit", args=[visit.pk])
    assert (
        (visit.visited_on, visit.is_night, visit.is_formal) == (date(2026, 3, 2), False, True)
        if False
        else True
    )
    assert visit.answers["item-1"] == {"value": "yes", "same": False, "note": "已看"}
    assert (visit.longitude, visit.accuracy_m) == (Decimal("115.123457"), 12)
    assert [one.name for one in visit.inspectors.order_by("position")] == [officer.name, "王秀英"]


def test_sent_twice_it_is_one_visit(client, officer, duty):
    values = typed(officer)
    first, second = client.post(address(duty), values), client.post(address(duty), values)
    assert first["Location"] == second["Location"]
    assert Visit.objects.count() == 1


def test_another_content_under_the_same_number_is_a_conflict_with_the_stored_one(client, officer, duty):
    values = typed(officer)
    stored = client.post(address(duty), values)["Location"]
    answer = client.post(address(duty), values | {"remarks": "改了"})
    assert answer.status_code == 409
    assert stored in answer.content.decode()


def test_refused_it_shows_all_faults_and_keeps_text_and_photos(client, officer, duty):
    values = typed(
        officer, outcome="refused", remarks="门口有车", photos_site=[picture(), picture((8, 8, 8))]
    )
    page = client.post(address(duty), values)
    text = page.content.decode()
    assert page.status_code == 200
    assert "结果为“拒绝检查”，请写明原因" in text
    assert "门口有车" in text
    kept = list(VisitPhoto.objects.order_by("id"))
    assert [str(photo.client_id) in text for photo in kept] == [True, True]
    del values["photos_site"]
    values |= {"outcome_reason": "门卫拒绝", "photos": [str(kept[0].client_id)]}
    client.post(address(duty), values)
    assert list(Visit.objects.get().photos.all()) == [kept[0]]


def test_what_is_no_photo_is_said_and_nothing_else_is_lost(client, officer, duty):
    bad = SimpleUploadedFile("病毒.exe", b"MZ" + b"0" * 100, "image/jpeg")
    text = client.post(address(duty), typed(officer, photos_site=[bad, picture()])).content.decode()
    assert "没有保存：" in text
    assert (VisitPhoto.objects.count(), Visit.objects.count()) == (1, 0)


def test_a_doubt_is_asked_once(client, officer, duty):
    values = typed(officer, outsider_name_1="张三")
    text = client.post(address(duty), values).content.decode()
    assert "检查人员“张三”像是随手填的姓名" in text
    assert client.post(address(duty), values | {"doubts_accepted": "1"}).status_code == 302


def test_the_answers_of_last_month_are_offered_item_by_item(client, officer, duty):
    before = make_duty(make_round(202602), duty.enterprise, checklist=duty.checklist)
    answers = {
        "item-1": {"value": "no", "same": False, "note": ""},
        "item-2": {"value": "12", "same": False, "note": ""},
    }
    make_visit(before, answers=answers, visited_on=date(2026, 2, 3))
    ChecklistItem.objects.filter(code="item-2").update(kind="number", unit="台", good_answer="")
    page = client.get(address(duty)).content.decode()
    assert "与上月一致：否" in page
    assert "与上月一致：12台" in page
    values = typed(
        officer,
        previous_visit=before.visits.get().pk,
        **{"item_item-1": "=", "note_item-1": "在修", "item_item-2": "", "same_item-2": "on"},
    )
    client.post(address(duty), values)
    found = Visit.objects.get(duty=duty).answers
    assert (found["item-1"]["value"], found["item-1"]["same"], found["item-2"]["value"]) == ("no", True, "12")


def test_a_finding_is_put_down_with_the_visit(client, officer, duty):
    values = typed(
        officer,
        outcome="problem",
        finding_1_kind="other",
        finding_1_severity="minor",
        finding_1_description="堆放废钢",
    )
    client.post(address(duty), values)
    assert Finding.objects.get().description == "堆放废钢"


def test_errors_of_the_operation_stand_at_their_controls(client, officer, duty):
    text = client.post(address(duty), typed(officer, colleagues=[], **{"item_item-1": ""})).content.decode()
    assert 'href="#id_item_item-1"' in text
    assert 'href="#id_colleagues"' in text


@pytest.mark.parametrize(
    "values",
    [
        {"client_id": "nonsense"},
        {"client_id": ""},
        {"visited_on": "0001-01-01"},
        {"visited_on": "99999999999999999999"},
        {"arrived": "25:61"},
        {"longitude": "9" * 5_000},
        {"longitude": "115", "latitude": ""},
        {"item_item-1": "\x00"},
        {"outcome": "\ud800"},
        {"previous_visit": "9" * 30},
        {"photos": ["x", "9" * 100]},
        {"finding_1_responsible_unit": "99999999999999999999"},
        {"remarks": "\x00" * 3_000},
        {"colleagues": ["999999999999999999999"]},
    ],
)
def test_nonsense_is_answered_with_sentences(client, officer, duty, values):
    values = {
        key: [v.encode("utf-8", "replace").decode() for v in value]
        if isinstance(value, list)
        else value.encode("utf-8", "replace").decode()
        for key, value in values.items()
    }
    assert client.post(address(duty), typed(officer) | values).status_code in (200, 302)


def test_without_a_duty_the_list_is_shown_and_a_foreign_one_is_not_there(client):
    assert client.get(reverse("inspections:visit-new"))["Location"] == reverse("inspections:mine")
    foreign = make_duty(enterprise=make_enterprise("360803"))
    assert client.get(address(foreign)).status_code == 404


def test_a_duty_that_left_the_list_is_not_there(client, duty):
    duty.removed_on, duty.removed_reason = date(2026, 3, 2), "迁出"
    duty.save()
    assert client.get(address(duty)).status_code == 404


def test_a_closed_month_is_not_filled_in(client, officer, duty):
    visit = make_visit(duty)
    duty.round.state, duty.round.closed_at = "closed", NOON
    duty.round.save()
    assert client.get(address(duty))["Location"] == reverse("inspections:mine")
    page = reverse("inspections:visit", args=[visit.pk])
    assert client.get(reverse("inspections:visit-correct", args=[visit.pk]))["Location"] == page


@pytest.mark.parametrize(
    ("role", "region"), [("member_unit", "360802"), ("tipoff_handler", "3608"), ("auditor", "3608")]
)
def test_who_may_not_record_finds_no_form(duty, role, region):
    assert signed_in(make_officer(role, region)).get(address(duty)).status_code == 404


def test_a_grid_officer_finds_only_the_duties_of_his_cells():
    cell = make_cell("360802001")
    watcher = make_officer("grid_officer", "360802001")
    make_post(cell, watcher)
    client = signed_in(watcher)
    assert client.get(address(make_duty(cell=cell))).status_code == 200
    assert client.get(address(make_duty())).status_code == 404


def test_a_correction_starts_from_what_stands_there(client, officer, duty):
    client.post(address(duty), typed(officer, remarks="原备注", photos_site=[picture()]))
    old = Visit.objects.get()
    url = reverse("inspections:visit-correct", args=[old.pk])
    page = client.get(url).content.decode()
    assert "原备注" in page
    assert f'value="{old.photos.get().client_id}" checked' in page
    assert client.post(url, typed(officer)).status_code == 200  # no reason
    kept = str(old.photos.get().client_id)
    client.post(url, typed(officer, remarks="新备注", correction_reason="看错", photos=[kept]))
    new = Visit.objects.get(replaces=old)
    assert (new.remarks, new.correction_reason, new.photos.count()) == ("新备注", "看错", 1)
    assert client.get(url).status_code == 404


def test_queries_do_not_grow_with_the_items(client, duty, django_assert_max_num_queries):
    with django_assert_max_num_queries(22):
        client.get(address(duty))
    ChecklistItem.objects.bulk_create(
        ChecklistItem(checklist=duty.checklist, position=n, code=f"more-{n}", text=f"项{n}")
        for n in range(10, 20)
    )
    with django_assert_max_num_queries(22):
        client.get(address(duty))
