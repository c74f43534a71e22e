"""The buttons of the editor: each changes the sheet as it says, and nonsense changes nothing."""

from copy import deepcopy

import pytest

from reports.rules.sheet_commands import carried_out


def a_sheet():
    blocks = [
        {"kind": "section", "level": 1, "heading": "一", "text": ""},
        {"kind": "paragraph", "text": "二", "is_flush": False},
        {
            "kind": "table",
            "title": "",
            "columns": [{"title": "甲"}, {"title": "乙"}],
            "rows": [["1", "2"]],
            "is_landscape": False,
        },
    ]
    attachments = [
        {
            "title": "附一",
            "is_landscape": False,
            "blocks": [{"kind": "paragraph", "text": "a", "is_flush": False}],
        },
        {"title": "附二", "is_landscape": False, "blocks": []},
    ]
    return blocks, attachments


def done(command):
    blocks, attachments = a_sheet()
    place = carried_out(command, blocks, attachments)
    return place, blocks, attachments


@pytest.mark.parametrize(
    ("command", "place", "kinds"),
    [
        ("add.b.section", "b.3", ["section", "paragraph", "table", "section"]),
        ("add.b.0.paragraph", "b.1", ["section", "paragraph", "paragraph", "table"]),
        ("up.b.1", "b.0", ["paragraph", "section", "table"]),
        ("down.b.1", "b.2", ["section", "table", "paragraph"]),
        ("up.b.0", "b.0", ["section", "paragraph", "table"]),
        ("down.b.2", "b.2", ["section", "paragraph", "table"]),
        ("remove.b.2", "b.1", ["section", "paragraph"]),
    ],
)
def test_blocks_of_the_body(command, place, kinds):
    found, blocks, _ = done(command)
    assert (found, [block["kind"] for block in blocks]) == (place, kinds)


def test_blocks_of_an_attachment():
    place, _, attachments = done("add.a.1.b.table")
    assert place == "a.1.b.0"
    assert attachments[1]["blocks"][0]["kind"] == "table"
    place, _, attachments = done("remove.a.0.b.0")
    assert (place, attachments[0]["blocks"]) == ("", [])


def test_attachments():
    assert [a["title"] for a in done("add.a")[2]] == ["附一", "附二", ""]
    assert [a["title"] for a in done("down.a.0")[2]] == ["附二", "附一"]
    assert [a["title"] for a in done("remove.a.0")[2]] == ["附二"]


def test_rows_and_columns():
    assert done("row.b.2")[1][2]["rows"] == [["1", "2"], ["", ""]]
    assert done("unrow.b.2.0")[1][2]["rows"] == []
    assert done("col.b.2")[1][2]["rows"] == [["1", "2", ""]]
    place, blocks, _ = done("uncol.b.2.0")
    assert (place, blocks[2]["columns"], blocks[2]["rows"]) == ("b.2", [{"title": "乙"}], [["2"]])


@pytest.mark.parametrize(
    "command",
    [
        "", "add.b.picture", "add.b.9.paragraph", "add", "up.b", "up.b.9", "row.b.1", "unrow.b.2.7", "uncol.b.2.9", "remove.a.7",
        "add.a.7.b.table", "drop.b.1", "row.a.0", "up.b.0000", "unrow.b.2", "save", "remove.b.-1", "remove.b.１",
    ],
)  # fmt: skip
def test_nonsense_changes_nothing(command):
    place, blocks, attachments = done(command)
    assert place is None
    assert (blocks, attachments) == a_sheet()


def test_the_last_column_stays_and_full_tables_stay_full():
    blocks, attachments = a_sheet()
    table = blocks[2]
    table["columns"], table["rows"] = [{"title": ""}] * 60, [[""] * 60] * 2000
    before = deepcopy(blocks)
    assert carried_out("row.b.2", blocks, attachments) is None
    assert carried_out("col.b.2", blocks, attachments) is None
    table["columns"] = [{"title": ""}]
    assert carried_out("uncol.b.2.0", blocks, attachments) is None
    assert before[2]["rows"] == table["rows"]


def test_no_block_more_than_can_be_stored():
    blocks = [{"kind": "paragraph", "text": "", "is_flush": False}] * 400
    attachments = [{"title": "", "is_landscape": False, "blocks": []}] * 50
    assert carried_out("add.b.paragraph", blocks, attachments) is None
    assert carried_out("add.a", blocks, attachments) is None
