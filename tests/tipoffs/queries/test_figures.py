from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from enterprises import registries
from tests.makers import NOON, make_officer, make_region
from tests.tip_makers import make_assignment, make_scheme, make_tip, make_verification
from tipoffs import returns
from tipoffs.models import Disposition, Reward
from tipoffs.queries.figure_tables import NOWHERE, in_group, tables_of
from tipoffs.queries.figures import came, labels_of, rows_of
from tipoffs.rules.figures import month_period

pytestmark = pytest.mark.django_db
MARCH, TODAY = month_period(202603), date(2026, 4, 10)
EARLIER = date(2026, 2, 10)


@pytest.fixture
def handler():
    return make_officer("tipoff_handler")


def counts(officer, period=MARCH) -> dict[str, int]:
    return {name: rows_of(name, officer, period).count() for name in labels_of(officer)}


def told(officer, name: str) -> dict[str, list]:
    table = next(table for table in tables_of(officer, MARCH, TODAY) if table.name == name)
    return {row[0].value: [cell.value for cell in row[1:]] for row in table.rows}


def test_nothing_received_is_a_statement_of_zeros(handler):
    assert set(counts(handler).values()) == {0}
    assert told(handler, "numbers")["收到"] == [0]
    assert told(handler, "times")["核查中"] == [0, "—"]
    assert told(handler, "in_time")["按期交办"] == [0, 0, "没有应办的"]


def test_each_number_counts_what_happened_in_the_month(handler):
    make_tip("received", received_on=EARLIER)
    make_tip("received")
    make_tip("refused")
    make_tip("handed_over")
    make_tip("closed", conclusion="partly")
    found = counts(handler)
    assert {name: found[name] for name in ("received", "accepted", "refused", "handed_over", "closed", "partly")} == {
        "received": 4, "accepted": 2, "refused": 1, "handed_over": 2, "closed": 1, "partly": 1,
    }  # fmt: skip
    assert (found["open"], found["overdue"]) == (3, 3)
    assert (found["came"], found["came_closed"], found["came_refused"], found["came_found"]) == (4, 1, 1, 1)


def test_what_was_closed_later_was_open_at_the_end_of_the_month(handler):
    make_tip("closed", closed_at=NOON + timedelta(days=40))
    assert counts(handler)["open"] == 1
    assert counts(handler, month_period(202604))["open"] == 0


def test_months_end_at_midnight_of_the_office(handler):
    """23:30 of 28 February UTC is 1 March in Beijing."""
    make_tip("accepted", accepted_at=datetime.fromisoformat("2026-02-28T15:59:00+00:00"))
    make_tip("accepted", accepted_at=datetime.fromisoformat("2026-02-28T16:00:00+00:00"))
    assert counts(handler)["accepted"] == 1


def test_punctuality_has_numerator_and_denominator(handler):
    for days in (0, 3):
        tip = make_tip(
            "verified", handed_over_at=NOON + timedelta(days=days), handover_due_on=date(2026, 3, 3)
        )
        make_verification(tip, recorded_at=NOON + timedelta(days=days * 10))
    make_tip("verifying")
    make_tip("refused")
    assert told(handler, "in_time") == {"按期交办": [2, 3, "66.7%"], "按期反馈核查结果": [1, 3, "33.3%"]}


def test_a_running_month_counts_nothing_that_is_not_yet_due(handler, monkeypatch):
    for module in ("tipoffs.queries.figures", "tipoffs.returns"):
        monkeypatch.setattr(f"{module}.localdate", lambda: date(2026, 3, 3))
    make_assignment(make_tip("verifying"))
    make_tip("received", handover_due_on=date(2026, 3, 20))
    found = counts(handler)
    assert [
        found[name] for name in ("open", "overdue", "handover_due", "handover_in_time", "result_due")
    ] == [2, 0, 1, 1, 0]
    assert (said()["月末在办"], said()["其中逾期"]) == (1, 0)


def test_breakdowns_name_every_channel_kind_and_county_with_zeros(handler):
    make_region("360802"), make_region("360803")
    make_tip("closed", place=make_region("360802001"), channel="phone", entered_by=handler)
    make_tip("received", place=None)
    make_tip("received", place=make_region("3608"))
    assert told(handler, "channel")["来电"] == [1, 0, 0, 1, 1]
    assert told(handler, "channel")["来信"] == [0] * 5
    assert told(handler, "kind")["正在生产“地条钢”"] == [3, 0, 2, 1, 1]
    assert told(handler, "county") == {
        "吉州区": [1, 0, 0, 1, 1],
        "青原区": [0] * 5,
        "未定位到县": [2, 0, 2, 0, 0],
    }
    rows = rows_of("came", handler, MARCH)
    sizes = [
        in_group(rows, "county", value, handler, TODAY).count() for value in ("360802", "360803", NOWHERE)
    ]
    assert sizes == [1, 0, 2]
    assert in_group(rows, "county", "620702", handler, TODAY) is None
    assert in_group(rows, "colour", "red", handler, TODAY) is None


