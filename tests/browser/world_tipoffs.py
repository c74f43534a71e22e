"""Tips of one county in every stage, sent in by strangers and handled by the operations as their officers would.

The keys name: ``tip`` (being verified, with words from both sides, a linked enterprise, an extension asked for), one for each
further stage, what waits for another person, and number and code of a tip for its reporter.
"""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from capacity_portal.organization.models import Region
from enterprises.models import Enterprise
from tests.makers import make_department, make_officer
from tipoffs.models import CustodyKey, RewardAmount, RewardScheme, Tip
from tipoffs.operations import (
    accepting,
    asking,
    beginning,
    closing,
    dealing,
    exclusions,
    extending,
    follow_up,
    handing,
    linking,
    openings,
    publishing,
    receiving,
    refusing,
    rewards,
    same_matter,
    tip_files,
    verifying,
)
from tipoffs.queries.exclusions import Party
from tipoffs.queries.targets import Target
from tipoffs.rules.dealing import Measure
from tipoffs.rules.receipt import code_from, grouped
from tipoffs.rules.report import Identity, TipReport
from tipoffs.rules.verifying import FieldReport, Participant

_STAGES = ("tip_received", "tip_refusing", "tip_accepted", "tip_handed_over", "tip", "tip_verified", "tip_dealt", "tip_answered", "tip_closed")  # fmt: skip
_TEXT = "每天晚上九点以后有卡车拉废钢进院，院里冒黑烟，能看见炉火，天亮前拉走短钢条。"
SECRET = "secret-of-the-form-in-the-browser-world-{key}"


def build(county: str, now: datetime) -> dict[str, int | str]:
    """The key in two handlers' hands first; every tip is received two weeks ago and taken as far as its name says."""
    from tests.browser.world import officer

    handler, staff, leader = officer("tipoff_handler"), officer("county_staff"), officer("office_leader")
    colleague = make_officer("tipoff_handler", handler.region, name="第二保管人", username="second_keeper")
    colleague.set_password(settings.DEMO_PASSWORD)
    colleague.save()
    _key(handler, colleague, now)
    at = now - timedelta(days=14)
    tips = {key: _received(key, county, at) for key in _STAGES}
    file = Enterprise.objects.unmerged().filter(region_code__startswith=county).order_by("id")[0]
    for number, (key, tip) in enumerate(tips.items()):
        _taken(
            tip,
            _STAGES.index(key) if key != "tip_refusing" else -1,
            county,
            handler,
            staff,
            at + timedelta(minutes=number),
            file,
        )
    _refusing(tips["tip_refusing"], handler, at)
    return {key: tip.pk for key, tip in tips.items()} | _more(tips, handler, staff, leader, now)


def _key(first, second, now: datetime) -> None:
    from tests.tip_makers import make_custody_key

    if not CustodyKey.objects.exists():
        make_custody_key(first, second, created_at=now - timedelta(days=30))


def _received(key: str, county: str, at: datetime) -> Tip:
    identity = (
        Identity(name="演示举报人", telephone="13900000000") if key in ("tip", "tip_closed") else Identity()
    )
    report = TipReport(
        kind="production", text=_TEXT, place=county, place_text="河边砖厂旧址", firm_name="演示轧钢厂", seen_text="上周三夜里",
        daytime="night", identity=identity,
    )  # fmt: skip
    return receiving.receive_tip(report=report, secret=SECRET.format(key=key), at=at).tip


def _fresh(tip: Tip) -> dict:
    tip.refresh_from_db()
    return {"tip": tip, "version": tip.version}


def _taken(tip: Tip, stage: int, county: str, handler, staff, at: datetime, file: Enterprise) -> None:
    """As many steps as the stage asks for: accepted, handed over, begun, verified, dealt with, answered, closed."""
    day = timezone.localdate(at)
    lead = Target(Region.objects.get(code=county))
    summary = "市区河边一处旧厂房疑似夜间熔炼废钢，请查设备、用电和产品去向。"
    report = FieldReport(
        day, day, "河边砖厂旧址", "confirmed", "现场有中频炉两台、短钢条约 12 吨，炉体尚热。",
        (Participant(staff.name, "县工信局", staff.pk), Participant("李明", "县市场监管局")),
    )  # fmt: skip
    measure = Measure("dismantled", "炉体、变压器、除尘罩、操作平台和轨道已拆除。", day)
    steps = [
        lambda: accepting.accept(**_fresh(tip), by=handler, at=at),
        lambda: handing.hand_over(
            **_fresh(tip),
            lead=lead,
            summary=summary,
            instruction="夜间到场核查。",
            is_checked=True,
            by=handler,
            at=at,
        ),
        lambda: beginning.begin(**_fresh(tip), by=staff, at=at),
        lambda: verifying.record_verification(**_fresh(tip), report=report, by=staff, at=at),
        lambda: dealing.record_disposition(**_fresh(tip), measure=measure, by=staff, at=at),
        lambda: closing.answer(**_fresh(tip), text="经查属实，已拆除取缔。感谢您的举报。", by=handler, at=at),
        lambda: closing.close(**_fresh(tip), by=handler, at=at),
    ]
    for number, step in enumerate(steps[: max(0, stage - 1)]):
        step()
        if number == 1:
            linking.link_enterprise(tip=tip, enterprise_id=file.pk, by=handler, at=at)


