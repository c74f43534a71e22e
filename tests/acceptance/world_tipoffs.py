"""Of each area tips in every stage a page asks for, handed over to the area's county, with the area's tokens in every text.

The prefecture's handlers see all of their prefecture; the county those in its hands; the reporter's words and files only they.
"""

from datetime import date, timedelta
from uuid import UUID

from django.core.files.base import ContentFile

from capacity_portal.organization.models import Officer
from enterprises.models import Enterprise, VisitRequest
from tests.acceptance import numbering
from tests.makers import NOON, make_region
from tests.tip_makers import MONDAY, make_assignment, make_custody_key, make_tip, make_verification
from tipoffs.models import (
    Answer,
    Assignment,
    ClockRule,
    CustodyKey,
    Disposition,
    Exclusion,
    Extension,
    Objection,
    Opening,
    PublishedOutcome,
    ReportChannel,
    Reward,
    RewardAmount,
    RewardScheme,
    SameMatter,
    Satisfaction,
    Tip,
    TipEnterprise,
    TipEvent,
    TipFile,
    TipMessage,
    Verification,
    VerificationFile,
)

NUMBERED = (
    Tip, Assignment, Verification, Disposition, Answer, Extension, Objection, Satisfaction, Reward, PublishedOutcome, TipEvent,
    TipMessage, TipFile, TipEnterprise, SameMatter, Exclusion, Opening, VisitRequest, VerificationFile,
)  # fmt: skip


def begin() -> CustodyKey:
    """What all areas share: the key in two handlers' hands, and the reward scheme of the prefecture."""
    numbering.begin_at(1_001, *NUMBERED)
    scheme = RewardScheme.objects.create(
        region=make_region("3608"), title="演示奖励办法", valid_from=date(2025, 1, 1)
    )
    RewardAmount.objects.create(scheme=scheme, case="正在生产", yuan=20_000)
    ClockRule.objects.create(kind="production", source="演示依据")
    ReportChannel.objects.create(department="演示受理单位", telephone="0796-0000001")
    return make_custody_key()


def fill(area, staff: Officer, leader: Officer, handler: Officer, chief: Officer) -> None:
    """What belongs to one area; its numbers begin in the area's range. ``chief``: the office leader of its prefecture."""
    numbering.begin_at(area.number * 100_000 + 1, *NUMBERED)
    key = CustodyKey.objects.get(state="active")
    file = Enterprise.objects.unmerged().filter(region_code=area.place).order_by("id")[0]

    def tip(state: str, **values) -> Tip:
        about = {
            "region_code": area.code[:4], "place": make_region(area.place), "officer": handler, "text": f"举报内容{area.token}",
            "place_text": f"举报地点{area.token}", "firm_name": f"演示被举报{area.token}", "seen_text": f"时间{area.token}",
        }  # fmt: skip
        if state != "received":
            about["summary"] = f"交办摘要{area.token}"
        return make_tip(state, **about | values)

    tips = {
        state: tip(state)
        for state in (
            "received",
            "refusing",
            "accepted",
            "verifying",
            "verified",
            "dealt",
            "answered",
            "closed",
        )
    }
    tips["verifying"].has_identity = True
    tips["verifying"].save()
    assignments = {
        state: make_assignment(
            tips[state],
            area.code,
            instruction=f"要求{area.token}",
            assigned_by=handler,
            **_ended(state, staff),
        )
        for state in ("verifying", "verified", "dealt", "answered", "closed")
    }
    about = {"findings": f"核查情况{area.token}", "place_text": f"核查地点{area.token}", "recorded_by": staff}
    for state in ("verified", "dealt", "answered", "closed"):
        found = make_verification(tips[state], assignment=assignments[state], **about)
        if state == "verified":
            area.ids["verification_file"] = _paper(area, found, staff).pk
    for state in ("dealt", "answered", "closed"):
        done = Disposition.objects.create(
            tip=tips[state],
            kind="stopped",
            text=f"处置{area.token}",
            on=MONDAY,
            recorded_at=NOON,
            recorded_by=staff,
        )
        area.ids.setdefault("disposition", done.pk)
    for state in ("answered", "closed"):
        Answer.objects.create(
            tip=tips[state], text=f"答复{area.token}", answered_at=NOON, answered_by=handler
        )
    area.ids |= {f"tip_{state}": record.pk for state, record in tips.items()}
    area.ids |= {"tip": tips["verifying"].pk, "assignment": assignments["verifying"].pk}
    area.ids["clock_rule"] = ClockRule.objects.get().pk
    area.ids["report_channel"] = ReportChannel.objects.get().pk
    area.ids |= _around(area, tips, file, handler, staff)
    area.ids |= _decided(area, tips, assignments, handler, chief, staff)
    area.ids["opening"] = Opening.objects.create(
        tip=tips["verifying"], custody=key, reason=f"开启理由{area.token}", requested_at=NOON, requested_by=handler,
        session_public=b"0" * 32,
    ).pk  # fmt: skip


