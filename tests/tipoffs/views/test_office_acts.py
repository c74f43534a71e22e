"""The pages of the office's steps: the form, the refusal with what was typed, the conflict, who may."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.clients import signed_in
from tests.makers import make_department, make_enterprise, make_officer, make_region
from tests.tip_makers import make_tip
from tests.tipoffs.lives import SUMMARY, Life
from tipoffs.models import Exclusion, SameMatter, Tip, TipEnterprise, TipRead
from tipoffs.views import office_steps

pytestmark = pytest.mark.django_db


def act(officer, tip, step, **typed):
    typed = {"version": Tip.objects.get(pk=tip.pk).version} | typed
    return signed_in(officer).post(f"/tipoffs/{tip.pk}/{step}/", typed)


def form_of(officer, tip, step):
    return signed_in(officer).get(f"/tipoffs/{tip.pk}/{step}/")


def test_from_receipt_to_hand_over_by_the_pages():
    life = Life()
    tip, handler = life.tip, life.who.handler
    assert form_of(handler, tip, "accept").status_code == 200
    assert act(handler, tip, "accept").url == f"/tipoffs/{tip.pk}/"
    shown = form_of(handler, tip, "hand-over").content.decode()
    assert "举报原文" in shown
    make_region("360802")
    answer = act(handler, tip, "hand-over", lead="360802", summary="我看见炉子", instruction="夜查")
    assert answer.status_code == 200
    assert "像是举报人的口气" in answer.content.decode()
    assert "我看见炉子" in answer.content.decode()
    answer = act(handler, tip, "hand-over", lead="360802", summary="我看见炉子", checked="on")
    assert answer.status_code == 302
    assert Tip.objects.get(pk=tip.pk).state == "handed_over"


def test_units_that_join_are_folded_away_and_those_of_other_counties_left_out():
    county, other = make_region("360802"), make_region("360803")
    near, far = make_department(county, name="区发改委"), make_department(other, name="区交通局")
    life = Life(place=county).go("accept")
    shown = form_of(life.who.handler, life.tip, "hand-over").content.decode()
    assert '<details class="fold"><summary>配合单位' in shown
    assert shown.index("交办摘要") < shown.index("配合单位")
    assert (f'value="d{near.pk}"' in shown, f'value="d{far.pk}"' in shown) == (True, False)
    answer = act(life.who.handler, life.tip, "hand-over", lead="360803", joint=[f"d{near.pk}"], summary="")
    assert '<details class="fold" open>' in answer.content.decode()
    act(life.who.handler, life.tip, "hand-over", lead="360803", joint=[f"d{near.pk}"], summary=SUMMARY)
    assert life.tip.assignments.count() == 2


def test_the_form_of_a_step_is_logged_as_reading():
    life = Life().go("accept")
    form_of(life.who.handler, life.tip, "hand-over")
    form_of(life.who.handler, life.tip, "summary")
    assert set(TipRead.objects.values_list("what", flat=True)) == {"text"}


def test_every_step_by_its_page():
    life = Life().go("accept", "hand_over", "verify", "deal")
    tip, who = life.tip, life.who
    for officer, step, typed, state in [
        (who.leader, "supervise", {"text": "三日内查清"}, "dealt"),
        (who.handler, "ask", {"text": "门牌号？"}, "dealt"),
        (who.handler, "answer", {"text": "经查属实。"}, "answered"),
        (who.handler, "summary", {"summary": SUMMARY}, "answered"),
        (who.handler, "close", {}, "closed"),
        (who.leader, "reopen", {"text": "有新线索"}, "accepted"),
    ]:
        assert form_of(officer, tip, step).status_code == 200, step
        assert act(officer, tip, step, **typed).status_code == 302, step
        assert Tip.objects.get(pk=tip.pk).state == state, step


def test_transfer_and_send_back_by_their_pages():
    make_region("360803")
    life = Life().go("accept", "hand_over")
    assert act(life.who.handler, life.tip, "transfer", lead="360803", text="不在该县").status_code == 302
    life = Life(life.who).go("accept", "hand_over", "verify")
    assert act(life.who.handler, life.tip, "send-back", text="没有查用电").status_code == 302
    assert Tip.objects.get(pk=life.tip.pk).state == "verifying"


def test_somebody_was_first_and_the_words_are_kept():
    life = Life().go("accept", "hand_over")
    answer = act(life.who.leader, life.tip, "supervise", version=life.tip.version - 1, text="三日内查清")
    assert answer.status_code == 409
    assert "这件举报已有他人办理" in answer.content.decode()
    assert "三日内查清" in answer.content.decode()
    assert f'name="version" value="{life.tip.version}"' in answer.content.decode()


def test_a_step_not_on_offer_leads_back_with_a_sentence():
    life = Life()
    answer = signed_in(life.who.handler).get(f"/tipoffs/{life.tip.pk}/close/", follow=True)
    assert "现在不能办结" in answer.content.decode()
    refused = act(life.who.handler, life.tip, "close")
    assert refused.status_code == 200
    assert "不能办结" in refused.content.decode()


def test_what_is_not_filled_in_is_said():
    life = Life()
    answer = act(life.who.handler, life.tip, "propose-refusal", refusal="", text="", summary="")
    shown = answer.content.decode()
    assert answer.status_code == 200
    assert "不受理原因" in shown
    assert answer.context["form"].errors.keys() == {"refusal", "text", "summary"}
    answer = act(
        life.who.handler,
        life.tip,
        "propose-refusal",
        refusal="repeated",
        text="x",
        summary=SUMMARY,
        earlier="乱写",
    )
    assert "没有找到“乱写”这件举报" in answer.content.decode()


def test_a_repeated_one_by_its_number():
    earlier, life = make_tip("accepted"), Life()
    answer = act(
        life.who.handler,
        life.tip,
        "propose-refusal",
        refusal="repeated",
        text="同一地点",
        summary=SUMMARY,
        earlier=earlier.label,
    )
    assert answer.status_code == 302
    assert SameMatter.objects.get().first == earlier


def test_the_second_person_decides_by_the_pages_without_seeing_the_words():
    life = Life(text="演示原文一句").go("propose_refusal")
    member = life.who.member
    listed = signed_in(member).get("/tipoffs/dismissals/").content.decode()
    assert life.tip.label in listed
    assert f"/tipoffs/{life.tip.pk}/confirm-refusal/" in listed
    assert "reject-refusal" not in listed
    shown = form_of(member, life.tip, "confirm-refusal").content.decode()
    assert "同意不予受理" in shown
    assert f'formaction="/tipoffs/{life.tip.pk}/reject-refusal/">不同意，应予受理' in shown
    assert SUMMARY in shown
    assert "演示原文一句" not in shown
    assert TipRead.objects.filter(read_by=member, what="page").count() == 1
    assert signed_in(member).get(f"/tipoffs/{life.tip.pk}/").status_code == 404
    assert act(member, life.tip, "reject-refusal", text="").status_code == 200
    answer = act(member, life.tip, "confirm-refusal", text="同意")
    assert answer.url == "/tipoffs/dismissals/"
    assert Tip.objects.get(pk=life.tip.pk).state == "refused"


def test_the_leader_of_the_same_unit_reads_why_he_may_not():
    life = Life().go("propose_refusal")
    shown = signed_in(life.who.leader).get("/tipoffs/dismissals/").content.decode()
    assert "您与提出人属于同一单位" in shown
    assert "confirm-refusal" not in shown
    assert form_of(life.who.leader, life.tip, "confirm-refusal").status_code == 302


def test_whose_step_it_is_not_finds_no_page():
    life = Life().go("accept", "hand_over")
    for officer, step in [
        (life.who.county, "transfer"), (life.who.county, "summary"), (life.who.leader, "hand-over"), (life.who.handler, "reopen"),
        (life.who.handler, "hand_over"), (life.who.handler, "nonsense"), (make_officer("auditor"), "accept"),
        (make_officer("tipoff_handler", "6207"), "transfer"),
    ]:  # fmt: skip
        assert form_of(officer, life.tip, step).status_code == 404, step
        assert act(officer, life.tip, step).status_code == 404, step


def test_dismissals_are_not_for_handlers_and_cost_the_same_for_three():
    life = Life().go("propose_refusal")
    assert signed_in(life.who.handler).get("/tipoffs/dismissals/").status_code == 404
    client = signed_in(life.who.member)
    client.get("/tipoffs/dismissals/")

    def cost() -> int:
        with CaptureQueriesContext(connection) as found:
            client.get("/tipoffs/dismissals/")
        return len(found)

    before = cost()
    Life(life.who).go("propose_refusal")
    Life(life.who).go("propose_refusal")
    assert cost() == before


@pytest.mark.parametrize("typed", ["\x00", "9" * 5000, "－", "举报〔0001〕000000号"])
def test_hostile_input_is_no_error_of_the_server(typed):
    life = Life()
    for step in ("propose-refusal", "compare", "exclude", "ask", "summary"):
        answer = act(
            life.who.handler, life.tip, step, version=typed, text=typed, refusal=typed, earlier=typed, summary=typed, number=typed,
            party=typed, matter=typed, reason=typed,
        )  # fmt: skip
        assert answer.status_code in (200, 302, 409), step
    assert (
        signed_in(life.who.handler)
        .get("/tipoffs/queue/", {"text": typed, "cursor": typed, "county": typed})
        .status_code
        == 200
    )
    assert (
        signed_in(life.who.handler).get(f"/tipoffs/{life.tip.pk}/compare/", {"other": typed}).status_code
        == 200
    )


def test_comparing_shows_both_and_keeps_the_verdict():
    first, life = make_tip(text="甲处有炉"), Life(text="乙处有炉")
    handler = life.who.handler
    url = f"/tipoffs/{life.tip.pk}/compare/"
    answer = signed_in(handler).post(url, {"number": first.label})
    assert answer.url == f"{url}?other={first.pk}"
    shown = signed_in(handler).get(answer.url).content.decode()
    assert shown.index("甲处有炉") < shown.index("乙处有炉")
    assert set(TipRead.objects.values_list("tip", flat=True)) == {first.pk, life.tip.pk}
    assert signed_in(handler).post(answer.url, {"verdict": ""}).status_code == 200
    assert signed_in(handler).post(answer.url, {"verdict": "same", "note": "同一院"}).status_code == 302
    assert SameMatter.objects.get().is_same is True
    assert "没有找到" in signed_in(handler).post(url, {"number": "9999-1"}).content.decode()
    assert "本件的编号" in signed_in(handler).post(url, {"number": life.tip.label}).content.decode()
    assert signed_in(handler).get(url, {"other": make_tip(region_code="6207").pk}).status_code == 404
    assert signed_in(life.who.leader).get(url).status_code == 404


def test_excluding_and_lifting_by_the_pages():
    life = Life().go("accept", "hand_over")
    leader, handler, tip = life.who.leader, life.who.handler, life.tip
    unit, file = make_department(), make_enterprise()
    TipEnterprise.objects.create(tip=tip, enterprise=file, linked_at=life.at, linked_by=handler)
    assert form_of(leader, tip, "exclude").status_code == 200
    assert act(leader, tip, "exclude", party=f"ud{unit.pk}", reason="").status_code == 200
    assert (
        act(leader, tip, "exclude", party=f"ud{unit.pk}", matter=str(file.pk), reason="投资").status_code
        == 302
    )
    made = Exclusion.objects.get()
    assert (made.department, made.enterprise, made.tip) == (unit, file, None)
    assert (
        "已经回避"
        in act(
            leader, tip, "exclude", party=f"ud{unit.pk}", matter=str(file.pk), reason="投资"
        ).content.decode()
    )
    lift = f"exclusions/{made.pk}/lift"
    assert form_of(leader, tip, lift).status_code == 200
    assert act(leader, tip, lift).status_code == 302
    assert form_of(leader, tip, lift).status_code == 404
    assert form_of(life.who.county, tip, "exclude").status_code == 404


def test_whoever_keeps_himself_out_is_led_to_the_queue():
    life = Life()
    make_officer("office_leader")
    answer = act(life.who.leader, life.tip, "exclude", party=f"p{life.who.leader.pk}", reason="亲属")
    assert answer.url == "/tipoffs/queue/"
    assert signed_in(life.who.leader).get(f"/tipoffs/{life.tip.pk}/").status_code == 404


def test_a_handler_is_not_offered_the_people_of_the_office():
    life = Life()
    page = form_of(life.who.handler, life.tip, "exclude").content.decode()
    assert f'value="p{life.who.member.pk}"' in page
    assert f'value="p{life.who.leader.pk}"' not in page
    assert f'value="p{life.who.leader.pk}"' in form_of(life.who.leader, life.tip, "exclude").content.decode()
    answer = act(life.who.handler, life.tip, "exclude", party=f"p{life.who.leader.pk}", reason="亲属")
    assert (answer.status_code, Exclusion.objects.count()) == (200, 0)


def test_who_set_it_cannot_lift_it():
    life = Life()
    act(life.who.handler, life.tip, "exclude", party=f"p{life.who.member.pk}", reason="亲属")
    answer = act(life.who.handler, life.tip, f"exclusions/{Exclusion.objects.get().pk}/lift")
    assert "请由另一名经办人员或负责人解除" in answer.content.decode()


@pytest.mark.parametrize("step", ["answer", "hand-over", "summary", "ask", "propose-refusal"])
def test_a_refused_form_shows_the_original_only_to_who_has_a_logged_reading(step):
    state = {"answer": "dealt", "hand-over": "accepted"}.get(step, "received")
    tip, handler, other = make_tip(state), make_officer("tipoff_handler"), make_officer("tipoff_handler")
    refused = {"version": "x"}
    assert tip.text not in act(handler, tip, step, **refused).content.decode()
    assert not TipRead.objects.exists()
    assert tip.text in form_of(handler, tip, step).content.decode()
    assert tip.text in act(handler, tip, step, **refused).content.decode()
    assert tip.text not in act(other, tip, step, **refused).content.decode()
    TipRead.objects.update(read_at=timezone.now() - timedelta(minutes=61))
    assert tip.text not in act(handler, tip, step, **refused).content.decode()


def test_a_refused_comparison_shows_nothing_that_was_not_read_before():
    handler, tip, other = make_officer("tipoff_handler"), make_tip(), make_tip()
    url = f"/tipoffs/{tip.pk}/compare/?other={other.pk}"
    client = signed_in(handler)
    answer = client.post(url, {"verdict": "perhaps"})
    assert (answer.status_code, answer.url) == (302, url)
    assert not TipRead.objects.exists()
    assert other.text in client.get(url).content.decode()
    assert other.text in client.post(url, {"verdict": "perhaps"}).content.decode()
    TipRead.objects.filter(tip=other).delete()
    assert client.post(url, {"verdict": "perhaps"}).status_code == 302


def test_the_units_to_choose_from_are_those_of_the_day_in_china(monkeypatch):
    asked = []
    monkeypatch.setattr(office_steps, "targets", lambda code, today: asked.append(today) or {})
    late_in_the_evening_utc = datetime(2026, 3, 2, 17, tzinfo=UTC)
    for step in ("hand_over", "transfer"):
        office_steps.HANDLINGS[step].form(Life().tip, None, late_in_the_evening_utc)
    assert asked == [date(2026, 3, 3)] * 2
