from reports.rules import pack_gaps
from reports.rules.pack_checklist import Entry

ENTRIES = [Entry("m", "会议记录和签到表", "meetings"), Entry("v", "排查记录", "visits")]


def test_a_line_of_the_checklist_without_any_piece_is_a_gap():
    assert pack_gaps.missing_kinds(ENTRIES, {"visits": 3, "meetings": 0}) == [
        "清单“会议记录和签到表”：材料期内没有会议记录。"
    ]


def test_months_lack_county_by_county_and_those_never_opened_once():
    found = pack_gaps.missing_months(
        [202601, 202602, 202603], {202602, 202603}, {"吉州区": {202602}, "青原区": {202602, 202603}}
    )
    assert found == ["2026年1月没有开启月排查。", "吉州区没有监管月报：2026年3月。"]


def test_many_names_are_counted():
    names = [f"单位{number}" for number in range(1, 15)]
    assert (
        pack_gaps.not_done("通知", "未签收", names) == f"《通知》未签收：{'、'.join(names[:12])}等14个单位。"
    )
    assert pack_gaps.listed(names[:12]) == "、".join(names[:12])


def test_the_list_tells_each_gap_once_and_has_an_end():
    assert pack_gaps.cut(["甲", "乙", "甲"]) == ["甲", "乙"]
    long = pack_gaps.cut(str(number) for number in range(502))
    assert (len(long), long[-1]) == (501, "另有2项缺项未列出。")