def _paper(area, found: Verification, staff: Officer) -> VerificationFile:
    """A photo of the verification."""
    from tests.acceptance.world import photo

    paper = VerificationFile(
        tip=found.tip, verification=found, original_name=f"现场{area.token}.jpg", content_type="image/jpeg", size=1,
        sha256=f"{area.number:064d}", uploaded_at=NOON, uploaded_by=staff,
    )  # fmt: skip
    paper.file.save(f"verified-{area.number}.jpg", ContentFile(photo((20, area.number, 20))))
    return paper


def _ended(state: str, staff: Officer) -> dict:
    return {} if state == "verifying" else {"state": "done", "ended_at": NOON, "ended_by": staff}


def _around(area, tips: dict[str, Tip], file: Enterprise, handler: Officer, staff: Officer) -> dict:
    """Files, messages, events, links, tips on the same matter, an exclusion, a request to look."""
    from tests.acceptance.world import photo

    tip = tips["verifying"]
    TipEvent.objects.create(
        tip=tip,
        step="hand_over",
        label="交办",
        text=f"经过{area.token}",
        on=MONDAY,
        happened_at=NOON,
        happened_by=handler,
    )
    TipMessage.objects.create(
        tip=tip,
        is_from_office=True,
        text=f"提问{area.token}",
        posted_on=MONDAY,
        posted_at=NOON,
        posted_by=handler,
    )
    paper = TipFile(
        uuid=UUID(int=area.number),
        tip=tip,
        kind="photo",
        content_type="image/jpeg",
        size=1,
        sha256=f"{area.number:064d}",
    )
    paper.clean.save(f"tip-{area.number}.jpg", ContentFile(photo((10, area.number, 10))))
    link = TipEnterprise.objects.create(tip=tip, enterprise=file, linked_at=NOON, linked_by=staff)
    same = SameMatter.objects.create(
        first=tips["received"], later=tips["accepted"], is_same=True, note=f"同一{area.token}", decided_at=NOON,
        decided_by=handler,
    )  # fmt: skip
    bystander = Officer.objects.filter(role="grid_officer", region_code=area.place).first() or staff
    exclusion = Exclusion.objects.create(
        tip=tips["dealt"], officer=bystander if bystander != staff else None,
        department=None if bystander != staff else staff.department, reason=f"回避{area.token}", set_at=NOON, set_by=handler,
    )  # fmt: skip
    request = VisitRequest.objects.create(
        enterprise=file, region_code=file.region_code, reason=f"请求{area.token}", receipt_number=tip.label,
        due_on=date(2026, 3, 20), requested_at=NOON, requested_by=handler,
    )  # fmt: skip
    return {
        "tip_file": str(paper.uuid), "tip_link": link.pk, "same_matter": same.pk, "exclusion": exclusion.pk,
        "visit_request": request.pk,
    }  # fmt: skip


def _decided(
    area,
    tips: dict[str, Tip],
    assignments: dict[str, Assignment],
    handler: Officer,
    chief: Officer,
    staff: Officer,
) -> dict:
    """What waits for the decision of another, and what follows the outcome."""
    extension = Extension.objects.create(
        assignment=assignments["verifying"], days=5, reason=f"延期{area.token}", asked_at=NOON, asked_by=staff
    )
    scheme = RewardScheme.objects.get()
    reward = Reward.objects.create(
        tip=tips["closed"], scheme=scheme, case="正在生产", full_yuan=20_000, fen=2_000_000, note=f"奖励{area.token}",
        proposed_at=NOON, proposed_by=handler,
    )  # fmt: skip
    objection = Objection.objects.create(
        tip=tips["answered"], text=f"异议{area.token}", made_on=MONDAY, due_on=MONDAY + timedelta(days=20)
    )
    Satisfaction.objects.create(tip=tips["closed"], score=2, text=f"评价{area.token}", given_on=MONDAY)
    outcome = PublishedOutcome.objects.create(
        tip=tips["closed"], title=f"公布{area.number}", text="已依法取缔。", published_on=MONDAY, published_at=NOON,
        published_by=handler,
    )  # fmt: skip
    return {
        "extension": extension.pk, "reward": reward.pk, "objection": objection.pk, "outcome": outcome.pk, "scheme": scheme.pk,
        "reward_amount": scheme.amounts.get().pk,
    }  # fmt: skip
