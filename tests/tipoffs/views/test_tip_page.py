"""The page of a tip: who sees what of it, what it offers, and that looking is logged."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.clients import signed_in
from tests.makers import NOON, make_department, make_officer
from tests.tip_makers import make_assignment, make_tip
from tests.tipoffs.lives import SUMMARY, Life
from tipoffs import panels
from tipoffs.models import SameMatter, TipMessage, TipRead
from tipoffs.panels import Panel

pytestmark = pytest.mark.django_db


def page(officer, tip):
    return signed_in(officer).get(f"/tipoffs/{tip.pk}/")


def text_of(response) -> str:
    return response.content.decode()


def test_the_office_reads_the_words_a_unit_the_summary():
    life = Life(text="院里有两台炉子", firm_name="演示某钢厂", place_text="演示北路9号").go(
        "accept", "hand_over"
    )
    office, unit = text_of(page(life.who.handler, life.tip)), text_of(page(life.who.county, life.tip))
    for words in ("院里有两台炉子", "演示某钢厂", "演示北路9号", "网上举报"):
        assert words in office
        assert words not in unit
    assert SUMMARY in office
    assert SUMMARY in unit


def test_looking_is_logged_with_what_was_seen():
    life = Life().go("accept", "hand_over")
    page(life.who.handler, life.tip)
    page(life.who.county, life.tip)
    assert list(TipRead.objects.order_by("id").values_list("read_by", "what")) == [
        (life.who.handler.pk, "text"), (life.who.county.pk, "page"),
    ]  # fmt: skip


def test_every_date_shows_its_computation():
    life = Life().go("accept", "hand_over")
    shown = text_of(page(life.who.county, life.tip))
    assert "2026年3月16日" in shown
    assert "从2026年3月2日的次日起算第10个工作日，其间4天休息日不计" in shown
    shown = text_of(page(life.who.handler, life.tip))
    assert "已于2026年3月2日交办" in shown


@pytest.mark.parametrize(
    ("steps", "who", "offered"),
    [
        ((), "handler", ["受理", "拟不受理", "写摘要"]),
        ((), "leader", []),
        (("propose_refusal",), "leader", []),
        (("accept",), "handler", ["交办", "写摘要"]),
        (("accept", "hand_over"), "handler", ["改派", "登记核查结果", "修改摘要"]),
        (("accept", "hand_over"), "county", ["开始核查", "退回交办", "登记核查结果"]),
        (("accept", "hand_over", "verify"), "handler", ["退回重查", "登记处置", "修改摘要"]),
        (("accept", "hand_over", "verify", "deal"), "county", ["登记处置"]),
        (("accept", "hand_over", "verify", "deal", "answer"), "handler", ["答复举报人", "办结", "修改摘要"]),
        (("accept", "hand_over", "verify", "deal", "answer", "close"), "leader", ["重新办理"]),
    ],
)
def test_only_steps_that_may_succeed_are_offered(steps, who, offered):
    life = Life().go(*steps)
    actions = [action.label for action in page(getattr(life.who, who), life.tip).context["actions"]]
    assert [label for label in actions if label != "督办"] == offered


def test_the_second_person_has_one_button_for_both_answers():
    life = Life().go("propose_refusal")
    leader = make_officer("office_leader", department=make_department())
    actions = page(leader, life.tip).context["actions"]
    assert [(one.label, one.url) for one in actions if one.label != "督办"] == [
        ("查看摘要并复核", f"/tipoffs/{life.tip.pk}/confirm-refusal/")
    ]


def test_registering_is_not_the_first_thing_before_the_verification_began():
    life = Life().go("accept", "hand_over")

    def kinds() -> dict:
        return {one.label: one.kind for one in page(life.who.county, life.tip).context["actions"]}

    assert (kinds()["开始核查"], kinds()["登记核查结果"]) == ("primary", "secondary")
    life.go("begin")
    assert kinds()["登记核查结果"] == "primary"


def test_what_stands_in_the_way_is_said():
    life = Life().go("propose_refusal")
    assert "您与提出人属于同一单位，不能复核" in text_of(page(life.who.leader, life.tip))
    life = Life(life.who).go("accept", "hand_over", "verify", "deal")
    assert "还没有答复举报人：请先答复" in text_of(page(life.who.handler, life.tip))
    assert "还没有答复举报人" not in text_of(page(life.who.county, life.tip))


def test_others_find_no_page():
    tip = make_tip("verifying")
    make_assignment(tip)
    for officer in (
        make_officer("county_staff", "360803"),
        make_officer("tipoff_handler", "6207"),
        make_officer("member_unit", "3608", department=make_department()),
        make_officer("office_staff"),
        make_officer("auditor"),
        make_officer("grid_officer"),
    ):
        assert page(officer, tip).status_code == 404, officer.role
    assert TipRead.objects.count() == 0


def test_messages_are_the_offices():
    life = Life().go("accept", "hand_over")
    TipMessage.objects.create(tip=life.tip, is_from_office=False, text="是三号门", posted_on=NOON.date())
    assert "是三号门" in text_of(page(life.who.leader, life.tip))
    assert "是三号门" not in text_of(page(life.who.county, life.tip))


def test_likely_duplicates_and_the_cluster_are_the_offices():
    about = {"firm_name": "演示红星轧钢厂", "place_text": "演示镇工业园3号"}
    earlier, life = make_tip("accepted", **about), Life(**about).go("accept", "hand_over")
    assert f"?other={earlier.pk}" in text_of(page(life.who.handler, life.tip))
    SameMatter.objects.create(
        first=earlier,
        later=life.tip,
        is_same=True,
        note="同一厂",
        decided_at=NOON,
        decided_by=life.who.handler,
    )
    shown = text_of(page(life.who.handler, life.tip))
    assert "已认定为同一事项" in shown
    assert shown.index(earlier.label) < shown.rindex("（本件）")
    assert earlier.label not in text_of(page(life.who.county, life.tip))


def test_texts_to_send_stand_there_while_a_unit_has_the_tip():
    life = Life().go("accept", "hand_over", "supervise")
    shown = text_of(page(life.who.handler, life.tip))
    assert "【催办】吉州区" in shown
    assert f"【督办】吉州区：{life.tip.label}线索由办公室负责人督办" in shown
    assert "【催办】" not in text_of(page(life.who.county, life.tip))


def test_a_panel_is_drawn_with_its_context_and_actions(monkeypatch):
    tip = make_tip()
    monkeypatch.setattr(panels._registry, "_sources", {})
    panels.register(
        lambda tip, officer, today: Panel(
            "later", "后", "tipoffs/_letters.html", {"texts": [("标", "文字")]}, (("去", "/x/"),), 3
        ),
        position=9,
    )
    panels.register(lambda tip, officer, today: None, position=1)
    shown = text_of(page(make_officer("tipoff_handler"), tip))
    assert 'id="later"' in shown
    assert "后（3）" in shown
    assert 'href="/x/"' in shown
    assert "文字" in shown


def test_the_page_costs_the_same_for_one_line_and_for_ten():
    life = Life().go("accept", "hand_over")
    client = signed_in(life.who.handler)

    def cost() -> int:
        TipRead.objects.all().delete()
        with CaptureQueriesContext(
            connection,
        ) as found:
            assert client.get(f"/tipoffs/{life.tip.pk}/").status_code == 200
        return len(found)

    cost()
    before = cost()
    for number in range(3):
        TipMessage.objects.create(
            tip=life.tip,
            is_from_office=True,
            text=f"问{number}",
            posted_on=NOON.date(),
            posted_at=NOON,
            posted_by=life.who.handler,
        )
        make_tip("accepted", firm_name=life.tip.firm_name)
    assert cost() == before
