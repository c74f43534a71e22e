"""The queue: by clock, filters, counts, batches; and what a unit may not search."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from capacity_portal.journal.models import Entry
from capacity_portal.lib.typesetting import RenderedPdf, RenderFailed
from tests.clients import signed_in
from tests.makers import make_department, make_officer, make_region
from tests.tip_makers import make_assignment, make_tip
from tests.tipoffs.lives import Life
from tipoffs.documents import sheet
from tipoffs.models import Tip, TipRead
from tipoffs.views import office_papers

pytestmark = pytest.mark.django_db
LIST = "/tipoffs/queue/"


def numbers(officer, **query) -> list[int]:
    rows = signed_in(officer).get(LIST, query).context["rows"]
    return [row.tip.pk for row in rows]


@pytest.fixture
def handler():
    return make_officer("tipoff_handler")


def test_the_most_urgent_stands_first_and_ended_ones_are_left_out(handler):
    day = timezone.localdate()
    far = make_tip("received", handover_due_on=day.replace(year=day.year + 1))
    near = make_tip("verifying", result_due_on=day)
    make_tip("closed")
    late = make_tip("accepted")
    assert numbers(handler) == [late.pk, near.pk, far.pk]
    assert numbers(handler, order="newest", state="open") == [late.pk, near.pk, far.pk]


def test_filters(handler):
    day = timezone.localdate()
    make_region("360802")
    place = make_region("360803")
    received = make_tip("received", handover_due_on=day.replace(year=day.year + 1), kind="furnace", channel="phone",
                        entered_by=handler, place=place)  # fmt: skip
    late = make_tip("verifying", summary="城北旧厂房", supervised_at=timezone.now(), firm_name="演示红星厂")
    make_assignment(late)
    back = make_tip("accepted", handover_due_on=day, summary="城南")
    make_assignment(back, "360803", state="returned", ended_at=timezone.now(), ended_text="不在本县")
    closed = make_tip("closed", summary="已查清")
    cases = [
        ({"state": "received"}, [received]), ({"state": "closed"}, [closed]), ({"state": ""}, [closed, late, back, received]),
        ({"overdue": "1"}, [late]), ({"soon": "1"}, [back]), ({"supervised": "1"}, [late]), ({"returned": "1"}, [back]),
        ({"kind": "furnace"}, [received]), ({"channel": "phone"}, [received]), ({"county": "360802"}, [late]),
        ({"county": "360803"}, [received]), ({"text": "旧厂房"}, [late]), ({"text": "红星"}, [late]), ({"text": late.label}, [late]),
        ({"text": str(back.number)}, [back]), ({"text": "没有的"}, []), ({"state": "nonsense", "kind": "x"}, [closed, late, back, received]),
    ]  # fmt: skip
    for query, expected in cases:
        assert set(numbers(handler, **query)) == {tip.pk for tip in expected}, query


def test_a_unit_sees_its_own_and_cannot_search_the_reporters_words():
    tip = make_tip(
        "verifying",
        summary="城北",
        firm_name="演示红星厂",
        channel="phone",
        entered_by=make_officer("tipoff_handler"),
    )
    make_assignment(tip)
    make_tip("verifying", summary="别处")
    county, other = make_officer("county_staff"), make_officer("county_staff", "360803")
    assert numbers(county) == [tip.pk]
    assert numbers(other) == []
    assert numbers(county, text="红星") == []
    assert numbers(county, text="城北") == [tip.pk]
    assert numbers(county, channel="letter") == [tip.pk]  # no filter of theirs
    shown = signed_in(county).get(LIST).content.decode()
    assert "红星" not in shown
    assert "批量交办" not in shown
    assert "来源" not in shown


def test_the_list_shows_no_words_of_the_reporter_even_to_the_office(handler):
    make_tip("received", text="院里有炉", firm_name="演示红星厂", place=make_region("360802"))
    shown = signed_in(handler).get(LIST).content.decode()
    assert "吉州区，尚未写摘要" in shown
    assert "红星" not in shown
    assert TipRead.objects.count() == 0


def test_counts_lead_to_their_lists(handler):
    make_tip("received")
    make_tip("closed")
    counts = {chip["label"]: chip for chip in signed_in(handler).get(LIST).context["counts"]}
    assert (counts["在办"]["count"], counts["逾期"]["count"], counts["已办结"]["count"]) == ("1", "1", "1")
    assert counts["在办"]["is_current"] is True
    assert counts["逾期"]["url"] == "?overdue=1"


def test_empty_lists_say_so(handler):
    assert "没有在办的举报" in signed_in(handler).get(LIST).content.decode()
    assert "没有符合条件的举报" in signed_in(handler).get(LIST, {"text": "x"}).content.decode()


def test_pages_cost_the_same_for_one_row_and_for_three(handler):
    client = signed_in(handler)

    def cost() -> int:
        with CaptureQueriesContext(connection) as found:
            client.get(LIST)
        return len(found)

    make_assignment(make_tip("verifying"))
    cost()
    before = cost()
    make_assignment(make_tip("verifying", kind="furnace"), "360803")
    make_assignment(make_tip("verifying"), "3608", make_department())
    assert cost() == before


def test_pages_are_turned(handler, monkeypatch):
    from tipoffs.views import queue

    monkeypatch.setattr(queue, "PAGE_SIZE", 2)
    tips = [make_tip("accepted") for _ in range(3)]
    client = signed_in(handler)
    first = client.get(LIST, {"state": "open"})
    assert [row.tip.pk for row in first.context["rows"]] == [tips[0].pk, tips[1].pk]
    second = client.get(LIST + first.context["next_url"])
    assert [row.tip.pk for row in second.context["rows"]] == [tips[2].pk]


def test_who_may_open_it():
    for role, status in [
        ("auditor", 404),
        ("grid_officer", 404),
        ("office_staff", 404),
        ("office_leader", 200),
        ("member_unit", 200),
    ]:
        assert signed_in(make_officer(role)).get(LIST).status_code == status, role


# --- batches ----------------------------------------------------------------------------------------------------------
def test_many_are_handed_over_after_a_look_at_each(handler):
    make_region("360802")
    ready = make_tip("accepted", place=make_region("360802"))
    bare, early = make_tip("accepted", summary=""), make_tip("received")
    client = signed_in(handler)
    chosen = [ready.pk, bare.pk, early.pk]
    asked = client.get(f"{LIST}batch/", {"action": "hand_over", "selected": chosen, "state": "open"})
    assert "请先填写" in asked.content.decode()
    assert "吉州区。演示交办摘要" in asked.content.decode()
    assert "还没有写摘要" in asked.content.decode()
    preview = client.get(
        f"{LIST}batch/",
        {"action": "hand_over", "selected": chosen, "asked": "1", "lead": "360802", "back": "state=open"},
    )
    shown = preview.content.decode()
    assert "交吉州区核查" in shown
    assert "还没有交办摘要" in shown
    assert "确认批量交办（1件）" in shown
    done = client.post(
        f"{LIST}batch/",
        {"action": "hand_over", "selected": chosen, "asked": "1", "lead": "360802", "back": "state=open"},
    )
    result = client.get(done.url)
    assert [(row["name"], row["done"]) for row in result.context["rows"]].count((ready.label, True)) == 1
    assert result.context["summary"] == "处理1件，2件没有处理"
    assert result.context["back_url"] == f"{LIST}?state=open"
    assert Tip.objects.get(pk=ready.pk).state == "handed_over"


def test_reminders_come_with_texts_for_each_unit(handler):
    life, other = Life().go("accept", "hand_over"), make_tip("verifying")
    make_assignment(other, "360803")
    client = signed_in(handler)
    chosen = [life.tip.pk, other.pk]
    assert (
        "列入催办文字"
        in client.get(f"{LIST}batch/", {"action": "remind", "selected": chosen}).content.decode()
    )
    done = client.post(f"{LIST}batch/", {"action": "remind", "selected": chosen})
    letters = client.get(done.url).context["letters"]
    assert [text.splitlines()[0][:8] for text in sorted(letters)] == ["【催办】吉州区：", "【催办】青原区："]
    assert Entry.objects.filter(subject="tip_list", step="remind").count() == 1


def test_a_batch_of_nothing_too_much_or_nonsense(handler, monkeypatch):
    client = signed_in(handler)
    assert (
        "没有选择举报"
        in client.get(f"{LIST}batch/", {"action": "remind", "selected": ["x", "9" * 30]}).content.decode()
    )
    assert client.get(f"{LIST}batch/", {"action": "burn"}).status_code == 404
    assert client.get(f"{LIST}batch/nothing/").status_code == 404
    foreign = make_tip("verifying", region_code="6207")
    assert (
        "没有选择举报"
        in client.get(f"{LIST}batch/", {"action": "remind", "selected": foreign.pk}).content.decode()
    )
    from tipoffs.views import batch_actions

    few = batch_actions.BatchAction(**vars(batch_actions.ACTIONS["remind"]) | {"most": 1})
    monkeypatch.setitem(batch_actions.ACTIONS, "remind", few)
    chosen = [make_tip("verifying").pk, make_tip("verifying").pk]
    assert (
        "一次最多处理1件"
        in client.get(f"{LIST}batch/", {"action": "remind", "selected": chosen}).content.decode()
    )
    assert (
        signed_in(make_officer("office_leader")).get(f"{LIST}batch/", {"action": "remind"}).status_code == 404
    )


def test_a_unit_that_keeps_out_is_shown_before_it_happens(handler):
    from tipoffs.models import Exclusion

    tip = make_tip("accepted")
    Exclusion.objects.create(
        tip=tip,
        region=make_region("360802"),
        region_code="360802",
        reason="x",
        set_at=timezone.now(),
        set_by=handler,
    )
    shown = signed_in(handler).get(
        f"{LIST}batch/", {"action": "hand_over", "selected": tip.pk, "asked": "1", "lead": "360802"}
    )
    assert "吉州区对这件举报回避" in shown.content.decode()


# --- the sheet --------------------------------------------------------------------------------------------------------
def test_the_sheet_says_nothing_but_what_it_may(monkeypatch):
    words = {
        "text": "院里有炉甲",
        "firm_name": "红星厂乙",
        "place_text": "北路丙",
        "seen_text": "周三丁",
        "source_number": "来文戊",
    }
    life = Life(**words).go("accept")
    life.hand_over(instruction="夜间到场")
    seen = []
    monkeypatch.setattr(
        sheet.typesetting,
        "render_pdf",
        lambda html: seen.append(html) or RenderedPdf(b"%PDF-1", 1, ["𠀀"] if len(seen) < 2 else []),
    )
    answer = signed_in(life.who.county).get(f"/tipoffs/{life.tip.pk}/sheet.pdf")
    assert answer.content == b"%PDF-1"
    html = seen[-1]
    for word in [*words.values(), "网上举报", "2026年3月1日"]:
        assert word not in html
    for word in (
        life.tip.label,
        life.tip.summary,
        "夜间到场",
        "2026年3月16日",
        "第10个工作日",
        life.who.county.name,
        "吉州区",
    ):
        assert word in html
    assert TipRead.objects.get().what == "sheet"


def test_before_the_hand_over_there_is_no_sheet_and_a_failure_is_said(monkeypatch, handler):
    life = Life().go("accept")
    assert signed_in(life.who.handler).get(f"/tipoffs/{life.tip.pk}/sheet.pdf").status_code == 404
    life.go("hand_over")
    monkeypatch.setattr(office_papers, "sheet_pdf", _failing)
    answer = signed_in(life.who.handler).get(f"/tipoffs/{life.tip.pk}/sheet.pdf", follow=True)
    assert "没有生成交办单" in answer.content.decode()
    assert (
        signed_in(make_officer("county_staff", "360803")).get(f"/tipoffs/{life.tip.pk}/sheet.pdf").status_code
        == 404
    )


def _failing(*_):
    raise RenderFailed("排版程序没有回应。")


def test_units_read_the_day_of_the_hand_over_and_nothing_of_the_receipt():
    county, handler = make_officer("county_staff"), make_officer("tipoff_handler")
    tip = make_tip("verifying", received_on=date(2026, 2, 25), counted_on=date(2026, 2, 25))
    make_assignment(tip)
    tip.events.create(step="receive", label="收到举报", public_text="已收到您的举报。", on=tip.received_on)
    pages = {
        officer: [
            signed_in(officer).get(url).content.decode() for url in ("/tipoffs/queue/", f"/tipoffs/{tip.pk}/")
        ]
        for officer in (county, handler)
    }
    days = ("2026-02-25", "2026年2月25日", "2026年2月26日", "收到举报")
    assert [day for page in pages[county] for day in days if day in page] == []
    assert "2026-03-02交办" in pages[county][0]
    assert "2026-02-25收到" in pages[handler][0]
    assert "2026年2月25日" in pages[handler][1]