def _refusing(tip: Tip, handler, at: datetime) -> None:
    refusing.propose_refusal(
        **_fresh(tip), reason="untraceable", text="地点不明，无法联系举报人补充。", summary="某处夜间冒烟，地点不明。", is_checked=True,
        by=handler, at=at,
    )  # fmt: skip


def _more(tips: dict[str, Tip], handler, staff, leader, now: datetime) -> dict[str, int | str]:
    """Words from both sides, files, an extension, tips on the same matter, an opening, a reward, what the reporter gave back."""
    from tests.browser.world import photo

    tip, closed = tips["tip"], tips["tip_closed"]
    kept_out = exclusions.exclude(
        tip=tip, party=Party(officer=make_officer("member_unit", handler.region, username="kin_officer", name="演示亲属")), reason="与厂主系亲属",
        by=handler, at=now,
    )  # fmt: skip
    asking.ask(tip=tip, text="请问卡车车牌是哪里的？", by=handler, at=now)
    follow_up.post_reply(
        tip=tip, text="看不清，是蓝色的。", secret="secret-of-the-page-with-the-reply-in-it", at=now
    )
    upload = SimpleUploadedFile("现场.jpg", photo(), "image/jpeg")
    file = tip_files.attach(tip=tip, upload=upload, at=now)
    extension = extending.ask_extension(
        assignment=tip.assignments.get(),
        days=5,
        reason="产品正在送检。",
        by=staff,
        at=now - timedelta(days=10),
    )
    same_matter.decide_same(
        tip=tips["tip_accepted"], other=tips["tip_received"], is_same=True, by=handler, at=now
    )
    asked = openings.request_opening(tip=tip, reason="需要向举报人核对时间。", by=handler, at=now)
    follow_up.rate(tip=closed, score=4, text="办得快。", at=now)
    follow_up.object_to(tip=closed, text="隔壁院子还有一台炉子。", at=now)
    reward = rewards.propose_reward(tip=closed, amount=_amount(closed), by=handler, at=now)
    outcome = publishing.publish_outcome(
        tip=closed, title="一处“地条钢”生产点被取缔", text="设备已拆除，供电已切断。\n我办将继续畅通举报渠道。", is_checked=True, by=leader, at=now
    )  # fmt: skip
    link = tip.links.get()
    visit = linking.request_visit(
        link=link,
        reason="请夜间看一看炉子。",
        due_on=timezone.localdate(now) + timedelta(days=5),
        by=handler,
        at=now,
    )
    unit = make_department(closed.assignments.get().region, name="演示市场监管局")
    return {
        "tip_file": str(file.uuid), "extension": extension.pk, "opening": asked.opening.pk, "reward": reward.pk,
        "unit": unit.pk, "outcome": outcome.pk, "tip_number": closed.label,
        "tip_code": grouped(code_from(SECRET.format(key="tip_closed"), settings.TIPOFF_PEPPER.encode())),
        "tip_exclusion": kept_out.pk, "tip_link": link.pk, "visit_request": visit.pk, "tip_assignment": tip.assignments.get().pk,
        "tip_measure": tips["tip_dealt"].measures.get().pk, "tip_dealt_link": tips["tip_dealt"].links.get().pk,
    }  # fmt: skip


def _amount(tip: Tip) -> RewardAmount:
    found = RewardAmount.objects.order_by("id").first()
    if found:
        return found
    scheme = RewardScheme.objects.create(
        region=Region.objects.get(code=tip.region_code), title="演示奖励办法", valid_from=date(2024, 1, 1)
    )
    return RewardAmount.objects.create(scheme=scheme, case="正在生产", yuan=20_000)
