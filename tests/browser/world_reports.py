"""Documents of the office in every stage, what came in and went back, packs and reports: for the browser tests.

The keys are those of the acceptance world; the county is the one of ``world``. Written by the operations where pages show what they do.
"""

from datetime import date, datetime, timedelta
from hashlib import sha256
from uuid import uuid4

from django.core.files.base import ContentFile
from django.core.management import call_command
from django.utils.timezone import localdate

from capacity_portal.organization.models import Region
from reports.models import (
    Assessment,
    BasisDocument,
    DocumentLink,
    DocumentTask,
    EvidencePack,
    FrozenFigure,
    GroupMember,
    IncomingDocument,
    Indicator,
    Meeting,
    MeetingFile,
    Notice,
    NoticeComment,
    NoticeReturn,
    NoticeTemplate,
    Preparation,
    Recipient,
    RecipientFile,
    Scheme,
    Score,
    ScoreEvidence,
    SuperiorInspection,
    UnitDuty,
)
from reports.operations import addressing, drafting, freezing, issuing, reviewing
from tests.makers import make_department, make_officer

TITLE = "关于开展冬季防范“地条钢”死灰复燃专项排查的通知"
_SECTIONS = [
    ("明确排查范围", "对涉钢（冶炼）企业、铸造企业、轧钢企业、具有中（工）频炉企业和已取缔企业逐户上门，做到全覆盖、无死角。"),
    ("落实排查责任", "各地要把责任落实到每一个网格，谁检查、谁签字、谁负责。"),
    ("按时报送结果", "请于期限前在门户报送书面排查报告。"),
]  # fmt: skip
WORDS = {
    "addressees": "各县（市、区）人民政府，各功能区管委会，市直各成员单位",
    "blocks": [
        {"kind": "paragraph", "text": "为巩固“地条钢”整治成果，严防死灰复燃，现将有关事项通知如下："},
        *[
            block
            for heading, text in _SECTIONS
            for block in (
                {"kind": "section", "level": 1, "heading": heading},
                {"kind": "paragraph", "text": text},
            )
        ],
    ],
    "contact": "联系人：市化解过剩产能办公室综合科，电话：0796-0000011",
    "copies_to": "省化解过剩产能工作领导小组办公室",
}
_FIGURES = [
    {"key": "checked", "label": "排查企业", "unit": "家"},
    {"key": "found", "label": "发现问题", "unit": "个"},
]


def build(county: str, now: datetime) -> dict[str, int | str]:
    """Everything once; the issued document went to all counties a week ago, and the county has answered it."""
    from tests.browser.world import officer

    if not NoticeTemplate.objects.exists():
        call_command("load_notice_templates", verbosity=0)
    staff, leader, chief = officer("office_staff"), officer("office_leader"), officer("county_leader")
    checker = make_officer("office_staff", staff.region, name="演示核稿员", username="office_checker")
    before = now - timedelta(days=7)
    notices = _documents(county, before, staff, checker, leader)
    keys = {f"notice_{name}": notice.pk for name, notice in notices.items()} | {
        "notice": notices["issued"].pk
    }
    keys["verify_code"] = notices["issued"].verify_code
    keys["number_entry"], keys["series"] = notices["issued"].entry.pk, notices["issued"].entry.series_id
    keys["notice_template"] = NoticeTemplate.objects.order_by("id").first().pk
    comment = NoticeComment.objects.create(
        notice=notices["draft"], number=1, place="正文第3段", text="请写明报送期限。", written_at=now, written_by=checker
    )  # fmt: skip
    keys["comment"] = comment.pk
    keys |= _answered(notices["issued"], county, before, chief)
    keys |= _came(notices["draft"], county, before, staff)
    keys |= _prepared(county, before, staff, chief) | _mechanism(county, before, chief)
    return keys | _assessed(county, before, chief)


def _documents(county: str, at: datetime, staff, checker, leader) -> dict[str, Notice]:
    found = {}
    for stop in ("draft", "reviewing", "approved", "issued"):
        notice = drafting.draft_notice(kind="notice", title=TITLE, content=WORDS, by=staff, at=at)
        if stop == "issued":
            places = Region.objects.filter(code__startswith=county[:4], kind__in=("county", "zone")).order_by(
                "code"
            )
            addressing.address(notice=notice, regions=places, by=staff, at=at)
            Notice.objects.filter(pk=notice.pk).update(
                wants_cascade=True, wants_meeting=True, wants_tasks=True, wants_return=True, due_on=localdate(at) + timedelta(days=5),
                figures_wanted=_FIGURES,
            )  # fmt: skip
            Recipient.objects.filter(notice=notice).update(due_on=localdate(at) + timedelta(days=5))
        found[stop] = _taken(notice, stop, at, staff, checker, leader)
    return found


