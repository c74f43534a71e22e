"""The newest block: its head for people, its tip for the next block."""

from capacity_portal.journal.models import Block
from capacity_portal.journal.rules.heads import Head
from capacity_portal.journal.rules.sealing import Tip


def head() -> Head | None:
    """Number, hash and moment of the newest block; None before the first sealing."""
    row = Block.objects.order_by("-number").values_list("number", "hash", "sealed_at").first()
    return Head(*row) if row else None


def tip() -> Tip:
    """What the next block must know."""
    row = Block.objects.order_by("-number").values_list("number", "hash", "high_water", "open_gaps").first()
    if row is None:
        return Tip()
    number, digits, high_water, open_gaps = row
    return Tip(number, digits, high_water, tuple(tuple(gap) for gap in open_gaps))
