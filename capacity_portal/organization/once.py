"""A posted form is carried out once, however often it arrives: double click, retry after a lost answer, killed worker.

Every form carries a hidden key (template tag ``{% once %}``). The key is written first, in the transaction of the view's own
writes, so that both are kept or neither. Answers:

- a redirect: the work was done; the key and the address are kept, a repeat is sent to the same address;
- anything else (a form with errors, 404): rolled back, the key is not used up, the corrected form may come with it again;
- the key again with other content, or from somebody else: 409, with the text kept;
- no key, or none that could be one: 400, with the text kept.

A view that must keep what it wrote although it does not redirect (failed sign-ins are counted) says ``@repeatable``.
"""

import hashlib
import hmac
import uuid
from collections.abc import Callable, Iterator
from functools import wraps

from django.conf import settings
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone

from capacity_portal.lib.kept_text import typed_values
from capacity_portal.lib.typed_text import storable
from capacity_portal.organization.models import Submission

FIELD = "once"
_NOT_CONTENT = frozenset({FIELD, "csrfmiddlewaretoken"})
View = Callable[..., HttpResponse]


class _NotCarriedOut(Exception):
    """Leaves the transaction with the answer of a view that did nothing."""

    def __init__(self, response: HttpResponse) -> None:
        self.response = response


def once(view: View) -> View:
    """Let a view carry out a posted form only once; other methods pass."""

    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.method != "POST":
            return view(request, *args, **kwargs)
        key = key_of(request)
        if key is None:
            return render(request, "400.html", {"typed": typed_values(request)}, status=400)
        try:
            with transaction.atomic():
                return _carry_out(request, key, lambda: view(request, *args, **kwargs))
        except _NotCarriedOut as left:
            return left.response

    guarded.posts = "once"
    return guarded


def repeatable(reason: str) -> Callable[[View], View]:
    """Mark a posting view that needs no key, saying why; the test of all posting views reads the mark."""

    def mark(view: View) -> View:
        view.posts = f"repeatable: {reason}"
        return view

    return mark


def key_of(request: HttpRequest) -> uuid.UUID | None:
    """The key a form was posted with; None when there is none."""
    try:
        return uuid.UUID(request.POST.get(FIELD, "")[:40])
    except ValueError:
        return None


def _carry_out(request: HttpRequest, key: uuid.UUID, answer: Callable[[], HttpResponse]) -> HttpResponse:
    officer = request.user if request.user.is_authenticated else None
    submission = Submission(
        key=key,
        officer=officer,
        path=storable(request.path)[:200],
        digest=digest_of(request),
        made_at=timezone.now(),
    )
    try:
        with transaction.atomic():
            # Where the same key is being written just now, this waits for the other to commit or roll back.
            submission.save(force_insert=True)
    except IntegrityError:
        raise _NotCarriedOut(_repeated(request, submission)) from None
    response = answer()
    if not isinstance(response, HttpResponseRedirect):
        raise _NotCarriedOut(response)
    submission.location = response.url
    submission.save(update_fields=["location"])
    return response


def _repeated(request: HttpRequest, submission: Submission) -> HttpResponse:
    earlier = Submission.objects.get(key=submission.key)
    same = (earlier.officer_id, earlier.path, earlier.digest) == (
        submission.officer_id,
        submission.path,
        submission.digest,
    )
    if same:
        return HttpResponseRedirect(earlier.location)
    return render(request, "409.html", {"typed": typed_values(request)}, status=409)


def digest_of(request: HttpRequest) -> str:
    """HMAC over the form's content: fields in order, files by name and content; not the key, not the CSRF token.

    With the signing key, which is not in the database: forms hold passwords, and a plain digest would let them be guessed.
    """
    digest = hmac.new(settings.SECRET_KEY.encode(), digestmod=hashlib.sha256)
    for part in _content_of(request):
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()


def _content_of(request: HttpRequest) -> Iterator[bytes]:
    for name in sorted(request.POST):
        if name not in _NOT_CONTENT:
            yield name.encode(errors="replace")
            yield from (value.encode(errors="replace") for value in request.POST.getlist(name))
    for name in sorted(request.FILES):
        yield name.encode(errors="replace")
        for upload in request.FILES.getlist(name):
            yield (upload.name or "").encode(errors="replace")
            for chunk in upload.chunks():
                yield hashlib.sha256(chunk).digest()
            upload.seek(0)
