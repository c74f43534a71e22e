"""Every write of the enterprise file. Keyword-only, ``by=`` officer (None: the system), ``at=`` aware moment."""

from enterprises.operations.attachments import AttachmentMisplaced, attach_file, withdraw_attachment
from enterprises.operations.batch import (
    assign_supervision,
    cannot_supervise,
    confirm_files,
    mark_key,
    unmark_key,
)
from enterprises.operations.conversion import convert_capacities
from enterprises.operations.dictionaries import Outcome, save_dictionary_row
from enterprises.operations.disputes import create_with_disputed_code, dispute_code
from enterprises.operations.files import CodeTaken, create_enterprise, edit_enterprise
from enterprises.operations.giving_out import export_later, note_export, print_dossiers
from enterprises.operations.links import decide_link, record_links
from enterprises.operations.loading import load_cases, load_dictionaries
from enterprises.operations.merging import MergeRefused, merge_enterprises, restore_merged
from enterprises.operations.parts import (
    add_former_name,
    save_part,
    withdraw_equipment,
    withdraw_former_name,
)
from enterprises.operations.preferences import remember_columns
from enterprises.operations.records import FileMerged, RowResult, StaleRecord
from enterprises.operations.reduction import save_reduction_task
from enterprises.operations.search_index import rebuild as rebuild_search
from enterprises.operations.status import change_status

__all__ = [
    "AttachmentMisplaced",
    "CodeTaken",
    "FileMerged",
    "MergeRefused",
    "Outcome",
    "RowResult",
    "StaleRecord",
    "add_former_name",
    "assign_supervision",
    "attach_file",
    "cannot_supervise",
    "change_status",
    "confirm_files",
    "convert_capacities",
    "create_enterprise",
    "create_with_disputed_code",
    "decide_link",
    "dispute_code",
    "edit_enterprise",
    "export_later",
    "load_cases",
    "load_dictionaries",
    "mark_key",
    "merge_enterprises",
    "note_export",
    "print_dossiers",
    "rebuild_search",
    "record_links",
    "remember_columns",
    "restore_merged",
    "save_dictionary_row",
    "save_part",
    "save_reduction_task",
    "unmark_key",
    "withdraw_attachment",
    "withdraw_equipment",
    "withdraw_former_name",
]
