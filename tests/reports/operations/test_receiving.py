"""What an addressee does with a document."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from capacity_portal.journal.models import Entry
from capacity_portal.lib.workflow import StepRefused
from reports.operations import receiving
from reports.operations.recipient_door import RecipientChanged
from reports.queries.sending import standing_of
from tests.report_makers import (
    MORNING,
    an_officer,
    make_notice,
    make_notice_return,
    make_recipient,
    make_unit,
)
from tests.reports.sending_world import ALL, DUE, LATER, issued, received, sent, staff

pytestmark = pytest.mark.django_db
ACTS = [("cascade", "cascaded"), ("meet", "met"), ("task", "tasked")]


def test_a_receipt_is_signed_once():
    recipient = received()
    assert (recipient.received_at, recipient.received_by, recipient.version) == (MORNING, staff(recipient), 2)
    assert Entry.objects.get(subject="recipient").step == "receive"
    with pytest.raises(StepRefused, match="不需要再签"):
        receiving.receive(recipient=recipient, version=2, by=staff(recipient), at=MORNING)


@pytest.mark.parametrize(("name", "stem"), ACTS)
def test_each_act_has_its_day_words_and_person(name, stem):
    recipient = received()
    act = getattr(receiving, name)
    done = act(
        recipient=recipient,
        version=2,
        on=date(2026, 3, 2),
        text="  传达到各乡镇。 ",
        by=staff(recipient),
        at=MORNING,
    )
    assert [getattr(done, f"{stem}_{part}") for part in ("on", "text", "by")] == [
        date(2026, 3, 2),
        "传达到各乡镇。",
        staff(recipient),
    ]


def test_words_are_mended_by_a_second_entry_and_the_first_stays_in_the_journal():
    recipient = received()
    for version, text in ((2, "电话通知"), (3, "开会传达")):
        receiving.cascade(
            recipient=recipient,
            version=version,
            on=MORNING.date(),
            text=text,
            by=staff(recipient),
            at=MORNING,
        )
    assert list(Entry.objects.filter(step="cascade").order_by("id").values_list("note", flat=True)) == [
        "电话通知",
        "开会传达",
    ]


def test_nothing_is_entered_before_the_receipt():
    recipient = sent()
    with pytest.raises(StepRefused, match="请先签收"):
        receiving.meet(
            recipient=recipient, version=1, on=MORNING.date(), text="开会", by=staff(recipient), at=MORNING
        )


def test_where_no_receipt_is_wanted_none_is_waited_for():
    recipient = sent(wants_receipt=False)
    done = receiving.meet(
        recipient=recipient, version=1, on=MORNING.date(), text="开会", by=staff(recipient), at=MORNING
    )
    assert done.met_on == MORNING.date()


@pytest.mark.parametrize("on", [None, MORNING.date() + timedelta(days=1), date(2026, 3, 1)])
def test_the_day_lies_between_the_document_and_today(on):
    recipient = received()
    with pytest.raises(ValidationError) as refused:
        receiving.cascade(recipient=recipient, version=2, on=on, text="传达", by=staff(recipient), at=MORNING)
    assert list(refused.value.error_dict) == ["on"]


@pytest.mark.parametrize("text", ["", " \x00 ", "长" * 501, "机密★1年"])
def test_words_are_there_short_enough_and_not_secret(text):
    recipient = received()
    with pytest.raises(ValidationError) as refused:
        receiving.cascade(
            recipient=recipient, version=2, on=MORNING.date(), text=text, by=staff(recipient), at=MORNING
        )
    assert list(refused.value.error_dict) == ["text"]


def test_who_was_overtaken_is_told():
    recipient = received()
    with pytest.raises(RecipientChanged) as refused:
        receiving.cascade(
            recipient=recipient, version=1, on=MORNING.date(), text="传达", by=staff(recipient), at=MORNING
        )
    assert refused.value.current.version == 2


@pytest.mark.parametrize(
    ("role", "region"), [("county_staff", "360803"), ("office_staff", "3608"), ("grid_officer", "360802001")]
)
def test_others_do_not_sign(role, region):
    recipient = sent()
    with pytest.raises(PermissionDenied):
        receiving.receive(recipient=recipient, version=1, by=an_officer(role, region), at=MORNING)


def test_a_member_unit_signs_for_itself_alone():
    unit, other = make_unit(), make_unit("市税务局")
    recipient = make_recipient(make_notice("issued"), "3608", unit)
    with pytest.raises(PermissionDenied):
        receiving.receive(
            recipient=recipient, version=1, by=an_officer("member_unit", department=other), at=MORNING
        )
    member = an_officer("member_unit", department=unit)
    assert receiving.receive(recipient=recipient, version=1, by=member, at=MORNING).received_by == member


@pytest.mark.parametrize("state", ["replaced", "withdrawn"])
def test_a_document_that_does_not_hold_is_not_dealt_with(state):
    recipient = make_recipient(make_notice(state))
    with pytest.raises(StepRefused, match="不需要再办理"):
        receiving.receive(recipient=recipient, version=1, by=staff(recipient), at=MORNING)


def test_a_draft_is_nobodys_to_sign():
    recipient = make_recipient(make_notice("draft"))
    with pytest.raises(PermissionDenied):
        receiving.receive(recipient=recipient, version=1, by=staff(recipient), at=MORNING)


@pytest.mark.parametrize(("name", "stem"), ACTS)
def test_what_is_put_down_after_the_due_day_is_marked(name, stem):
    recipient = received(make_recipient(issued(**ALL)))
    done = getattr(receiving, name)(
        recipient=recipient, version=2, on=DUE, text="传达到各乡镇", by=staff(recipient), at=LATER
    )
    assert (getattr(done, f"{stem}_at"), standing_of(done).backfilled) == (LATER, {name})
    done = getattr(receiving, name)(
        recipient=done, version=3, on=LATER.date(), text="传达到各乡镇", by=staff(recipient), at=LATER
    )
    assert standing_of(done).backfilled == frozenset()


def test_what_was_put_down_in_time_keeps_its_moment_when_words_are_mended_later():
    recipient, values = received(make_recipient(issued(**ALL))), {"on": MORNING.date(), "text": "传达"}
    done = receiving.cascade(recipient=recipient, version=2, **values, by=staff(recipient), at=MORNING)
    done = receiving.cascade(
        recipient=done, version=3, **values | {"text": "开会传达"}, by=staff(recipient), at=LATER
    )
    assert (done.cascaded_at, standing_of(done).backfilled) == (MORNING, frozenset())


def test_nothing_is_overwritten_once_the_return_is_accepted_and_what_is_missing_is_added():
    recipient, values = received(make_recipient(issued(**ALL))), {"on": MORNING.date(), "text": "传达"}
    done = receiving.cascade(recipient=recipient, version=2, **values, by=staff(recipient), at=MORNING)
    make_notice_return(done, "accepted")
    with pytest.raises(StepRefused, match="审核通过"):
        receiving.cascade(recipient=done, version=3, **values, by=staff(recipient), at=MORNING)
    done = receiving.meet(recipient=done, version=3, **values, by=staff(recipient), at=MORNING)
    assert done.met_on == MORNING.date()
