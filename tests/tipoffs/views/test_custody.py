import re
from datetime import timedelta

import pytest
from django.utils import timezone

from capacity_portal.organization.models import Submission
from tests.clients import signed_in
from tests.makers import NOON, PASSWORD, make_officer
from tests.tip_makers import PASSPHRASES
from tests.tipoffs.custodians import NEW_PHRASES, founded, sealed_tip
from tipoffs.models import CustodyKey
from tipoffs.operations.custody_keys import lose_key
from tipoffs.queries.custody import active_key, sealed_with

pytestmark = pytest.mark.django_db
HOME = "/tipoffs/custody/"
CODE = re.compile(r"([0-9A-Z]{5}(?:-[0-9A-Z]{5}){3})")


def typed_by(second, phrases=PASSPHRASES, **values):
    return {
        "first_passphrase": phrases[0], "first_passphrase_again": phrases[0], "second": str(second.pk), "second_password": PASSWORD,
        "second_passphrase": phrases[1], "second_passphrase_again": phrases[1], **values,
    }  # fmt: skip


def text_of(response) -> str:
    return response.content.decode()


def test_the_ceremony_shows_each_code_on_a_page_of_its_own_and_keeps_no_digest():
    first, second = make_officer("tipoff_handler"), make_officer("tipoff_handler")
    client = signed_in(first)
    assert "尚未生成保管密钥" in text_of(client.get(HOME))
    response = client.post(f"{HOME}ceremony/", typed_by(second))
    codes = CODE.findall(text_of(response))
    assert len(codes) == 1
    assert first.name in text_of(response)
    hidden = re.search(r'name="next_secret" value="([^"]+)"', text_of(response))[1]
    page = text_of(client.post(f"{HOME}code/", {"next_secret": hidden}))
    assert second.name in page
    assert CODE.findall(page) != codes
    assert not Submission.objects.exists()
    assert "第1号保管密钥（在用）" in text_of(client.get(HOME))


def test_a_refused_ceremony_names_the_field_and_gives_no_secret_back():
    first, second = make_officer("tipoff_handler"), make_officer("tipoff_handler")
    response = signed_in(first).post(
        f"{HOME}ceremony/", typed_by(second, second_password="wrong-Password-99")
    )
    page = text_of(response)
    assert "登录密码不正确" in page
    assert [secret for secret in (*PASSPHRASES, "wrong-Password-99") if secret in page] == []
    assert not CustodyKey.objects.exists()


@pytest.mark.parametrize("wrong", ["", "x", "演示", "A" * 3000])
def test_a_code_that_was_made_for_nobody_is_not_shown(wrong):
    world = founded()
    assert signed_in(world.first).post(f"{HOME}code/", {"next_secret": wrong}).status_code == 302


def test_the_second_code_is_for_the_officer_and_the_minutes_it_was_made_for(monkeypatch):
    first, second = make_officer("tipoff_handler"), make_officer("tipoff_handler")
    page = text_of(signed_in(first).post(f"{HOME}ceremony/", typed_by(second)))
    hidden = re.search(r'name="next_secret" value="([^"]+)"', page)[1]
    assert signed_in(second).post(f"{HOME}code/", {"next_secret": hidden}).status_code == 302
    late = timezone.now() + timedelta(minutes=16)
    monkeypatch.setattr("tipoffs.views.custody.timezone.now", lambda: late)
    assert signed_in(first).post(f"{HOME}code/", {"next_secret": hidden}).status_code == 302


def test_exchange_passphrase_hand_over_loss_and_resealing():
    world = founded()
    sealed_tip()
    client, receiver = signed_in(world.first), make_officer("tipoff_handler")
    old = {"old_first_passphrase": PASSPHRASES[0], "old_second_passphrase": world.codes[1]}
    refused = client.post(
        f"{HOME}exchange/", old | typed_by(world.second, NEW_PHRASES, first_passphrase_again="x")
    )
    assert "两次输入的口令不一致" in text_of(refused)
    assert CODE.search(text_of(client.post(f"{HOME}exchange/", old | typed_by(world.second, NEW_PHRASES))))
    assert active_key().number == 2
    other = "第三句只有自己才知道的话"
    typed = {"old_passphrase": NEW_PHRASES[0], "new_passphrase": other, "new_passphrase_again": other}
    assert CODE.search(text_of(client.post(f"{HOME}passphrase/", typed)))
    given = typed | {
        "old_passphrase": other,
        "receiver": str(receiver.pk),
        "receiver_password": PASSWORD,
        "new_passphrase": f"{other}新",
        "new_passphrase_again": f"{other}新",
    }
    assert CODE.search(text_of(client.post(f"{HOME}shares/1/", given)))
    assert active_key().shares.get(slot=1).officer == receiver
    typed = {"reason": "演示", "password": PASSWORD, "is_sure": "on"}
    assert client.post(f"{HOME}lose/", typed).status_code == 200
    typed |= {"second": world.leader.pk, "second_password": PASSWORD}
    assert client.post(f"{HOME}lose/", typed | {"is_sure": ""}).status_code == 200
    assert client.post(f"{HOME}lose/", typed).status_code == 302
    assert active_key() is None
    client.post(f"{HOME}ceremony/", typed_by(world.second))
    both = {"old_first_passphrase": f"{other}新", "old_second_passphrase": NEW_PHRASES[1]}
    assert client.post(f"{HOME}2/reseal/", both | {"old_first_passphrase": "x"}).status_code == 200
    assert client.post(f"{HOME}2/reseal/", both).status_code == 302
    assert sealed_with(active_key()).identities == 1
    assert client.get(f"{HOME}2/reseal/").status_code == 404


def test_pages_that_need_a_key_or_a_share_are_not_there_without():
    client = signed_in(make_officer("tipoff_handler"))
    for page in ("exchange/", "passphrase/", "shares/1/", "lose/", "7/reseal/"):
        assert client.get(HOME + page).status_code == 404
    world = founded()
    assert client.get(f"{HOME}passphrase/").status_code == 404
    assert signed_in(world.second).get(f"{HOME}passphrase/").status_code == 200
    assert client.get(f"{HOME}shares/3/").status_code == 404
    assert client.get(f"{HOME}1/reseal/").status_code == 404


def test_home_warns_of_holders_who_cannot_come_and_lists_what_old_keys_seal():
    world = founded()
    sealed_tip()
    lose_key(
        key=world.key, reason="信封遗失", password=PASSWORD, second=world.second, second_password=PASSWORD, by=world.first, at=NOON
    )  # fmt: skip
    page = text_of(signed_in(world.second).get(HOME))
    assert "信封遗失" in page
    assert "身份信息 1 件" in page


@pytest.mark.parametrize(
    "role",
    [
        "office_leader",
        "office_staff",
        "county_leader",
        "member_unit",
        "system_admin",
        "security_admin",
        "auditor",
    ],
)
def test_custody_is_for_handlers_alone(role):
    founded()
    client = signed_in(make_officer(role))
    for page in ("", "ceremony/", "exchange/", "passphrase/", "shares/1/", "lose/"):
        assert client.get(HOME + page).status_code == 404


def test_another_offices_handler_sees_no_names_of_this_one():
    world = founded()
    page = text_of(signed_in(make_officer("tipoff_handler", "6207")).get(HOME))
    assert world.first.name not in page
    assert "生成保管密钥</a>" not in page
