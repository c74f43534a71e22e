"""``once`` lives in organization, so that the pages of accounts can use it; the other apps import it from here."""

from capacity_portal.organization.once import once, repeatable

__all__ = ["once", "repeatable"]