def test_every_linked_cell_counts_exactly_its_list(handler):
    make_region("360802")
    (
        make_tip("closed", place=make_region("360802001")),
        make_tip("refused"),
        make_tip("received"),
        make_tip("verifying"),
    )
    for table in tables_of(handler, MARCH, TODAY):
        for cell in (cell for row in table.rows for cell in row if cell.query):
            asked = dict(pair.split("=") for pair in cell.query.split("&"))
            rows = rows_of(asked["what"], handler, MARCH)
            if "by" in asked:
                rows = in_group(rows, asked["by"], asked["value"], handler, TODAY)
            assert rows.count() == cell.value, (table.name, cell)


def test_a_county_counts_what_was_handed_over_to_it_and_nothing_else(handler):
    mine, returned = make_tip("verifying", received_on=EARLIER), make_tip("accepted")
    make_tip("received")
    make_assignment(mine)
    make_assignment(returned, state="returned", ended_at=NOON, ended_text="不在本县")
    make_assignment(make_tip("verifying"), "360803")
    county = make_officer("county_staff")
    assert list(came(county, MARCH)) == [mine]
    assert [table.name for table in tables_of(county, MARCH, TODAY)] == [
        "numbers",
        "in_time",
        "kind",
        "times",
        "opinion",
    ]
    assert told(county, "numbers")["交办"] == [1]


def test_the_offices_staff_see_figures_and_other_prefectures_nothing(handler):
    make_tip("received")
    assert rows_of("received", make_officer("office_staff"), MARCH).count() == 1
    assert rows_of("received", make_officer("office_staff", "6207"), MARCH).count() == 0
    assert "rewards" not in [table.name for table in tables_of(make_officer("office_staff"), MARCH, TODAY)]


def test_rewards_of_the_period(handler):
    scheme = make_scheme()
    for state in ("proposed", "paid"):
        paid = {"decided_at": NOON, "decided_by": make_officer("office_leader"), "paid_on": date(2026, 3, 9), "paid_by": handler, "paid_at": NOON}  # fmt: skip
        Reward.objects.create(
            tip=make_tip("closed"), scheme=scheme, case="正在生产", full_yuan=20_000, fen=2_000_000, state=state, proposed_at=NOON,
            proposed_by=handler, **(paid if state == "paid" else {}),
        )  # fmt: skip
    assert told(handler, "rewards") == {
        "提出": [2, "40,000.00"], "审定给予": [1, "20,000.00"], "不予奖励": [0, "0.00"], "发放": [1, "20,000.00"],
    }  # fmt: skip


def test_the_number_of_queries_does_not_grow_with_the_tips(handler, django_assert_num_queries):
    make_tip("received")
    with CaptureQueriesContext(connection) as one:
        tables_of(handler, MARCH, TODAY)
    make_tip("verifying"), make_tip("closed")
    with django_assert_num_queries(len(one)):
        tables_of(handler, MARCH, TODAY)


# --- the monthly return -----------------------------------------------------------------------------------------------
def said(county="360802", period=202603) -> dict[str, int]:
    return {figure.label: figure.value for figure in returns.figures(period, county)}


def test_the_return_says_what_was_handed_over_verified_and_dealt_with():
    tip = make_tip("dealt")
    part = make_assignment(tip, state="done", ended_at=NOON, ended_by=make_officer("county_staff"))
    make_verification(tip, assignment=part, conclusion="partly")
    Disposition.objects.create(
        tip=tip,
        kind="stopped",
        text="停",
        on=date(2026, 3, 3),
        recorded_at=NOON,
        recorded_by=part.assigned_by,
    )
    make_assignment(make_tip("verifying"))
    make_assignment(make_tip("verifying"), "360803")
    assert said() == {
        "交办": 2,
        "核查": 1,
        "其中属实（含部分属实）": 1,
        "处理": 1,
        "月末在办": 1,
        "其中逾期": 1,
    }
    assert set(said(county="360821").values()) == {0}


def test_open_tips_stand_beside_a_statement_of_nothing():
    assert list(returns.flags(202603, "360802")) == []
    make_assignment(make_tip("verifying"))
    assert list(returns.flags(202603, "360802")) == ["交办本县的举报还有1件没有办完，其中1件已逾期。"]
    assert list(returns.flags(202602, "360802")) == []
    make_assignment(make_tip("verifying"), due_on=date(2026, 4, 20))
    assert list(returns.flags(202603, "360802")) == ["交办本县的举报还有2件没有办完，其中1件已逾期。"]


def test_both_are_registered():
    assert returns.figures in registries._figure_sources
    assert returns.flags in registries._flag_sources
