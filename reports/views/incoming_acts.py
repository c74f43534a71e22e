"""What is done with incoming documents: registered, corrected, scanned, handed out as tasks, answered, finished."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST

from capacity_portal.journal.once import once
from capacity_portal.lib.uploads import UploadRefused, read_upload
from capacity_portal.organization.access import requires
from capacity_portal.organization.roles import Permission
from reports.forms.incoming import EntryForm, FinishForm, ScanForm, initial_of
from reports.models import IncomingDocument
from reports.operations import incoming as operations
from reports.operations.incoming_drafts import draft_from_incoming
from reports.operations.incoming_scans import attach_incoming_scan
from reports.queries.incoming import likely_same
from reports.rules.incoming import number_caution
from reports.views.incoming import document_of
from reports.views.sending_acting import Act, carry_out

_GET_POST = require_http_methods(["GET", "HEAD", "POST"])


@_GET_POST
@requires(Permission.KEEP_REGISTER)
@cache_control(private=True, no_store=True)
@once
def new(request: HttpRequest) -> HttpResponse:
    """Register a document; a number that is there already is asked about once."""
    region_code = request.user.region_code
    same = likely_same(request.POST.get("printed_number", "")[:80], region_code)

    def save(form, version):
        _insist_confirmed(form, same)
        document = operations.register_incoming(
            entry=form.entry(), region_code=region_code, by=request.user, at=timezone.now()
        )
        _caution(request, document)
        return document_url(document)

    form = EntryForm(
        request.POST or None, asks_again=bool(same), initial={"received_on": timezone.localdate()}
    )
    back = reverse("reports:incoming")
    page = {
        "heading": "登记收文",
        "submit_label": "登记",
        "crumbs": [("收文", back), ("登记收文", "")],
        "warnings": _same_sentences(same),
    }
    return carry_out(request, Act(form, save, 0, back, "已登记。", page))


@_GET_POST
@requires(Permission.KEEP_REGISTER)
@cache_control(private=True, no_store=True)
@once
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Mend a line of the register."""
    document = document_of(request, pk)
    same = likely_same(request.POST.get("printed_number", "")[:80], document.region_code, besides=pk)

    def save(form, version):
        _insist_confirmed(form, same)
        current = operations.correct_incoming(
            incoming=document, version=version, entry=form.entry(), by=request.user, at=timezone.now()
        )
        _caution(request, current)

    form = EntryForm(request.POST or None, asks_again=bool(same), initial=initial_of(document))
    return carry_out(
        request,
        Act(
            form,
            save,
            document.version,
            document_url(document),
            "已保存。",
            document_page(document, "更正登记", "保存") | {"warnings": _same_sentences(same)},
        ),
    )


@_GET_POST
@requires(Permission.KEEP_REGISTER)
@cache_control(private=True, no_store=True)
@once
def scan(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the scanned paper."""
    document = document_of(request, pk)

    def save(form, version):
        try:
            upload = read_upload(form.cleaned_data["file"], most_bytes=settings.UPLOAD_MAX_BYTES)
            attach_incoming_scan(
                incoming=document, version=version, upload=upload, by=request.user, at=timezone.now()
            )
        except UploadRefused as refused:
            raise ValidationError({"file": str(refused)}) from refused

    form = ScanForm(*(request.POST, request.FILES) if request.method == "POST" else ())
    return carry_out(
        request,
        Act(
            form,
            save,
            document.version,
            document_url(document),
            "已上传扫描件。",
            document_page(document, "上传扫描件"),
        ),
    )


@_GET_POST
@requires(Permission.KEEP_REGISTER)
@cache_control(private=True, no_store=True)
@once
def finish(request: HttpRequest, pk: int) -> HttpResponse:
    """Close the document."""
    document = document_of(request, pk)

    def save(form, version):
        operations.finish_incoming(
            incoming=document, version=version, result=form.cleaned_data["text"], is_for_file=form.cleaned_data["kind"] == "filed",
            by=request.user, at=timezone.now(),
        )  # fmt: skip

    return carry_out(
        request,
        Act(
            FinishForm(request.POST or None),
            save,
            document.version,
            document_url(document),
            "已办结。",
            document_page(document, "办结"),
        ),
    )


@require_POST
@requires(Permission.KEEP_REGISTER)
@once
def draft(request: HttpRequest, pk: int, relation: str) -> HttpResponse:
    """Begin a document of ours because of this one."""
    document = document_of(request, pk)
    try:
        notice = draft_from_incoming(incoming=document, relation=relation, by=request.user, at=timezone.now())
    except ValidationError:
        raise Http404 from None
    except PermissionDenied:
        raise Http404 from None
    messages.success(request, "已起草，并与这份收文关联。")
    return redirect("reports:notice", notice.pk)


def _insist_confirmed(form: EntryForm, same: list[IncomingDocument]) -> None:
    if same and not form.cleaned_data.get("confirmed"):
        raise ValidationError({"confirmed": "登记簿里已有这个字号，请核对；确实不是重复的，请勾选。"})


def _same_sentences(same: list[IncomingDocument]) -> list[str]:
    return [
        f"登记簿里已有这个字号：{one.year}年第{one.sequence}号，{one.sender}，{one.title}。" for one in same
    ]


def _caution(request: HttpRequest, document: IncomingDocument) -> None:
    if sentence := number_caution(document.printed_number):
        messages.warning(request, sentence)


def document_url(document: IncomingDocument) -> str:
    return reverse("reports:incoming-document", args=[document.pk])


def document_page(document: IncomingDocument, heading: str, submit_label: str = "") -> dict:
    label = f"{document.year}年第{document.sequence}号"
    return {
        "heading": heading, "submit_label": submit_label or heading, "facts": [("收文", f"{label}，{document.title}")],
        "crumbs": [("收文", reverse("reports:incoming")), (label, document_url(document)), (heading, "")],
    }  # fmt: skip
