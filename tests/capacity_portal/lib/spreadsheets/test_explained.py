from capacity_portal.lib.spreadsheets import explained
from capacity_portal.lib.spreadsheets.explained import Line
from capacity_portal.lib.spreadsheets.findings import Level
from tests.capacity_portal.lib.spreadsheets.workbooks import LEDGER, error, found

MISSING = error(4, 3, "请填写产能。", column="产能")
UNCLEAR = found(Level.CONFIRM, 4, 3, "“约33”不是确定的数。", column="产能", suggestion="33")
NOTABLE = found(Level.EXPLAIN, 5, 2, "名称与上年不同。", column="")
DOUBLE = error(5, None, "与第 4 行重复。")
WHOLE = found(Level.EXPLAIN, None, None, "没有代码列。")
LOST = error(2, 1, "请改正。", sheet="别处")
BARE = error(None, None, "没有可导入的行。", sheet="")
ALL = [UNCLEAR, MISSING, NOTABLE, DOUBLE, WHOLE, LOST, BARE]


def test_findings_are_sorted_out():
    sorted_ = explained.sort_out(ALL, [LEDGER])
    assert sorted_.rows == {LEDGER: {4: [UNCLEAR, MISSING], 5: [NOTABLE, DOUBLE]}}
    assert sorted_.others == [WHOLE, LOST, BARE]
    assert sorted_.of("别处") == {}
    assert explained.by_place([UNCLEAR, MISSING, NOTABLE, DOUBLE]) == {3: [UNCLEAR, MISSING], 2: [NOTABLE]}


def test_the_worst_finding_gives_the_look():
    assert explained.worst([UNCLEAR, MISSING]) == Level.ERROR
    assert explained.worst([UNCLEAR, NOTABLE]) == Level.EXPLAIN


def test_looks_differ_without_colour():
    assert len({look.pattern for look in explained.LOOKS.values()}) == len(Level)


def test_sentences():
    assert explained.comment_text([UNCLEAR, MISSING]) == (
        "【待确认】“约33”不是确定的数。建议填写“33”。\n【强制性错误】请填写产能。"
    )
    assert explained.row_text([UNCLEAR, NOTABLE, DOUBLE]) == (
        "第3列“产能”：“约33”不是确定的数。建议填写“33”。（待确认）\n"
        "第2列：名称与上年不同。（需说明）\n"
        "与第 4 行重复。（强制性错误）"
    )


def test_a_sentence_that_xml_cannot_hold():
    assert explained.row_text([error(1, None, "“\x00\x0b=1”不对。")]) == "“=1”不对。（强制性错误）"


def test_explanation():
    lines = list(explained.explanation(explained.sort_out(ALL, [LEDGER]), ["做这一步。"], ["留意。"]))
    assert lines == [
        Line("导入说明（化解办门户）", is_head=True),
        Line("共发现 7 处问题，涉及 2 行：强制性错误 4 处，需说明 2 处，待确认 1 处。"),
        Line("标记", is_head=True),
        Line("强制性错误　红色：必须改正，改正之前整个文件不能导入。", level=Level.ERROR),
        Line("需说明　橙色斜纹：填错的请改正；情况属实的可以不改，在预览页填写说明。", level=Level.EXPLAIN),
        Line("待确认　黄色网点：内容不明确，请改写明确，或在预览页逐项确认。", level=Level.CONFIRM),
        Line("怎样继续", is_head=True),
        Line("1．做这一步。"),
        Line("整个文件的问题", is_head=True),
        Line("【需说明】工作表“台账”：没有代码列。", level=Level.EXPLAIN),
        Line("【强制性错误】工作表“别处”第2行第1列“列1”：请改正。", level=Level.ERROR),
        Line("【强制性错误】没有可导入的行。", level=Level.ERROR),
        Line("提示", is_head=True),
        Line("留意。"),
    ]
    assert len(list(explained.explanation(explained.sort_out([], []), []))) == 7
