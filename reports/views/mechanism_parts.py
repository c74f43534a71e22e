"""One basis document, post or duty: added, corrected, ended, taken out; the duties as a spreadsheet."""

from io import BytesIO

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from capacity_portal.journal.once import once
from capacity_portal.lib.exports import Column, write_xlsx
from capacity_portal.lib.file_names import display_name
from capacity_portal.organization.access import requires
from capacity_portal.organization.roles import Permission
from reports.forms.mechanism import EndForm, first_values, form_for
from reports.forms.meetings import ReasonForm
from reports.models import BasisDocument, GroupMember, UnitDuty
from reports.operations.mechanism import EDITABLE, Part, add_part, edit_part, end_member, remove_part
from reports.queries.mechanism import duties_in, parts_visible_to
from reports.views.mechanism import page_url, region_of, year_of
from reports.views.recording import Act, answer, version_of

MAY = Permission.COMPILE_REPORTS
KINDS: dict[str, type[Part]] = {"basis": BasisDocument, "member": GroupMember, "duty": UnitDuty}
_LABELS = {"basis": "依据文件", "member": "领导小组成员", "duty": "成员单位职责"}
_COLUMNS = [
    Column("成员单位", width=24),
    Column("职责", width=50),
    Column("分解措施", width=60),
    Column("联系处室", width=20),
    Column("办公电话", width=20),
]
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _part(request: HttpRequest, kind: str, pk: int) -> Part:
    """A record of the officer's own region: others are read only. Raises Http404."""
    if kind not in KINDS:
        raise Http404
    rows = parts_visible_to(KINDS[kind], request.user).filter(region_code=request.user.region_code)
    return get_object_or_404(rows, pk=pk)


def _url(request: HttpRequest, part: Part | None = None) -> str:
    if part is None:
        return page_url(request.user.region_code, year_of(request))
    return page_url(part.region_code, getattr(part, "year", 0) or year_of(request))


def _page(url: str, what: str, verb: str, **more) -> dict:
    heading = f"{verb}{_LABELS[what]}"
    return {"heading": heading, "submit_label": "保存", "crumbs": [("组织机构", url), (heading, "")], **more}


@require_http_methods(["GET", "HEAD", "POST"])
@requires(MAY)
@once
def part_new(request: HttpRequest, kind: str) -> HttpResponse:
    """Add one to the officer's own region."""
    if kind not in KINDS:
        raise Http404
    model, code, url = KINDS[kind], request.user.region_code, _url(request)
    first = first_values(model, year=year_of(request), today=timezone.localdate())
    form = form_for(model, request.POST or None, officer=request.user, initial=first)

    def save(form: Form) -> None:
        add_part(model=model, region_code=code, values=form.cleaned_data, by=request.user, at=timezone.now())

    return answer(request, Act(form, save, url, "已新增。", _page(url, kind, "新增")))


@require_http_methods(["GET", "HEAD", "POST"])
@requires(MAY)
@once
def part_edit(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Correct one."""
    part = _part(request, kind, pk)
    url, version = _url(request, part), version_of(request, getattr(part, "version", 0))
    first = {name: getattr(part, name) for name in EDITABLE[type(part)]}
    form = form_for(type(part), request.POST or None, officer=request.user, initial=first, part=part)

    def save(form: Form) -> None:
        edit_part(part=part, values=form.cleaned_data, version=version, by=request.user, at=timezone.now())

    return answer(request, Act(form, save, url, "已保存。", _page(url, kind, "修改", version=version)))


@require_http_methods(["GET", "HEAD", "POST"])
@requires(MAY)
@once
def part_remove(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Take out what was entered by mistake, with a reason."""
    part = _part(request, kind, pk)
    url = _url(request, part)

    def save(form: ReasonForm) -> None:
        remove_part(part=part, note=form.cleaned_data["note"], by=request.user, at=timezone.now())

    more = {
        "submit_label": "移除",
        "kind": "danger",
        "lead": f"{part}。登记错误的才移除；不再任职的请填写最后任职日期。",
    }
    return answer(
        request,
        Act(
            ReasonForm(request.POST or None),
            save,
            url,
            "已移除，留痕可查。",
            _page(url, kind, "移除", **more),
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requires(MAY)
@once
def member_end(request: HttpRequest, pk: int) -> HttpResponse:
    """The last day of a post; it stays in the history."""
    member = _part(request, "member", pk)
    url = _url(request, member)

    def save(form: EndForm) -> None:
        end_member(member=member, until=form.cleaned_data["until"], by=request.user, at=timezone.now())

    form = EndForm(request.POST or None, initial={"until": timezone.localdate()})
    page = _page(url, "member", "免去", lead=f"{member.get_role_display()}：{member.post}")
    return answer(request, Act(form, save, url, "已登记。", page))


@require_safe
@requires(MAY)
def duties_sheet(request: HttpRequest) -> HttpResponse:
    """The duties of a region and year as .xlsx, as the page shows them."""
    region, year, out = region_of(request), year_of(request), BytesIO()
    rows = duties_in(parts_visible_to(UnitDuty, request.user).filter(region_code=region.code), year)
    lines = ((row.department.name, row.duty, row.measures, row.contact_post, row.telephone) for row in rows)
    write_xlsx(out, _COLUMNS, lines, title="职责分工")
    response = HttpResponse(out.getvalue(), content_type=_SHEET)
    name = display_name(f"{region.name}{year}年成员单位职责分工", "xlsx")
    response["Content-Disposition"] = content_disposition_header(True, name)
    return response
