"""The door of the phone: worker, token, photos and visits, each posted as often as the network likes."""

import io
from datetime import date, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from inspections.models import Visit, VisitPhoto
from inspections.rules.claims import account_handle
from tests.clients import signed_in
from tests.hostile import SOME
from tests.makers import (
    NOON,
    make_cell,
    make_duty,
    make_enterprise,
    make_officer,
    make_post,
    make_region,
    make_visit,
)

pytestmark = pytest.mark.django_db
TOKEN, PHOTOS, VISITS = (f"/inspections/field/{name}/" for name in ("token", "photos", "visits"))


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def cell():
    return make_cell(make_region("360802001"))


@pytest.fixture
def officer(cell):
    return make_post(cell).officer


@pytest.fixture
def duty(cell):
    return make_duty(enterprise=make_enterprise("360802001"), cell=cell)


@pytest.fixture
def client(officer):
    return signed_in(officer)


def picture(color: str = "#808080") -> bytes:
    content = io.BytesIO()
    Image.new("RGB", (64, 48), color).save(content, "JPEG")
    return content.getvalue()


def send_photo(client, **values):
    file = SimpleUploadedFile("现场.jpg", picture(), content_type="image/jpeg")
    return client.post(PHOTOS, {"client_id": str(uuid4()), "file": file, **values})


def typed(task, **values) -> dict:
    """What the form of ``task`` sends when all is well."""
    items = {f"item_item-{number}": "yes" for number in (1, 2, 3)}
    usual = {"client_id": str(uuid4()), "duty": task.pk, "visited_on": "2026-03-02", "outcome": "normal"}
    return {**usual, **items, "outsider_name_1": "王秀英", "outsider_unit_1": "古南镇街道", **values}


@pytest.fixture
def send(client, officer, duty):
    """``send(remarks="")``: what the form sends, with these changes; its answer."""

    def post(**values):
        return client.post(VISITS, typed(duty, **{"colleagues": officer.pk, **values}))

    return post


# --- worker and token -------------------------------------------------------------------------------------------------
def test_the_worker_is_a_script_for_the_pages_below_its_address():
    response = Client().get("/inspections/worker.js")
    assert response.status_code == 200
    assert response["Content-Type"] == "text/javascript; charset=utf-8"
    assert response["Service-Worker-Allowed"] == "/inspections/"
    assert "no-cache" in response["Cache-Control"]
    assert b'addEventListener("fetch"' in response.content


def test_the_token_says_whose_sign_in_it_is_and_the_servers_time(client, officer):
    response = client.get(TOKEN)
    body = response.json()
    assert body["account"] == account_handle(officer.pk, officer.username)
    assert body["now"] == NOON.isoformat()
    assert len(body["token"]) == 64
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("role", ["auditor", "member_unit", "power_company"])
def test_roles_that_record_nothing_find_no_door(role):
    client = signed_in(make_officer(role))
    assert client.get(TOKEN).status_code == 404
    assert client.post(PHOTOS).status_code == 404
    assert client.post(VISITS).status_code == 404


def test_strangers_are_sent_to_the_sign_in():
    assert Client().get(TOKEN).status_code == 302
    assert Client().post(VISITS).status_code == 302


def test_posts_want_a_token(officer):
    client = Client(enforce_csrf_checks=True)
    client.force_login(officer)
    assert client.post(VISITS).status_code == 403
    token = client.get(TOKEN).json()["token"]
    assert client.post(VISITS, headers={"X-CSRFToken": token}).status_code == 422


# --- photos -----------------------------------------------------------------------------------------------------------
def test_a_photo_sent_twice_is_kept_once(client, officer, duty):
    number = str(uuid4())
    claimed = {"longitude": "114.9", "latitude": "27.1", "accuracy_m": "11.6", "item_code": "item-1"}
    first = send_photo(client, client_id=number, taken_time="2026-03-02T03:00:00.000Z", **claimed)
    again = send_photo(client, client_id=number)
    assert (first.status_code, first.json()) == (200, {"photo": number})
    assert (again.status_code, again.json()) == (200, {"photo": number})
    stored = VisitPhoto.objects.get()
    assert (stored.uploaded_by, stored.visit, stored.item_code, stored.accuracy_m) == (
        officer,
        None,
        "item-1",
        11,
    )
    assert stored.taken_time == NOON - timedelta(hours=1)


