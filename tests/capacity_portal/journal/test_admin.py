import pytest
from django.urls import reverse

from capacity_portal.journal.models import Block, Entry
from capacity_portal.journal.operations import seal
from tests.capacity_portal.journal.entries import new_entry, write_entries
from tests.clients import signed_in
from tests.makers import NOON, make_officer

pytestmark = pytest.mark.django_db


@pytest.fixture
def records():
    write_entries(3)
    new_entry(4, subject="officer", step="deactivate").save()
    seal(at=NOON)
    return {"entry": Entry.objects.latest("id"), "block": Block.objects.get()}


def addresses(records) -> list[str]:
    return [
        address
        for name, record in records.items()
        for address in (
            reverse(f"admin:journal_{name}_changelist"),
            reverse(f"admin:journal_{name}_change", args=[record.pk]),
        )
    ]


def test_auditor_reads(records):
    browser = signed_in(make_officer("auditor"))
    pages = [browser.get(address) for address in addresses(records)]
    assert [page.status_code for page in pages] == [200] * 4
    assert "工作人员账户" in pages[0].content.decode()
    assert "停用" in pages[0].content.decode()


def test_auditor_changes_nothing(records):
    browser = signed_in(make_officer("auditor"))
    for name, record in records.items():
        assert browser.get(reverse(f"admin:journal_{name}_add")).status_code == 403
        change = reverse(f"admin:journal_{name}_change", args=[record.pk])
        assert browser.post(change, {"note": "x"}).status_code == 403
        assert browser.post(reverse(f"admin:journal_{name}_delete", args=[record.pk])).status_code == 403


@pytest.mark.parametrize("role", ["system_admin", "security_admin"])
def test_other_administrators_do_not_read(records, role):
    browser = signed_in(make_officer(role))
    assert {browser.get(address).status_code for address in addresses(records)} == {403}


def test_long_list_is_counted_no_further_than_its_bound(records, monkeypatch, django_assert_max_num_queries):
    monkeypatch.setattr("capacity_portal.journal.admin._MOST_COUNTED", 2)
    browser = signed_in(make_officer("auditor"))
    address = reverse("admin:journal_entry_changelist")
    browser.get(address)
    with django_assert_max_num_queries(6):
        page = browser.get(address)
    assert page.context["cl"].result_count == 2
