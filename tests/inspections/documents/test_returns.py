from datetime import UTC, datetime

import pytest

from capacity_portal.lib.typesetting.official.plain import to_text
from capacity_portal.lib.typesetting.results import RenderedPdf
from enterprises import registries
from enterprises.registries import ReturnFigure
from inspections.documents.return_outlines import return_outline
from inspections.documents.returns import file_name, return_pdf
from inspections.operations.returns import submit_confirmed
from inspections.queries.compiling import figures_of
from inspections.rules import return_tables
from tests.makers import NOON, make_duty, make_officer, make_return, make_visit

pytestmark = pytest.mark.django_db
APRIL = datetime(2026, 4, 2, 4, 0, tzinfo=UTC)


def told(document) -> str:
    return to_text(document)


@pytest.fixture
def signed():
    make_visit(make_duty(title="甲厂"))
    leader = make_officer("county_leader", name="陈县长")
    return submit_confirmed(record=make_return(), version=1, is_zero=True, by=leader, at=APRIL), leader


def test_a_draft_says_that_it_is_one(monkeypatch):
    monkeypatch.setattr(registries, "_figure_sources", [])
    words = told(return_outline(make_return(), make_officer("county_staff"), NOON))
    assert "尚未签报，数据为打印时的现数。" in words
    assert "举报、用电异常：本系统尚未登记。" in words


def test_a_zero_report_is_a_statement_with_its_denominators(signed):
    record, leader = signed
    words = told(return_outline(record, leader, APRIL))
    for text in ("零报告声明", "已查任务／应查任务", "1/1", "陈县长", "单位盖章"):
        assert text in words
    assert file_name(record) == "零报告-2026-03-吉州区.pdf"


def test_figures_of_higher_apps_stand_in_their_own_table(monkeypatch):
    figures = [ReturnFigure("举报", "收到", 3), ReturnFigure("用电异常", "告警", 1, "次")]
    monkeypatch.setattr(registries, "_figure_sources", [lambda period, county: figures])
    words = told(return_outline(make_return(), make_officer("county_staff"), NOON))
    assert "本系统尚未登记" not in words
    assert "收到（件）" in words
    assert "告警（次）" in words


def test_what_nobody_keeps_yet_is_said_beside_what_is_kept(monkeypatch):
    monkeypatch.setattr(
        registries, "_figure_sources", [lambda period, county: [ReturnFigure("举报", "收到", 3)]]
    )
    words = told(return_outline(make_return(), make_officer("county_staff"), NOON))
    assert "收到（件）" in words
    assert "用电异常：本系统尚未登记。" in words


def test_the_official_page_says_what_the_sheet_says(signed):
    record, leader = signed
    document = return_outline(record, leader, APRIL)
    for words in ("零报告声明", "已查任务／应查任务", "1/1", "陈县长", "单位盖章", "尚未签报"):
        assert (words in told(document)) is (words != "尚未签报"), words
    assert (document.draft, document.title) == (None, "吉州区2026年3月零报告")


def test_what_is_not_signed_looks_like_a_draft():
    officer = make_officer("county_staff")
    document = return_outline(make_return(), officer, NOON)
    assert "尚未签报，数据为打印时的现数。" in told(document)
    assert (document.draft.viewer, document.verify_url, document.dated) == (officer.name, "", None)


@pytest.mark.parametrize("is_zero", [False, True])
def test_every_word_and_number_of_the_tables_is_printed(is_zero, monkeypatch):
    monkeypatch.setattr(
        registries, "_figure_sources", [lambda period, county: [ReturnFigure("举报", "收到", 31)]]
    )
    record = make_return(is_zero_report=is_zero, problems="人手不足", zero_flags=["有一件逾期"])
    words = told(return_outline(record, make_officer("county_staff"), NOON))
    tables = return_tables.tables_of(figures_of(record))
    cells = {cell.text for table in tables for row in table.rows for cell in row}
    assert [cell for cell in cells if cell not in words] == []
    assert ("须说明：有一件逾期" in words, "人手不足" in words, "收到（件）" in words) == (
        is_zero,
        True,
        True,
    )


def test_what_cannot_be_drawn_is_owned_up_to(signed, monkeypatch):
    record, leader = signed
    asked = []

    def rendered(document):
        asked.append(told(document))
        return RenderedPdf(b"%PDF", 1, ("𠀀",) if len(asked) == 1 else ())

    monkeypatch.setattr("inspections.documents.returns.printing.print_document", rendered)
    assert return_pdf(record, leader, APRIL).content == b"%PDF"
    assert ("以〓代替" in asked[0], "以〓代替" in asked[1]) == (False, True)