def _taken(notice: Notice, stop: str, at: datetime, staff, checker, leader) -> Notice:
    notice.refresh_from_db()
    if stop == "draft":
        return notice
    notice = reviewing.submit(notice=notice, version=notice.version, by=staff, at=at)
    if stop == "reviewing":
        return notice
    for step, by in (("check", checker), ("sign", leader)):
        notice = reviewing.decide(notice=notice, version=notice.version, step=step, by=by, at=at)
    if stop == "approved":
        return notice
    notice = issuing.issue(notice=notice, version=notice.version, by=staff, at=at)
    return freezing.freeze(notice=notice, at=at)


def _answered(notice: Notice, county: str, at: datetime, chief) -> dict:
    row = Recipient.objects.get(notice=notice, region_code=county, department=None)
    day = localdate(at)
    done = {"received_at": at, "received_by": chief}
    for name, text in (
        ("cascaded", "视频会议传达到全部乡镇"),
        ("met", "县政府常务会议部署"),
        ("tasked", "分解为9项任务"),
    ):
        done |= {f"{name}_on": day, f"{name}_text": text, f"{name}_by": chief}
    for name, value in done.items():
        setattr(row, name, value)
    row.save()
    paper = RecipientFile(
        recipient=row, purpose="cascade", name="传达记录.jpg", uploaded_at=at, uploaded_by=chief, taken_at=at
    )
    back = NoticeReturn.objects.create(
        recipient=row, region_code=county, state="submitted", text="我县逐户排查32家企业，未发现“地条钢”生产行为。",
        figures={"checked": "32", "found": "0"}, submitted_at=at + timedelta(days=2), first_submitted_at=at + timedelta(days=2), submitted_by=chief,
    )  # fmt: skip
    return {"recipient": row.pk, "recipient_file": _picture(paper), "notice_return": back.pk}


def _picture(paper) -> str:
    """Keep a photo in ``paper`` and return its uuid."""
    from tests.browser.world import photo

    content = photo()
    paper.content_type, paper.size, paper.sha256 = "image/jpeg", len(content), sha256(content).hexdigest()
    paper.file.save(f"{uuid4().hex}.jpg", ContentFile(content))
    return str(paper.uuid)


def _came(draft: Notice, county: str, at: datetime, staff) -> dict:
    document = IncomingDocument.objects.create(
        region_code=staff.region_code, year=localdate(at).year, sequence=1, printed_number="演省化解办〔2026〕4号", number_code="演省化解办",
        number_year=2026, number=4, title="关于做好严防“地条钢”死灰复燃有关工作的通知", sender="省化解过剩产能工作领导小组办公室",
        received_on=localdate(at), due_on=localdate(at) + timedelta(days=10), summary="要求立即开展排查。", state="assigned",
        search_text="关于做好严防“地条钢”死灰复燃有关工作的通知", registered_at=at, registered_by=staff,
    )  # fmt: skip
    document.scan.save("incoming.pdf", ContentFile(_blank_pdf()), save=False)
    document.scan_name, document.scan_type = "来文.pdf", "application/pdf"
    document.save()
    task = DocumentTask.objects.create(
        incoming=document, region_code=county, text="开展自查并报送情况", due_on=localdate(at) + timedelta(days=8), assigned_at=at, assigned_by=staff
    )  # fmt: skip
    link = DocumentLink.objects.create(
        notice=draft, relation="implements", incoming=document, linked_at=at, linked_by=staff
    )
    return {"incoming": document.pk, "document_task": task.pk, "document_link": link.pk}


def _blank_pdf() -> bytes:
    from io import BytesIO

    import pypdfium2

    out = BytesIO()
    with pypdfium2.PdfDocument.new() as document:
        document.new_page(595, 842)
        document.save(out)
    return out.getvalue()


