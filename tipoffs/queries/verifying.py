"""Is every tip still what was received? What the journal's own check cannot see: words that only a digest stands for, and gaps."""

from django.db import connection
from django.db.models import Count, Max

from tipoffs import triggers
from tipoffs.models import Tip, TipYear
from tipoffs.queries.receipts import content_digest_of, departing_files


def faults_of(tip: Tip) -> list[str]:
    """Sentences: words that are not those received, files the journal does not know or misses."""
    changed = content_digest_of(tip) != tip.content_digest
    found = ["举报内容与收到时的校验值不一致。"] if changed else []
    return [f"{tip.label}：{sentence}" for sentence in [*found, *departing_files(tip)]]


def faults_of_numbers() -> list[str]:
    """Sentences: years whose numbers are not all there, from 1 to the last one given."""
    given = dict(TipYear.objects.values_list("year", "last"))
    there = {
        row["year"]: (row["count"], row["last"])
        for row in Tip.objects.values("year").annotate(count=Count("id"), last=Max("number"))
    }
    return [
        f"{year}年：已编到{given.get(year, 0)}号，现有{there.get(year, (0, 0))[0]}件，编号不连续。"
        for year in sorted(given.keys() | there.keys())
        if there.get(year, (0, 0)) != (given.get(year, 0), given.get(year, 0))
    ]


def faults_of_triggers() -> list[str]:
    """Sentences: refusals of the database (no deletion, no other number) that are absent or switched off."""
    return [f"数据库缺少触发器{name}，举报可能被删除或改号。" for name in triggers.missing(connection)]
