"""Panels of a finding's page from the apps above (see ``lib.panels``). The page asks ``findings_visible_to`` and nothing else."""

from capacity_portal.lib.panels import Panel, PanelRegistry

_registry = PanelRegistry()
register = _registry.register
panels_for = _registry.panels_for

__all__ = ["Panel", "panels_for", "register"]
