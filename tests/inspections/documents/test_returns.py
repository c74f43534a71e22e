from datetime import UTC, datetime

import pytest

from enterprises import registries
from enterprises.registries import ReturnFigure
from inspections.documents.returns import file_name, return_html, return_pdf
from inspections.operations.returns import submit_confirmed
from tests.makers import NOON, make_duty, make_officer, make_return, make_visit

pytestmark = pytest.mark.django_db
APRIL = datetime(2026, 4, 2, 4, 0, tzinfo=UTC)


@pytest.fixture
def signed():
    make_visit(make_duty(title="甲厂"))
    leader = make_officer("county_leader", name="陈县长")
    return submit_confirmed(record=make_return(), version=1, is_zero=True, by=leader, at=APRIL), leader


def test_a_draft_says_that_it_is_one(monkeypatch):
    monkeypatch.setattr(registries, "_figure_sources", [])
    html = return_html(make_return(), make_officer("county_staff"), NOON)
    assert "尚未签报，数据为打印时的现数。" in html
    assert "举报、用电异常：本系统尚未登记。" in html


def test_a_zero_report_is_a_statement_with_its_denominators(signed):
    record, leader = signed
    html = return_html(record, leader, APRIL)
    for text in ("零报告声明", "已查任务／应查任务", "1/1", "陈县长", "单位盖章"):
        assert text in html
    assert file_name(record) == "零报告-2026-03-吉州区.pdf"


def test_figures_of_higher_apps_stand_in_their_own_table(monkeypatch):
    figures = [ReturnFigure("举报", "收到", 3), ReturnFigure("用电异常", "告警", 1, "次")]
    monkeypatch.setattr(registries, "_figure_sources", [lambda period, county: figures])
    html = return_html(make_return(), make_officer("county_staff"), NOON)
    assert "本系统尚未登记" not in html
    assert "收到（件）" in html
    assert "告警（次）" in html


def test_what_nobody_keeps_yet_is_said_beside_what_is_kept(monkeypatch):
    monkeypatch.setattr(
        registries, "_figure_sources", [lambda period, county: [ReturnFigure("举报", "收到", 3)]]
    )
    html = return_html(make_return(), make_officer("county_staff"), NOON)
    assert "收到（件）" in html
    assert "用电异常：本系统尚未登记。" in html


def test_what_cannot_be_drawn_is_owned_up_to(signed, monkeypatch):
    record, leader = signed
    from inspections.documents import returns

    asked = []

    def rendered(html):
        asked.append(html)
        return type(
            "Rendered", (), {"missing_glyphs": ["𠀀"] if len(asked) == 1 else [], "content": b"%PDF"}
        )()

    monkeypatch.setattr(returns.typesetting, "render_pdf", rendered)
    assert return_pdf(record, leader, APRIL).content == b"%PDF"
    assert ("以〓代替" in asked[0], "以〓代替" in asked[1]) == (False, True)
