"""Rules of the office without a database: second person, closing, summary, refusal, likeness, filters of the queue."""

import pytest

from tipoffs.rules import closing, queue_filters, refusal, similarity, summary
from tipoffs.rules.queue_filters import QueueFilters
from tipoffs.rules.second_person import SAME_PERSON, Unit, against_confirming


@pytest.mark.parametrize(
    ("proposer", "confirmer", "may"),
    [
        (Unit("3608"), Unit("3608"), False),
        (Unit("3608", 1), Unit("3608", 1), False),
        (Unit("3608"), Unit("3608", 1), True),
        (Unit("3608", 1), Unit("3608", 2), True),
        (Unit("3608", 1), Unit("360802", 1), True),
    ],
)
def test_a_second_person_is_of_another_department_or_region(proposer, confirmer, may):
    assert (against_confirming(proposer, confirmer, is_same_person=False) == "") is may


def test_nobody_is_his_own_second_person():
    assert against_confirming(Unit("3608"), Unit("3608", 1), is_same_person=True) == SAME_PERSON


def test_what_is_missing_before_closing_is_said_piece_by_piece():
    assert closing.blocks(closing.Case(2, 1, 1)) == []
    found = closing.blocks(closing.Case(0, 0, 0, objections=1, extensions=1))
    assert [sentence.split("：")[0] for sentence in found] == [
        "还没有核查记录", "还没有处置情况", "还没有答复举报人", "举报人的异议还没有决定", "有一份延期申请还没有审批",
    ]  # fmt: skip
    assert closing.blocks(closing.Case(1, 1, 1)) == ["核查人员只有1人，至少要2人：请退回重查或补记核查人员。"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("城北旧厂房疑似夜间炼钢，请核查设备和用电。", ""),
        ("请联系13900000000核实", "手机号码"),
        ("电话0796-8221234", "电话号码"),
        ("加微信核实", "微信"),
        ("发到 a@b.cn", "邮箱"),
        ("我看见烟", "举报人的口气"),
        ("本人住附近", "举报人的口气"),
        ("举报人是厂里工人", "身份"),
        ("该厂职工举报", "身份"),
    ],
)
def test_hints_about_a_summary(text, said):
    found = "".join(summary.hints(text, "别的原文"))
    assert (found == "") if not said else (said in found)


def test_copied_words_are_found_whatever_their_width():
    original = "每天晚上九点以后有卡车拉废钢进院，院里冒黑烟，能看见炉火，天亮前拉走短钢条。"
    taken = "据反映：每天晚上九点以后有卡车拉废钢进院,院里冒黑烟，能看见炉火 ，天亮前。"
    assert "照抄了原文" in "".join(summary.hints(taken, original))
    assert summary.longest_copied("每天晚上九点以后有卡车拉废钢进院，院里有烟。", original) == ""
    assert summary.longest_copied("", "") == ""


def test_where_to_turn_is_told_only_where_it_says_so():
    assert refusal.told("out_of_remit", "请找环保局。").endswith("请找环保局。")
    assert "000012" not in refusal.told("repeated", "与举报〔2026〕000012号重复。")
    assert len(refusal.told("out_of_remit", "长" * 600)) == 500


def traits(**values) -> similarity.Traits:
    return similarity.traits_of(**{"firm": "", "place": "", "text": "", **values})


def test_one_firm_written_twice_is_alike_and_two_firms_are_not():
    one = traits(firm="演示红星轧钢有限公司", place="演示镇工业园3号", region="360802")
    same = traits(firm="演示红星轧钢厂", place="演示镇工业园三号院", region="360802001")
    other = traits(firm="演示东方水泥厂", place="演示乡老街", region="360802")
    assert similarity.likeness(one, same) >= similarity.LEAST > similarity.likeness(one, other)
    assert similarity.likeness(one, one) == 100


def test_regions_that_differ_speak_against():
    one, far = traits(firm="演示红星轧钢厂", region="360802"), traits(firm="演示红星轧钢厂", region="360803")
    assert similarity.likeness(one, far) == 0
    assert similarity.likeness(one, traits(firm="演示红星轧钢厂")) == 100


def test_nothing_in_common_to_compare_is_no_likeness():
    assert similarity.likeness(traits(firm="甲乙丙"), traits(place="丁戊己")) == 0
    assert similarity.dice([], []) == 0.0
    assert similarity.why(traits(firm="甲乙丙"), traits(firm="甲乙丙")) == "单位名称相近100%"


def test_filters_are_read_tolerantly_and_written_back():
    typed = {
        "state": "received",
        "kind": "furnace",
        "channel": "phone",
        "county": "360802",
        "overdue": "1",
        "text": " 炉\x00子 ",
        "order": "newest",
    }
    found = queue_filters.parse(typed)
    assert found == QueueFilters(
        "received", "furnace", "phone", "360802", overdue=True, text="炉子", order="newest"
    )
    assert queue_filters.parse(queue_filters.as_parameters(found)) == found
    assert queue_filters.parse(dict.fromkeys(typed, "nonsense")) == QueueFilters(text="nonsense")
    assert QueueFilters(order="clock").is_empty
    assert found.without("state").state == ""
