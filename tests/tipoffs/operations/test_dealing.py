from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from capacity_portal.journal.models import Entry
from capacity_portal.lib.workflow import StepRefused
from tests.makers import NOON, make_department, make_officer, make_region
from tests.tipoffs.units import delivered, measure
from tipoffs.models import Disposition, Tip
from tipoffs.operations.dealing import enforce, record_disposition
from tipoffs.operations.door import TipChanged
from tipoffs.rules.dealing import Onward

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)


@pytest.fixture
def staff():
    return make_officer("county_staff")


def deal(tip, by, found=None, version=1) -> Disposition:
    return record_disposition(tip=tip, version=version, measure=found or measure(), by=by, at=NOON)


def test_a_measure_deals_with_the_tip(staff):
    tip, _ = delivered()
    record = deal(tip, staff)
    tip.refresh_from_db()
    assert (tip.state, tip.dispositions, tip.version) == ("dealt", 1, 2)
    assert (record.kind, record.turn, record.recorded_by) == ("sealed", 1, staff)
    assert tip.events.get().public_text == "已作出处理，办公室将答复您。"
    assert {(entry.subject, entry.step) for entry in Entry.objects.all()} == {
        ("disposition", "deal"),
        ("tip", "deal"),
    }


def test_further_measures_may_follow(staff):
    tip, _ = delivered()
    deal(tip, staff)
    deal(tip, staff, measure(kind="power_cut", text="断电。"), version=2)
    tip.refresh_from_db()
    assert (tip.state, tip.dispositions) == ("dealt", 2)


@pytest.mark.parametrize(
    ("conclusion", "kind", "words"),
    [
        ("confirmed", "nothing_needed", "必须有处置措施"),
        ("partly", "nothing_needed", "必须有处置措施"),
        ("unfounded", "sealed", "处置方式应选"),
        ("confirmed", "nonsense", "请选择处置方式"),
    ],
)
def test_the_measure_fits_the_conclusion(staff, conclusion, kind, words):
    tip, _ = delivered(conclusion=conclusion)
    with pytest.raises(ValidationError) as refused:
        deal(tip, staff, measure(kind=kind))
    assert words in refused.value.message_dict["kind"][0]


def test_nothing_is_needed_for_what_was_unfounded(staff):
    tip, _ = delivered(conclusion="unfounded")
    assert deal(tip, staff, measure(kind="nothing_needed", text="未发现。")).kind == "nothing_needed"


@pytest.mark.parametrize("values", [{"text": " "}, {"text": "长" * 2001}, {"on": None}, {"on": date(2026, 3, 1)}, {"on": date(2026, 3, 3)}])  # fmt: skip
def test_what_is_typed_wrongly_is_said_at_its_field(staff, values):
    tip, _ = delivered()
    with pytest.raises(ValidationError) as refused:
        deal(tip, staff, measure(**values))
    assert list(refused.value.message_dict) == list(values)


def test_only_after_the_verification(staff):
    tip, _ = delivered("answered")
    with pytest.raises(StepRefused, match="不能登记处置"):
        deal(tip, staff)


# --- enforcement ------------------------------------------------------------------------------------------------------
@pytest.fixture
def unit():
    return make_department(make_region("360802"))


def onward(record, step: str, by, version: int | None = None, **given) -> Disposition:
    version = Tip.objects.get(pk=record.tip_id).version if version is None else version
    return enforce(disposition=record, step=step, version=version, given=Onward(**given), by=by, at=NOON)


def test_the_way_to_the_unit_that_may_punish(staff, unit):
    tip, _ = delivered()
    record = deal(tip, staff)
    onward(record, "mark", staff, unit=unit.pk)
    onward(record, "hand_over", staff, on=TODAY)
    onward(record, "accept", staff, on=TODAY, text="立案号演〔2026〕3号")
    found = onward(record, "conclude", staff, on=TODAY, text="罚款。")
    assert (found.enforcement_state, found.enforcement_unit, found.enforcement_on) == (
        "concluded",
        unit,
        TODAY,
    )
    assert found.enforcement_note == "罚款。"
    assert [event.step for event in tip.events.order_by("id")] == ["deal", *["enforce"] * 4]


def test_it_goes_on_when_the_tip_is_closed(staff, unit):
    tip, _ = delivered()
    record = deal(tip, staff)
    onward(record, "mark", staff, unit=unit.pk)
    by = {"closed_at": NOON, "closed_by": staff, "answers": 1}
    Tip.objects.filter(pk=tip.pk).update(state="closed", **by)
    assert onward(record, "hand_over", staff, on=TODAY).enforcement_state == "handed_over"


def test_steps_are_taken_in_order(staff):
    tip, _ = delivered()
    with pytest.raises(StepRefused, match="未移交"):
        onward(deal(tip, staff), "conclude", staff, on=TODAY, text="罚款。")


def test_what_a_step_wants(staff, unit):
    tip, _ = delivered()
    record = deal(tip, staff)
    for step, given, field in [
        ("mark", {}, "unit"),
        ("mark", {"unit": 999_999}, "unit"),
        ("mark", {"unit": make_department(make_region("360803")).pk}, "unit"),
        ("mark", {"unit": unit.pk, "text": "长" * 501}, "text"),
    ]:
        with pytest.raises(ValidationError) as refused:
            onward(record, step, staff, **given)
        assert list(refused.value.message_dict) == [field]
    onward(record, "mark", staff, unit=unit.pk)
    with pytest.raises(ValidationError) as refused:
        onward(record, "hand_over", staff, on=date(2026, 3, 1))
    assert list(refused.value.message_dict) == ["on"]


def test_others_do_not_enforce(staff, unit):
    tip, _ = delivered()
    record = deal(tip, staff)
    with pytest.raises(PermissionDenied):
        onward(record, "mark", make_officer("county_staff", "360803"), unit=unit.pk)
    with pytest.raises(TipChanged):
        onward(record, "mark", staff, version=1, unit=unit.pk)


def test_the_database_wants_a_unit_for_what_is_handed_over(staff):
    tip, _ = delivered()
    record = deal(tip, staff)
    with pytest.raises(IntegrityError, match="disposition_enforcement_has_unit"), transaction.atomic():
        Disposition.objects.filter(pk=record.pk).update(enforcement_state="handed_over")
