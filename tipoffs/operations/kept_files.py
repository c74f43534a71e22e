"""A file of a report that is still being written, as bytes: the original sealed for the custodians at once, the clean copy and what
the file is locked with the draft's key. Bytes are written before the row; what has no row is swept up later (``file_sweep``).
"""

import json
from base64 import b64decode, b64encode
from dataclasses import dataclass
from uuid import UUID, uuid4

from capacity_portal.lib.evidence import Evidence
from capacity_portal.lib.sealing import boxes
from tipoffs.choices import FileKind
from tipoffs.models import CustodyKey, DraftFile
from tipoffs.operations import drafts, file_store, originals


@dataclass(frozen=True)
class KeptFile:
    """What the reporter sees of a file: ``position`` from 1, ``kind`` of FileKind, ``size`` in bytes as sent, ``pages`` of a PDF.

    ``clean_path``, ``sealed_path``: names of the encrypted bytes (after ``uuid``, so that the sweep knows them), "" where there are
    none; ``sealed_key`` and ``custody_id`` (of the CustodyKey) belong to the original.
    """

    uuid: UUID
    position: int
    kind: str
    content_type: str
    pages: int
    size: int
    sha256: str
    clean_path: str
    sealed_path: str
    sealed_key: bytes
    custody_id: int | None

    @property
    def label(self) -> str:
        return FileKind(self.kind).label

    def forget_bytes(self) -> None:
        file_store.remove(self.clean_path, self.sealed_path)


def written(evidence: Evidence, custody: CustodyKey | None, key: bytes) -> KeptFile:
    """The bytes on the disk; without a custody key the original is not kept."""
    uuid, clean_path, sealed_path, sealed_key = uuid4(), "", "", b""
    if evidence.clean is not None:
        clean_path = f"{file_store.DRAFTS}/{uuid}.clean"
        file_store.write(clean_path, boxes.lock(evidence.clean, drafts.content_key(key), _about_clean(uuid)))
    if custody is not None:
        sealed_path = f"{file_store.DRAFTS}/{uuid}.sealed"
        sealed = originals.sealed(evidence.original, uuid, custody)
        file_store.write(sealed_path, sealed.box)
        sealed_key = sealed.key
    return KeptFile(
        uuid, 0, evidence.kind, evidence.content_type, evidence.pages, len(evidence.original), evidence.sha256, clean_path,
        sealed_path, sealed_key, custody.pk if custody else None,
    )  # fmt: skip


def locked_about(file: KeptFile, key: bytes) -> bytes:
    """What the file is, for the row (``DraftFile.sealed``)."""
    names = ("kind", "content_type", "pages", "sha256", "clean_path", "sealed_path", "custody_id")
    about = {name: getattr(file, name) for name in names}
    about["sealed_key"] = b64encode(file.sealed_key).decode()
    return boxes.lock(json.dumps(about).encode(), drafts.content_key(key), _about(file.uuid))


def opened(row: DraftFile, key: bytes) -> KeptFile:
    """What stands encrypted in the row. Raises CannotOpen."""
    about = json.loads(boxes.unlock(row.sealed, drafts.content_key(key), _about(row.uuid)))
    about["sealed_key"] = b64decode(about["sealed_key"])
    return KeptFile(uuid=row.uuid, position=row.position, size=row.size, **about)


def clean_copy(file: KeptFile, key: bytes) -> bytes:
    """The clean copy. Raises CannotOpen, OSError."""
    box = file_store.read(file.clean_path)
    return boxes.unlock(box, drafts.content_key(key), _about_clean(file.uuid))


def _about(uuid: UUID) -> str:
    return f"draft_file:{uuid}"


def _about_clean(uuid: UUID) -> str:
    return f"draft_file:{uuid}:clean"
