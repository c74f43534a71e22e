from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine

from tests.clients import signed_in
from tests.makers import NOON, PASSWORD, make_officer
from tests.tip_makers import PASSPHRASES, make_opening, make_tip
from tests.tipoffs.custodians import PERSON, founded, sealed_tip
from tipoffs.models import Opening, TipFile, TipRead
from tipoffs.operations import file_store, originals

pytestmark = pytest.mark.django_db
ORIGINAL = b"\xff\xd8 original"


@pytest.fixture
def world(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with time_machine.travel(NOON, tick=False):
        yield founded()


def text_of(response) -> str:
    return response.content.decode()


def with_original(tip, key) -> TipFile:
    uuid, name = uuid4(), file_store.new_name(file_store.SEALED)
    sealed = originals.sealed(ORIGINAL, uuid, key)
    file_store.write(name, sealed.box)
    return TipFile.objects.create(
        uuid=uuid, tip=tip, kind="photo", content_type="image/jpeg", size=9, sha256="0" * 64, sealed_path=name, sealed_key=sealed.key,
        custody=key, position=1,
    )  # fmt: skip


def asked(world, tip):
    client = signed_in(world.first)
    response = client.post(f"/tipoffs/{tip.pk}/request-opening/", {"reason": "演示核对收款人"})
    return client, response


def until_open(world, tip):
    """The requester's client and the address of the opening after all steps on the pages."""
    client, response = asked(world, tip)
    url = response.url
    decided = {"answer": "approve", "decision": "", "password": PASSWORD}
    assert signed_in(world.leader).post(f"{url}decide/", decided).status_code == 302
    assert (
        signed_in(world.second)
        .post(f"{url}join/", {"is_same": "on", "passphrase": PASSPHRASES[1]})
        .status_code
        == 302
    )
    assert client.post(f"{url}open/", {"passphrase": PASSPHRASES[0]}).status_code == 302
    return client, url


def test_the_whole_way_on_the_pages(world):
    tip = sealed_tip(identity=PERSON)
    file = with_original(tip, world.key)
    client, url = until_open(world, tip)
    page = text_of(client.get(url))
    assert [value for value in filter(None, vars(PERSON).values()) if value not in page] == []
    assert "2026-03-02 12:00" in page
    response = client.get(f"{url}files/{file.uuid}/")
    assert (response.content, response["Content-Disposition"]) == (
        ORIGINAL, "attachment; filename*=utf-8''%E5%8E%9F%E4%BB%B61.jpg"
    )  # fmt: skip
    assert response["Content-Type"] == "application/octet-stream"
    assert set(TipRead.objects.filter(tip=tip).values_list("what", "read_by")) == {
        ("identity", world.first.pk), ("original", world.first.pk)
    }  # fmt: skip


def test_the_key_of_the_browser_goes_to_this_opening_alone(world):
    client, response = asked(world, sealed_tip())
    cookie = response.cookies[f"tip-opening-{Opening.objects.get().pk}"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"], cookie["max-age"]) == (
        True,
        "Strict",
        response.url,
        86400,
    )
    stored = bytes(Opening.objects.get().session_public)
    assert cookie.value.encode() not in stored


def test_nobody_else_and_no_other_browser_sees_it(world):
    tip = sealed_tip()
    _, url = until_open(world, tip)
    others = [world.first, world.second, world.leader, make_officer("auditor")]
    for officer in others:
        response = signed_in(officer).get(url)
        assert response.status_code == 200
        assert PERSON.name not in text_of(response)
    assert "这个浏览器里看不到" in text_of(signed_in(world.first).get(url))


def test_the_cookie_in_somebody_elses_browser_shows_nothing(world):
    client, url = until_open(world, sealed_tip())
    thief = signed_in(world.second)
    name = next(name for name in client.cookies if name.startswith("tip-opening"))
    thief.cookies[name] = client.cookies[name].value
    assert PERSON.name not in text_of(thief.get(url))


def test_after_a_day_it_is_gone_though_no_regular_work_has_run(world):
    client, url = until_open(world, sealed_tip())
    with time_machine.travel(NOON + timedelta(hours=23, minutes=59), tick=False):
        client.force_login(world.first)
        assert PERSON.name in text_of(client.get(url))
    with time_machine.travel(NOON + timedelta(hours=24), tick=False):
        client.force_login(world.first)
        assert PERSON.name not in text_of(client.get(url))


def test_a_request_is_withdrawn_and_a_reading_ended_after_a_word_of_warning(world):
    client, answer = asked(world, sealed_tip())
    shown = text_of(client.get(answer.url))
    assert "<summary>撤回申请</summary>" in shown
    assert "结束查看" not in shown
    assert "已撤回申请，身份信息没有开启。" in text_of(client.post(f"{answer.url}end/", follow=True))
    client, url = until_open(world, sealed_tip())
    shown = text_of(client.get(url))
    assert "<summary>结束查看</summary>" in shown
    assert "结束后立即清除已开启的内容" in shown
    assert "撤回申请" not in shown
    assert "已结束查看，内容已清除。" in text_of(client.post(f"{url}end/", follow=True))


def test_ending_takes_the_copy_and_the_cookie(world):
    client, url = until_open(world, sealed_tip())
    response = client.post(f"{url}end/")
    assert response.cookies[f"tip-opening-{Opening.objects.get().pk}"].value == ""
    assert PERSON.name not in text_of(client.get(url))
    assert Opening.objects.get().sealed_copy is None
    assert client.post(f"{url}end/").status_code == 302


def test_both_screens_show_the_same_check_code_and_an_exchanged_key_another(world):
    client, response = asked(world, sealed_tip())
    code = client.get(response.url).context["check_code"]
    other = signed_in(world.second)
    assert other.get(response.url).context["check_code"] == code != ""
    Opening.objects.update(session_public=b"p" * 32)
    assert client.get(response.url).context["check_code"] == code
    assert other.get(response.url).context["check_code"] != code
    assert signed_in(world.first).get(response.url).context["check_code"] == ""


def test_each_step_belongs_to_one_person_at_one_moment(world):
    client, response = asked(world, sealed_tip())
    url = response.url
    for by, step in [(world.second, "join"), (world.first, "open"), (world.first, "join")]:
        assert signed_in(by).get(f"{url}{step}/").status_code == 302
    assert signed_in(world.first).get(f"{url}decide/").status_code == 404
    assert signed_in(world.leader).get(f"{url}decide/").status_code == 200
    assert signed_in(world.leader).get(f"{url}join/").status_code == 404
    assert (
        signed_in(world.leader)
        .post(f"{url}decide/", {"answer": "refuse", "decision": "", "password": PASSWORD})
        .status_code
        == 200
    )
    wrong = signed_in(world.leader).post(
        f"{url}decide/", {"answer": "approve", "decision": "", "password": "wrong-Password-99"}
    )
    assert "登录密码不正确" in text_of(wrong)
    assert "wrong-Password-99" not in text_of(wrong)
    assert "已有正在办理" in text_of(
        client.post(f"/tipoffs/{Opening.objects.get().tip_id}/request-opening/", {"reason": "演示"})
    )


def test_wrong_passphrases_are_refused_on_the_page(world):
    client, response = asked(world, sealed_tip())
    url = response.url
    signed_in(world.leader).post(f"{url}decide/", {"answer": "approve", "decision": "", "password": PASSWORD})
    second = signed_in(world.second)
    assert "核对码" in text_of(second.get(f"{url}join/"))
    assert second.post(f"{url}join/", {"passphrase": PASSPHRASES[1]}).status_code == 200
    page = second.post(f"{url}join/", {"is_same": "on", "passphrase": "不对的口令不对的口令"})
    assert "口令或恢复码不正确" in text_of(page)
    second.post(f"{url}join/", {"is_same": "on", "passphrase": PASSPHRASES[1]})
    page = client.post(f"{url}open/", {"passphrase": "不对的口令不对的口令"})
    assert "口令或恢复码不正确" in text_of(page)
    assert "另一个浏览器" in text_of(
        signed_in(world.first).post(f"{url}open/", {"passphrase": PASSPHRASES[0]})
    )


def test_only_a_custodian_with_a_share_is_offered_the_request(world):
    tip = sealed_tip()
    url = f"/tipoffs/{tip.pk}/request-opening/"
    assert signed_in(world.first).get(url).status_code == 200
    for officer in (
        make_officer("tipoff_handler"),
        world.leader,
        make_officer("auditor"),
        make_officer("county_staff"),
    ):
        assert signed_in(officer).get(url).status_code == 404
    assert signed_in(world.first).get("/tipoffs/999999/request-opening/").status_code == 404


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("auditor", 200),
        ("office_leader", 200),
        ("tipoff_handler", 200),
        ("office_staff", 404),
        ("county_leader", 404),
        ("member_unit", 404),
        ("system_admin", 404),
        ("security_admin", 404),
    ],
)
def test_who_sees_the_list_and_an_opening(world, role, status):
    opening = make_opening(sealed_tip())
    client = signed_in(make_officer(role))
    assert client.get("/tipoffs/openings/").status_code == status
    assert client.get(f"/tipoffs/openings/{opening.pk}/").status_code == status


