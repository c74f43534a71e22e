import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from capacity_portal.journal.models import Entry
from capacity_portal.lib.workflow import StepRefused
from tests.makers import NOON, make_department, make_officer, make_region
from tests.tip_makers import make_assignment
from tests.tipoffs.units import handed_over
from tipoffs.models import Tip
from tipoffs.operations.remarking import remark

pytestmark = pytest.mark.django_db


@pytest.fixture
def joined():
    """A tip the county leads and a department of the prefecture joins, and that department's officer."""
    tip, _ = handed_over("verifying")
    unit = make_department(make_region("3608"), name="市生态环境局")
    make_assignment(tip, "3608", unit, is_lead=False)
    return tip, make_officer("member_unit", department=unit)


def test_a_joint_unit_says_who_went_and_what_they_saw(joined):
    tip, member = joined
    event = remark(tip=tip, text="李四到场，无排污许可。", by=member, at=NOON)
    assert (event.label, event.public_text, event.region_code) == ("联合核查意见", "", "")
    assert event.text == "市生态环境局：李四到场，无排污许可。"
    assert Entry.objects.get().step == "remark"


def test_the_leading_county_may_remark_too(joined):
    tip, _ = joined
    assert remark(tip=tip, text="已通知。", by=make_officer("county_staff"), at=NOON).text.endswith(
        "已通知。"
    )


def test_others_may_not(joined):
    tip, _ = joined
    for by in (make_officer("tipoff_handler"), make_officer("county_staff", "360803")):
        with pytest.raises(PermissionDenied):
            remark(tip=tip, text="意见", by=by, at=NOON)


def test_not_on_a_closed_tip_and_not_without_words(joined):
    tip, member = joined
    with pytest.raises(ValidationError):
        remark(tip=tip, text=" ", by=member, at=NOON)
    closed = {"verifiers": 2, "dispositions": 1, "answers": 1, "closed_at": NOON, "closed_by": member}
    Tip.objects.filter(pk=tip.pk).update(state="closed", **closed)
    with pytest.raises(StepRefused, match="已经办结"):
        remark(tip=tip, text="意见", by=member, at=NOON)
