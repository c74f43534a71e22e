"""Of each area documents in every stage, what came in and went back, its reports: with the area's tokens in every text.

A document is the prefecture's and issued to one county alone, so that the other counties are strangers to it.
"""

from datetime import date
from hashlib import sha256
from itertools import product
from uuid import UUID

from django.core.files.base import ContentFile

from capacity_portal.lib.check_codes import code_of
from capacity_portal.organization.models import Officer
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
    NoticeReview,
    NoticeTemplate,
    NoticeVersion,
    NumberEntry,
    NumberSeries,
    Preparation,
    Recipient,
    RecipientFile,
    Scheme,
    Score,
    ScoreEvidence,
    SuperiorInspection,
    UnitDuty,
)
from tests.acceptance import numbering
from tests.makers import NOON, make_region

NUMBERED = (
    Notice, NoticeVersion, NoticeComment, NoticeReview, NumberEntry, IncomingDocument, DocumentLink, DocumentTask, Recipient,
    RecipientFile, NoticeReturn, SuperiorInspection, Preparation, EvidencePack, BasisDocument, GroupMember, UnitDuty, Meeting,
    MeetingFile, Assessment, Score, ScoreEvidence, FrozenFigure,
)  # fmt: skip
_SHARED = (NoticeTemplate, NumberSeries, Scheme, Indicator)
CODE = "演示化办"


def begin() -> None:
    """What all areas share: a template and the schemes."""
    numbering.begin_at(1_001, *NUMBERED, *_SHARED)
    NoticeTemplate.objects.create(code="notice", name="通知", kind="notice", content=_words("", "演示通知"))
    NoticeTemplate.objects.create(
        code="enterprise",
        name="整改",
        kind="rectification",
        subject="enterprise",
        content=_words("", "演示整改"),
    )
    for region, year in product(("3608", "6207"), (2025, 2026)):
        for level in ("county", "prefecture"):
            scheme = Scheme.objects.create(
                year=year, kind="self_assessment", level=level, region_code=region, name="自评", due_on=date(year, 12, 5), is_active=True,
                outline=[{"key": "lead", "heading": "加强组织领导", "level": 1, "text": ""}],
            )  # fmt: skip
            Indicator.objects.create(
                scheme=scheme,
                position=1,
                name="组织领导",
                full_mark=5,
                rule="按要求完成得满分",
                figure="enterprises",
            )


def fill(area, county: Officer, office: Officer, leader: Officer) -> None:
    """What belongs to one area; ``county`` answers for it, ``office`` and ``leader`` are its prefecture's."""
    numbering.begin_at(area.number * 100_000 + 1, *NUMBERED)
    notices = {
        state: _notice(area, state, office, leader) for state in ("draft", "reviewing", "approved", "issued")
    }
    area.ids |= {f"notice_{state}": notice.pk for state, notice in notices.items()} | {
        "notice": notices["issued"].pk
    }
    area.ids["verify_code"] = notices["issued"].verify_code
    area.ids |= _register(area, notices, office)
    area.ids |= _beside(area, notices, county, office)
    area.ids |= _sent(area, notices["issued"], county)
    area.ids |= _came(area, notices["draft"], office)
    area.ids |= _prepared(area, county, office)
    area.ids |= _mechanism(area, county)
    area.ids |= _assessed(area, county)


def _words(token: str, title: str) -> dict:
    return {
        "title": title,
        "addressees": f"收文单位{token}",
        "blocks": [
            {"kind": "section", "level": 1, "heading": f"提高认识{token}"},
            {"kind": "paragraph", "text": f"各地要高度重视{token}。"},
        ],
    }


def _notice(area, state: str, office: Officer, leader: Officer) -> Notice:
    title = f"关于演示事项{area.token}的通知"
    words = _words(area.token, title)
    fields = {
        "kind": "notice", "region_code": office.region_code, "title": title, "content": words, "search_text": str(words), "drafted_at": NOON,
        "drafted_by": office, "template": NoticeTemplate.objects.get(code="notice"),
    }  # fmt: skip
    if state == "reviewing":
        fields |= {"stage": "sign", "round": 1}
    if state in ("approved", "issued"):
        fields |= {"signed_at": NOON, "signed_by": leader, "round": 1}
    if state == "issued":
        fields |= {
            "issued_at": NOON, "issued_by": office, "dated": NOON.date(), "frozen": None, "verify_code": code_of(area.number, 12),
            "wants_cascade": True, "wants_tasks": True, "wants_return": True, "due_on": date(2026, 4, 1),
            "figures_wanted": [{"key": "checked", "label": "排查企业", "unit": "家"}],
        }  # fmt: skip
    notice = Notice(state=state, **fields)
    if state == "issued":
        notice.frozen = _frozen(notice, area)
    notice.save()
    if state == "issued":
        _copy(notice, area)
    version = NoticeVersion.objects.create(
        notice=notice, number=1, title=title, content=words, saved_at=NOON, saved_by=office
    )
    area.ids.setdefault("notice_version", version.number)
    return notice


