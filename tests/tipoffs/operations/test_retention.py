from datetime import date, timedelta

import pytest

from capacity_portal.journal.models import Entry
from capacity_portal.lib.workflow import StepRefused
from capacity_portal.organization.models import Threshold
from tests.makers import NOON, make_officer
from tests.tip_makers import make_opening, make_tip
from tests.tipoffs.custodians import founded, sealed_tip
from tests.tipoffs.views.test_openings import with_original
from tipoffs.models import Objection, Opening, Reward, RewardScheme, SealedIdentity
from tipoffs.operations import file_store
from tipoffs.operations.openings import request_opening
from tipoffs.operations.retention import erase_due, set_terms
from tipoffs.panel_identity import identity

pytestmark = pytest.mark.django_db
YEARS = timedelta(days=366 * 3 + 5)


@pytest.fixture
def world(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return founded()


def ended(state="closed", **values):
    tip = sealed_tip(state=state, **values)
    set_terms(NOON)
    tip.refresh_from_db()
    return tip


def test_an_ended_tip_gets_its_term_and_one_taken_up_again_loses_it(world):
    closed, refused, running = (
        ended("closed"),
        ended("refused"),
        sealed_tip(state="verifying", erase_on=date(2026, 1, 1)),
    )
    assert set_terms(NOON) == 1
    running.refresh_from_db()
    assert (closed.erase_on, refused.erase_on, running.erase_on) == (date(2029, 3, 2), date(2027, 3, 2), None)
    assert Entry.objects.filter(step="term", by=None).count() == 3
    assert set_terms(NOON) == 0


def test_terms_are_the_offices(world):
    Threshold.objects.create(code="tipoff-identity-years-closed", name="保存期限", value=5)
    assert ended("closed").erase_on == date(2031, 3, 2)


def test_at_the_end_of_the_term_identity_and_originals_are_destroyed(
    world, django_capture_on_commit_callbacks
):
    tip = ended()
    file = with_original(tip, world.key)
    assert erase_due(NOON + timedelta(days=365)) == 0
    with django_capture_on_commit_callbacks(execute=True):
        assert erase_due(NOON + YEARS) == 1
    row = SealedIdentity.objects.get()
    assert (row.sealed, row.erased_on) == (None, (NOON + YEARS).date())
    file.refresh_from_db()
    assert (file.sealed_key, file.sealed_path) == (None, "")
    assert not list(file_store.path_of(file_store.SEALED).glob("*"))
    assert Entry.objects.get(step="erase").note == "销毁封存原件 1 份"
    assert erase_due(NOON + YEARS) == 0
    with pytest.raises(StepRefused, match="到期销毁"):
        request_opening(tip=tip, reason="演示", by=world.first, at=NOON + YEARS)
    assert "到期销毁" in identity(tip, world.first, NOON.date()).context["sentence"]


def test_originals_without_an_identity_end_too(world):
    tip = ended()
    SealedIdentity.objects.all().delete()
    with_original(tip, world.key)
    assert erase_due(NOON + YEARS) == 1
    assert Entry.objects.get(step="erase").file_key == f"tip:{tip.pk}"


def unpaid(tip):
    scheme = RewardScheme.objects.create(
        region_id=make_officer("office_leader").region_id, title="演示办法", valid_from=date(2026, 1, 1)
    )
    Reward.objects.create(
        tip=tip,
        scheme=scheme,
        case="演示",
        full_yuan=1,
        fen=100,
        proposed_at=NOON,
        proposed_by=make_officer("tipoff_handler"),
    )


def objected(tip):
    Objection.objects.create(tip=tip, text="演示", made_on=NOON.date(), due_on=NOON.date())


@pytest.mark.parametrize(
    "needs",
    [unpaid, objected, lambda tip: make_opening(tip, "requested")],
    ids=["reward", "objection", "opening"],
)
def test_what_is_still_needed_is_kept(world, needs):
    tip = ended()
    needs(tip)
    assert erase_due(NOON + YEARS) == 0
    Reward.objects.update(state="lapsed")
    Objection.objects.update(state="refused", decided_at=NOON, decided_by=world.leader)
    Opening.objects.update(state="ended")
    assert erase_due(NOON + YEARS) == 1


def test_an_open_tip_keeps_its_identity_for_ever(world):
    sealed_tip(state="verifying")
    set_terms(NOON)
    assert erase_due(NOON + YEARS * 9) == 0


def test_a_tip_without_anything_sealed_is_left_alone(world):
    make_tip("closed")
    set_terms(NOON)
    assert erase_due(NOON + YEARS) == 0