def test_somebody_elses_photo_number_is_refused(client):
    number = str(uuid4())
    send_photo(signed_in(make_officer()), client_id=number)
    response = send_photo(client, client_id=number)
    assert response.status_code == 409
    assert response.json()["sentences"] == ["这张照片的编号已被使用，请重新选择照片。"]


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"client_id": "x"}, "这份记录没有设备编号，请重新打开填写页再提交。"),
        ({"file": ""}, "没有收到照片文件，请重新选择照片。"),
        (
            {"file": SimpleUploadedFile("a.jpg", b"%PDF-1.7")},
            "这里只接收照片，请上传 JPG、PNG 或 WEBP 图片。",
        ),
    ],
)
def test_what_is_no_photo_is_refused_with_a_sentence(client, values, sentence):
    response = send_photo(client, **values)
    assert (response.status_code, response.json()["sentences"]) == (422, [sentence])
    assert not VisitPhoto.objects.exists()


@pytest.mark.parametrize("value", SOME)
def test_odd_claims_of_a_photo_are_left_out(client, value):
    names = ("longitude", "latitude", "accuracy_m", "taken_time", "kind", "item_code")
    assert send_photo(client, **dict.fromkeys(names, value)).status_code == 200
    stored = VisitPhoto.objects.get()
    assert (stored.longitude, stored.taken_time, stored.kind) == (None, None, "site")


# --- visits -----------------------------------------------------------------------------------------------------------
def test_a_visit_is_recorded_and_answered_with_its_receipt(send, client, officer, duty):
    photo, number = str(uuid4()), str(uuid4())
    send_photo(client, client_id=photo)
    response = send(client_id=number, photos=photo, remarks="炉体冷却")
    visit = Visit.objects.get()
    assert response.json() == {
        "client_id": number,
        "visit": visit.pk,
        "number": str(visit.pk),
        "recorded_at": NOON.isoformat(),
        "url": f"/inspections/visits/{visit.pk}/",
    }
    assert (str(visit.client_id), visit.duty, visit.recorded_by) == (number, duty, officer)
    assert (visit.source, visit.device_time, visit.remarks) == ("online", None, "炉体冷却")
    assert [str(found.client_id) for found in visit.photos.all()] == [photo]


@pytest.mark.parametrize("hours", [-3, 0, 3])
def test_a_visit_of_the_queue_keeps_the_claimed_time_beside_the_servers(send, hours):
    claimed = NOON + timedelta(hours=hours)
    assert send(offline="1", device_time=claimed.isoformat()).status_code == 200
    visit = Visit.objects.get()
    assert (visit.source, visit.device_time, visit.recorded_at) == ("offline", claimed, NOON)


def test_a_clock_that_cannot_be_right_is_left_out(send):
    assert send(offline="1", device_time="1970-01-01T00:00:00Z").status_code == 200
    assert Visit.objects.get().device_time is None


def test_sent_again_the_receipt_is_the_same(send, client):
    photo, number = str(uuid4()), str(uuid4())
    send_photo(client, client_id=photo)
    first = send(client_id=number, photos=photo)
    again = send(client_id=number, photos=photo)
    assert (first.status_code, again.status_code) == (200, 200)
    assert first.json() == again.json()
    assert Visit.objects.count() == 1


def test_a_phone_that_got_no_answer_and_calls_itself_offline_now_sends_the_same(send):
    shared = {"client_id": str(uuid4()), "remarks": "炉体冷却", "longitude": "115", "latitude": "27.1000004"}
    first = send(**shared, device_time="2026-03-02T09:00:00+08:00")
    again = send(
        **shared, device_time="2026-03-02T11:30:00+08:00", offline="1", also="1", doubts_accepted="on"
    )
    assert (first.status_code, again.json()) == (200, first.json())


@pytest.mark.parametrize(
    "changes",
    [
        {"outsider_name_1": "刘秀兰"},
        {"note_item-1": "另有说明"},
        {"longitude": "115.1", "latitude": "27"},
        {"is_announced": "on"},
    ],
)
def test_whatever_is_reported_otherwise_is_shown_not_dropped(send, changes):
    number = str(uuid4())
    assert send(client_id=number).status_code == 200
    answer = send(client_id=number, **changes)
    assert (answer.status_code, answer.json()["conflict"]) == (409, "stored")


