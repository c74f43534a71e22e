from datetime import date

from capacity_portal.lib.typesetting.official.plain import to_text
from reports.rules.circular import (
    NOBODY,
    Answer,
    Collected,
    circular_content,
    overall_sentence,
    silent_sentence,
)
from reports.rules.content import worded_document
from reports.rules.ranking import Entrant, ranked
from reports.rules.return_figures import Wanted
from reports.rules.sending import Standing, rates

DAY = date(2026, 3, 10)
WANTED = [Wanted("firms", "排查企业", "家"), Wanted("area", "面积", "平方米")]


def collected(answers=(), silent=(), done=(2, 1), wanted=WANTED, wants_return=True) -> Collected:
    acts = ("receive", "return") if wants_return else ("receive",)
    standings = [Standing(acts, dict.fromkeys(acts[:number], DAY), None) for number in done]
    entrants = [Entrant(number, f"{number}县", one, None) for number, one in enumerate(standings, start=1)]
    return Collected(
        "排查通知", "6号", DAY, ranked(entrants), rates(standings), wanted, answers, silent, wants_return
    )


def text(found: Collected) -> str:
    return to_text(worded_document("通报", circular_content(found)))


def test_rates_ranks_sums_and_the_silent_are_told():
    words = text(
        collected([Answer("1县", {"firms": "12", "area": "3.5"}), Answer("3县", {"firms": "1"})], ["2县"])
    )
    for part in (
        "签收2个，应签收2个，占100%", "书面反馈1个，应书面反馈2个，占50%", "排查企业：2个单位填报，合计13家。", "面积：1个单位填报，合计3.5平方米（1个单位未填）。",
        "1县排名第一", "2县，共1个单位没有报送书面反馈", "办理情况排名表", "反馈数据汇总表", "合计",
    ):  # fmt: skip
        assert part in words


def test_figures_of_different_units_of_measure_are_never_added():
    words = text(collected([Answer("1县", {"firms": "12", "area": "3.5"})]))
    assert "15.5" not in words


def test_no_return_at_all_is_a_sentence():
    found = collected(silent=["1县", "2县"], done=(0, 0))
    assert overall_sentence(found).endswith(NOBODY)
    assert "反馈数据汇总表" not in text(found)
    assert "数据情况" not in text(found)


def test_ties_at_the_top_are_named():
    assert "1县、2县2个单位并列排名第一" in text(collected(done=(2, 2)))


def test_everybody_answered_or_nobody_had_to():
    assert silent_sentence(collected()) == "应反馈的单位全部报送了书面反馈。"
    assert silent_sentence(collected(wants_return=False)) == "这份文件不要求书面反馈。"


def test_a_document_that_asks_nothing_of_nobody():
    words = text(collected(done=(), wanted=[], wants_return=False))
    assert "这份文件没有要求办理的事项。" in words
    assert "没有应办理的单位，不作排名。" in words


def test_ranks_stand_in_the_middle_and_figures_at_the_right():
    content = circular_content(collected([Answer("1县", {"firms": "12", "area": "3.5"})]))
    tables = [one["blocks"][0]["columns"] for one in content["attachments"]]
    assert [[column["align"] for column in columns] for columns in tables] == [
        ["center", "left", "center", "right", "center"],
        ["left", "right", "right"],
    ]
