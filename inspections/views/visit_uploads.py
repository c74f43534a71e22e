"""Photos that come with the visit form: each is kept at once, so that a refused form asks for none of them again."""

from uuid import UUID, uuid5

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from capacity_portal.lib.uploads import PHOTO, UploadRefused, read_upload
from capacity_portal.lib.workflow import StepRefused
from inspections.choices import PhotoKind
from inspections.models import ChecklistItem
from inspections.operations.photos import keep_photo
from inspections.rules import claims
from inspections.rules.reports import Place

MOST = 20
"""Photos in one request."""


def keep_all(
    request: HttpRequest, client_id: UUID | None, items: list[ChecklistItem]
) -> tuple[list[UUID], list[str]]:
    """(client ids of what was kept, sentences about what was not); the same file of the same form is kept once."""
    if client_id is None:
        return [], ["照片没有保存，请重新打开填写页再选。"] if request.FILES else []
    place = claims.place(*(request.POST.get(name, "") for name in ("longitude", "latitude", "accuracy_m")))
    kept, refused = [], []
    for number, (kind, item_code, file) in enumerate(_chosen(request, items), start=1):
        try:
            if number > MOST:
                raise UploadRefused(f"一次最多上传 {MOST} 张，请提交后再补。")
            kept.append(_keep(request, client_id, kind, item_code, place, file))
        except (UploadRefused, StepRefused) as refusal:
            refused.append(f"照片“{(file.name or '')[-40:]}”没有保存：{refusal}")
    return kept, refused


def _chosen(request: HttpRequest, items: list[ChecklistItem]):
    """(kind, item code, file) of every file input of the form."""
    places = [(f"photos_{kind}", kind, "") for kind in PhotoKind.values]
    places += [(f"photos_item_{item.code}", PhotoKind.SITE, item.code) for item in items]
    for name, kind, code in places:
        for file in request.FILES.getlist(name):
            yield kind, code, file


def _keep(
    request: HttpRequest, client_id: UUID, kind: str, item_code: str, place: Place | None, file
) -> UUID:
    upload = read_upload(file, most_bytes=settings.UPLOAD_MAX_BYTES, kinds={PHOTO})
    photo = keep_photo(
        upload=upload,
        client_id=uuid5(client_id, f"{upload.source_sha256} {item_code}"),
        kind=kind,
        item_code=item_code,
        place=place,
        by=request.user,
        at=timezone.now(),
    )
    return photo.client_id
