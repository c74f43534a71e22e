"""Every write of this app."""

from capacity_portal.imports.operations.deciding import (
    answer_cells,
    choose_columns,
    discard_import,
    explain,
    read_again,
)
from capacity_portal.imports.operations.reading import note_not_stored, note_read, note_refused
from capacity_portal.imports.operations.storing import confirm_import, prepare, store_rows
from capacity_portal.imports.operations.upkeep import forget_files
from capacity_portal.imports.operations.uploading import ImportRefused, begin_import

__all__ = [
    "ImportRefused",
    "answer_cells",
    "begin_import",
    "choose_columns",
    "confirm_import",
    "discard_import",
    "explain",
    "forget_files",
    "note_not_stored",
    "note_read",
    "note_refused",
    "prepare",
    "read_again",
    "store_rows",
]
