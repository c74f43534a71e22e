"""The kinds of sheets of the apps below imports: accounts and regions. Other apps register their own."""

from capacity_portal.imports import registry
from capacity_portal.imports.kinds import accounts, regions


def register() -> None:
    registry.register(accounts.KIND)
    registry.register(regions.KIND)