def test_another_prefecture_sees_none_of_it(world):
    opening = make_opening(sealed_tip())
    for role in ("auditor", "tipoff_handler", "office_leader"):
        client = signed_in(make_officer(role, "6207"))
        assert opening.reason not in text_of(client.get("/tipoffs/openings/"))
        assert client.get(f"/tipoffs/openings/{opening.pk}/").status_code == 404


def test_the_auditor_reads_who_why_and_when(world):
    tip = sealed_tip()
    until_open(world, tip)
    page = text_of(signed_in(make_officer("auditor")).get("/tipoffs/openings/"))
    told = [
        world.first.name,
        world.leader.name,
        world.second.name,
        "演示核对收款人",
        "2026-03-02 12:00",
        tip.label,
    ]
    assert [word for word in told if word not in page] == []


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_however_long_it_is(world, count, django_assert_num_queries):
    for _ in range(count):
        make_opening(sealed_tip(), "ended")
    client = signed_in(make_officer("auditor"))
    client.get("/tipoffs/openings/")
    with django_assert_num_queries(6):
        client.get("/tipoffs/openings/")


def test_files_of_an_opening_that_is_not_open_are_not_there(world):
    tip = sealed_tip()
    file = with_original(tip, world.key)
    client, response = asked(world, tip)
    assert client.get(f"{response.url}files/{file.uuid}/").status_code == 404


def test_an_original_whose_bytes_are_gone_is_said_so(world):
    tip = sealed_tip()
    file = with_original(tip, world.key)
    client, url = until_open(world, tip)
    file_store.remove(file.sealed_path)
    assert client.get(f"{url}files/{file.uuid}/").status_code == 404


def test_a_tip_received_without_a_key_has_nothing_to_ask_for(world):
    page = signed_in(world.first).post(f"/tipoffs/{make_tip().pk}/request-opening/", {"reason": "演示"})
    assert "没有封存的身份信息" in text_of(page)
