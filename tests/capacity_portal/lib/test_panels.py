"""Panels stand in the order of their positions, and only those a source gives."""

from datetime import date

from capacity_portal.lib.panels import Panel, PanelRegistry


def test_panels_stand_by_position_and_may_be_left_out():
    registry = PanelRegistry()
    registry.register(
        lambda record, officer, today: Panel("late", f"{record}{officer}", "t.html"), position=60
    )
    registry.register(lambda record, officer, today: None)
    registry.register(lambda record, officer, today: Panel("early", str(today), "t.html"), position=10)
    shown = registry.panels_for("件", "某", date(2026, 3, 2))
    assert [(panel.anchor, panel.title) for panel in shown] == [("early", "2026-03-02"), ("late", "件某")]


def test_a_source_registered_twice_gives_one_panel():
    registry = PanelRegistry()

    def source(record, officer, today):
        return Panel("one", "一", "t.html")

    registry.register(source)
    registry.register(source, position=5)
    assert len(registry.panels_for(None, None, date(2026, 3, 2))) == 1