def _frozen(notice: Notice, area) -> dict:
    return {**notice.content, "issuers": ["演示办公室"], "number": f"{CODE}〔2026〕{area.number}号"}


def _copy(notice: Notice, area) -> None:
    content = _pdf(f"issued {area.number}")
    notice.pdf.save(f"issued-{area.number}.pdf", ContentFile(content), save=False)
    notice.pages = 1
    notice.pdf_sha256 = sha256(content).hexdigest()
    notice.save()


def _pdf(title: str) -> bytes:
    """A small PDF made by PDFium itself."""
    from io import BytesIO

    import pypdfium2

    out = BytesIO()
    with pypdfium2.PdfDocument.new() as document:
        document.new_page(595, 842)
        document.save(out)
    return out.getvalue() + f"\n% {title}\n".encode()


def _register(area, notices: dict[str, Notice], office: Officer) -> dict:
    series, _ = NumberSeries.objects.get_or_create(code=CODE, year=2026, defaults={"first": 1, "last": 0})
    series.last = max(series.last, area.number)
    series.save()
    entry = NumberEntry.objects.create(
        series=series, number=area.number, notice=notices["issued"], title=notices["issued"].title, given_at=NOON, given_by=office
    )  # fmt: skip
    return {
        "number_entry": entry.pk,
        "series": series.pk,
        "notice_template": NoticeTemplate.objects.get(code="notice").pk,
    }


def _beside(area, notices: dict[str, Notice], county: Officer, office: Officer) -> dict:
    colleague = (
        Officer.objects.filter(role="office_staff", region_code=office.region_code)
        .exclude(pk=office.pk)
        .first()
        or office
    )
    comment = NoticeComment.objects.create(
        notice=notices["draft"], number=1, place="正文第1段", text=f"意见{area.token}", written_at=NOON, written_by=colleague
    )  # fmt: skip
    review = NoticeReview.objects.create(
        notice=notices["reviewing"], round=1, stage="sign", asked_at=NOON, asked_by=office
    )
    return {"comment": comment.pk, "review": review.pk}


def _sent(area, notice: Notice, county: Officer) -> dict:
    place = make_region(area.code)
    recipient = Recipient.objects.create(
        notice=notice, region=place, region_code=area.code, name=f"收文{area.token}", due_on=notice.due_on, received_at=NOON,
        received_by=county, cascaded_on=NOON.date(), cascaded_text=f"传达{area.token}", cascaded_by=county,
    )  # fmt: skip
    paper = RecipientFile(
        uuid=UUID(int=area.number), recipient=recipient, purpose="cascade", name=f"传达{area.token}.jpg", content_type="image/jpeg", size=1,
        sha256=f"{area.number:064d}", uploaded_at=NOON, uploaded_by=county, taken_at=NOON,
    )  # fmt: skip
    paper.file.save(f"cascade-{area.number}.jpg", ContentFile(_photo(area, 30)))
    back = NoticeReturn.objects.create(
        recipient=recipient, region_code=area.code, state="submitted", text=f"反馈{area.token}", figures={"checked": "3"},
        submitted_at=NOON, first_submitted_at=NOON, submitted_by=county,
    )  # fmt: skip
    return {"recipient": recipient.pk, "recipient_file": str(paper.uuid), "notice_return": back.pk}


def _came(area, draft: Notice, office: Officer) -> dict:
    document = IncomingDocument.objects.create(
        region_code=office.region_code, year=2026, sequence=area.number, printed_number=f"演上办〔2026〕{area.number}号", title=f"来文{area.token}",
        sender=f"上级{area.token}", received_on=NOON.date(), summary=f"摘要{area.token}", search_text=f"来文{area.token}", state="assigned",
        registered_at=NOON, registered_by=office,
    )  # fmt: skip
    document.scan.save(
        f"incoming-{area.number}.pdf", ContentFile(_pdf(f"incoming {area.number}")), save=False
    )
    document.scan_name, document.scan_type = f"来文{area.token}.pdf", "application/pdf"
    document.save()
    task = DocumentTask.objects.create(
        incoming=document,
        region_code=area.code,
        text=f"任务{area.token}",
        assigned_at=NOON,
        assigned_by=office,
    )
    link = DocumentLink.objects.create(
        notice=draft, relation="implements", incoming=document, linked_at=NOON, linked_by=office
    )
    return {"incoming": document.pk, "document_task": task.pk, "document_link": link.pk}


