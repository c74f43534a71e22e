import pytest
from django.core.exceptions import ValidationError

from reports.operations.recipient_list import (
    Kept,
    add_recipients,
    arrange_recipients,
    texts_for,
    write_addressees,
)
from tests.makers import make_office, make_region
from tests.report_makers import MORNING, an_officer, make_notice, make_unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft():
    make_office()
    return make_notice("draft")


def add(draft, *places, is_copy=False):
    return add_recipients(notice=draft, places=places, is_copy=is_copy, by=an_officer(), at=MORNING)


def told(rows):
    return [(row.name, row.is_copy) for row in rows]


def test_who_is_added_stands_behind_who_was_there(draft):
    add(draft, make_unit())
    rows = add(draft, make_region("360802"), make_unit())
    assert told(rows) == [("市工业和信息化局", False), ("吉州区", False)]
    assert told(add(draft, make_region("360803"), make_region("360802"), is_copy=True))[-1] == (
        "青原区",
        True,
    )


def test_nothing_chosen_is_said(draft):
    with pytest.raises(ValidationError):
        add(draft)


def test_the_list_is_arranged(draft):
    first, second, third = add(draft, make_region("360802"), make_region("360803"), make_unit())
    kept = [Kept(third.pk, False), Kept(first.pk, True), Kept(0, False)]
    rows = arrange_recipients(notice=draft, kept=kept, by=an_officer(), at=MORNING)
    assert [(row.pk, row.is_copy) for row in rows] == [(third.pk, False), (first.pk, True)]
    assert not draft.recipients.filter(pk=second.pk).exists()


def test_the_text_is_written_into_the_draft(draft):
    add(draft, make_region("360802"), make_region("3608K01"))
    add(draft, make_unit(), is_copy=True)
    make_region("360803")
    assert texts_for(draft) == {
        "addressees": "吉州区人民政府，井冈山经开区管委会",
        "copies_to": "市工业和信息化局",
    }
    saved = write_addressees(notice=draft, version=1, by=an_officer(), at=MORNING)
    assert (saved.content["addressees"], saved.versions.count()) == ("吉州区人民政府，井冈山经开区管委会", 2)


def test_without_addressees_there_is_no_text(draft):
    with pytest.raises(ValidationError):
        write_addressees(notice=draft, version=1, by=an_officer(), at=MORNING)
