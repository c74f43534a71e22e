"""What people may say about their file, and what they are told when it makes no sense."""

from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict

from capacity_portal.imports.forms.columns import ColumnsForm
from capacity_portal.imports.forms.deciding import AnswersForm, ExplanationsForm
from capacity_portal.imports.forms.upload import UploadForm
from capacity_portal.imports.mapping import Proposal
from capacity_portal.imports.models import ImportFinding
from capacity_portal.imports.operations import ImportRefused
from capacity_portal.lib.form_errors import add_errors
from capacity_portal.lib.spreadsheets.headings import Heading
from tests.capacity_portal.imports.stock import COLUMNS
from tests.makers import make_officer, make_region

TODAY = date(2026, 3, 2)


# --- upload -----------------------------------------------------------------------------------------------------------
def regions_offered(role: str, code: str) -> list[str]:
    for region in ("3608", "360802", "360803", "360802001", "360802001001", "620702"):
        make_region(region)
    form = UploadForm(officer=make_officer(role, code), today=TODAY)
    return [code for code, _ in form.fields["region"].choices] if "region" in form.fields else []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "code", "offered"),
    [
        ("office_staff", "3608", ["3608", "360802", "360803"]),
        ("county_staff", "360802", ["360802", "360802001"]),
        ("grid_officer", "360802001", ["360802001", "360802001001"]),
        ("grid_officer", "360802001001", []),
    ],
)
def test_own_region_and_those_one_level_below_are_offered(role, code, offered):
    assert regions_offered(role, code) == offered


def upload_form(officer, name: str = "清单.csv", content: bytes = b"x", **data) -> UploadForm:
    return UploadForm(data, {"file": SimpleUploadedFile(name, content)}, officer=officer, today=TODAY)


def test_own_region_where_there_is_no_choice(officer):
    form = upload_form(officer)
    assert (form.is_valid(), form.region_code) == (True, "360802")


def test_too_large_file_is_refused_by_name_before_it_is_read(officer, monkeypatch):
    form = upload_form(officer, content=b"x" * 11)
    form.limits = SimpleNamespace(most_bytes=10)
    assert form.is_valid() is False
    assert form.errors["file"][0].startswith("“清单.csv”不能导入：文件有 ")


def test_no_file_is_asked_for(officer):
    form = UploadForm({}, {}, officer=officer, today=TODAY)
    assert form.errors == {"file": ["请选择要上传的表格。"]}


@pytest.mark.django_db
def test_region_of_others_is_no_choice():
    make_region("360803")
    make_region("360802001")
    assert list(upload_form(make_officer("county_staff", "360802"), region="360803").errors) == ["region"]


# --- columns ----------------------------------------------------------------------------------------------------------
SURE_NAME = Proposal(Heading(1, "名称"), key="name", is_sure=True)
UNKNOWN = Proposal(Heading(2, "产量多少"), ("12",))
LIKELY = Proposal(Heading(2, "产能量"), key="amount", unit="千吨")
SURE_AMOUNT = Proposal(Heading(2, "产能"), key="amount", unit="万吨", is_sure=True)
OTHER_UNIT = Proposal(Heading(2, "产量", "千吨"), ("12",))
OWN_UNIT = Proposal(Heading(2, "产能", "吨"), key="amount", unit="吨", is_sure=True)
OUT = Proposal(Heading(3, "序号"), key="", is_sure=True)


def columns_form(*proposals: Proposal, **data: str) -> ColumnsForm:
    first = {"column_1": "name"} if any(one.heading.place == 1 for one in proposals) else {}
    return ColumnsForm(first | data, proposals=proposals, columns=COLUMNS)


def test_unsure_headings_start_with_please_choose_and_offer_units():
    form = ColumnsForm(proposals=[SURE_NAME, UNKNOWN, OUT], columns=COLUMNS)
    name, unknown, out = form.lines()
    assert [label for _, label in unknown.column.field.choices] == [
        "请选择", "不导入这一列", "名称（必填）", "产能（吨）", "编号",
    ]  # fmt: skip
    assert [value for value, _ in unknown.unit.field.choices] == ["", "吨", "千吨", "万吨", "百万吨"]
    assert (name.unit, out.unit, name.column.initial, out.column.initial) == (None, None, "name", "-")


