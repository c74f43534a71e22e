"""Every constraint of documents, their versions and templates holds in the table and says its sentence."""

import pytest
from django.db import IntegrityError, transaction

from capacity_portal.lib.constraints import ConstraintRefused, refused_in_chinese
from reports.models import NoticeComment
from tests.report_makers import MORNING, an_officer, make_notice, make_template

pytestmark = pytest.mark.django_db


def _changed(state: str, **values) -> None:
    notice = make_notice(state)
    for name, value in values.items():
        setattr(notice, name, value)
    notice.save()


def _same_version() -> None:
    notice = make_notice()
    notice.versions.create(number=1, title="x", saved_at=MORNING, saved_by=an_officer())


def _settled_by_nobody() -> None:
    notice = make_notice()
    NoticeComment.objects.create(
        notice=notice, number=1, text="x", written_at=MORNING, written_by=an_officer(), settled_at=MORNING
    )


BROKEN = [
    ("notice_issued_iff_frozen", lambda: _changed("issued", frozen=None)),
    ("notice_issued_iff_frozen", lambda: _changed("draft", issued_at=MORNING)),
    ("notice_issued_iff_frozen", lambda: _changed("approved", verify_code="X")),
    ("notice_approved_is_signed", lambda: _changed("approved", signed_by=None)),
    ("notice_stage_iff_reviewing", lambda: _changed("reviewing", stage="")),
    ("notice_stage_iff_reviewing", lambda: _changed("draft", stage="check")),
    ("notice_ended_has_reason", lambda: _changed("withdrawn", ended_reason="")),
    ("notice_replaced_by_another", lambda: _changed("replaced", replaced_by=None)),
    ("notice_return_has_due_day", lambda: _changed("draft", wants_return=True)),
    ("notice_version_unique", _same_version),
    ("comment_settled_by_somebody", _settled_by_nobody),
]


@pytest.mark.parametrize(
    ("name", "write"), BROKEN, ids=[f"{name}-{number}" for number, (name, _) in enumerate(BROKEN)]
)
def test_constraint_refuses_with_its_sentence(name, write):
    with pytest.raises(ConstraintRefused) as refused:
        refused_in_chinese(transaction.atomic(write))()
    assert refused.value.constraint == name
    assert refused.value.messages[0].endswith("。")


@pytest.mark.parametrize(
    "write",
    [
        lambda: make_template() and make_template(),
        lambda: make_notice("issued", verify_code="SAME") and make_notice("issued", verify_code="SAME"),
    ],
)
def test_codes_are_unique(write):
    with pytest.raises(IntegrityError), transaction.atomic():
        write()
