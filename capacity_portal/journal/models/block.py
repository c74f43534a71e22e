"""Blocks of the hash chain that seals the entries."""

from django.db import models


class Block(models.Model):
    """A sealed run of entries, append-only like them; its number is its key.

    ``ranges`` is ``[[first, last], ...]`` of the entry ids sealed here, ascending. ``open_gaps`` is
    ``[[first, last, noted], ...]``: ids up to ``high_water`` that no block has sealed yet because they were not visible
    (transactions still running, or rolled back), with the moment this was noted in seconds since 1970; later blocks
    look again and close them after ``rules.sealing.LONGEST_TRANSACTION``. ``digests`` is the concatenation of
    the entries' 32-byte SHA-256 digests in the order of ``ranges``; ``hash`` covers every other column.
    """

    number = models.BigIntegerField("块号", primary_key=True)
    sealed_at = models.DateTimeField("封存时间")
    entry_count = models.PositiveIntegerField("条目数")
    high_water = models.BigIntegerField("最大条目编号")
    ranges = models.JSONField("条目范围")
    open_gaps = models.JSONField("待补范围", default=list)
    digests = models.BinaryField("条目摘要")
    previous_hash = models.CharField("前块哈希", max_length=64, blank=True)
    hash = models.CharField("本块哈希", max_length=64)

    class Meta:
        verbose_name = "封存块"
        verbose_name_plural = "封存块"
        indexes = [models.Index(fields=["high_water", "number"], name="block_high_water")]

    def __str__(self):
        return f"第 {self.number} 块"