def test_a_lost_answer_is_given_after_the_month_was_closed_and_the_duty_removed(send, duty):
    number = str(uuid4())
    first = send(client_id=number)
    duty.round.state, duty.round.closed_at = "closed", NOON
    duty.round.save()
    duty.cell, duty.removed_on, duty.removed_reason = None, date(2026, 3, 2), "搬迁"
    duty.save()
    assert send(client_id=number).json() == first.json()
    assert send().status_code == 404


def test_the_same_number_with_other_content_is_a_conflict(send):
    number = str(uuid4())
    send(client_id=number)
    response = send(client_id=number, remarks="另一份")
    assert (response.status_code, response.json()["conflict"]) == (409, "stored")
    assert "没有覆盖" in response.json()["sentences"][0]
    assert Visit.objects.get().remarks == ""


def test_the_same_number_with_content_that_cannot_be_read_is_a_conflict_too(send):
    number = str(uuid4())
    send(client_id=number)
    assert send(client_id=number, visited_on="昨天").json()["conflict"] == "stored"


def test_a_colleague_was_faster_and_both_may_stand(send, duty):
    colleague = make_officer(name="刘建国")
    make_visit(duty, recorded_by=colleague)
    refused = send()
    assert (refused.status_code, refused.json()["conflict"]) == (409, "covered")
    assert refused.json()["sentences"] == [
        f"{duty.title}本月已由刘建国于2026年3月2日排查并提交，您的这份没有覆盖它。"
    ]
    assert send(also="1").status_code == 200
    assert Visit.objects.filter(duty=duty, state="recorded").count() == 2


def test_ones_own_second_visit_is_no_conflict(send):
    assert send().status_code == 200
    assert send().status_code == 200


def test_a_closed_month_says_so(send, duty):
    duty.round.state, duty.round.closed_at = "closed", NOON
    duty.round.save()
    response = send()
    assert response.status_code == 409
    assert response.json()["sentences"][0].startswith("2026年3月已关账")


def test_a_removed_duty_says_why(send, duty):
    duty.removed_on, duty.removed_reason = date(2026, 3, 2), "搬迁"
    duty.save()
    response = send()
    assert response.status_code == 409
    assert "搬迁" in response.json()["sentences"][0]


def test_another_cells_duty_does_not_exist(client, officer):
    other = make_duty(enterprise=make_enterprise("360803"), cell=make_cell("360803001"))
    response = client.post(VISITS, typed(other, colleagues=officer.pk))
    assert response.status_code == 404
    assert "不在您的清单上" in response.json()["sentences"][0]
    assert not Visit.objects.exists()


def test_errors_come_back_by_the_names_of_the_form(send):
    response = send(outcome="refused", **{"item_item-1": "", "visited_on": "2026-03-03"})
    assert response.status_code == 422
    assert set(response.json()["errors"]) >= {"outcome_reason", "visited_on"}
    assert send(visited_on="昨天").json()["errors"].keys() >= {"visited_on"}


def test_what_is_odd_must_be_stood_by(send):
    refused = send(outsider_name_1="张三")
    assert (refused.status_code, refused.json()["conflict"]) == (409, "doubts")
    assert "张三" in refused.json()["sentences"][0]
    assert send(outsider_name_1="张三", doubts_accepted="on").status_code == 200


def test_a_photo_that_did_not_arrive_keeps_the_visit_back(send):
    response = send(photos=str(uuid4()))
    assert (response.status_code, response.json()["conflict"]) == (422, "photos")
    assert "没有传到" in response.json()["sentences"][0]
    assert not Visit.objects.exists()


@pytest.mark.parametrize("value", SOME)
def test_hostile_values_get_an_answer(send, value):
    names = ("duty", "visited_on", "outcome", "photos", "colleagues", "longitude", "remarks", "device_time")
    for name in (*names, "client_id", "item_item-1", "previous", "arrived", "also", "finding_1_kind"):
        assert send(offline="1", **{name: value}).status_code in (200, 404, 409, 422), name


def test_get_is_not_answered(client):
    assert client.get(VISITS).status_code == 405
    assert client.get(PHOTOS).status_code == 405
