"""Templates as files, and what a template must be before it is published."""

from types import SimpleNamespace

import pytest
from django.conf import settings

from inspections.choices import AnswerKind, ChecklistCode
from inspections.rules.checklists import COPIED, faults, read_folder

FOLDER = settings.FIXTURES_DIR / "checklists"
ITEM = dict.fromkeys(COPIED, "") | {"text": "项", "code": "a", "kind": "yes_no", "choices": []}


def item(**values):
    return SimpleNamespace(**{**ITEM, **values})


def test_every_template_is_written_with_its_source():
    found = {head["code"]: head for head, _ in read_folder(FOLDER)}
    assert set(found) == set(ChecklistCode.values)
    assert all(head["title"] and head["source"] for head in found.values())


@pytest.mark.parametrize(
    ("head", "items"), read_folder(FOLDER), ids=lambda value: value["code"] if isinstance(value, dict) else ""
)
def test_what_is_shipped_can_be_published(head, items):
    rows = [SimpleNamespace(**values) for values in items]
    assert faults(rows) == []
    assert len({row.code for row in rows}) == len(rows)
    assert {row.kind for row in rows} <= set(AnswerKind.values)
    assert all(len(row.text) <= 200 and len(row.hint) <= 200 for row in rows)


@pytest.mark.parametrize("code", ["foundry", "induction_furnace", "rolling", "steel_smelting"])
def test_furnaces_are_counted_for_the_monthly_return(code):
    items = {head["code"]: rows for head, rows in read_folder(FOLDER)}[code]
    numbers = {row["code"]: row["unit"] for row in items if row["kind"] == "number"}
    assert numbers == {"furnace_count": "台", "furnace_tonnage": "吨"}


def test_the_five_points_have_the_three_parts_of_the_workshop():
    items = {head["code"]: rows for head, rows in read_folder(FOLDER)}["five_thorough"]
    assert len([row for row in items if not row["parent_code"]]) == 5
    assert [row["text"] for row in items if row["parent_code"] == "workshop"] == [
        "清除除尘罩",
        "清除操作平台",
        "清除轨道",
    ]


@pytest.mark.parametrize(
    ("items", "sentence"),
    [
        ([], "模板没有检查项，不能发布，请先添加检查项。"),
        ([item(kind="choice", choices=["一"])], "“项”是单选，请至少写两个选项，一行一个。"),
        ([item(good_answer="是")], "“项”的正常答复“是”不是选项，请从“yes、no”中选，或留空。"),
        ([item(parent_code="b")], "“项”的上级编码“b”不在本模板中，请改正或留空。"),
    ],
)
def test_what_cannot_be_published_is_said(items, sentence):
    assert faults(items) == [sentence]


def test_good_items_may_be_published():
    assert (
        faults(
            [
                item(good_answer="no"),
                item(code="b", kind="choice", choices=["一", "二"], good_answer="二", parent_code="a"),
            ]
        )
        == []
    )
