"""The door of the phone: the worker that shows kept pages without a network, and where queued photos and visits are sent.

Both posts carry a number made on the device; what arrives twice is answered as the first time. The server's clock decides what
is late, the device's is only written down.
"""

from dataclasses import replace
from functools import lru_cache

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from capacity_portal.lib import dates
from capacity_portal.lib.pages import int_param, text_param
from capacity_portal.lib.uploads import PHOTO, read_upload
from capacity_portal.organization.access import requires
from capacity_portal.organization.once import repeatable
from capacity_portal.organization.roles import Permission
from inspections.choices import VisitSource
from inspections.forms.visit import VisitForm
from inspections.models import Duty
from inspections.operations import photos
from inspections.operations.visits import VisitConflict, record_visit
from inspections.queries import field
from inspections.queries.scope import duties_visible_to
from inspections.rules import claims
from inspections.views.field_answers import COVERED, Refused, answered_in_json, by_control, receipt


@login_not_required
@never_cache
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker's source; it may look after the pages below the address it is served under, no others."""
    response = HttpResponse(_worker_source(), content_type="text/javascript; charset=utf-8")
    response["Service-Worker-Allowed"] = request.path.removesuffix("worker.js")
    return response


@lru_cache(maxsize=1)
def _worker_source() -> bytes:
    return (settings.BASE_DIR / "static" / "js" / "field" / "worker.js").read_bytes()


@never_cache
@require_safe
@requires(Permission.RECORD_VISITS)
@answered_in_json
def token(request: HttpRequest) -> dict:
    """A fresh CSRF token, whose sign-in this is, and the server's time."""
    officer = request.user
    handle = claims.account_handle(officer.pk, officer.username)
    return {"account": handle, "token": get_token(request), "now": timezone.now().isoformat()}


@require_POST
@requires(Permission.RECORD_VISITS)
@repeatable("the number made on the device makes sending twice harmless")
@answered_in_json
def keep_photo(request: HttpRequest) -> dict:
    """Keep one photo until its visit arrives; answers its own number."""
    client_id, file = _client_id(request), request.FILES.get("file")
    if file is None:
        raise Refused(["没有收到照片文件，请重新选择照片。"], status=422)
    typed = {name: text_param(request.POST, name) for name in ("longitude", "latitude", "accuracy_m")}
    photos.keep_photo(
        upload=read_upload(file, most_bytes=settings.UPLOAD_MAX_BYTES, kinds={PHOTO}),
        client_id=client_id,
        kind=text_param(request.POST, "kind"),
        item_code=text_param(request.POST, "item_code"),
        place=claims.place(**typed),
        taken_time=claims.moment(text_param(request.POST, "taken_time")),
        by=request.user,
        at=timezone.now(),
    )
    return {"photo": str(client_id)}


@require_POST
@requires(Permission.RECORD_VISITS)
@repeatable("the number made on the device makes sending twice harmless")
@answered_in_json
def take_visit(request: HttpRequest) -> dict:
    """Record a visit from the queue of a device; answers the receipt."""
    client_id = _client_id(request)
    stored = field.stored_visit(client_id, request.user)
    duty = stored.duty if stored else _duty(request)
    form = VisitForm(request.POST, duty=duty, officer=request.user)
    if not form.is_valid():
        raise VisitConflict(stored) if stored else form.errors_by_field()
    report = replace(form.to_report(), client_id=client_id, **_claimed(request))
    try:
        visit = record_visit(duty=duty, report=report, by=request.user, at=timezone.now())
    except ValidationError as error:
        raise by_control(form, error) from error
    return receipt(visit)


def _client_id(request: HttpRequest):
    found = claims.client_id(text_param(request.POST, "client_id"))
    if found is None:
        raise Refused(["这份记录没有设备编号，请重新打开填写页再提交。"], status=422)
    return found


def _duty(request: HttpRequest) -> Duty:
    """The officer's own duty; one that a colleague has done meanwhile only if he wants to be recorded as well."""
    rows = duties_visible_to(request.user).select_related("round", "checklist", "enterprise", "cell")
    duty = rows.filter(pk=int_param(request.POST, "duty", default=0)).first()
    if duty is None:
        raise Refused(["这项任务不在您的清单上，可能已移出或改由他人负责，请与县区联系。"], status=404)
    other = field.covered_by_another(duty, request.user)
    if other is not None and request.POST.get("also") != "1":
        sentence = f"{duty.title}本月已由{other.recorded_by.name}于{dates.label(other.visited_on)}排查并提交，您的这份没有覆盖它。"
        raise Refused([sentence], conflict=COVERED)
    return duty


def _claimed(request: HttpRequest) -> dict:
    """What was finished without a network is marked so, with the time the device claimed."""
    if request.POST.get("offline") != "1":
        return {}
    return {
        "source": VisitSource.OFFLINE,
        "device_time": claims.moment(text_param(request.POST, "device_time")),
    }
