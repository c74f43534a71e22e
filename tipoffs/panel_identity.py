"""The panel of a tip's page about what is sealed: for custodians and leader; never what it says."""

from datetime import date

from django.urls import reverse

from capacity_portal.organization.roles import Permission
from tipoffs import panels
from tipoffs.models import SealedIdentity, Tip
from tipoffs.panels import Panel
from tipoffs.queries.custody import active_key, share_held_by
from tipoffs.queries.objections import keeps_off
from tipoffs.queries.openings import key_to_open, openings_visible_to
from tipoffs.rules.openings import LIVE


def register() -> None:
    """Called from AppConfig.ready."""
    panels.register(identity, position=60)


def identity(tip: Tip, officer, today: date) -> Panel | None:
    """Whether somebody is named, until when it is kept, who opened it; the way to ask."""
    if not (officer.may(Permission.KEEP_IDENTITIES) or officer.may(Permission.DECIDE_TIPOFFS)):
        return None
    openings = list(openings_visible_to(officer).filter(tip=tip))
    context = {"sentence": _sentence(tip), "erase_on": tip.erase_on, "openings": openings}
    return Panel(
        "identity",
        "身份信息",
        "tipoffs/_panel_identity.html",
        context,
        actions=_actions(tip, officer, openings),
    )


def _sentence(tip: Tip) -> str:
    row = SealedIdentity.objects.filter(tip=tip).defer("sealed").first()
    if row is not None and row.erased_on:
        return f"身份信息已于{row.erased_on:%Y-%m-%d}到期销毁。"
    if not tip.has_identity:
        return "匿名举报，没有留联系方式；收到的准确时间已封存。" if row else "匿名举报，没有封存身份信息。"
    return "举报人留有联系方式，已封存。"


def _actions(tip: Tip, officer, openings: list) -> tuple[tuple[str, str], ...]:
    key = active_key()
    if any(opening.state in LIVE for opening in openings) or share_held_by(officer, key) is None:
        return ()
    if key_to_open(tip) != key or keeps_off(tip, officer):
        return ()
    return (("申请开启", reverse("tipoffs:opening-request", args=[tip.pk])),)
