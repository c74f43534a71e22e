"""How an uploaded file is handed out: under the type found when it came in, never guessed at again."""

from django.db.models.fields.files import FieldFile
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header

SHOWN_INLINE = frozenset({"image/jpeg", "image/png", "image/webp", "application/pdf"})


def served(request: HttpRequest, file: FieldFile, *, content_type: str, name: str) -> HttpResponse:
    """The stored bytes; 404 with a sentence where the store no longer has them."""
    try:
        stored = file.open("rb")
    except (OSError, ValueError):  # ValueError: no name was ever kept
        return render(request, "file_missing.html", {"name": name}, status=404)
    response = FileResponse(stored, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(content_type not in SHOWN_INLINE, name)
    response["X-Content-Type-Options"] = "nosniff"
    return response
