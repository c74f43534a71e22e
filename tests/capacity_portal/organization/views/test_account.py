"""The own account: data, password, sessions."""

import pytest

from capacity_portal.journal.models import Entry
from capacity_portal.organization.models import OfficerSession
from tests.clients import PortalClient, signed_in
from tests.makers import PASSWORD, make_officer

pytestmark = pytest.mark.django_db
NEW = "chang-Feng-po-lang-26"


def text_of(response) -> str:
    return response.content.decode()


def change(client, old=PASSWORD, new=NEW, again=None):
    return client.post(
        "/accounts/password/", {"old": old, "new": new, "again": new if again is None else again}
    )


def test_page_shows_who_i_am():
    officer = make_officer(name="李工", telephone="0796-8220000")
    page = text_of(signed_in(officer).get("/accounts/"))
    for word in ("李工", officer.username, "县市区经办", "吉州区", "0796-8220000"):
        assert word in page


def test_changed_password_is_the_one_that_counts():
    officer = make_officer(must_change_password=True)
    client = signed_in(officer)
    assert change(client)["Location"] == "/accounts/"
    assert client.get("/accounts/").status_code == 200
    officer.refresh_from_db()
    assert officer.check_password(NEW)
    assert not officer.must_change_password


def test_changing_the_password_ends_the_other_sessions_only():
    officer = make_officer()
    here, there = signed_in(officer), signed_in(officer)
    change(here)
    assert here.get("/accounts/").status_code == 200
    assert there.get("/accounts/").status_code == 302


def test_changing_the_password_gives_the_session_another_key():
    officer = make_officer()
    client = signed_in(officer)
    before = client.session.session_key
    change(client)
    assert client.session.session_key != before


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"old": "wrong-Password-1"}, "原密码不正确。"),
        ({"new": "kurz"}, "密码至少 12 位"),
        ({"new": "woaini5201314"}, "太常见"),
        ({"new": PASSWORD}, "新密码不能与原密码相同。"),
        ({"again": "etwas-Anderes-77"}, "两次输入的新密码不一致。"),
        ({"new": ""}, "请填写新密码。"),
    ],
)
def test_refused_password_stays_as_it_was(typed, sentence):
    officer = make_officer()
    response = change(signed_in(officer), **typed)
    assert response.status_code == 200
    assert sentence in text_of(response)
    officer.refresh_from_db()
    assert officer.check_password(PASSWORD)


def test_own_data_in_a_password_is_refused():
    officer = make_officer(username="ouyang.feng")
    assert "不能包含用户名" in text_of(change(signed_in(officer), new="Ouyang.Feng-2x9k"))


def test_password_is_not_in_the_journal_but_its_change_is():
    officer = make_officer()
    change(signed_in(officer))
    entry = Entry.objects.get(step="change_password")
    assert entry.by == officer
    assert set(entry.changes) == {"password_changed_at"}


def test_one_session_can_be_ended():
    officer = make_officer()
    here, there = signed_in(officer), signed_in(officer)
    handle = [session for session in here.get("/accounts/").context["sessions"] if not session.is_current][
        0
    ].handle
    here.post(f"/accounts/sessions/{handle}/end/")
    assert there.get("/accounts/").status_code == 302
    assert here.get("/accounts/").status_code == 200


def test_sessions_of_others_cannot_be_ended():
    victim = signed_in(make_officer())
    handle = victim.get("/accounts/").context["sessions"][0].handle
    signed_in(make_officer()).post(f"/accounts/sessions/{handle}/end/")
    assert victim.get("/accounts/").status_code == 200


def test_session_keys_are_not_shown():
    client = signed_in(make_officer())
    assert client.session.session_key not in text_of(client.get("/accounts/"))


def test_signing_out_everywhere_leaves_this_session():
    officer = make_officer()
    here, there, other = signed_in(officer), signed_in(officer), signed_in(make_officer())
    response = here.post("/accounts/sessions/end/", follow=True)
    assert "已退出其他 1 处登录" in text_of(response)
    assert there.get("/accounts/").status_code == 302
    assert other.get("/accounts/").status_code == 200
    assert OfficerSession.objects.filter(officer=officer).count() == 1


def test_strangers_have_no_account():
    assert PortalClient().get("/accounts/").status_code == 302
