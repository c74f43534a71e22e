from datetime import date

import pytest

from inspections.rules.finding_case import (
    Case,
    Point,
    blocks_claim,
    blocks_closer,
    blocks_end,
    blocks_ruling_out,
    open_parts,
)

DAY = date(2026, 3, 2)
DONE = Point("furnace", "拆除中频炉主体", done_on=DAY, evidence=1)


def case(**values) -> Case:
    return Case(**{"state": "to_recheck", "kind": "revival", "found_on": DAY, "evidence": 1, **values})


def test_a_plain_finding_with_evidence_may_end():
    assert blocks_claim(case()) == blocks_end(case(kind="other")) == []


def test_a_suspicion_does_not_end_before_it_is_confirmed_or_ruled_out():
    assert blocks_end(case()) == [
        "疑似地条钢死灰复燃还没有认定，请先“查实地条钢生产”；经查不实的，由市级办公室写明理由、附上证据后认定。"
    ]
    assert blocks_end(case(is_ruled_out=True, lacks_enforcement=True)) == []


@pytest.mark.parametrize("part", ["found_by", "claimed_by"])
def test_who_had_a_part_in_it_does_not_rule_out(part):
    assert blocks_ruling_out(case(**{part: 7}), 7) == [
        "这个问题由您排查登记或报请复查，须由市级办公室其他人员认定。"
    ]
    assert blocks_ruling_out(case(**{part: 7}), 8) == blocks_ruling_out(case(), None) == []


def test_without_evidence_nothing_ends():
    assert blocks_end(case(kind="other", evidence=0)) == [
        "还没有整改证据，请上传至少一张照片或一份文件（退回后须有新的证据）。"
    ]


def test_confirmed_production_needs_its_list():
    sentence = ["查实地条钢生产，还没有建立彻底取缔清单。"]
    assert blocks_end(case(is_confirmed=True)) == sentence
    assert blocks_claim(case(is_confirmed=True, points=())) == sentence


def test_each_open_point_is_named_with_what_it_lacks():
    points = (DONE, Point("hall", "清理厂房"), Point("hood", "除尘罩", "hall", DAY))
    blocking = blocks_end(case(is_confirmed=True, points=points))
    assert blocking == [
        "彻底取缔：“清理厂房”还没有完成。",
        "彻底取缔：“除尘罩”缺少证据。",
        "还没有定回头看日期，请填写彻底取缔后再次到场核查的日期。",
    ]
    assert blocks_end(case(is_confirmed=True, points=(DONE,), look_back_on=DAY)) == []


def test_a_serious_finding_needs_the_unit_that_enforces():
    assert blocks_end(case(kind="other", lacks_enforcement=True)) == [
        "重大问题还没有明确移交执法的单位，请先在“移交执法”中选定。"
    ]


def test_who_claimed_or_found_does_not_judge():
    assert blocks_closer(case(claimed_by=7), 7, is_office=True) == [
        "这个问题由您报请复查，须由他人复查销号。"
    ]
    assert blocks_closer(case(found_by=7), 7, is_office=False) == [
        "这个问题由您排查发现，须由本县其他人员或市级办公室复查销号。"
    ]
    assert blocks_closer(case(found_by=7), 7, is_office=True) == []
    assert blocks_closer(case(claimed_by=7, found_by=7), 8, is_office=False) == []
    assert blocks_closer(case(), None, is_office=True) == []


def test_open_parts_are_the_unfinished_sub_items():
    hood, rail = Point("hood", "除尘罩", "hall", DAY, 1), Point("rail", "轨道", "hall")
    assert open_parts((DONE, hood, rail), "hall") == [rail]
