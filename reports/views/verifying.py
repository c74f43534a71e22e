"""Open to everybody: is this paper a document of the office, does it still apply, is this file the one that was issued."""

from hashlib import sha256

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from capacity_portal.journal.once import repeatable
from capacity_portal.lib.memory_uploads import uploads_in_memory
from capacity_portal.lib.readonly import writing_allowed
from capacity_portal.lib.stored_files import served
from reports.forms.verifying import CodeForm, CompareForm
from reports.queries.verifying import Verified, compared, find_verified
from tipoffs.operations.limits import TooOften, source_of, take

TOO_OFTEN = 429
MOST_BYTES = 20 * 1024 * 1024
_CRUMBS = [("首页", "/"), ("核验文件", "")]
_TOO_LARGE = "文件超过 20 MB，没有比对。请核对是否选对了文件。"
_UNKNOWN = "没有查到这个核验码对应的文件。请对照文件末页逐字核对；仍查不到的，这份文件可能不是本单位印发的，请向发文单位核实。"


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@repeatable("looking up writes nothing but the counters of the limiter")
def verify(request: HttpRequest) -> HttpResponse:
    """Ask for the code; the answer has an address of its own, the one the QR code names."""
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        return redirect("reports:verified", form.cleaned_data["code"])
    return _ask(request, form)


@login_not_required
@uploads_in_memory(MOST_BYTES + 1)
@require_http_methods(["GET", "HEAD", "POST"])
@repeatable("comparing writes nothing but the counters of the limiter")
def verified(request: HttpRequest, code: str) -> HttpResponse:
    """What is known of the document with this code; a POST compares a file with it, in memory alone."""
    found, refusal = _found(request, code)
    if found is None:
        return refusal
    if request.method == "POST":
        kind, sentence = _comparison(request, found)
        return _page(request, found, said=sentence, said_kind=kind)
    return _page(request, found)


@login_not_required
@require_safe
def verified_pdf(request: HttpRequest, code: str) -> HttpResponse:
    """The document itself, where it was made public and still applies; the sealed scan where there is one."""
    found, refusal = _found(request, code)
    if found is None:
        return refusal
    if not found.may_be_read:
        raise Http404
    notice, name = found.notice, f"{found.title[:80]}"
    if found.has_scan:
        ending = "pdf" if notice.scan_type == "application/pdf" else "jpg"
        return served(request, notice.scan, content_type=notice.scan_type, name=f"{name}.{ending}")
    return served(request, notice.pdf, content_type="application/pdf", name=f"{name}.pdf")


def _found(request: HttpRequest, code: str) -> tuple[Verified | None, HttpResponse | None]:
    """The document, or the answer to who asks too often or for nothing. Tries are counted before anything is looked up."""
    try:
        with writing_allowed("access log"):
            take(source=source_of(request), purpose="verify", at=timezone.now())
    except TooOften as refused:
        response = _ask(request, _with_error(code, str(refused)), TOO_OFTEN)
        response["Retry-After"] = str(refused.wait_seconds)
        return None, response
    found = find_verified(code)
    return (found, None) if found else (None, _ask(request, _with_error(code, _UNKNOWN), 404))


def _with_error(code: str, sentence: str) -> CodeForm:
    form = CodeForm({"code": code[:100]})
    form.is_valid()
    form.errors.clear()
    form.add_error("code" if sentence == _UNKNOWN else None, sentence)
    return form


def _comparison(request: HttpRequest, found: Verified) -> tuple[str, str]:
    file = request.FILES.get("file")
    if request.has_dropped_files:
        return "error", _TOO_LARGE
    if file is None:
        return "error", "请先选择要比对的文件，再点“比对”。"
    return compared(found, sha256(file.read()).hexdigest())


def _no_store(response: HttpResponse) -> HttpResponse:
    """What a document's state is may change: neither the browser nor anything on the way keeps the page."""
    response["Cache-Control"] = "no-store, private"
    return response


def _ask(request: HttpRequest, form: CodeForm, status: int = 200) -> HttpResponse:
    return _no_store(render(request, "reports/verify.html", {"form": form, "crumbs": _CRUMBS}, status=status))


def _page(request: HttpRequest, found: Verified, **said) -> HttpResponse:
    context = {"found": found, "notice": found.notice, "form": CompareForm(), "crumbs": _CRUMBS, **said}
    return _no_store(render(request, "reports/verified.html", context))
