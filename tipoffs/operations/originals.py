"""Originals of tip files: each encrypted with a key of its own, which only the custodians' private key gives back."""

from dataclasses import dataclass
from uuid import UUID

from capacity_portal.lib.sealing import boxes
from tipoffs.models import CustodyKey, TipFile
from tipoffs.operations import file_store


@dataclass(frozen=True)
class Sealed:
    """``box``: the encrypted original, for the disk; ``key``: its key, sealed for the custodians, for the row."""

    box: bytes
    key: bytes


def sealed(original: bytes, uuid: UUID, custody: CustodyKey) -> Sealed:
    """Encrypt an original; from here on the server cannot read it again."""
    key = boxes.new_key()
    return Sealed(
        boxes.lock(original, key, f"tip_file:{uuid}:original"),
        boxes.seal(key, custody.public_key, about_key(uuid)),
    )


def about_key(uuid: UUID) -> str:
    """The place the sealed key of a file is bound to (``TipFile.sealed_key``)."""
    return f"tip_file:{uuid}:sealed_key"


def original_of(file: TipFile, private_key: bytes) -> bytes:
    """The bytes as the reporter sent them. Raises CannotOpen, also where there is no original (any more)."""
    if not file.sealed_key:
        raise boxes.CannotOpen("no original was kept")
    return original_with(file, boxes.unseal(file.sealed_key, private_key, about_key(file.uuid)))


def original_with(file: TipFile, key: bytes) -> bytes:
    """The same with the key of this one file, as an opening keeps it for its 24 hours. Raises CannotOpen."""
    if not file.sealed_path:
        raise boxes.CannotOpen("no original was kept")
    try:
        box = file_store.read(file.sealed_path)
    except OSError as missing:
        raise boxes.CannotOpen("the sealed file is missing") from missing
    return boxes.unlock(box, key, f"tip_file:{file.uuid}:original")


def forget_original(file: TipFile) -> None:
    """End of retention: the key goes first (inside the caller's transaction), then the bytes."""
    path, file.sealed_path, file.sealed_key, file.custody = file.sealed_path, "", None, None
    file.save(update_fields=["sealed_path", "sealed_key", "custody"])
    file_store.remove_on_commit(path)
