"""States of an import and of its rows."""

from django.db import models


class ImportState(models.TextChoices):
    """From the upload to the end; STORED, REFUSED and DISCARDED are ends."""

    READING = "reading", "读取中"
    MAPPING = "mapping", "待对应列"
    READY = "ready", "待核对"
    STORING = "storing", "入库中"
    STORED = "stored", "已入库"
    REFUSED = "refused", "未能读取"
    DISCARDED = "discarded", "已放弃"


OVER = frozenset({ImportState.STORED, ImportState.REFUSED, ImportState.DISCARDED})


class RowAction(models.TextChoices):
    """What confirming would do with a row. A BLOCKED row has an error or a cell nobody has decided yet."""

    NEW = "new", "新增"
    CHANGED = "changed", "变更"
    UNCHANGED = "unchanged", "无变化"
    BLOCKED = "blocked", "有问题"
