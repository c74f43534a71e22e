"""An enterprise's page names the tips about it to handlers and leaders, and to nobody else."""

import pytest

from tests.clients import signed_in
from tests.makers import NOON, make_enterprise, make_officer, make_region
from tests.tip_makers import make_assignment, make_tip
from tipoffs.dossier import section
from tipoffs.models import Exclusion, TipEnterprise

pytestmark = pytest.mark.django_db


@pytest.fixture
def enterprise():
    return make_enterprise()


def about(enterprise, state: str = "verifying"):
    tip = make_tip(state)
    make_assignment(
        tip, state="done" if state == "closed" else "open", ended_at=NOON if state == "closed" else None
    )
    linked_by = make_officer("tipoff_handler")
    TipEnterprise.objects.create(tip=tip, enterprise=enterprise, linked_at=NOON, linked_by=linked_by)
    return tip


@pytest.mark.parametrize(
    ("role", "sees"),
    [("tipoff_handler", True), ("office_leader", True), ("office_staff", False), ("county_staff", False), ("county_leader", False),
     ("member_unit", False), ("grid_officer", False)],
)  # fmt: skip
def test_only_handlers_and_leaders_read_of_tips(enterprise, role, sees):
    tip = about(enterprise)
    officer = make_officer(role)
    assert (section(enterprise, officer) is not None) is sees
    answer = signed_in(officer).get(f"/enterprises/{enterprise.pk}/")
    if answer.status_code == 200:
        assert (tip.label in answer.content.decode()) is sees
    assert answer.status_code == 200 or role == "grid_officer"


def test_number_state_and_running_deadline_newest_first(enterprise):
    handler = make_officer("tipoff_handler")
    assert section(enterprise, handler) is None
    tip, ended = about(enterprise), about(enterprise, "closed")
    make_tip("verifying")
    tip.refresh_from_db()
    assert section(enterprise, handler).context["rows"] == [(ended, None), (tip, tip.due_on)]
    page = signed_in(handler).get(f"/enterprises/{enterprise.pk}/").content.decode()
    assert [words in page for words in (f"/tipoffs/{tip.pk}/", "核查中", "期限2026-03-16")] == [True] * 3


def test_who_keeps_out_reads_nothing_and_neither_does_another_prefecture(enterprise):
    tip, handler = about(enterprise), make_officer("tipoff_handler")
    Exclusion.objects.create(
        tip=tip, officer=handler, reason="亲属", set_at=NOON, set_by=make_officer("office_leader")
    )
    make_region("6207")
    assert section(enterprise, handler) is None
    assert section(enterprise, make_officer("tipoff_handler", "6207")) is None
