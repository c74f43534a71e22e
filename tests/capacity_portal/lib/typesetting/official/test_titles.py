import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from capacity_portal.lib.typesetting.official import widths
from capacity_portal.lib.typesetting.official.titles import MEASURE, title_lines

OFFICE = "示例市化解过剩产能实现脱困发展领导小组办公室"


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("", []),
        ("关于开展自查的通知", ["关于开展自查的通知"]),
        ("关于做好严防“地条钢”死灰复燃有关工作的通知", ["关于做好严防“地条钢”", "死灰复燃有关工作的通知"]),
        (
            "示例市人民政府办公室关于印发示例市化解过剩产能工作领导小组成员单位职责分工的通知",
            ["示例市人民政府办公室", "关于印发示例市化解过剩产能工作", "领导小组成员单位职责分工的通知"],
        ),
        ("第一行\n第二行", ["第一行", "第二行"]),
        (
            "关于开展自查的\n通知和一段长得一行放不下的后半部分内容怎么办",
            ["关于开展自查的", "通知和一段长得一行放不下的", "后半部分内容怎么办"],
        ),
    ],
)
def test_lines_of_a_title(title, lines):
    assert title_lines(title) == lines


def test_a_known_name_stays_whole():
    lines = title_lines(f"{OFFICE}关于印发二〇二六年工作要点和任务分解表的通知", (OFFICE[:16],))
    assert any(OFFICE[:16] in line for line in lines)


@pytest.mark.parametrize(
    "title",
    [
        "关于进一步加强防范“地条钢”死灰复燃工作切实做好2026年度化解钢铁过剩产能有关任务的通知",
        "关于转发《国家发展改革委 工业和信息化部关于做好2025年钢铁煤炭行业化解过剩产能实现脱困发展工作的通知》的通知",
        "示例州2020年化解钢铁煤炭过剩产能工作自评报告",
        "示例市市场监督管理局示例市生态环境局关于联合开展水泥行业产能核查和违法违规建设项目清理整治专项行动的通知",
    ],
)
def test_no_word_is_torn_and_no_line_begins_with_a_particle(title):
    lines = title_lines(title)
    assert "".join(lines).replace(" ", "") == title.replace(" ", "")
    assert all(line[0] not in "的、，》”和" for line in lines)
    edges = "|".join(lines)
    for word in (
        "通知",
        "报告",
        "地条钢",
        "死灰复燃",
        "产能",
        "工业和信息化",
        "专项",
        "监督",
        "项目",
        "2026年",
        "2025年",
    ):
        assert edges.count(word) == title.count(word), word


def test_lines_are_of_like_length():
    lengths = [
        len(line)
        for line in title_lines(
            "关于进一步加强防范“地条钢”死灰复燃工作切实做好化解钢铁过剩产能有关任务的通知"
        )
    ]
    assert max(lengths) - min(lengths) <= 6


@settings(max_examples=60, deadline=None)
@given(st.text("关于做好严防的通知，、“”（）2018abc 国钢", max_size=150))
def test_nothing_is_lost_and_no_line_is_too_long(title):
    lines = title_lines(title)
    assert "".join("".join(lines).split()) == "".join(title.split())
    assert all(widths.length(line, widths.BIAO) <= MEASURE + 1e-6 for line in lines)


def test_a_title_of_no_end_fills_its_lines():
    lines = title_lines("国" * 130)
    assert [len(line) for line in lines] == [20] * 6 + [10]
