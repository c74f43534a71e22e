import pytest

from capacity_portal.lib.spreadsheets.cells import choice
from capacity_portal.lib.spreadsheets.columns import Unclear
from tests.capacity_portal.lib.spreadsheets.cells.reading import outcome

STATUS = choice("经营状态", {"在产": 1, "停产": 2, "停产整顿": 3, "Closed": 4, "3": 5}, {"生产": 1, "无": 9})


@pytest.mark.parametrize(
    ("cell", "expected"),
    [("在产", 1), (" 停\u3000产 ", 2), ("生产", 1), ("ｃｌｏｓｅｄ", 4), (3.0, 5), (3, 5), ("无", 9), (None, None), ("", None), ("—", None)],
)  # fmt: skip
def test_choices(cell, expected):
    assert STATUS(cell, "") == expected


@pytest.mark.parametrize(
    ("cell", "suggestion"),
    [("已停产", "停产"), ("停产整顿中", "停产整顿"), ("在产停产", ""), ("非停产", ""), ("x", ""), (True, ""), (4, "")],
)  # fmt: skip
def test_what_is_no_choice_is_to_be_confirmed(cell, suggestion):
    assert outcome(STATUS, cell) == ("unclear", suggestion)


def test_the_message_lists_what_is_allowed():
    with pytest.raises(Unclear) as caught:
        STATUS("待定", "")
    assert str(caught.value) == (
        "经营状态“待定”不在可选范围内，请从以下各项中选填：在产、停产、停产整顿、Closed、3。"
    )


def test_a_long_list_is_cut():
    with pytest.raises(Unclear, match="、19等。$"):
        choice("行业", {str(number): number for number in range(30)})("x", "")


def test_values_may_be_false():
    assert (
        choice("重点", {"是": True, "否": False})("否", ""),
        choice("重点", {"否": False})(False, ""),
    ) == (False, False)
