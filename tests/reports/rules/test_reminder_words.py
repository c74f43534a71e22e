from datetime import date

import pytest

from capacity_portal.lib.typesetting.official.plain import to_text
from reports.rules.content import worded_document
from reports.rules.reminder_words import KINDS, LateUnit, message, plain_content, title_of, with_list
from reports.rules.sending import Lateness, Standing

DUE = date(2026, 3, 10)
UNIT = LateUnit(
    "吉州区",
    Standing(("receive", "return"), {"receive": DUE}, DUE),
    Lateness(3, DUE, date(2026, 3, 13), True),
)


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_makes_a_document_with_the_list_of_what_is_late(kind):
    content = plain_content(kind, title="排查通知", number="吉化解产能办字〔2026〕6号")
    whole = with_list(content, [UNIT], addressees="吉州区人民政府", today=date(2026, 3, 13))
    text = to_text(worded_document(title_of(kind, "排查通知"), whole))
    for part in (
        KINDS[kind],
        "吉化解产能办字〔2026〕6号",
        "吉州区人民政府",
        "书面反馈",
        "3个工作日",
        "2026-03-10",
        "截至2026年3月13日",
    ):
        assert part in text


def test_attachments_of_the_template_stay():
    content = {"blocks": [], "attachments": [{"title": "原附件", "blocks": []}]}
    assert [one["title"] for one in with_list(content, [UNIT], addressees="", today=DUE)["attachments"]] == [
        "原附件",
        "逾期单位和事项清单",
    ]


def test_the_text_to_send_names_what_how_long_and_what_to_do():
    assert message(UNIT, title="排查通知", number="6号") == (
        "【催办】吉州区：《排查通知》（6号）期限2026年3月10日，次日起算，到2026年3月13日仍未完成，其间3个工作日。"
        "未完成：书面反馈。请抓紧办理，并在门户中登记、反馈；确有困难的，请说明原因。"
    )


def test_numbers_and_dates_of_the_list_stand_in_the_middle():
    (attachment,) = with_list({}, [UNIT], addressees="", today=DUE)["attachments"]
    columns = attachment["blocks"][0]["columns"]
    assert [column["align"] for column in columns] == ["center", "left", "left", "center", "right"]
