"""The current month's returns: one being written, one signed; scores, and a re-check list with one item."""

from datetime import datetime

from django.utils.timezone import localdate

from capacity_portal.journal.queries import head
from capacity_portal.organization.models import Region
from inspections.models import Duty, MonthlyReturn, Recheck, RecheckDraw
from inspections.operations.quality import score_round
from inspections.operations.returns import begin_return, save_text
from inspections.queries.compiling import compile_return
from inspections.queries.rounds import newest_round
from tests.makers import make_officer


def build(county: str, now: datetime) -> dict[str, int | str]:
    """The month is open already; the neighbour's duties are explained, so that it can be signed."""
    from tests.browser.world import officer

    round_, staff = newest_round(), officer("county_staff")
    record = begin_return(round_=round_, county=Region.objects.get(code=county), by=staff, at=now)
    if record.state == "draft":
        words = {
            "text": "本月逐家排查铸造企业，重点查看中频炉用途和原料来源。",
            "problems": "部分企业夜间生产，下步增加夜查。",
        }
        save_text(record=record, version=record.version, **words, by=staff, at=now)
    other = (
        Region.objects.filter(code__startswith=county[:4], kind="county")
        .exclude(code=county)
        .order_by("code")[0]
    )
    Duty.objects.filter(round=round_, county_code=other.code, gap_reason="").update(
        gap_reason="企业停电检修，下月补查"
    )
    leader = make_officer("county_leader", other, name="演示刘区长")
    signed = begin_return(round_=round_, county=other, by=leader, at=now)
    if signed.state == "draft":
        signed = save_text(
            record=signed, version=signed.version, text="本月已排查。", problems="", by=leader, at=now
        )
        _sign(signed, leader, now)
    score_round(round_=round_, at=now)
    return {"recheck": _draw(round_, now).pk, "signed_county": other.code}


def _sign(record: MonthlyReturn, leader, now: datetime) -> None:
    """Around the operation, which waits for the end of the month."""
    MonthlyReturn.objects.filter(pk=record.pk).update(
        state="submitted", submitted_at=now, submitted_by=leader, version=record.version + 1,
        figures=compile_return(record.round, record.region_code, today=localdate(now)),
    )  # fmt: skip


def _draw(round_, now: datetime) -> Recheck:
    top = head()
    draw, _ = RecheckDraw.objects.get_or_create(
        round=round_,
        defaults={"seed": top.hash, "block_number": top.number, "share": 5, "candidates": 9, "drawn_at": now},
    )
    found = draw.rechecks.order_by("rank").first()
    return found or Recheck.objects.create(draw=draw, duty=round_.duties.order_by("id")[0], rank=1)
