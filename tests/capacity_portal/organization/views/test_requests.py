"""Two people for an administrator's account."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from capacity_portal.journal.models import Entry
from capacity_portal.organization import operations
from capacity_portal.organization.models import AdministratorRequest, Officer
from tests.clients import signed_in
from tests.makers import make_officer

pytestmark = pytest.mark.django_db
LIST = "/accounts/requests/"


@pytest.fixture
def three():
    return {role: make_officer(role) for role in ("system_admin", "security_admin", "auditor")}


def text_of(response) -> str:
    return response.content.decode()


def ask(by, officer, kind="password"):
    signed_in(by).post(f"{LIST}new/", {"officer": officer.pk, "kind": kind, "reason": "忘记密码"})
    return AdministratorRequest.objects.filter(officer=officer).last()


def decide(by, request, how="approve"):
    return signed_in(by).post(f"{LIST}{request.pk}/{how}/", follow=True)


@pytest.mark.parametrize("holder", ["system_admin", "security_admin", "auditor"])
def test_two_others_reset_a_password_together(three, holder):
    first, second = [officer for role, officer in three.items() if role != holder]
    there = signed_in(three[holder])
    request = ask(first, three[holder])
    approved = decide(second, request)
    fresh = Officer.objects.get(pk=three[holder].pk)
    password = approved.context["one_time_password"].rpartition("：")[2]
    assert fresh.check_password(password)
    assert fresh.must_change_password
    assert there.get("/accounts/").status_code == 302
    request.refresh_from_db()
    assert (request.state, request.requested_by, request.decided_by) == ("approved", first, second)


def test_nobody_approves_his_own_request(three):
    request = ask(three["security_admin"], three["auditor"])
    before = Officer.objects.values().get(pk=three["auditor"].pk)
    assert "另一位管理员批准" in text_of(decide(three["security_admin"], request))
    assert Officer.objects.values().get(pk=three["auditor"].pk) == before
    request.refresh_from_db()
    assert request.state == "open"


def test_nobody_approves_for_his_own_account(three):
    request = ask(three["security_admin"], three["auditor"])
    assert "自己账户" in text_of(decide(three["auditor"], request))
    request.refresh_from_db()
    assert request.state == "open"


def test_nobody_asks_for_his_own_account(three):
    assert ask(three["auditor"], three["auditor"]) is None
    with pytest.raises(operations.AccountRefused):
        operations.request_for_administrator(
            officer=three["auditor"], kind="password", reason="x", by=three["auditor"], at=timezone.now()
        )


def test_database_itself_refuses_one_person_in_two_parts(three):
    request = ask(three["security_admin"], three["auditor"])
    for decider in (three["security_admin"], three["auditor"]):
        with pytest.raises(IntegrityError), transaction.atomic():
            AdministratorRequest.objects.filter(pk=request.pk).update(
                state="approved", decided_by=decider, decided_at=timezone.now()
            )


def test_second_factor_is_reset_together(three):
    TOTPDevice.objects.create(user=three["auditor"], confirmed=True)
    request = ask(three["security_admin"], three["auditor"], "second_factor")
    assert TOTPDevice.objects.exists()
    decide(three["system_admin"], request)
    assert not TOTPDevice.objects.exists()


def test_new_administrator_is_let_in_by_a_second_person(three):
    opened = operations.create_officer(
        values={
            "username": "auditor-2",
            "name": "新审计",
            "role": "auditor",
            "region": three["auditor"].region,
        },
        by=three["security_admin"],
        at=timezone.now(),
    )
    assert opened.one_time_password is None
    approved = decide(three["system_admin"], AdministratorRequest.objects.get())
    fresh = Officer.objects.get(username="auditor-2")
    assert fresh.is_active
    assert fresh.check_password(approved.context["one_time_password"].rpartition("：")[2])


def test_decided_is_decided(three):
    request = ask(three["security_admin"], three["auditor"])
    decide(three["system_admin"], request, "refuse")
    for how in ("approve", "refuse"):
        assert "已经有了决定" in text_of(decide(three["system_admin"], request, how))
    request.refresh_from_db()
    assert request.state == "refused"


def test_own_request_is_withdrawn(three):
    request = ask(three["security_admin"], three["auditor"])
    decide(three["security_admin"], request, "refuse")
    request.refresh_from_db()
    assert request.state == "withdrawn"


def test_one_open_request_of_a_kind(three):
    ask(three["security_admin"], three["auditor"])
    response = signed_in(three["system_admin"]).post(
        f"{LIST}new/", {"officer": three["auditor"].pk, "kind": "password", "reason": "x"}
    )
    assert "已有同类申请" in text_of(response)
    assert AdministratorRequest.objects.count() == 1


def test_active_accounts_need_no_activation(three):
    assert ask(three["security_admin"], three["auditor"], "activation") is None


def test_accounts_of_business_roles_are_not_offered(three):
    assert ask(three["security_admin"], make_officer("office_leader")) is None


@pytest.mark.parametrize("role", ["office_leader", "county_staff"])
def test_for_business_roles_the_pages_do_not_exist(three, role):
    request = ask(three["security_admin"], three["auditor"])
    client = signed_in(make_officer(role))
    assert client.get(LIST).status_code == 404
    assert client.post(f"{LIST}{request.pk}/approve/").status_code == 404
    assert client.get(f"{LIST}new/").status_code == 404


def test_requests_of_other_prefectures_do_not_exist(three):
    request = ask(three["security_admin"], three["auditor"])
    other = signed_in(make_officer("auditor", "6207"))
    assert other.post(f"{LIST}{request.pk}/approve/").status_code == 404
    assert list(other.get(LIST).context["requests"]) == []


def test_everything_is_in_the_journal_of_the_account(three):
    request = ask(three["security_admin"], three["auditor"])
    decide(three["system_admin"], request)
    steps = Entry.objects.filter(file_key=f"officer:{three['auditor'].pk}").order_by("id")
    assert list(steps.values_list("subject", "step", "by__role")) == [
        ("administrator_request", "create", "security_admin"),
        ("administrator_request", "approve", "system_admin"),
        ("officer", "reset_password", "system_admin"),
    ]


def test_one_time_password_is_shown_once(three):
    request = ask(three["security_admin"], three["auditor"])
    client = signed_in(three["system_admin"])
    client.post(f"{LIST}{request.pk}/approve/")
    assert client.get(LIST).context["one_time_password"]
    assert client.get(LIST).context["one_time_password"] is None
