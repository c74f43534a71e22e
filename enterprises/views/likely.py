"""Likely links shown before a file is saved: a county sees its own in full, other counties' only as handed over."""

from collections.abc import Callable
from dataclasses import dataclass

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.crypto import salted_hmac

from capacity_portal.lib.territory import contains
from enterprises.choices import LinkReason
from enterprises.models import Enterprise
from enterprises.queries import LikelyLink, likely_links
from enterprises.views.tabs import crumbs

_CONTROL = frozenset({"csrfmiddlewaretoken", "once", "stage", "shown"})
_COMPARED = ("name", "credit_code", "registered_address", "actual_address", "legal_representative")


@dataclass(frozen=True)
class Likely:
    """What is shown of the likely links: ``own`` in full, ``elsewhere`` as a number."""

    own: list[LikelyLink]
    elsewhere: int
    shown: str


def likely_for(officer, links: list[LikelyLink]) -> Likely:
    """Split ``links`` at the officer's own area (settled 15)."""
    own = [link for link in links if contains(officer.region_code, link.enterprise.region_code)]
    marks = (str(link.enterprise.pk) if link in own else _mark(link.enterprise) for link in links)
    return Likely(own, len(links) - len(own), ",".join(sorted(marks)))


def _mark(enterprise: Enterprise) -> str:
    """Stands for a file in another county: the page that was posted has shown that there is one, not which."""
    return salted_hmac("enterprises.likely", str(enterprise.pk)).hexdigest()[:16]


def was_shown(request: HttpRequest, likely: Likely) -> bool:
    """Whether the page that was posted had shown all of these."""
    seen = set(request.POST.get("shown", "")[:2_000].split(","))
    return request.POST.get("stage") == "confirm" and set(likely.shown.split(",")) <= seen


def typed_pairs(request: HttpRequest) -> list[tuple[str, str]]:
    """What was typed, to be carried along as hidden fields."""
    return [
        (name, value)
        for name in request.POST
        if name not in _CONTROL and not name.startswith("decision_")
        for value in request.POST.getlist(name)
    ]


def links_first(
    request: HttpRequest, enterprise: Enterprise, heading: str
) -> Callable[[Form], HttpResponse | None]:
    """``before_saving`` of an edit: likely links that the change would make are shown once before it is saved."""

    def before_saving(form: Form) -> HttpResponse | None:
        likely = likely_for(request.user, _found(enterprise, form))
        if not likely.shown or was_shown(request, likely):
            return None
        context = {
            "likely": likely,
            "typed": typed_pairs(request),
            "heading": heading,
            "cancel_url": request.path,
            "crumbs": crumbs(enterprise, heading),
        }
        return render(request, "enterprises/likely_links.html", context)

    return before_saving


def _found(enterprise: Enterprise, form: Form) -> list[LikelyLink]:
    """Known files like this one, by what the form changes; nothing when it changes nothing that files are recognised by."""
    if "serial" in form.changed_data and form.cleaned_data["serial"]:
        links = likely_links(enterprise, serials=(form.cleaned_data["serial"],))
        return [link for link in links if LinkReason.SAME_SERIAL in link.reasons]
    if not set(_COMPARED) & set(form.changed_data):
        return []
    values = {name: form.cleaned_data.get(name, getattr(enterprise, name)) for name in _COMPARED}
    return likely_links(values, exclude_id=enterprise.pk)
