from datetime import date

import pytest

from enterprises import registries
from enterprises.registries import DossierSection, Duty, ReturnFigure

TODAY = date(2026, 3, 2)


@pytest.fixture(autouse=True)
def empty(monkeypatch):
    monkeypatch.setattr(registries, "_duty_sources", [])
    monkeypatch.setattr(registries, "_section_sources", [])
    monkeypatch.setattr(registries, "_figure_sources", [])
    monkeypatch.setattr(registries, "_flag_sources", [])


def test_duties_of_all_sources_come_urgent_first():
    late, soon = (
        Duty("逾期", "/a", is_overdue=True),
        Duty("快到期", "/b", due_on=date(2026, 3, 5)),
    )
    later, open_ended = Duty("以后", "/c", due_on=date(2026, 4, 1)), Duty("无期限", "/d")
    registries.register_duty(lambda officer, today: [open_ended, later])
    registries.register_duty(lambda officer, today: [soon] if today == TODAY else [])
    registries.register_duty(lambda officer, today: [late] if officer == "某" else [])
    assert registries.duties_for("某", TODAY) == [late, soon, later, open_ended]
    assert registries.duties_for("另", date(2026, 1, 1)) == [later, open_ended]


def test_a_source_is_registered_once():
    def source(officer, today):
        return [Duty("一件", "/")]

    registries.register_duty(source)
    registries.register_duty(source)
    assert len(registries.duties_for(None, TODAY)) == 1


def test_sections_come_in_order_and_may_be_absent():
    first, second = (
        DossierSection("visits", "检查", "x.html", {"rows": 1}),
        DossierSection("tips", "举报", "y.html"),
    )
    registries.register_dossier_section(lambda enterprise, officer: first)
    registries.register_dossier_section(lambda enterprise, officer: None)
    registries.register_dossier_section(lambda enterprise, officer: second)
    assert registries.dossier_sections(None, None) == [first, second]


def test_figures_of_the_return_come_in_order_and_the_absence_of_sources_is_known():
    assert registries.return_figures(202603, "360802") == []
    received = ReturnFigure("举报", "收到", 3)

    def tips(period, county_code):
        return [received] if (period, county_code) == (202603, "360802") else []

    registries.register_return_figures(tips)
    registries.register_return_figures(tips)
    registries.register_return_figures(lambda period, county: [ReturnFigure("用电异常", "告警", 1, "次")])
    assert registries.return_figures(202603, "360802") == [
        received,
        ReturnFigure("用电异常", "告警", 1, "次"),
    ]


def test_flags_of_the_return_come_from_all_sources_once():
    def open_tips(period, county_code):
        return [f"{county_code}有举报未办结。"]

    registries.register_return_flags(open_tips)
    registries.register_return_flags(open_tips)
    registries.register_return_flags(lambda period, county_code: [])
    assert registries.return_flags(202603, "360802") == ["360802有举报未办结。"]
