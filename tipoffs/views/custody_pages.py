"""How the custodians' forms are drawn and refused, and how a recovery code is shown once: in the answer itself, kept nowhere."""

import base64
import binascii
import json
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.debug import sensitive_variables

from capacity_portal.lib.form_errors import add_errors
from capacity_portal.lib.sealing import boxes, custody
from capacity_portal.lib.workflow import StepRefused
from tipoffs.models import CustodyKey
from tipoffs.queries.custody import keys_visible_to

SHOWN_FOR = timedelta(minutes=15)
_LONGEST = 2_000


def key_of(request: HttpRequest, **which) -> CustodyKey:
    """A key of the officer's own office. Raises Http404."""
    key = keys_visible_to(request.user).filter(**which).first()
    if key is None:
        raise Http404
    return key


@sensitive_variables()
def attempt(form: Form, act: Callable[[], object]) -> object | None:
    """What the operation gives; None with the sentences on the form when it refuses."""
    try:
        return act()
    except (ValidationError, StepRefused) as refused:
        add_errors(form, refused)
    except PermissionDenied as denied:
        form.add_error(None, str(denied) or "您不能办理这一步，请由其他人员办理。")
    return None


def form_page(request: HttpRequest, form: Form, heading: str, **more) -> HttpResponse:
    """A form of the custodians. ``more``: lead, submit_label, facts, kind, and other words of ``tipoffs/one_form.html``."""
    home = reverse("tipoffs:custody")
    context = {
        "form": form, "heading": heading, "submit_label": heading, "cancel_url": home, "crumbs": [("保管密钥", home), (heading, "")], **more
    }  # fmt: skip
    template = "tipoffs/custody_form.html" if hasattr(form, "groups") else "tipoffs/one_form.html"
    return render(request, template, context)


@sensitive_variables("code", "then")
def code_page(request: HttpRequest, key: CustodyKey, holder: str, code: str, then: str = "") -> HttpResponse:
    """One holder's recovery code on a page of its own; ``then``: the next holder's, still locked."""
    context = {
        "key": key, "holder": holder, "code": code, "then": then, "fingerprint": custody.fingerprint(key.public_key),
        "crumbs": [("保管密钥", reverse("tipoffs:custody")), ("恢复码", "")],
    }  # fmt: skip
    return render(request, "tipoffs/custody_code.html", context)


@sensitive_variables("code", "content")
def locked_code(request: HttpRequest, key: CustodyKey, holder: str, code: str, at: datetime) -> str:
    """The other holder's code for the hidden field that leads to his page: readable by this server, for this officer, for minutes."""
    content = json.dumps([key.pk, holder, code, int((at + SHOWN_FOR).timestamp())]).encode()
    return base64.urlsafe_b64encode(boxes.lock(content, _key(), _about(request))).decode()


@sensitive_variables("content", "code")
def unlocked_code(request: HttpRequest, typed: str, at: datetime) -> tuple[CustodyKey, str, str] | None:
    """(key, holder, code) from the hidden field; None when it is too late or was made for somebody else."""
    try:
        box = base64.urlsafe_b64decode(typed[:_LONGEST].encode())
        content = json.loads(boxes.unlock(box, _key(), _about(request)))
    except (boxes.CannotOpen, binascii.Error, ValueError):
        return None
    number, holder, code, until = content
    key = keys_visible_to(request.user).filter(pk=number).first()
    return (key, holder, code) if key and at.timestamp() < until else None


def _about(request: HttpRequest) -> str:
    return f"recovery code:{request.user.pk}"


def _key() -> bytes:
    return boxes.derived(settings.SECRET_KEY.encode(), "recovery code on its way")
