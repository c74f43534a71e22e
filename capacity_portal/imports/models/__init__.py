"""The import, its staged rows, what was found, and the headings an office has matched by hand."""

from capacity_portal.imports.models.heading_choice import HeadingChoice
from capacity_portal.imports.models.sheet_import import ImportFinding, ImportRow, SheetImport

__all__ = ["HeadingChoice", "ImportFinding", "ImportRow", "SheetImport"]
