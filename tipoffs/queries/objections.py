"""Objections as the leader's desk asks for them: what waits, who may take a tip up that was objected to, what reporters think."""

from dataclasses import dataclass

from django.db.models import Avg, Count, Q, QuerySet

from capacity_portal.organization.models import Officer
from capacity_portal.organization.roles import ROLES, Permission
from tipoffs.choices import RequestState
from tipoffs.models import Objection, Satisfaction, Tip
from tipoffs.queries.scope import is_office, tips_visible_to

_HANDLERS = [code for code, role in ROLES.items() if Permission.HANDLE_TIPOFFS in role.permissions]
HANDLING = frozenset(
    {"accept", "propose_refusal", "hand_over", "transfer", "send_back", "answer", "close", "enter"}
)
"""Steps of the timeline by which a handler had the tip in his hands."""


def objections_visible_to(officer) -> QuerySet[Objection]:
    """Objections to tips of the office; units are told by the new hand-over."""
    if not is_office(officer):
        return Objection.objects.none()
    return Objection.objects.filter(tip__in=tips_visible_to(officer).values("pk"))


def waiting_objections(officer) -> QuerySet[Objection]:
    return objections_visible_to(officer).filter(state=RequestState.ASKED)


def handlers_of(tip: Tip) -> set[int]:
    """Numbers of the officers who ever had the tip in their hands, in any turn."""
    found = set(tip.events.filter(step__in=HANDLING).values_list("happened_by", flat=True))
    own = (
        tip.accepted_by_id,
        tip.handed_over_by_id,
        tip.closed_by_id,
        tip.refusal_proposed_by_id,
        tip.entered_by_id,
    )
    answered = set(tip.replies.values_list("answered_by", flat=True))
    return (found | set(own) | answered) - {None}


def free_handlers(tip: Tip) -> QuerySet[Officer]:
    """Handlers of the prefecture who had no hand in the tip."""
    officers = Officer.objects.filter(is_active=True, role__in=_HANDLERS, region_code=tip.region_code)
    return officers.exclude(pk__in=handlers_of(tip)).order_by("name", "id")


def handed_to(tip: Tip) -> str:
    """The name of the handler who took the tip over when an objection was upheld; "" for every other tip."""
    if tip.turn == 1:
        return ""
    rows = Objection.objects.filter(tip=tip, state=RequestState.APPROVED)
    return rows.values_list("new_handler__name", flat=True).first() or ""


def keeps_off(tip: Tip, officer) -> str:
    """Why the officer does not handle the tip again: he did before an objection was upheld; "" when he may."""
    if not officer.may(Permission.HANDLE_TIPOFFS):
        return ""
    upheld = (
        Objection.objects.filter(tip=tip, state=RequestState.APPROVED).select_related("new_handler").first()
    )
    if upheld is None or officer.pk == upheld.new_handler_id:
        return ""
    before = tip.events.filter(step__in=HANDLING, happened_by=officer, happened_at__lt=upheld.decided_at)
    if not before.exists():
        return ""
    return f"举报人的异议成立，这件举报改由{upheld.new_handler.name}办理，原经办人不再办理。"


@dataclass(frozen=True)
class Opinion:
    """What reporters thought: ``counts`` by score 5 down to 1, ``average`` of ``count`` scores (None without any)."""

    count: int
    average: float | None
    counts: tuple[tuple[int, int], ...]
    objections: int
    upheld: int


def opinion_of(tips: QuerySet[Tip]) -> Opinion:
    """Satisfaction and objections of these tips."""
    scores = Satisfaction.objects.filter(tip__in=tips.order_by().values("pk"))
    by_score = dict(scores.order_by().values_list("score").annotate(Count("id")))
    found = Objection.objects.filter(tip__in=tips.order_by().values("pk")).aggregate(
        made=Count("id"), upheld=Count("id", filter=Q(state=RequestState.APPROVED))
    )
    return Opinion(
        count=sum(by_score.values()),
        average=scores.aggregate(mean=Avg("score"))["mean"],
        counts=tuple((score, by_score.get(score, 0)) for score in range(5, 0, -1)),
        objections=found["made"],
        upheld=found["upheld"],
    )
