"""Blocks of the hash chain that seals the entries."""

from django.db import models


class Block(models.Model):
    """A sealed run of entries, append-only like them.

    ``ranges`` is ``[[first, last], ...]`` of the entry ids sealed here in ascending order; ``open_gaps`` the ids below
    the high-water mark that were not visible yet when the block was made (transactions still running), to be
    looked at by later blocks. ``digests`` is the concatenation of 32-byte SHA-256 digests of the entries in that
    order; ``hash`` covers number, previous hash, ranges, gaps and digests.
    """

    number = models.PositiveBigIntegerField("块号", unique=True)
    sealed_at = models.DateTimeField("封存时间")
    entry_count = models.PositiveIntegerField("条目数")
    high_water = models.BigIntegerField("最大条目编号")
    ranges = models.JSONField("条目范围")
    open_gaps = models.JSONField("待补范围", default=list)
    digests = models.BinaryField("条目摘要")
    previous_hash = models.CharField("前块哈希", max_length=64)
    hash = models.CharField("本块哈希", max_length=64, unique=True)

    class Meta:
        verbose_name = "封存块"
        verbose_name_plural = "封存块"

    def __str__(self):
        return f"第 {self.number} 块"
