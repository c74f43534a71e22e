"""A visit answers what somebody asked for: the request at the enterprise then names the record of the visit."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from capacity_portal.lib.constraints import refused_in_chinese
from capacity_portal.lib.workflow import StepRefused
from capacity_portal.organization.roles import Permission
from enterprises.models import VisitRequest
from enterprises.operations.visit_requests import answer_request
from inspections import access
from inspections.choices import VisitState
from inspections.models import Visit


@refused_in_chinese
@transaction.atomic
def answer_with_visit(*, visit: Visit, request: VisitRequest, answer: str, by, at: datetime) -> VisitRequest:
    """Answer the request with what this visit found. Raises StepRefused, ValidationError by ``answer``, PermissionDenied."""
    record = Visit.objects.select_for_update(of=("self",)).get(pk=visit.pk)
    access.insist_on_place(
        by, Permission.RECORD_VISITS, region_code=record.region_code, cell_id=record.cell_id
    )
    if record.state != VisitState.RECORDED or record.enterprise_id != request.enterprise_id:
        raise StepRefused("这条排查记录已退回、更正，或不是这家企业的，请选择有效的记录答复。")
    if record.visited_on < localdate(request.requested_at):
        raise StepRefused("这次排查在提出请求以前，不能用来答复，请重新到场检查。")
    number = f"{record.visited_on}排查记录{record.pk}号"
    return answer_request(request=request, answer=answer, visit_number=number, by=by, at=at)
