"""The head of page 1."""

from dataclasses import replace
from datetime import date

from capacity_portal.lib.typesetting.official.heads import head
from capacity_portal.lib.typesetting.official.outline import Draft, OfficialDocument, Paragraph

REPORT = OfficialDocument("关于工作情况的报告", (), (Paragraph("正文"),), dated=date(2026, 3, 2))


def test_without_issuers_there_is_no_head_and_the_title_stands_third():
    assert (head(REPORT).items, head(REPORT).row) == ((), 2)
    assert head(replace(REPORT, draft=Draft("张三"))).items == ()


def test_with_issuers_there_is_one():
    assert head(replace(REPORT, issuers=("市化解办",))).items != ()
