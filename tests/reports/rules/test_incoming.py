from datetime import date

import pytest

from reports.rules.incoming import IncomingEntry, number_caution, number_fields, objections

DAY = date(2026, 3, 2)


def entry(**values) -> IncomingEntry:
    return IncomingEntry(**({"title": "通知", "sender": "省办", "received_on": DAY} | values))


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"title": " \x00"}, "title"), ({"sender": ""}, "sender"), ({"title": "长" * 201}, "title"), ({"text": "长" * 100_001}, "text"),
        ({"summary": "机密★1年"}, "summary"), ({"text": "密级：秘密"}, "text"), ({"received_on": date(2026, 3, 3)}, "received_on"),
        ({"dated": date(2026, 3, 3)}, "dated"), ({"due_on": date(2026, 3, 1)}, "due_on"),
    ],
)  # fmt: skip
def test_what_speaks_against_a_line(values, field):
    assert list(objections(entry(**values), DAY)) == [field]


def test_a_proper_line_is_stored_with_its_number_read():
    found = entry(printed_number="苏化解办【2018】4 号", text="a\x00b")
    assert objections(found, DAY) == {}
    stored = found.stored()
    assert (stored["number_code"], stored["number_year"], stored["number"], stored["text"]) == (
        "苏化解办",
        2018,
        4,
        "ab",
    )


@pytest.mark.parametrize("printed", ["", "〔20111号", "x" * 500])
def test_what_cannot_be_told_is_left_empty(printed):
    assert number_fields(printed) == {"number_code": "", "number_year": None, "number": None}


def test_a_number_not_understood_is_said_so():
    assert number_caution("〔20111号").startswith("来文字号按原样登记")
    assert (number_caution(" "), number_caution("国发〔2016〕7号")) == ("", "")