def _prepared(area, county: Officer, office: Officer) -> dict:
    coming = SuperiorInspection.objects.create(
        region_code=office.region_code, name=f"检查{area.token}", organizer="演示上级", starts_on=date(2026, 4, 1), ends_on=date(2026, 4, 3),
        period_from=date(2026, 1, 1), period_to=date(2026, 3, 31), registered_at=NOON, registered_by=office,
    )  # fmt: skip
    ready = Preparation.objects.create(
        inspection=coming, region=make_region(area.code), region_code=area.code, percent=50, text=f"准备{area.token}", reported_at=NOON,
        reported_by=county,
    )  # fmt: skip
    pack = EvidencePack(
        uuid=UUID(int=area.number), inspection=coming, region_code=area.code, period_from=date(2026, 1, 1), period_to=date(2026, 3, 31),
        state="ready", sha256=f"{area.number:064d}", gaps=[f"缺{area.token}"], asked_at=NOON, asked_by=office, built_at=NOON,
    )  # fmt: skip
    pack.file.save(f"pack-{area.number}.zip", ContentFile(b"PK\x05\x06" + bytes(18)))
    return {
        "superior_inspection": coming.pk,
        "preparation": ready.pk,
        "pack": str(pack.uuid),
        "pack_pk": pack.pk,
    }


def _mechanism(area, county: Officer) -> dict:
    meeting = Meeting.objects.create(
        region_code=area.code, held_on=NOON.date(), kind="conveying", title=f"会议{area.token}", participants=f"参会{area.token}",
        decisions=f"议定{area.token}", recorded_at=NOON, recorded_by=county,
    )  # fmt: skip
    paper = MeetingFile(
        uuid=UUID(int=area.number), meeting=meeting, name=f"签到{area.token}.jpg", content_type="image/jpeg", size=1,
        sha256=f"{area.number:064d}", uploaded_at=NOON, uploaded_by=county,
    )  # fmt: skip
    paper.file.save(f"meeting-{area.number}.jpg", ContentFile(_photo(area, 40)))
    basis = BasisDocument.objects.create(region_code=area.code, year=2026, title=f"依据{area.token}")
    member = GroupMember.objects.create(
        region_code=area.code, role="head", post=f"职务{area.token}", since=date(2025, 1, 1)
    )
    department = area.ids.get("department")
    unit = make_region(area.code).departments.first() if department is None else None
    duty = UnitDuty.objects.create(
        region_code=area.code,
        year=2026,
        department_id=department or (unit and unit.pk) or _unit(area),
        duty=f"职责{area.token}",
    )
    return {
        "meeting": meeting.pk,
        "meeting_file": str(paper.uuid),
        "basis": basis.pk,
        "group_member": member.pk,
        "unit_duty": duty.pk,
    }


def _unit(area) -> int:
    from tests.makers import make_department

    return make_department(make_region(area.code), name=f"{area.people}局").pk


def _assessed(area, county: Officer) -> dict:
    records = {}
    for year, state in ((2025, "submitted"), (2026, "draft")):
        scheme = Scheme.objects.get(year=year, level="county", region_code=area.code[:4])
        sent = (
            {"submitted_at": NOON, "submitted_by": county, "self_total": 5, "full_total": 5}
            if state == "submitted"
            else {}
        )
        records[state] = Assessment.objects.create(
            scheme=scheme, region=make_region(area.code), region_code=area.code, state=state, texts={"lead": f"文字{area.token}"},
            sentences={"lead": f"文字{area.token}"} if sent else {}, created_at=NOON, created_by=county, **sent,
        )  # fmt: skip
    report = records["submitted"]
    indicator = report.scheme.indicators.get()
    score = Score.objects.create(
        assessment=report, indicator=indicator, self_mark=5, self_reason=f"说明{area.token}"
    )
    draft_score = Score.objects.create(
        assessment=records["draft"], indicator=records["draft"].scheme.indicators.get()
    )
    paper = ScoreEvidence(
        uuid=UUID(int=area.number), score=score, name=f"佐证{area.token}.jpg", content_type="image/jpeg", size=1, sha256=f"{area.number:064d}",
        uploaded_at=NOON, uploaded_by=county,
    )  # fmt: skip
    paper.file.save(f"evidence-{area.number}.jpg", ContentFile(_photo(area, 50)))
    figure = FrozenFigure.objects.create(
        assessment=report, key="enterprises", label="企业", value=1, unit="家", source="enterprise", rows=[area["enterprise"]],
        computed_at=NOON,
    )  # fmt: skip
    return {
        "assessment": report.pk, "assessment_draft": records["draft"].pk, "report_scheme": report.scheme_id, "indicator": indicator.pk,
        "score": score.pk, "score_draft": draft_score.pk, "score_evidence": str(paper.uuid), "frozen_figure": figure.pk,
    }  # fmt: skip


def _photo(area, colour: int) -> bytes:
    from tests.acceptance.world import photo

    return photo((colour, area.number, colour))
