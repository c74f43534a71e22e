"""Every constraint of the calendar, the packs and the mechanism, by the database itself."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from reports.models import (
    BasisDocument,
    EvidencePack,
    GroupMember,
    MeetingFile,
    Preparation,
    SuperiorInspection,
    UnitDuty,
)
from tests import report_makers as makers

pytestmark = pytest.mark.django_db
DAY, BEFORE, FAR = date(2026, 3, 2), date(2026, 3, 1), date(1, 1, 1)


def a_member(**values):
    return GroupMember.objects.create(
        **({"region_code": "3608", "role": "head", "post": "市长", "since": DAY} | values)
    )


def a_duty(**values):
    unit = makers.make_unit()
    return UnitDuty.objects.create(
        **({"region_code": "3608", "year": 2026, "department": unit, "duty": "牵头"} | values)
    )


def a_paper(**values):
    by = makers.an_officer()
    about = {
        "name": "签到表",
        "content_type": "application/pdf",
        "size": 1,
        "sha256": "0",
        "uploaded_at": makers.MORNING,
        "uploaded_by": by,
    }
    return MeetingFile.objects.create(meeting=makers.make_meeting(), removed_by=by, **(about | values))


CASES = [
    ("meeting_file_removed_has_moment", a_paper, {}),
    ("superior_days_plausible", makers.make_superior_inspection, {"starts_on": FAR}),
    ("superior_days_in_order", makers.make_superior_inspection, {"starts_on": DAY, "ends_on": BEFORE}),
    ("superior_days_in_order", makers.make_superior_inspection, {"period_from": DAY, "period_to": BEFORE}),
    ("preparation_percent_to_100", makers.make_preparation, {"percent": 101}),
    ("evidence_pack_ready_has_file", makers.make_pack, {"state": "ready"}),
    ("evidence_pack_days_in_order", makers.make_pack, {"period_from": DAY, "period_to": BEFORE}),
    ("evidence_pack_days_plausible", makers.make_pack, {"period_from": FAR}),
    ("evidence_pack_removed_has_reason", makers.make_pack, {"removed_at": makers.MORNING}),
    ("group_member_days_in_order", a_member, {"until": BEFORE}),
]


@pytest.mark.parametrize(("name", "make", "values"), CASES)
def test_the_database_refuses(name, make, values):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        make(**values)


def test_what_is_unique_comes_once():
    inspection = makers.make_superior_inspection()
    for make in (lambda: makers.make_preparation(inspection), makers.make_basis, a_duty):
        make()
        with pytest.raises(IntegrityError), transaction.atomic():
            make()


def test_every_constraint_has_its_test():
    named = {name for name, *_ in CASES} | {"preparation_unique", "basis_document_unique", "unit_duty_unique"}
    models = (
        SuperiorInspection,
        Preparation,
        EvidencePack,
        BasisDocument,
        GroupMember,
        UnitDuty,
        MeetingFile,
    )
    assert {one.name for model in models for one in model._meta.constraints} == named
