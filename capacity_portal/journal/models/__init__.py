from capacity_portal.journal.models.block import Block
from capacity_portal.journal.models.entry import Entry
from capacity_portal.journal.models.submission import Submission

__all__ = ["Block", "Entry", "Submission"]
