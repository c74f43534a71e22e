"""The text of a reminder, word for word."""

from datetime import date, datetime

from inspections.rules.reminder_text import NAMED, Missing, Reminder, text_of

AT = datetime(2026, 3, 20, 9, 5)


def reminder(missing, **values) -> Reminder:
    values = {
        "to": "吉州区",
        "month": "2026年3月",
        "missing": missing,
        "due_on": date(2026, 3, 31),
        "days_left": 7,
        "at": AT,
        "sender": "吉安市某办公室",
        **values,
    }
    return Reminder(**values)


def test_the_whole_text():
    missing = [
        Missing("演示铸造一厂", "古南镇网格", "张三"),
        Missing("古南镇拉网排查", "", "", is_attempted=True),
    ]
    assert text_of(reminder(missing, due=12, covered=10)).split("\n") == [
        "吉州区：",
        "截至2026年3月20日9时05分，2026年3月网格化排查应排查12处，已查清10处（83.3%），还有2处没有查清。"
        "请于2026年3月31日（还有7个工作日）前完成。",
        "未排查1处：",
        "1．演示铸造一厂（古南镇网格，责任人张三）",
        "到场未查成1处：",
        "1．古南镇拉网排查（无责任人）",
        "确因客观原因无法排查的，请在门户中逐处说明原因，由市级审定。感谢支持。",
        "吉安市某办公室",
        "2026年3月20日",
    ]


def test_picked_rows_have_no_share_of_the_month():
    text = text_of(reminder([Missing("一厂", "甲网格", "张三")]))
    assert "2026年3月网格化排查还有1处没有查清。" in text
    assert "应排查" not in text


def test_today_and_overdue_and_the_caution_about_holidays():
    missing = [Missing("一厂", "甲网格", "张三")]
    assert "请务必于2026年3月31日（今天）完成。" in text_of(reminder(missing, days_left=0))
    late = text_of(reminder(missing, days_left=-2, note="假日未收录"))
    assert "排查截止日期为2026年3月31日，已逾期2个工作日，请抓紧补查，并逐处说明原因。（假日未收录）" in late


def test_long_lists_are_named_up_to_a_bound_and_counted():
    missing = [Missing(f"第{n}厂", "甲网格", "张三") for n in range(NAMED + 1)]
    lines = text_of(reminder(missing)).split("\n")
    assert f"……等共{NAMED + 1}处，全部名单见门户“月排查”。" in lines
    assert sum(line.startswith(f"{NAMED}．") for line in lines) == 1
    assert not any("第30厂" in line for line in lines)
