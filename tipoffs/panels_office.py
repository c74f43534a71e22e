"""The office's panels on the page of a tip: words with the reporter, likely duplicates, who keeps out, texts to send."""

from datetime import date

from django.urls import reverse

from capacity_portal.organization.queries import work_calendar
from capacity_portal.organization.roles import Permission
from tipoffs import panels
from tipoffs.access import reads_original
from tipoffs.choices import OPEN_STATES
from tipoffs.documents.letters import office_name, reminder_text, supervision_text
from tipoffs.documents.unit_facts import unit_name
from tipoffs.models import Tip
from tipoffs.panels import Panel
from tipoffs.queries.exclusions import exclusions_on
from tipoffs.queries.objections import keeps_off
from tipoffs.queries.similar import cluster_of, decisions_about, likely_same
from tipoffs.queries.units import parts_of
from tipoffs.queries.urgency import AT_UNITS


def register() -> None:
    """Called from AppConfig.ready."""
    for position, source in ((20, messages), (60, similar), (70, exclusions), (80, letters)):
        panels.register(source, position=position)


def messages(tip: Tip, officer, today: date) -> Panel | None:
    """Questions and the reporter's answers: his words, so for those alone who read them."""
    if not reads_original(officer):
        return None
    rows = list(tip.messages.select_related("posted_by").order_by("id"))
    asks = _handles(tip, officer) and tip.state in OPEN_STATES
    actions = (("向举报人提问", reverse("tipoffs:act", args=[tip.pk, "ask"])),) if asks else ()
    return Panel("messages", "与举报人的留言", "tipoffs/_messages.html", {"rows": rows}, actions, len(rows))


def similar(tip: Tip, officer, today: date) -> Panel | None:
    """For the office: the same matter as found, and what is likely so."""
    if not reads_original(officer):
        return None
    context = {
        "cluster": cluster_of(tip, officer),
        "decisions": list(decisions_about(tip)),
        "likely": likely_same(tip, officer),
        "may_decide": _handles(tip, officer),
    }
    return Panel(
        "similar",
        "同一事项",
        "tipoffs/_similar.html",
        context,
        _compare(tip) if context["may_decide"] else (),
    )


def _handles(tip: Tip, officer) -> bool:
    """Whether the officer handles the tip: not the one whom an upheld objection replaced."""
    return officer.may(Permission.HANDLE_TIPOFFS) and not keeps_off(tip, officer)


def _compare(tip: Tip) -> tuple[tuple[str, str], ...]:
    return (("与另一件比对", reverse("tipoffs:compare", args=[tip.pk])),)


def exclusions(tip: Tip, officer, today: date) -> Panel | None:
    """For the office: who keeps out."""
    if not reads_original(officer):
        return None
    actions = (("设定回避", reverse("tipoffs:exclude", args=[tip.pk])),)
    actions = () if keeps_off(tip, officer) else actions
    return Panel(
        "exclusions", "回避", "tipoffs/_exclusions.html", {"rows": list(exclusions_on(tip))}, actions
    )


def letters(tip: Tip, officer, today: date) -> Panel | None:
    """The texts that press for the result, while a unit has the tip."""
    lead = (
        parts_of(tip).filter(is_lead=True).first()
        if reads_original(officer) and tip.state in AT_UNITS
        else None
    )
    if lead is None:
        return None
    unit = unit_name(lead)
    sender = office_name()
    calendar = work_calendar()
    texts = [("催办文字", reminder_text(unit, [tip], today, calendar, sender))]
    demand = tip.events.filter(step="supervise").order_by("-id").values_list("text", flat=True).first()
    if tip.supervised_at and demand:
        texts.append(("督办文字", supervision_text(unit, tip, demand, today, calendar, sender)))
    return Panel("letters", "催办、督办文字", "tipoffs/_letters.html", {"texts": texts})
