from capacity_portal.journal.models.block import Block
from capacity_portal.journal.models.entry import Entry

__all__ = ["Block", "Entry"]
