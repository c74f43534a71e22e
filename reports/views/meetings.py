"""Meetings: the list, one meeting, its words."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from capacity_portal.journal.once import once
from capacity_portal.lib.pager import pager
from capacity_portal.lib.pages import Order, choice_param, int_param, keyset_page, text_param
from capacity_portal.organization.access import requires
from capacity_portal.organization.queries import region_names
from capacity_portal.organization.roles import Permission
from reports.choices import MeetingKind
from reports.documents.meetings import conveyed
from reports.forms.meetings import FileForm, MeetingFilterForm, MeetingForm, matching
from reports.models import Meeting
from reports.operations.meetings import edit_meeting, record_meeting
from reports.queries.scope import meetings_visible_to
from reports.views.recording import Act, answer, version_of

MAY = Permission.COMPILE_REPORTS
NEWEST = Order("newest", "最近的在前", ("-held_on", "-id"))
PAGE_SIZE = 30


@dataclass(frozen=True)
class Row:
    meeting: Meeting
    place: str


def meeting_of(request: HttpRequest, pk: int) -> Meeting:
    """A meeting the officer may see. Raises Http404."""
    rows = meetings_visible_to(request.user).select_related(
        "notice__entry__series", "incoming", "recorded_by"
    )
    return get_object_or_404(rows, pk=pk)


def own_meeting(request: HttpRequest, pk: int) -> Meeting:
    """A meeting of the officer's own region: others are read only. Raises Http404."""
    record = meeting_of(request, pk)
    if record.region_code != request.user.region_code:
        raise Http404
    return record


def meeting_url(meeting: Meeting) -> str:
    return reverse("reports:meeting", args=[meeting.pk])


@require_safe
@requires(MAY)
def meetings(request: HttpRequest) -> HttpResponse:
    """One page of the meetings of the officer's territory."""
    rows, this_year = meetings_visible_to(request.user), timezone.localdate().year
    text, kind = (
        text_param(request.GET, "text", longest=60),
        choice_param(request.GET, "kind", MeetingKind.values),
    )
    year = int_param(request.GET, "year", least=1949, most=2100)
    kept = {
        name: value for name, value in (("text", text), ("kind", kind), ("year", year and str(year))) if value
    }
    page = keyset_page(
        matching(rows, text, kind, year), NEWEST, cursor=text_param(request.GET, "cursor", longest=2_000), size=PAGE_SIZE,
        scope=urlencode(kept),
    )  # fmt: skip
    names = region_names(row.region_code for row in page.rows)
    context = {
        "rows": [Row(row, names.get(row.region_code, row.region_code)) for row in page.rows],
        "form": MeetingFilterForm(kept, years=list(range(this_year, this_year - 6, -1)), auto_id="filter-%s"),
        "is_filtered": bool(kept),
        "clear_url": reverse("reports:meetings"),
        **pager(page, kept, "次"),
    }
    return render(request, "reports/meetings.html", context)


@require_safe
@requires(MAY)
def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """One meeting with its papers; its own region may change it."""
    record = meeting_of(request, pk)
    place = region_names([record.region_code]).get(record.region_code, record.region_code)
    context = {
        "meeting": record,
        "facts": [
            ("地区", place),
            ("日期", f"{record.held_on:%Y-%m-%d}"),
            ("类别", record.get_kind_display()),
            ("参加单位和人员", record.participants),
            ("传达文件", conveyed(record)),
            ("登记", f"{record.recorded_by.name}　{timezone.localtime(record.recorded_at):%Y-%m-%d %H:%M}"),
        ],
        "files": list(record.files.filter(removed_at=None).select_related("uploaded_by").order_by("id")),
        "form": FileForm(),
        "may_edit": record.region_code == request.user.region_code,
        "crumbs": [("会议", reverse("reports:meetings")), (record.title, "")],
    }
    return render(request, "reports/meeting.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(MAY)
@once
def meeting_new(request: HttpRequest) -> HttpResponse:
    """Write a meeting of the officer's own region down."""
    first = {
        "held_on": timezone.localdate(),
        "notice": request.GET.get("notice", ""),
        "incoming": request.GET.get("incoming", ""),
    }
    form = MeetingForm(request.POST or None, officer=request.user, initial=first)

    def save(form: MeetingForm) -> str:
        by, at = request.user, timezone.now()
        return meeting_url(record_meeting(region_code=by.region_code, words=form.words(), by=by, at=at))

    page = {
        "heading": "登记会议",
        "submit_label": "保存",
        "crumbs": [("会议", reverse("reports:meetings")), ("登记会议", "")],
    }
    return answer(
        request, Act(form, save, reverse("reports:meetings"), "已登记，可继续上传签到表等材料。", page)
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requires(MAY)
@once
def meeting_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct a meeting."""
    record = own_meeting(request, pk)
    version = version_of(request, record.version)
    first = {
        name: getattr(record, name) for name in ("held_on", "kind", "title", "participants", "decisions")
    }
    first |= {"notice": record.notice_id or "", "incoming": record.incoming_id or ""}
    form = MeetingForm(request.POST or None, officer=request.user, meeting=record, initial=first)

    def save(form: MeetingForm) -> None:
        edit_meeting(meeting=record, words=form.words(), version=version, by=request.user, at=timezone.now())

    crumbs = [("会议", reverse("reports:meetings")), (record.title, meeting_url(record)), ("修改", "")]
    page = {"heading": "修改会议", "submit_label": "保存", "crumbs": crumbs, "version": version}
    return answer(request, Act(form, save, meeting_url(record), "已保存。", page))
