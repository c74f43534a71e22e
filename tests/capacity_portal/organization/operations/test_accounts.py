"""Accounts at the door of the operations: what holds without any page."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from capacity_portal.journal.models import Entry
from capacity_portal.organization import operations
from capacity_portal.organization.models import AdministratorRequest, Officer
from capacity_portal.organization.operations.accounts import one_time_password
from capacity_portal.organization.rules.password_strength import is_common
from tests.clients import signed_in
from tests.makers import NOON, make_officer, make_region

VALUES = {"username": "wang.wu", "name": "王五", "role": "county_staff"}


def values(**more):
    return {**VALUES, "region": make_region("360802"), **more}


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["system_admin", "auditor", "office_leader", "county_leader"])
@pytest.mark.parametrize(
    "operation",
    [
        "deactivate",
        "reactivate",
        "reset_password",
        "reset_second_factor",
        "lift_lock",
        "change_role_or_region",
    ],
)
def test_only_the_security_administrator_manages_accounts(role, operation):
    officer, by = make_officer(), make_officer(role)
    more = {"note": "x"} if operation == "deactivate" else {}
    if operation == "change_role_or_region":
        more = {"values": {"role": "county_leader", "region": officer.region, "department": None}}
    with pytest.raises(operations.AccountRefused, match="只有安全管理员"):
        getattr(operations, operation)(officer=officer, by=by, at=NOON, **more)


@pytest.mark.django_db
def test_deactivated_security_administrator_manages_nothing():
    by = make_officer("security_admin", is_active=False, deactivated_at=NOON)
    with pytest.raises(operations.AccountRefused):
        operations.create_officer(values=values(), by=by, at=NOON)


@pytest.mark.django_db
def test_account_of_another_prefecture_is_refused():
    with pytest.raises(operations.AccountRefused):
        operations.create_officer(values=values(), by=make_officer("security_admin", "6207"), at=NOON)


@pytest.mark.django_db
def test_nobody_changes_his_own_role_even_into_the_same():
    by = make_officer("security_admin")
    with pytest.raises(operations.AccountRefused, match="自己"):
        operations.change_role_or_region(
            officer=by,
            values={"role": "security_admin", "region": make_region("3608"), "department": None},
            by=by,
            at=NOON,
        )


@pytest.mark.django_db
def test_role_outside_the_table_is_refused_by_the_database():
    officer = make_officer()
    with pytest.raises(IntegrityError), transaction.atomic():
        Officer.objects.filter(pk=officer.pk).update(role="superuser")


@pytest.mark.django_db
def test_inactive_without_a_moment_is_refused_by_the_database():
    officer = make_officer()
    with pytest.raises(IntegrityError), transaction.atomic():
        Officer.objects.filter(pk=officer.pk).update(is_active=False)


@pytest.mark.django_db
def test_entry_of_a_new_account_names_everything_but_the_password():
    opened = operations.create_officer(values=values(), by=make_officer("security_admin"), at=NOON)
    entry = Entry.objects.get(step="create")
    assert entry.changes["username"] == [None, "wang.wu"]
    assert opened.one_time_password not in str(entry.changes)
    assert "password" not in entry.changes


@pytest.mark.django_db
def test_failed_opening_leaves_no_entry():
    with pytest.raises(ValidationError):
        operations.create_officer(values=values(name=""), by=make_officer("security_admin"), at=NOON)
    assert Entry.objects.count() == 0


@pytest.mark.django_db
def test_deactivated_account_has_no_rights_even_where_it_is_still_loaded():
    officer = make_officer("office_leader")
    operations.deactivate(officer=officer, note="x", by=make_officer("security_admin"), at=NOON)
    officer.refresh_from_db()
    assert not any(officer.may(permission) for permission in officer.role_entry.permissions)


@pytest.mark.django_db
def test_session_of_a_deactivated_account_that_survived_is_worth_nothing():
    officer = make_officer()
    client = signed_in(officer)
    Officer.objects.filter(pk=officer.pk).update(is_active=False, deactivated_at=NOON)  # around the operation
    assert client.get("/accounts/").status_code == 302


def test_one_time_passwords_are_long_various_and_not_common():
    made = {one_time_password() for _ in range(200)}
    assert len(made) == 200
    assert {len(password) for password in made} == {19}
    assert not any(is_common(password, frozenset(), frozenset()) for password in made)


def at_once(function, count=8):
    def run(number):
        try:
            return function(number)
        except (operations.AccountRefused, ValidationError) as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


@pytest.mark.django_db(transaction=True)
def test_one_user_name_opened_by_eight_at_once_is_one_account():
    by, region = make_officer("security_admin"), make_region("360802")
    answers = at_once(
        lambda _: operations.create_officer(values={**VALUES, "region": region}, by=by, at=NOON)
    )
    assert sorted(isinstance(answer, operations.Opened) for answer in answers) == [False] * 7 + [True]
    assert Officer.objects.filter(username="wang.wu").count() == 1


@pytest.mark.django_db(transaction=True)
def test_one_request_decided_by_eight_at_once_is_decided_once():
    officer = make_officer("auditor")
    asking, deciding = make_officer("security_admin"), make_officer("system_admin")
    request = operations.request_for_administrator(
        officer=officer, kind="password", reason="x", by=asking, at=NOON
    )
    answers = at_once(lambda _: operations.approve_request(request=request, by=deciding, at=NOON))
    assert sorted(isinstance(answer, operations.Decided) for answer in answers) == [False] * 7 + [True]
    assert AdministratorRequest.objects.get().state == "approved"
    assert Entry.objects.filter(step="reset_password").count() == 1