def test_unit_of_the_heading_is_offered_and_kept():
    form = ColumnsForm(proposals=[Proposal(Heading(2, "产能"), key="amount", unit="ttpa")], columns=COLUMNS)
    assert [value for value, _ in form.fields["unit_2"].choices][:2] == ["", "ttpa"]
    assert form["unit_2"].initial == "ttpa"


@pytest.mark.parametrize(
    ("proposals", "data", "said"),
    [
        ([SURE_NAME, UNKNOWN], {"column_2": "amount"}, {2: "amount"}),
        ([SURE_NAME, UNKNOWN], {"column_2": "amount", "unit_2": "万吨"}, {2: "amount@万吨"}),
        ([SURE_NAME, UNKNOWN], {"column_2": "code", "unit_2": "万吨"}, {2: "code"}),
        ([SURE_NAME, UNKNOWN], {"column_2": "-"}, {2: ""}),
        ([SURE_NAME, LIKELY], {"column_2": "amount", "unit_2": "千吨"}, {2: "amount@千吨"}),
        ([SURE_NAME, SURE_AMOUNT, OUT], {"column_2": "amount", "unit_2": "万吨", "column_3": "-"}, {}),
        ([SURE_NAME, SURE_AMOUNT], {"column_2": "amount", "unit_2": "吨"}, {2: "amount@吨"}),
        ([SURE_NAME, SURE_AMOUNT], {"column_2": "-"}, {2: ""}),
        ([SURE_NAME, SURE_AMOUNT], {"column_2": "amount", "unit_2": ""}, {2: "amount@吨"}),
        ([SURE_NAME, LIKELY], {"column_2": "amount", "unit_2": ""}, {2: "amount@吨"}),
        ([SURE_NAME, OTHER_UNIT], {"column_2": "amount", "unit_2": ""}, {2: "amount@吨"}),
        ([SURE_NAME, OWN_UNIT], {"column_2": "amount", "unit_2": ""}, {}),
        ([SURE_NAME, OUT], {"column_3": "code"}, {3: "code"}),
    ],
)
def test_only_what_differs_from_what_is_read_anyway_is_said(proposals, data, said):
    form = columns_form(*proposals, **data)
    assert form.errors == {}
    assert form.choices() == said


def test_own_unit_that_has_no_factor_is_not_said():
    cars = replace(COLUMNS[1], unit="座")
    data = {"column_1": "name", "column_2": "amount", "unit_2": ""}
    form = ColumnsForm(data, proposals=[SURE_NAME, SURE_AMOUNT], columns=[COLUMNS[0], cars])
    assert (form.errors, form.choices()) == ({}, {})


@pytest.mark.parametrize(
    ("proposals", "data", "field", "sentence"),
    [
        ([SURE_NAME, UNKNOWN], {}, "column_2", "请选择对应的列，或选“不导入这一列”。"),
        ([SURE_NAME, UNKNOWN], {"column_2": "name"}, "column_2", "A列已经对应“名称”，一个项目只能对应一列，请改选其中一列。"),
        ([SURE_NAME, UNKNOWN], {"column_2": "amount", "unit_2": "丈"}, "unit_2", ""),
        ([UNKNOWN], {"column_2": "amount"}, "__all__", "缺少必填的列“名称”：请为它选一列；表中没有这一列的，请在表格中补上后重新上传。"),
        ([SURE_NAME, UNKNOWN], {"column_2": "gone"}, "column_2", ""),
    ],
)  # fmt: skip
def test_choices_that_make_no_sense_are_told_at_their_field(proposals, data, field, sentence):
    form = columns_form(*proposals, **data)
    assert list(form.errors) == [field]
    assert form.errors[field][0] == (sentence or form.errors[field][0])


