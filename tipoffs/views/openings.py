"""Openings to look at: the list for the auditor, one with what may be done next, the identity while it is open."""

from dataclasses import dataclass
from datetime import datetime
from mimetypes import guess_extension

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.cache import cache_control
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_safe

from capacity_portal.lib.pager import pager
from capacity_portal.lib.pages import Order, keyset_page, text_param
from capacity_portal.lib.sealing.boxes import CannotOpen, public_of
from capacity_portal.lib.sealing.custody import fingerprint
from capacity_portal.organization.roles import Permission
from tipoffs.choices import OpeningState
from tipoffs.models import Opening
from tipoffs.operations.originals import original_with
from tipoffs.operations.reading import log_read
from tipoffs.queries.custody import troubles
from tipoffs.queries.openings import Opened, next_step, opened_content, openings_visible_to, sees_openings
from tipoffs.queries.scope import tips_visible_to
from tipoffs.rules.openings import LIVE
from tipoffs.views.opening_cookie import key_in

PAGE_SIZE = 50
NEWEST = Order("newest", "最近在前", ("-id",))
KINDS = {
    "requested": "warn",
    "approved": "warn",
    "ready": "running",
    "open": "bad",
    "ended": "closed",
    "refused": "closed",
}
_LABELS = {
    "name": "姓名", "telephone": "电话", "address": "住址", "bank": "开户行", "account": "账号", "other": "其他（联名人等）",
}  # fmt: skip


@require_safe
def openings(request: HttpRequest) -> HttpResponse:
    """Who opened whose identity, why and when; for the auditor all, for custodians and leader those of their tips."""
    if not sees_openings(request.user):
        raise Http404
    cursor = text_param(request.GET, "cursor", longest=2000)
    page = keyset_page(openings_visible_to(request.user), NEWEST, cursor=cursor, size=PAGE_SIZE)
    context = {
        "rows": [(row, KINDS[row.state]) for row in page.rows],
        "troubles": troubles(timezone.localdate(), request.user.region_code),
        **pager(page, unit="次"),
    }
    return render(request, "tipoffs/openings.html", context)


@require_safe
@cache_control(private=True, no_store=True)
@sensitive_variables("shown")
def opening(request: HttpRequest, pk: int) -> HttpResponse:
    """One opening; whoever opened it reads the identity here, with the key of his browser, and that is logged."""
    record, at = opening_of(request, pk), timezone.now()
    shown = shown_to(request, record, at)
    if shown is not None:
        log_read(tip=record.tip, what="identity", by=request.user, at=at)
    context = {
        "opening": record,
        "kind": KINDS[record.state],
        "facts": facts(record),
        "step": next_step(record, request.user),
        "check_code": check_code(request, record),
        "shown": _lines(shown) if shown else None,
        "files": shown.files if shown else [],
        "is_lost": record.state == OpeningState.OPEN
        and record.requested_by_id == request.user.pk
        and not shown,
        "may_end": record.state in LIVE and is_his(request, record),
        "end": ending_of(record),
        "sees_tip": tips_visible_to(request.user).filter(pk=record.tip_id).exists(),
        "crumbs": [("身份开启", reverse("tipoffs:openings")), (record.tip.label, "")],
    }
    return render(request, "tipoffs/opening.html", context)


@require_safe
@cache_control(private=True, no_store=True)
@sensitive_variables("shown", "keys")
def original(request: HttpRequest, pk: int, uuid) -> HttpResponse:
    """A sealed original, to be saved, while the identity is open."""
    record, at = opening_of(request, pk), timezone.now()
    shown = shown_to(request, record, at)
    keys = {file.uuid: (file, key) for file, key in shown.files} if shown else {}
    if uuid not in keys:
        raise Http404
    file, key = keys[uuid]
    name = f"原件{file.position}{guess_extension(file.content_type) or '.bin'}"
    try:
        content = original_with(file, key)
    except CannotOpen:
        return render(request, "file_missing.html", {"name": name}, status=404)
    log_read(tip=record.tip, what="original", by=request.user, at=at)
    headers = {"Content-Disposition": content_disposition_header(True, name)}
    return HttpResponse(content, content_type="application/octet-stream", headers=headers)


def opening_of(request: HttpRequest, pk: int) -> Opening:
    """An opening the officer may see. Raises Http404."""
    return get_object_or_404(openings_visible_to(request.user), pk=pk)


@sensitive_variables()
def shown_to(request: HttpRequest, record: Opening, at: datetime) -> Opened | None:
    return opened_content(record, key_in(request, record), by=request.user, at=at)


def check_code(request: HttpRequest, record: Opening) -> str:
    """The requester reads it out from his browser's own key; the other custodian compares it with what the database has."""
    if record.state not in (OpeningState.REQUESTED, OpeningState.APPROVED):
        return ""
    if record.requested_by_id != request.user.pk:
        return fingerprint(record.session_public)
    key = key_in(request, record)
    return fingerprint(public_of(key)) if key else ""


def facts(record: Opening) -> list[tuple[str, object]]:
    """Who, why, when, as far as it has happened; nothing of the content."""
    told = [
        ("举报", record.tip.label),
        ("理由", record.reason),
        ("申请", _act(record.requested_by, record.requested_at)),
        ("审批", _act(record.decided_by, record.decided_at, record.decision)),
        ("另一名保管人", _act(record.joined_by, record.joined_at)),
        ("开启", _act(record.opened_by, record.opened_at)),
        ("有效至", _moment(record.expires_at) if record.state in LIVE else ""),
        ("结束", _moment(record.ended_at)),
    ]
    return [(label, value) for label, value in told if value]


def _act(officer, moment, more: str = "") -> str:
    return "，".join(filter(None, [officer.name, _moment(moment), more])) if officer else ""


def _moment(moment: datetime | None) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}" if moment else ""


@dataclass(frozen=True)
class Ending:
    """How ending an opening is called, what it does, what is said afterwards."""

    label: str
    warning: str
    done: str


def ending_of(record: Opening) -> Ending:
    """Before the identity was opened a request is withdrawn, afterwards the reading ends."""
    if record.state == OpeningState.OPEN:
        return Ending(
            "结束查看",
            "结束后立即清除已开启的内容，不能再看；还要看的，须重新申请、审批。",
            "已结束查看，内容已清除。",
        )
    return Ending(
        "撤回申请", "撤回后不再审批、开启；仍要开启的，须重新申请。", "已撤回申请，身份信息没有开启。"
    )


def is_his(request: HttpRequest, record: Opening) -> bool:
    """Whether he may end it: whoever asked, and the leader."""
    return record.requested_by_id == request.user.pk or request.user.may(Permission.DECIDE_TIPOFFS)


@sensitive_variables()
def _lines(shown: Opened) -> list[tuple[str, str]]:
    lines = [(label, shown.identity.get(name, "")) for name, label in _LABELS.items()]
    received = shown.identity.get("received_at", "")
    moment = _moment(datetime.fromisoformat(received)) if received else ""
    return [*lines, ("收到的准确时间", moment)]
