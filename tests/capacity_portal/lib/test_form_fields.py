"""Fields forgive what can be understood and name field, value and remedy for the rest."""

from datetime import date
from decimal import Decimal

import pytest
from django import forms

from capacity_portal.lib.form_fields import Amount, Day, PortalForm, Text, Whole, plain_number


class Sample(PortalForm):
    name = Text(label="名称", longest=10)
    about = Text(label="说明", longest=20, lines=3, required=False)
    on = Day(label="日期", required=False)
    size = Amount(label="规格", digits=8, places=3, required=False)
    count = Whole(label="数量", least=1, most=99, required=False)
    kind = forms.ChoiceField(label="种类", choices=[("a", "甲")], required=False)
    file = forms.FileField(label="文件", required=False)


def cleaned(**typed):
    form = Sample({"name": "甲", **typed})
    assert form.is_valid(), form.errors
    return form.cleaned_data


def error(**typed) -> str:
    form = Sample({"name": "甲", **typed})
    assert not form.is_valid()
    ((messages),) = form.errors.values()
    return messages[0]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        (" 甲\x00 乙 ", "甲 乙"),
        ("甲\r\n乙", "甲 乙"),
        ("\t甲\ud800", "甲"),
        ("一二三四五六七八九十", "一二三四五六七八九十"),
    ],
)
def test_text_is_one_line_without_what_cannot_be_stored(typed, name):
    assert cleaned(name=typed)["name"] == name


def test_long_text_keeps_its_lines():
    assert cleaned(about="第一行\n第二行")["about"] == "第一行\n第二行"


@pytest.mark.parametrize(
    "typed", ["2026-03-05", "2026/3/5", "2026.3.5", "2026年3月5日", "２０２６－０３－０５", "20260305"]
)
def test_dates_in_every_usual_way(typed):
    assert cleaned(on=typed)["on"] == date(2026, 3, 5)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("12", "12"),
        ("12.50", "12.50"),
        ("１２．５", "12.5"),
        ("1,234.5", "1234.5"),
        (" 12 ", "12"),
        ("12.500000", "12.500"),
    ],
)
def test_numbers_in_every_usual_way(typed, number):
    assert cleaned(size=typed)["size"] == Decimal(number)


@pytest.mark.parametrize("typed", ["", "   ", "\u3000"])
def test_nothing_typed_is_none(typed):
    assert (cleaned(on=typed)["on"], cleaned(size=typed)["size"], cleaned(count=typed)["count"]) == (
        None,
        None,
        None,
    )


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"name": ""}, "请填写名称。"),
        ({"name": "一" * 11}, "“一一一一一一一一一一一”共 11 个字，最多 10 个字，请缩短。"),
        ({"on": "2026-02-30"}, "“2026-02-30”不存在，请核对年、月、日。"),
        ({"on": "0001-01-01"}, "“1年1月1日”超出范围，应在1949年1月1日至2100年12月31日之间。"),
        ({"size": "许多"}, "“许多”不是数字，请只填数字。"),
        ({"size": "1.23456"}, "“1.23456”最多保留 3 位小数。"),
        ({"size": "999999"}, "“999999”超出范围，应在 0 至 99,999.999 之间。"),
        ({"count": "1.5"}, "“1.5”应为整数。"),
        ({"count": "0"}, "“0”超出范围，应在 1 至 99 之间。"),
        ({"kind": "b"}, "没有这个种类，请从列表中重新选择。"),
    ],
)
def test_what_is_wrong_is_said_with_value_and_remedy(typed, said):
    assert error(**typed) == said


def test_a_refused_form_shows_what_was_typed():
    form = Sample({"name": "", "on": "明天", "size": "许多"})
    html = str(form["on"]) + str(form["size"])
    assert 'value="明天"' in html
    assert 'value="许多"' in html


def test_numbers_on_file_are_shown_without_trailing_zeros():
    form = Sample(initial={"size": Decimal("12.500"), "count": 3})
    assert (form["size"].value(), form["count"].value()) == ("12.5", 3)
    assert (plain_number(Decimal("100")), plain_number(Decimal("0.000"))) == ("100", "0")


def test_a_number_written_differently_has_not_changed():
    form = Sample({"name": "甲", "size": "12.50"}, initial={"name": "甲", "size": Decimal("12.500")})
    assert form.changed_data == []