def test_unit_of_another_dimension_is_refused():
    strange = Proposal(Heading(2, "炉子"), key="amount", unit="立方米")
    form = columns_form(SURE_NAME, strange, column_2="amount", unit_2="立方米")
    assert form.errors == {"unit_2": ["“立方米”不能用于“产能”（吨），请改选单位，或选“同项目的单位”。"]}


# --- answers ----------------------------------------------------------------------------------------------------------
CELL = ImportFinding(
    level="confirm", row=2, place=2, key="amount", column="产能", value="约33", suggestion="33"
)
WHOLE = ImportFinding(level="confirm", row=4, message="疑似同一企业")


def answers(**data: str) -> AnswersForm:
    return AnswersForm(data, findings=[CELL, WHOLE])


def test_suggestion_is_filled_in_and_what_is_no_cell_is_not_asked():
    cell, whole = AnswersForm(findings=[CELL, WHOLE]).doubts()
    assert (cell.text.value(), cell.letter, whole.text, whole.blank) == ("33", "B", None, None)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"cell_2_amount": " 34 "}, {(2, "amount"): "34"}),
        ({"cell_2_amount": "34", "blank_2_amount": "on"}, {(2, "amount"): ""}),
        ({"cell_2_amount": "", "blank_2_amount": "on"}, {(2, "amount"): ""}),
        ({"cell_2_amount": "3\x00\ud8004"}, {(2, "amount"): "34"}),
    ],
)
def test_cells_are_decided_by_text_or_by_leaving_them_empty(data, said):
    form = answers(**data)
    assert form.errors == {}
    assert form.answers() == said


@pytest.mark.parametrize(
    ("data", "field"),
    [({}, "__all__"), ({"cell_2_amount": "  "}, "__all__"), ({"cell_2_amount": "9" * 201}, "cell_2_amount")],
)
def test_nothing_decided_or_too_much_is_refused(data, field):
    assert list(answers(**data).errors) == [field]


# --- explanations -----------------------------------------------------------------------------------------------------
def asked(**more) -> list[dict]:
    return [
        {"code": "no_code", "message": "没有填写编号。", "rows": 3, "first": 2, "last": 9, "text": "旧"}
        | more
    ]


@pytest.mark.parametrize(
    ("more", "where"),
    [
        ({}, "涉及第 2 行等 3 处。写明为什么属实，记入日志；一类写一次。"),
        ({"rows": 1}, "涉及第 2 行。写明为什么属实，记入日志；一类写一次。"),
        ({"first": None, "rows": 1}, "涉及整个文件。"),
    ],
)
def test_each_kind_is_asked_once_and_says_where(more, where):
    form = ExplanationsForm(asked=asked(**more))
    assert (form.fields["text_no_code"].help_text, form["text_no_code"].value()) == (where, "旧")


def test_explanations_by_code():
    form = ExplanationsForm(QueryDict("text_no_code=%20尚未编号%20"), asked=asked())
    assert (form.is_valid(), form.explanations()) == (True, {"no_code": "尚未编号"})


def test_too_long_explanation_is_told_at_its_field():
    assert list(ExplanationsForm({"text_no_code": "长" * 501}, asked=asked()).errors) == ["text_no_code"]


# --- what operations refuse -------------------------------------------------------------------------------------------
def test_refusals_stand_at_their_field_or_above():
    form = answers(cell_2_amount="1")
    add_errors(form, ImportRefused({"cell_2_amount": "甲", "elsewhere": "乙"}))
    add_errors(form, RuntimeError("丙"))
    assert form.errors == {"cell_2_amount": ["甲"], "__all__": ["乙", "丙"]}


@pytest.mark.django_db
def test_kinds_whose_rows_all_have_a_place_do_not_ask_for_one():
    officer = make_officer("office_staff", "3608")
    for code in ("360802", "360803"):
        make_region(code)
    asking, silent = (UploadForm(officer=officer, today=TODAY, asks_region=asks) for asks in (True, False))
    assert (list(asking.fields), list(silent.fields)) == (["region", "file"], ["file"])
