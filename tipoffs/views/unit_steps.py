"""The steps of the unit that leads: begin, return, verify, deal, hand to enforcement; and the remark of those who joined."""

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from capacity_portal.journal.once import once
from capacity_portal.lib.kept_uploads import keeps_files
from capacity_portal.lib.workflow import steps_from
from capacity_portal.organization.access import requires
from capacity_portal.organization.roles import Permission
from tipoffs.choices import OPEN_STATES
from tipoffs.documents.unit_facts import lead_facts
from tipoffs.forms.units import MeasureForm, NothingForm, OnwardForm, ReasonForm, RemarkForm
from tipoffs.forms.verification import VerificationForm
from tipoffs.models import Disposition, Tip
from tipoffs.operations import beginning, dealing, verifying
from tipoffs.operations.remarking import LABEL, remark
from tipoffs.operations.verification_files import waiting
from tipoffs.queries.units import lead_of, may_be_named, may_lead, part_for, units_over
from tipoffs.rules.dealing import ENFORCEMENT
from tipoffs.views.unit_acting import Act, carry_out
from tipoffs.views.unit_tips import evidence_keeper, is_on_offer, tip_of

_GET_POST = require_http_methods(["GET", "HEAD", "POST"])


def led_tip(request: HttpRequest, pk: int, *, office_too: bool = False) -> Tip:
    """A tip that the officer's unit leads (``office_too``: or that he handles). Raises Http404 for all others."""
    tip = tip_of(request, pk)
    if not may_lead(tip, request.user, office_too=office_too):
        raise Http404
    return tip


@_GET_POST
@requires(Permission.VERIFY_TIPOFFS)
@once
def begin(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the tip up."""
    tip = led_tip(request, pk)

    def save(form, version):
        return beginning.begin(tip=tip, version=version, by=request.user, at=timezone.now())

    page = {"facts": lead_facts(tip, timezone.localdate())}
    form = NothingForm(request.POST if request.method == "POST" else None)
    return carry_out(
        request, Act(tip, form, "开始核查", save, "已开始核查。", is_on_offer(tip, "begin"), page=page)
    )


@_GET_POST
@requires(Permission.VERIFY_TIPOFFS)
@once
def give_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Return the tip to the office with a reason, once."""
    tip = led_tip(request, pk)

    def save(form, version):
        return beginning.return_tip(
            tip=tip, version=version, text=form.cleaned_data["text"], by=request.user, at=timezone.now()
        )

    form = ReasonForm(request.POST if request.method == "POST" else None)
    page = {"facts": lead_facts(tip, timezone.localdate()), "kind": "danger"}
    act = Act(
        tip,
        form,
        "退回交办",
        save,
        "已退回市办。",
        is_on_offer(tip, "return"),
        url=reverse("tipoffs:queue"),
        page=page,
    )
    return carry_out(request, act)


@_GET_POST
@requires(Permission.VERIFY_TIPOFFS)
@keeps_files(evidence_keeper)
@once
def verify(request: HttpRequest, pk: int) -> HttpResponse:
    """File what was found on the spot."""
    tip = led_tip(request, pk, office_too=True)

    def save(form, version):
        return verifying.record_verification(
            tip=tip, version=version, report=form.report(), evidence=form.kept_ids(), standings=form.standings(),
            by=request.user, at=timezone.now(),
        )  # fmt: skip

    form = _verification_form(request, tip)
    for sentence in request.file_errors:
        form.add_error("file", sentence)
    page = {"facts": lead_facts(tip, timezone.localdate())}
    return carry_out(
        request,
        Act(
            tip,
            form,
            "登记核查结果",
            save,
            "已登记核查结果。",
            is_on_offer(tip, "verify"),
            "提交核查记录",
            page=page,
        ),
    )


@_GET_POST
@requires(Permission.VERIFY_TIPOFFS)
@once
def deal(request: HttpRequest, pk: int) -> HttpResponse:
    """Put down one measure."""
    tip = led_tip(request, pk, office_too=True)

    def save(form, version):
        return dealing.record_disposition(
            tip=tip, version=version, measure=form.measure(), by=request.user, at=timezone.now()
        )

    form = MeasureForm(
        request.POST if request.method == "POST" else None, initial={"on": timezone.localdate()}
    )
    page = {"facts": [("核查结论", tip.get_conclusion_display())]}
    return carry_out(
        request, Act(tip, form, "登记处置", save, "已登记处置。", is_on_offer(tip, "deal"), page=page)
    )


@_GET_POST
@requires(Permission.VERIFY_TIPOFFS)
@once
def enforce(request: HttpRequest, pk: int, measure: int, step: str) -> HttpResponse:
    """A step towards the unit that may punish."""
    tip = led_tip(request, pk, office_too=True)
    record = get_object_or_404(Disposition.objects.select_related("tip"), tip=tip, pk=measure)
    row = next((row for row in ENFORCEMENT if row.name == step.replace("-", "_")), None)
    if row is None:
        raise Http404

    def save(form, version):
        return dealing.enforce(
            disposition=record, step=row.name, version=version, given=form.given(), by=request.user, at=timezone.now()
        )  # fmt: skip

    form = OnwardForm(
        request.POST if request.method == "POST" else None, step=row.name, initial={"on": timezone.localdate()},
        units=units_over(lead_of(tip).region_code),
    )  # fmt: skip
    offered = row in steps_from(ENFORCEMENT, record.enforcement_state)
    return carry_out(request, Act(tip, form, row.label, save, f"已{row.label}。", offered))


@_GET_POST
@requires(Permission.VERIFY_TIPOFFS)
@once
def join(request: HttpRequest, pk: int) -> HttpResponse:
    """What a unit that takes part says."""
    tip = tip_of(request, pk)
    if part_for(tip, request.user) is None:
        raise Http404

    def save(form, version):
        return remark(tip=tip, **form.cleaned_data, by=request.user, at=timezone.now())

    form = RemarkForm(request.POST if request.method == "POST" else None)
    return carry_out(
        request,
        Act(tip, form, f"填写{LABEL}", save, "已登记联合核查意见。", tip.state in OPEN_STATES, "登记"),
    )


def _verification_form(request: HttpRequest, tip: Tip) -> VerificationForm:
    """The form with the files that were just kept ticked."""
    typed: QueryDict | None = None
    if request.method == "POST":
        typed = request.POST.copy()
        kept = [*typed.getlist("kept"), *map(str, request.kept_files)]
        typed.setlist("kept", list(dict.fromkeys(kept)))
    today, officer = timezone.localdate(), request.user
    people = list(may_be_named(tip))
    return VerificationForm(
        typed,
        people=people,
        waiting=list(waiting(tip, officer)),
        links=list(tip.links.select_related("enterprise").order_by("id")),
        may_list=officer.may(Permission.MARK_KEY_ENTERPRISES),
        may_revive=officer.may(Permission.CHANGE_STATUS),
        initial={
            "began_on": today,
            "ended_on": today,
            "people": [str(one.pk) for one in people if one.pk == officer.pk],
        },
    )
