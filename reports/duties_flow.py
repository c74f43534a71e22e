"""What documents put on the desks of the office: to be checked, countersigned, signed, numbered; copies not made."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse

from capacity_portal.organization.roles import Permission
from enterprises import registries
from enterprises.registries import Duty
from reports.choices import OUT_STATES, NoticeState, ReviewDecision, ReviewStage
from reports.models import Notice, NoticeReview
from reports.queries.scope import notices_visible_to

_WAITING = (
    (Permission.CHECK_DOCUMENTS, "check", "等待核稿的文件", "待核稿", "reviewing"),
    (Permission.SIGN_DOCUMENTS, "sign", "等待签发的文件", "待签发", "reviewing"),
    (Permission.KEEP_REGISTER, "approved", "已签发、等待编号印发的文件", "待编号", "reviewing"),
    (Permission.KEEP_REGISTER, "uncopied", "已编号、印发件还没有生成的文件", "待生成", "issued"),
)


def register() -> None:
    """Called from AppConfig.ready."""
    for source in (of_office, of_unit):
        registries.register_duty(source)


def of_office(officer, today: date) -> Iterable[Duty]:
    """One query for all that waits for this person: not what he drafted or sent himself."""
    if not officer.may(Permission.CHECK_DOCUMENTS):
        return
    sent = _parts().filter(asked_by=officer)
    others = ~Q(drafted_by=officer) & ~Exists(sent)
    counts = notices_visible_to(officer).aggregate(
        check=Count("pk", filter=_at(ReviewStage.CHECK) & others),
        sign=Count("pk", filter=_at(ReviewStage.SIGN) & others),
        approved=Count("pk", filter=Q(state=NoticeState.APPROVED)),
        uncopied=Count("pk", filter=Q(state__in=OUT_STATES, pdf_sha256="")),
    )
    for permission, name, title, label, tab in _WAITING:
        if counts[name] and officer.may(permission):
            yield _duty(title, counts[name], label, tab)


def of_unit(officer, today: date) -> Iterable[Duty]:
    """What a department was asked to countersign and has not yet."""
    if not officer.may(Permission.COUNTERSIGN_DOCUMENTS) or not officer.department_id:
        return
    own = _parts().filter(
        department=officer.department_id, stage=ReviewStage.COUNTERSIGN, decision=ReviewDecision.WAITING
    )
    count = Notice.objects.filter(_at(ReviewStage.COUNTERSIGN), Exists(own)).count()
    if count:
        yield _duty("等待本单位会签的文件", count, "待会签", "reviewing")


def _parts():
    """Reviews of the round the document stands in."""
    return NoticeReview.objects.filter(notice=OuterRef("pk"), round=OuterRef("round"))


def _at(stage: str) -> Q:
    return Q(state=NoticeState.REVIEWING, stage=stage)


def _duty(title: str, count: int, label: str, tab: str) -> Duty:
    return Duty(
        title=title, url=f"{reverse('reports:notices')}?tab={tab}", count=count, unit="份", state_label=label, state_kind="warn"
    )  # fmt: skip
