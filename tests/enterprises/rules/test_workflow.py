import pytest

from capacity_portal.lib.workflow import StepRefused, unreachable
from capacity_portal.organization.roles import ROLES, Permission
from enterprises.choices import CLOSED_STATUSES, Status
from enterprises.rules.workflow import STEPS, checked_step, steps_for

COUNTY = ROLES["county_staff"].permissions
OFFICE = ROLES["office_staff"].permissions
PROOF = {"document": "吉化解产能办字〔2026〕1号", "note": "现场核查"}


def test_every_status_is_reached():
    assert unreachable(STEPS, Status.UNDER_CONSTRUCTION, Status.values) == set()


def test_every_step_is_a_permission_of_somebody_and_names_known_states():
    assert {step.permission for step in STEPS} <= set(Permission)
    assert {state for step in STEPS for state in (*step.sources, step.target)} == set(Status)


def test_a_county_takes_a_closed_enterprise_nowhere_but_to_suspected_revival():
    taken = {(status, step.target) for status in CLOSED_STATUSES for step in steps_for(status, COUNTY)}
    assert taken == {(status, Status.REVIVED) for status in CLOSED_STATUSES}


def test_no_step_leads_from_closed_or_revived_to_production():
    watched = {*CLOSED_STATUSES, Status.REVIVED}
    assert [
        step for step in STEPS if step.target == Status.IN_PRODUCTION and watched & set(step.sources)
    ] == []


def test_only_the_prefecture_corrects_a_closing():
    assert "correct" in {step.name for step in steps_for(Status.BANNED, OFFICE)}
    with pytest.raises(StepRefused, match="您的角色不能更正误登的退出（取缔）。"):
        checked_step("correct", Status.BANNED, permissions=COUNTY, **PROOF)
    assert checked_step("correct", Status.BANNED, permissions=OFFICE, **PROOF).target == Status.SUSPENDED


def test_a_revived_enterprise_is_banned_again_or_cleared():
    assert [step.name for step in steps_for(Status.REVIVED, COUNTY)] == [
        "ban_again",
        "dismiss_exited",
        "dismiss_banned",
    ]


@pytest.mark.parametrize(
    ("step", "status", "given", "sentence"),
    [
        ("exit", "in_production", {"note": "说明"}, "登记退出必须填写依据文号。"),
        ("ban", "suspended", {"document": "  "}, "登记取缔必须填写依据文号。"),
        ("report_revival", "exited", {"document": "文号"}, "报告疑似复产必须填写情况说明。"),
        ("dismiss_banned", "revived", {}, "经查未复产，仍为已取缔必须填写依据文号、情况说明。"),
        ("suspend", "exited", {}, "当前状态为“已退出”，不能登记停产。可能已有他人处理，请刷新页面查看。"),
        ("nosuch", "exited", {}, "当前状态为“已退出”，不能进行这一操作。可能已有他人处理，请刷新页面查看。"),
    ],
)
def test_a_step_is_refused_with_a_sentence(step, status, given, sentence):
    given = {"document": "", "note": "", **given}
    with pytest.raises(StepRefused) as refused:
        checked_step(step, status, permissions=None, **given)
    assert str(refused.value) == sentence


def test_the_system_needs_no_permission():
    assert checked_step("ban", "in_production", permissions=None, **PROOF).target == Status.BANNED
