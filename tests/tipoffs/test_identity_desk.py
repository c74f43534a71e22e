"""Desk, panel and regular work around identities."""

from datetime import timedelta

import pytest
import time_machine

from capacity_portal.jobs import schedule
from capacity_portal.organization.roles import ROLES
from enterprises.registries import duties_for
from tests.clients import signed_in
from tests.makers import NOON, make_officer
from tests.tip_makers import make_opening, make_tip
from tests.tipoffs.custodians import founded, opened, sealed_tip
from tipoffs import duties_identity
from tipoffs.operations.read_watch import watch_reads
from tipoffs.operations.reading import log_read
from tipoffs.panel_identity import identity
from tipoffs.rules.report import Identity

pytestmark = pytest.mark.django_db
TODAY = NOON.date()
SOURCES = [
    duties_identity.key_troubles, duties_identity.to_approve, duties_identity.to_join, duties_identity.to_open,
    duties_identity.opened_lately, duties_identity.alerts,
]  # fmt: skip


def titles(officer) -> list[str]:
    return [duty.title for source in SOURCES for duty in source(officer, TODAY)]


def test_without_a_key_handlers_and_leader_are_told():
    told = {role for role in ROLES if titles(make_officer(role)) == ["举报人身份保管密钥"]}
    assert told == {"tipoff_handler", "office_leader"}
    assert (
        "尚未生成保管密钥"
        in next(iter(duties_identity.key_troubles(make_officer("tipoff_handler"), TODAY))).detail
    )


@pytest.mark.parametrize(
    ("state", "first", "second", "leader"),
    [
        ("requested", [], [], ["待审批的身份开启"]),
        ("approved", [], ["待您输入口令确认的身份开启"], []),
        ("ready", ["可以开启的身份信息"], [], []),
        ("open", ["已开启的身份信息，用完请结束"], [], []),
        ("ended", [], [], []),
    ],
)
def test_whose_turn_it_is(state, first, second, leader):
    world = founded()
    opening = make_opening(sealed_tip(), state)
    assert [titles(who) for who in (world.first, world.second, world.leader)] == [first, second, leader]
    duty = next(
        (
            duty
            for source in SOURCES
            for who in (world.first, world.second, world.leader)
            for duty in source(who, TODAY)
        ),
        None,
    )
    assert duty is None or duty.url == f"/tipoffs/openings/{opening.pk}/"


def test_several_lead_to_the_list():
    world = founded()
    for _ in range(2):
        make_opening(sealed_tip())
    (duty,) = duties_identity.to_approve(world.leader, TODAY)
    assert (duty.url, duty.count) == ("/tipoffs/openings/", "2")


def test_the_auditor_is_told_what_was_opened_and_who_read_much():
    world = founded()
    opened(world, sealed_tip())
    for _ in range(6):
        log_read(tip=make_tip(), what="page", by=world.first, at=NOON)
    watch_reads(NOON + timedelta(minutes=1))
    auditor = make_officer("auditor")
    assert titles(auditor) == ["近7天开启的举报人身份", "近7天的举报查阅提醒"]
    assert set(titles(auditor)) <= {duty.title for duty in duties_for(auditor, TODAY)}


def test_the_panel_says_what_is_sealed_and_offers_the_request():
    world = founded()
    named, anonymous, bare = sealed_tip(), sealed_tip(Identity()), make_tip()
    sentences = [identity(tip, world.first, TODAY).context["sentence"] for tip in (named, anonymous, bare)]
    assert sentences == [
        "举报人留有联系方式，已封存。", "匿名举报，没有留联系方式；收到的准确时间已封存。", "匿名举报，没有封存身份信息。"
    ]  # fmt: skip
    assert identity(named, world.first, TODAY).actions == (
        ("申请开启", f"/tipoffs/{named.pk}/request-opening/"),
    )
    assert identity(bare, world.first, TODAY).actions == ()
    assert identity(named, world.leader, TODAY).actions == ()
    assert identity(named, make_officer("county_leader"), TODAY) is None
    make_opening(named)
    assert identity(named, world.first, TODAY).actions == ()


def test_a_tips_page_carries_the_panel():
    world, tip = founded(), sealed_tip()
    opening = make_opening(tip)
    page = signed_in(world.leader).get(f"/tipoffs/{tip.pk}/").content.decode()
    assert f"/tipoffs/openings/{opening.pk}/" in page


def test_the_regular_work_is_registered():
    names = {"end_openings", "set_terms", "erase", "forget_keys", "watch_reads", "list_reads"}
    assert {name for name in names if schedule.label_of(f"tipoffs.{name}") == f"tipoffs.{name}"} == set()


@pytest.mark.parametrize("role", ["auditor", "tipoff_handler", "office_leader", "system_admin"])
def test_readings_are_for_the_auditor_alone(role):
    response = signed_in(make_officer(role)).get("/tipoffs/reads/")
    assert response.status_code == (200 if role == "auditor" else 404)


@pytest.mark.parametrize("count", [1, 3])
def test_a_week_of_readings(count, django_assert_num_queries):
    handlers = [make_officer("tipoff_handler") for _ in range(count)]
    with time_machine.travel(NOON, tick=False):
        for handler in handlers:
            for _ in range(6):
                log_read(tip=make_tip(), what="text", by=handler, at=NOON)
        elsewhere = make_officer("tipoff_handler", "6207")
        log_read(tip=make_tip(region_code="6207"), what="page", by=elsewhere, at=NOON)
        client = signed_in(make_officer("auditor"))
        client.get("/tipoffs/reads/")
        with django_assert_num_queries(6):
            page = client.get("/tipoffs/reads/").content.decode()
    assert [handler.name for handler in handlers if handler.name not in page] == []
    assert elsewhere.name not in page
    assert page.count("提醒</span>") == count


@pytest.mark.parametrize("week", ["2026-02-25", "x", "9999-12-31", "0001-01-01", "2026-13-99", "9" * 5000])
def test_any_week_may_be_asked_for(week):
    assert signed_in(make_officer("auditor")).get("/tipoffs/reads/", {"week": week}).status_code == 200
