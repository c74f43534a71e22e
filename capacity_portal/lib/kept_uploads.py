"""Files of a form are kept before the form is judged: one that is refused is rolled back, its files are not."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from capacity_portal.lib.uploads import Upload, UploadRefused, read_upload
from capacity_portal.lib.workflow import StepRefused

MOST_FILES = 9
Keep = Callable[[Upload], int]
View = Callable[..., HttpResponse]


def keeps_files(keeper: Callable[[HttpRequest, int], Keep | None]) -> Callable[[View], View]:
    """Keep the posted files (field ``file``) before the view, in writes of their own.

    ``keeper(request, pk)`` gives what keeps one upload and returns its number (or raises UploadRefused, StepRefused); None where nothing
    is kept. The view finds the numbers in ``request.kept_files``, sentences about the others in ``request.file_errors``. Stands outside ``once``.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def keeping(request: HttpRequest, pk: int, *args, **kwargs) -> HttpResponse:
            request.kept_files, request.file_errors = [], []
            uploads = request.FILES.getlist("file") if request.method == "POST" else []
            if uploads and (keep := keeper(request, pk)) is not None:
                _keep(request, uploads, keep)
            return view(request, pk, *args, **kwargs)

        return keeping

    return decorate


def _keep(request: HttpRequest, uploads: list, keep: Keep) -> None:
    if len(uploads) > MOST_FILES:
        request.file_errors.append(
            f"一次上传了 {len(uploads)} 个文件，最多 {MOST_FILES} 个，其余的请分次提交。"
        )
    for file in uploads[:MOST_FILES]:
        try:
            request.kept_files.append(keep(read_upload(file, most_bytes=settings.UPLOAD_MAX_BYTES)))
        except (UploadRefused, StepRefused) as refused:
            request.file_errors.append(f"“{(file.name or '')[:60]}”：{refused}")
            continue
        file.seek(0)
