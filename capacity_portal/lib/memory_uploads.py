"""Uploads that never touch the disk before the portal has encrypted them: the whole request stays in memory, up to a limit.

Django would write larger files to a temporary folder, unencrypted, and reads the form before the view (for the CSRF token); so the
view is exempt, takes its own handlers, and is checked inside.
"""

from collections.abc import Callable
from functools import wraps
from io import BytesIO

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt, csrf_protect

View = Callable[..., HttpResponse]
MOST_READ = 64 * 1024 * 1024
"""Length up to which a body is read (what is too much of it is thrown away), so that the sender sees a page and no broken line."""


class InMemory(FileUploadHandler):
    """Keeps files in memory; what goes beyond ``most_bytes`` in one request is dropped and ``request.has_dropped_files`` set."""

    def __init__(self, request: HttpRequest, most_bytes: int):
        super().__init__(request)
        self.most_bytes, self.received = most_bytes, 0

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        self.file = BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.received += len(raw_data)
        if self.received > self.most_bytes:
            self.request.has_dropped_files = True
            raise SkipFile
        self.file.write(raw_data)

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        self.file.seek(0)
        return InMemoryUploadedFile(
            self.file, self.field_name, self.file_name, self.content_type, file_size, self.charset,
            self.content_type_extra,
        )  # fmt: skip


def uploads_in_memory(most_bytes: int) -> Callable[[View], View]:
    """Let a view receive files of together ``most_bytes`` in memory; it goes outermost. ``request.has_dropped_files`` tells of more."""

    def decorate(view: View) -> View:
        checked = csrf_protect(view)

        @csrf_exempt
        @wraps(view)
        def receiving(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            if _stated_length(request) > MOST_READ:
                return render(request, "413.html", status=413)
            request.has_dropped_files = False
            request.upload_handlers = [InMemory(request, most_bytes)]
            return checked(request, *args, **kwargs)

        return receiving

    return decorate


def _stated_length(request: HttpRequest) -> int:
    """What the request says of its length; Django reads no more than that, and nothing where it is no number."""
    stated = str(request.META.get("CONTENT_LENGTH") or "")
    if not stated.isdecimal():
        return 0
    return int(stated) if len(stated) < 20 else MOST_READ + 1
