"""Pages of an import: upload, mapping, preview, result."""
