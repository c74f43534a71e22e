"""The back office of the checklists: drafts for the system administrator, published versions to be read only."""

import pytest
from django.urls import reverse

from inspections.models import Checklist, ChecklistItem
from inspections.queries.checklists import in_force
from tests.clients import signed_in
from tests.makers import make_checklist, make_officer

pytestmark = pytest.mark.django_db


def address(model, page="changelist", *args):
    return reverse(f"admin:inspections_{model}_{page}", args=args)


@pytest.fixture
def system():
    return signed_in(make_officer("system_admin"))


@pytest.fixture
def drafted(system):
    make_checklist("foundry", items=2)
    system.post(address("checklist", "add"), {"code": "foundry"})
    return Checklist.objects.get(version=2)


def test_a_draft_is_copied_from_the_version_in_force(drafted):
    assert (drafted.published_at, [item.code for item in drafted.items.order_by("position")]) == (
        None,
        ["item-1", "item-2"],
    )


def test_a_second_draft_is_refused_with_a_sentence(system, drafted):
    page = system.post(address("checklist", "add"), {"code": "foundry"}, follow=True).content.decode()
    assert "已有未发布的草稿" in page
    assert Checklist.objects.count() == 2


def test_a_draft_is_edited_item_by_item_and_published(system, drafted):
    item = drafted.items.get(code="item-1")
    values = {
        "position": 1,
        "code": "item-1",
        "text": "改过的检查项",
        "kind": "choice",
        "choices": "一\n二\n",
        "for_marks": ["remote"],
        "is_required": "on",
    }
    system.post(address("checklistitem", "change", item.pk), values)
    item.refresh_from_db()
    assert (item.text, item.choices, item.for_marks, item.kind) == (
        "改过的检查项",
        ["一", "二"],
        ["remote"],
        "choice",
    )
    system.post(
        address("checklistitem", "change", drafted.items.get(code="item-2").pk),
        values | {"code": "item-2", "remove": "on"},
    )
    assert [item.code for item in drafted.items.all()] == ["item-1"]
    system.post(address("checklist", "change", drafted.pk), {"title": "新题", "source": "", "publish": "on"})
    assert (in_force("foundry").pk, in_force("foundry").title) == (drafted.pk, "新题")


def test_what_cannot_be_published_stays_a_draft(system, drafted):
    ChecklistItem.objects.filter(checklist=drafted).update(kind="choice")
    url = address("checklist", "change", drafted.pk)
    page = system.post(url, {"title": "新题", "source": "", "publish": "on"}, follow=True).content.decode()
    drafted.refresh_from_db()
    assert "没有发布：" in page
    assert (drafted.published_at, drafted.title) == (None, "新题")


def test_an_item_is_added_to_a_draft_only(system, drafted):
    values = {"position": 9, "code": "new", "text": "新项", "kind": "yes_no", "is_required": "on"}
    published = Checklist.objects.get(version=1)
    system.post(address("checklistitem", "add"), values | {"checklist": published.pk})
    assert ChecklistItem.objects.filter(code="new").count() == 0
    system.post(address("checklistitem", "add"), values | {"checklist": drafted.pk})
    assert ChecklistItem.objects.get(code="new").checklist == drafted


def test_published_versions_are_only_read(system):
    published = make_checklist("foundry", items=1)
    item = published.items.get()
    for model, record in (("checklist", published), ("checklistitem", item)):
        assert system.get(address(model, "change", record.pk)).status_code == 200
        assert (
            system.post(address(model, "change", record.pk), {"title": "x", "text": "x"}).status_code == 403
        )
    assert Checklist.objects.get().title == published.title


@pytest.mark.parametrize(
    ("role", "status"), [("system_admin", 200), ("security_admin", 403), ("office_leader", 302)]
)
def test_only_the_system_administrator_opens_them(role, status):
    client = signed_in(make_officer(role))
    assert {client.get(address(model)).status_code for model in ("checklist", "checklistitem")} == {status}