def _prepared(county: str, at: datetime, staff, chief) -> dict:
    day = localdate(at)
    coming = SuperiorInspection.objects.create(
        region_code=staff.region_code, name="省级防范“地条钢”死灰复燃专项检查", organizer="省化解过剩产能工作领导小组办公室",
        starts_on=day + timedelta(days=20), ends_on=day + timedelta(days=22), period_from=day - timedelta(days=365), period_to=day,
        scope="排查、举报、整改情况", registered_at=at, registered_by=staff,
    )  # fmt: skip
    places = Region.objects.filter(code__startswith=county[:4], kind__in=("county", "zone")).order_by("code")
    for place in places:
        Preparation.objects.create(inspection=coming, region=place, region_code=place.code)
    ready = Preparation.objects.get(inspection=coming, region_code=county)
    ready.percent, ready.text, ready.reported_at, ready.reported_by = 60, "材料正在整理。", at, chief
    ready.save()
    content = b"PK\x05\x06" + bytes(18)
    pack = EvidencePack(
        inspection=coming, region_code=staff.region_code, period_from=coming.period_from, period_to=coming.period_to, state="ready",
        size=len(content), sha256=sha256(content).hexdigest(), counts={"notice": 1}, gaps=["青原区10月无监管月报。"], pages=3, asked_at=at,
        asked_by=staff, built_at=at,
    )  # fmt: skip
    pack.file.save("pack.zip", ContentFile(content))
    return {
        "superior_inspection": coming.pk,
        "preparation": ready.pk,
        "pack": str(pack.uuid),
        "pack_pk": pack.pk,
    }


def _mechanism(county: str, at: datetime, chief) -> dict:
    meeting = Meeting.objects.create(
        region_code=county, held_on=localdate(at), kind="conveying", title="传达省市会议精神", participants="各成员单位、各乡镇",
        decisions="逐户排查，月底前报送。", recorded_at=at, recorded_by=chief,
    )  # fmt: skip
    paper = MeetingFile(meeting=meeting, name="签到表.jpg", uploaded_at=at, uploaded_by=chief)
    year = localdate(at).year
    basis = BasisDocument.objects.create(
        region_code=county, year=year, title="国务院关于化解产能严重过剩矛盾的指导意见", printed_number="国发〔2013〕41号", role="总体要求"
    )  # fmt: skip
    member = GroupMember.objects.create(
        region_code=county, role="head", post="县政府常务副县长", since=date(year, 1, 1)
    )
    unit = make_department(Region.objects.get(code=county), name="演示发展改革局")
    duty = UnitDuty.objects.create(
        region_code=county, year=year, department=unit, duty="项目合规性审查", measures="每季度核对项目清单。", telephone="0796-0000012"
    )  # fmt: skip
    return {
        "meeting": meeting.pk, "meeting_file": _picture(paper), "basis": basis.pk, "group_member": member.pk, "unit_duty": duty.pk,
        "mechanism_unit": unit.pk,
    }  # fmt: skip


def _assessed(county: str, at: datetime, chief) -> dict:
    place, year = Region.objects.get(code=county), localdate(at).year
    records = {}
    for ago, state in ((1, "submitted"), (0, "draft")):
        scheme = Scheme.objects.create(
            year=year - ago, kind="self_assessment", level="county", region_code=county[:4], name="化解过剩产能工作自评", is_active=True,
            due_on=date(year - ago, 12, 5), outline=[{"key": "lead", "heading": "加强组织领导，完善工作机制", "level": 1, "text": "县政府负总责。"}],
        )  # fmt: skip
        Indicator.objects.create(
            scheme=scheme,
            position=1,
            name="组织领导",
            full_mark=5,
            rule="领导小组健全、责任到人得满分",
            figure="enterprises",
        )
        sent = {"submitted_at": at, "submitted_by": chief, "self_total": 5, "full_total": 5} if ago else {}
        records[state] = Assessment.objects.create(
            scheme=scheme, region=place, region_code=county, state=state, created_at=at, created_by=chief, dated=date(year - ago, 12, 1),
            texts={"lead": "县政府负总责。"}, sentences={"lead": "县政府负总责。"} if ago else {}, **sent,
        )  # fmt: skip
    report = records["submitted"]
    score = Score.objects.create(
        assessment=report, indicator=report.scheme.indicators.get(), self_mark=5, self_reason="制度健全"
    )
    draft_score = Score.objects.create(
        assessment=records["draft"], indicator=records["draft"].scheme.indicators.get()
    )
    paper = ScoreEvidence(score=score, name="领导小组文件.jpg", uploaded_at=at, uploaded_by=chief)
    from enterprises.models import Enterprise

    rows = list(
        Enterprise.objects.unmerged()
        .filter(region_code__startswith=county)
        .order_by("id")
        .values_list("id", flat=True)[:3]
    )
    figure = FrozenFigure.objects.create(
        assessment=report, key="enterprises", label="在册企业", value=len(rows), unit="家", source="enterprise", rows=rows, computed_at=at
    )  # fmt: skip
    return {
        "assessment": report.pk, "assessment_draft": records["draft"].pk, "report_scheme": report.scheme_id,
        "indicator": score.indicator_id, "score": score.pk, "score_draft": draft_score.pk, "score_evidence": _picture(paper), "frozen_figure": figure.pk,
    }  # fmt: skip
