"""What a rendering returns and how it fails. Messages are sentences for the officer who asked for the document."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RenderedPdf:
    """A finished document: the PDF file, its number of pages, and the characters no bundled font can draw."""

    content: bytes
    pages: int
    missing_glyphs: tuple[str, ...] = ()


class RenderFailed(Exception):
    """The document could not be typeset; the portal itself is unharmed and the next document will be."""

    def __init__(self, message: str = "文档排版失败，请稍后重试；多次失败请联系系统管理员。"):
        super().__init__(message)


class RenderTimeout(RenderFailed):
    """Typesetting took longer than allowed and was stopped."""


class RenderBusy(RenderFailed):
    """All typesetting processes stayed busy for the whole time this document could wait."""


class DocumentTooLarge(RenderFailed):
    """The document is larger, or nested deeper, than any document of the portal should be."""


class TypesettingUnavailable(RenderFailed):
    """No typesetting process can be started, usually because a system library is missing."""
