"""One tip on one page: where it stands, its clocks, what may be done, what was done; the parts of others as panels."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from capacity_portal.organization.access import requires
from capacity_portal.organization.queries import work_calendar
from capacity_portal.organization.roles import Permission
from tipoffs.access import reads_original
from tipoffs.choices import OPEN_STATES
from tipoffs.documents import tip_facts
from tipoffs.models import Tip
from tipoffs.operations.reading import log_read
from tipoffs.panels import Panel, panels_for
from tipoffs.queries.clock_rules import clock_of
from tipoffs.queries.objections import handed_to
from tipoffs.queries.offers import Offer, offer_for
from tipoffs.queries.scope import is_office, tips_visible_to
from tipoffs.queries.timeline import events_for
from tipoffs.queries.units import lead_of

SHOWN_WITH = (
    "place", "accepted_by", "handed_over_by", "refusal_proposed_by", "refused_by", "closed_by", "supervised_by", "entered_by",
)  # fmt: skip
_FIRST = {"accept", "confirm_refusal", "hand_over", "answer", "close"}
_OF_UNITS = {"begin", "verify", "deal"}
_LABELS = {"confirm_refusal": "查看摘要并复核"}
_DANGEROUS = {"propose_refusal"}


@dataclass(frozen=True)
class Action:
    """A step on offer; ``kind`` of its button."""

    label: str
    url: str
    kind: str = "secondary"


@dataclass(frozen=True)
class Drawn:
    """A panel and its markup."""

    panel: Panel
    html: SafeString


def tip_of(request: HttpRequest, pk: int) -> Tip:
    """A tip the officer may see. Raises Http404."""
    return get_object_or_404(tips_visible_to(request.user).select_related(*SHOWN_WITH), pk=pk)


def act_url(pk: int, step: str) -> str:
    """The page of a step; the units' own pages stand under the same addresses."""
    return reverse("tipoffs:act", args=[pk, step.replace("_", "-")])


@require_safe
@requires(Permission.VIEW_TIPOFFS)
@cache_control(private=True, no_store=True)
def tip(request: HttpRequest, pk: int) -> HttpResponse:
    """The tip with its actions for this officer; that it was looked at is logged."""
    record, today = tip_of(request, pk), timezone.localdate()
    original = reads_original(request.user)
    log_read(tip=record, what="text" if original else "page", by=request.user, at=timezone.now())
    offer = offer_for(record, request.user)
    context = {
        "tip": record,
        "reads_original": original,
        "facts": tip_facts.facts(record, reads_original=original),
        "original_facts": tip_facts.original_facts(record) if original else [],
        "actions": _actions(record, offer, request.user),
        "blocks": offer.blocks,
        "events": tip_facts.events(events_for(record, request.user)),
        "panels": _drawn(request, record, today),
        "may_print": record.assignments.exists(),
        "crumbs": [("举报办理", reverse("tipoffs:queue")), (record.label, "")],
        **_standing(record, today, original),
    }
    return render(request, "tipoffs/tip.html", context)


def _standing(record: Tip, today: date, original: bool) -> dict:
    """Units see their own clock alone: that of the hand-over tells the day of receipt."""
    calendar, clock, lead = work_calendar(), clock_of(record.kind), lead_of(record)
    lines = tip_facts.clock_lines(record, lead, today, calendar, clock)
    badges = tip_facts.badges(record, today, calendar, clock)
    if original and (name := handed_to(record)):
        badges.append(tip_facts.Badge(f"改由{name}办理", "warn"))
    return {
        "badges": badges,
        "clocks": lines if original else lines[1:],
        "instruction": lead.instruction if lead else "",
    }


def _actions(record: Tip, offer: Offer, officer) -> list[Action]:
    steps = offer.steps
    first = _FIRST if is_office(officer) else _FIRST | _OF_UNITS
    if any(step.name == "begin" for step in steps):
        first = first - {"verify"}
    found = [
        Action(_LABELS.get(step.name, step.label), act_url(record.pk, step.name), _kind(step.name, first))
        for step in steps
        if step.name != "reject_refusal"  # the second answer on the page of the first
    ]
    if officer.may(Permission.HANDLE_TIPOFFS) and record.state in OPEN_STATES and not offer.off:
        found.append(Action("修改摘要" if record.summary else "写摘要", act_url(record.pk, "summary")))
    return found


def _kind(name: str, first: Collection[str]) -> str:
    return "primary" if name in first else "danger" if name in _DANGEROUS else "secondary"


def _drawn(request: HttpRequest, record: Tip, today: date) -> list[Drawn]:
    return [
        Drawn(
            panel, render_to_string(panel.template, {**panel.context, "tip": record, "panel": panel}, request)
        )
        for panel in panels_for(record, request.user, today)
    ]
