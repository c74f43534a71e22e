"""Drafts that come of how a document was answered."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command

from capacity_portal.journal.models import Entry
from capacity_portal.lib.typesetting.official.plain import to_text
from reports.operations.pressing import draft_circular, draft_pressing
from reports.rules.content import worded_document
from tests.makers import make_office, make_region
from tests.report_makers import MORNING, an_officer, make_notice, make_recipient, make_unit
from tests.reports.sending_world import LATER, issued, received, submitted, written

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent():
    """A document to a county that answered, one that did not, and a copy."""
    make_office()
    make_region("360821")
    notice = issued()
    submitted(written(received(make_recipient(notice, "360802", position=1))))
    make_recipient(notice, "360803", position=2)
    make_recipient(notice, "3608", make_unit(), position=3, is_copy=True)
    return notice


def press(notice, kind="reminder", at=LATER, by=None, ids=None):
    ids = [row.pk for row in notice.recipients.all()] if ids is None else ids
    return draft_pressing(notice=notice, kind=kind, ids=ids, by=by or an_officer(), at=at)


def text(notice) -> str:
    return to_text(worded_document(notice.title, notice.content))


@pytest.mark.parametrize(
    ("kind", "with_templates"),
    [("reminder", True), ("supervision", True), ("talk", True), ("reminder", False), ("talk", False)],
)
def test_late_units_are_addressed_and_what_is_late_is_listed(sent, kind, with_templates):
    if with_templates:
        call_command("load_notice_templates", verbosity=0)
    draft = press(sent, kind)
    assert (draft.kind, draft.about, draft.state, draft.template_id is not None) == (
        kind,
        sent,
        "draft",
        with_templates,
    )
    assert sorted(row.name for row in draft.recipients.all()) == ["市工业和信息化局", "青原区"]
    assert draft.content["addressees"] == "青原区人民政府，市工业和信息化局"
    words = text(draft)
    assert "青原区" in words
    assert "1个工作日" in words
    assert "吉州区" not in words
    assert "{" not in draft.title
    assert Entry.objects.filter(subject="notice", subject_id=sent.pk, step="remind").count() == 1


def test_nobody_late_nobody_pressed(sent):
    with pytest.raises(ValidationError) as refused:
        press(sent, at=MORNING)
    assert list(refused.value.error_dict) == ["selected"]
    with pytest.raises(ValidationError):
        press(sent, ids=[])
    with pytest.raises(ValidationError):
        press(sent, kind="order")


def test_a_summary_is_drafted_from_what_came_back(sent):
    draft = draft_circular(notice=sent, by=an_officer(), at=LATER)
    assert (draft.kind, draft.about, [row.name for row in draft.recipients.all()]) == (
        "circular",
        sent,
        ["吉州区", "青原区"],
    )
    words = text(draft)
    for part in ("排查企业：1个单位填报，合计12家。", "青原区，共1个单位没有报送书面反馈", "办理情况排名表"):
        assert part in words


def test_a_summary_of_nothing_is_a_sentence():
    make_office()
    notice = issued()
    make_recipient(notice)
    assert "没有收到任何单位的书面反馈" in text(draft_circular(notice=notice, by=an_officer(), at=MORNING))


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_only_a_document_in_force_is_pressed_for(state):
    make_office()
    notice = make_notice(state)
    with pytest.raises(PermissionDenied):
        press(notice)
    with pytest.raises(PermissionDenied):
        draft_circular(notice=notice, by=an_officer(), at=LATER)


def test_counties_press_nobody(sent):
    with pytest.raises(PermissionDenied):
        press(sent, by=an_officer("county_leader", "360802"))


def test_a_handler_presses_and_sums_up_for_his_own_documents_alone(sent):
    handler = an_officer("tipoff_handler")
    for draft in (lambda: press(sent, by=handler), lambda: draft_circular(notice=sent, by=handler, at=LATER)):
        with pytest.raises(PermissionDenied):
            draft()
    own = issued(drafted_by=handler)
    make_recipient(own, "360802")
    assert press(own, by=handler).about == own
