"""The kinds of sheets of the apps below imports: accounts, regions and the grid. Other apps register their own."""

from capacity_portal.imports import registry
from capacity_portal.imports.kinds import accounts, grid, regions


def register() -> None:
    for kind in (accounts.KIND, regions.KIND, grid.KIND):
        registry.register(kind)
