"""The bytes of an upload in the store before the row that names them: written outside the transaction, taken back if it fails."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

from django.core.files.base import ContentFile
from django.db.models import FileField

from capacity_portal.lib.uploads import Upload


@contextmanager
def uploaded_bytes(field: FileField, upload: Upload) -> Iterator[str]:
    """Write ``upload`` where ``field`` keeps its files, under a name of its own; the block gets the path for its row.

    Whatever the block raises, the file is gone again: so the transaction belongs inside it.
    """
    extension = upload.original_name.rpartition(".")[2]
    path = field.storage.save(
        field.generate_filename(None, f"{uuid4().hex}.{extension}"), ContentFile(upload.content)
    )
    try:
        yield path
    except BaseException:
        field.storage.delete(path)
        raise
