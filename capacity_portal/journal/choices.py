"""Choices of the journal."""

from django.db import models


class EntryKind(models.TextChoices):
    """What an entry says about its record; the fold of a record's entries (``rules.folding``) starts from this."""

    CREATED = "created", "新建"
    CHANGED = "changed", "修改"
    REMOVED = "removed", "移除"
    EVENT = "event", "事项"
