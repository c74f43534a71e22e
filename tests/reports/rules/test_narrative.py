"""Words with figures in them."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.queries import figure_counts, figure_sums
from reports.rules import figures, narrative
from reports.rules.narrative import Part, Subject, Told, keys_in, plain, problems, told


def subject(**values) -> Subject:
    """All figures 0 but those given; members of families as ``task__1``."""
    found = {
        one.key: Told(one.key, one.label, Decimal(values.get(one.key, 0)), one.unit)
        for one in figures.FIGURES.values()
    }
    for name, value in values.items():
        if "__" in name:
            family, product = name.split("__")
            key = f"{family}.{product}.万吨"
            found[key] = Told(
                key,
                figures.label_of(key, {"1": "炼钢", "2": "炼铁"}.get(product, "")),
                Decimal(value),
                "万吨",
            )
    return Subject(2026, "克州", found, Decimal(5), Decimal("5.00"))


def words(text: str, **values) -> str:
    return plain(told(text, subject(**values)))


def test_every_figure_has_its_rows_and_every_row_its_figure():
    assert set(figures.FIGURES) == set(figure_counts.COUNTED) | set(figure_sums.SUMS)
    assert set(figures.FAMILIES) == set(figure_sums.FAMILIES) == set(figure_sums.SOURCE_OF)
    assert set(figures.PHRASES) == set(figures.USED_BY) == set(narrative._PHRASES)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{year}年{region}{=steel_tasks}", "2026年克州无钢铁去产能任务"),
        ("{=new_capacity}", "无新增产能"),
        ("{=steel_tips}", "未接到“地条钢”死灰复燃线索"),
        ("得{score}分，满分{full}分", "得5分，满分5分"),
        ("共{visits}", "共0次"),
        ("{?visits:共{visits}，}完", "完"),
        ("{!visits:没有排查，}完", "没有排查，完"),
        ("{=tasks}；{=exits}", "无去产能任务；当年无退出产能"),
        ("{=coverage}", "无应排查任务"),
        ("{=rectification}", "未发现问题"),
    ],
)
def test_nothing_is_told_as_the_real_reports_do(text, expected):
    assert (problems(text), words(text)) == ([], expected)


@pytest.mark.parametrize(
    ("text", "values", "expected"),
    [
        ("{?visits:共{visits}，}完", {"visits": 1234}, "共1,234次，完"),
        ("{!visits:没有排查，}完", {"visits": 1}, "完"),
        ("{=tips}", {"tips": 2}, "接到举报2件"),
        ("{=coverage}", {"duties": 3, "duties_covered": 2}, "应排查3户次，已排查2户次，覆盖率66.6%"),
        ("{=coverage}", {"duties": 2, "duties_covered": 2}, "应排查2户次，已排查2户次，覆盖率100%"),
        (
            "{=rectification}",
            {"findings": 2, "findings_closed": 1, "findings_open": 1},
            "发现问题2个，已整改销号1个，正在整改1个，整改率50%",
        ),
        ("{=exits}", {"exit__1": 51, "exit__2": 39}, "退出炼钢51万吨；退出炼铁39万吨"),
        ("{=tasks}", {"task__1": 96, "part__1": 90}, "炼钢任务96万吨，分项之和90万吨，差额6万吨"),
        ("{=tasks}", {"task__1": 96, "part__1": 96}, "炼钢任务96万吨，分项之和96万吨"),
        ("{=tasks}", {"task__1": 96}, "炼钢任务96万吨"),
        ("{=tasks}", {"part__2": 6}, "炼铁任务没有列出合计，分项之和6万吨"),
        ("{=exits}", {"exit__-": 16}, "退出16万吨"),
    ],
)
def test_what_there_is_is_told_with_its_unit(text, values, expected):
    assert words(text, **values) == expected


def test_every_number_of_a_phrase_names_its_figure():
    parts = told("{=coverage}", subject(duties=3, duties_covered=2))
    assert [part.key for part in parts if part.key] == ["duties", "duties_covered"]


def test_what_was_typed_by_hand_is_marked():
    found = subject(visits=3)
    found.figures["visits"] = narrative.overridden(found.figures["visits"], Decimal(9))
    assert plain(told("{visits}", found)) == "9次（手工改填）"


def test_no_score_is_said_so():
    assert Subject(2026, "克州", {}).plain("score") == "（未评）"


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("{nothing}", "没有代号为“nothing”"),
        ("{=nothing}", "没有代号为“nothing”"),
        ("{coverage}", "没有代号为“coverage”"),
        ("{?nothing:字}", "没有代号为“nothing”"),
        ("{?visits}", "缺少冒号后面的文字"),
        ("{?visits:}", "缺少冒号后面的文字"),
        ("{?visits:{nothing}}", "没有代号为“nothing”"),
        ("{visits:字}", "不能有冒号"),
        ("{=year}", "只能单独使用"),
        ("{ visits", "花括号没有成对"),
        ("visits}", "花括号没有成对"),
        ("{}", "花括号没有成对"),
        ("字" * 4001, "最多 4000 个字"),
    ],
)
def test_what_cannot_be_told_is_refused(text, part):
    assert part in "".join(problems(text))


def test_keys_are_named_once_in_order_without_year_and_region():
    assert keys_in("{year}{=tips}{?visits:{duties}{tips}}{visits}") == ["tips", "visits", "duties"]


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="{}=?!:visits年a ", max_size=40))
def test_whatever_is_typed_either_is_refused_or_can_be_told(text):
    if not problems(text):
        assert "{" not in words(text, visits=1)


def test_plain_words_stay_as_they_are():
    assert told("没有取数 < & >", subject()) == [Part("没有取数 < & >")]


def test_words_are_read_with_labels_instead_of_keys():
    text = "{year}年{=tasks}{?visits:排查{visits}}{!tips:无}{nothing}"
    assert narrative.readable(text) == (
        "【年度】年【去产能任务（按产品和单位，合计、分项、差额）】【排查不为0时：排查【排查】】【接到举报为0时：无】【nothing】"
    )
