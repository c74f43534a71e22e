"""An official document as a plain outline: what is said, in order, with nothing of how it looks.

All texts are plain (no markup is understood or passed on). ``parts`` of a text are whatever the page maker makes of them.
Source: GB/T 9704-2012 clauses 7, 8 and 10.
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Form(StrEnum):
    """The forms (格式) of the standard: clause 7 and the three special ones of clause 10."""

    ORDINARY = "ordinary"
    LETTER = "letter"
    ORDER = "order"
    MINUTES = "minutes"


class Signing(StrEnum):
    """How a document is made valid (7.3.5.1 to 7.3.5.3)."""

    SEALED = "sealed"
    UNSEALED = "unsealed"
    STAMPED = "stamped"


@dataclass(frozen=True)
class Section:
    """A numbered heading of ``level`` 1 to 4 (一、 （一） 1. （1）); the number is given by its place.

    ``text`` not empty: it follows the heading in the same paragraph (``1.提高认识。各地要……``), as it is: the heading brings
    its own full stop.
    """

    level: int
    heading: str
    text: str = ""


@dataclass(frozen=True)
class Paragraph:
    """A paragraph, indented by two characters unless ``is_flush``."""

    text: str
    is_flush: bool = False


@dataclass(frozen=True)
class Column:
    """A column of a table: ``width`` in characters of the table's type size (0: what is left is shared)."""

    title: str
    width: float = 0
    align: str = "left"


@dataclass(frozen=True)
class Table:
    """A table; its heading row is repeated on every page it runs over. ``is_landscape`` gives it pages of its own, turned."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    title: str = ""
    is_landscape: bool = False


Block = Section | Paragraph | Table


@dataclass(frozen=True)
class Picture:
    """A seal or a signature: PNG bytes and its printed width in mm. Never a path or an address."""

    content: bytes
    width: float


@dataclass(frozen=True)
class Signatory:
    """One line of signature; ``is_for_another`` prints （代章） behind the name; ``seal`` None leaves its room free."""

    name: str
    seal: Picture | None = None
    is_for_another: bool = False


@dataclass(frozen=True)
class Attachment:
    """One 附件: it begins on a page of its own behind the signature, before the 版记."""

    title: str
    blocks: tuple[Block, ...] = ()
    is_landscape: bool = False


@dataclass(frozen=True)
class Attendance:
    """Minutes only: ``label`` is 出席, 请假 or 列席; ``names`` the plain list."""

    label: str
    names: str


@dataclass(frozen=True)
class Draft:
    """What a page that has not been issued carries instead of the red head, number and seals: who looks at it, and when."""

    viewer: str
    seen_at: str = ""


@dataclass(frozen=True)
class OfficialDocument:
    """A whole document.

    ``issuers``: names in the red head, the host first; ``mark_suffix`` stands behind them (文件, 令, 纪要, or nothing).
    ``number``: 发文字号 as printed, "" while there is none. ``signers``: 签发人, upward documents only.
    ``addressees``: 主送机关 as one text without the colon. ``copies_to``: 抄送 without the full stop.
    ``contact``: the line with which the body ends (``联系人：市发改委工业处，电话：……。``), printed as it is.
    ``secrecy`` (机密★1年) is known to the engine and not offered by the portal. ``serial``: 份号, six digits.
    ``printed_by`` and ``printed_on``: 印发机关 and 印发日期. ``note``: 附注 without its brackets.
    ``is_preprinted``: the head is on the paper already (套打). ``draft`` not None: no head, number or seal is printed.
    ``verify_code`` and ``verify_url``: printed small with a QR code in the last page's foot, outside the type area.
    """

    title: str
    issuers: tuple[str, ...]
    blocks: tuple[Block, ...]
    form: Form = Form.ORDINARY
    mark_suffix: str = "文件"
    number: str = ""
    serial: str = ""
    secrecy: str = ""
    urgency: str = ""
    signers: tuple[str, ...] = ()
    addressees: str = ""
    attachments: tuple[Attachment, ...] = ()
    attendance: tuple[Attendance, ...] = ()
    contact: str = ""
    signatories: tuple[Signatory, ...] = ()
    signing: Signing = Signing.SEALED
    signer_title: str = ""
    signer_stamp: Picture | None = None
    dated: date | None = None
    note: str = ""
    copies_to: str = ""
    has_addressees_at_end: bool = False
    printed_by: str = ""
    printed_on: date | None = None
    is_single_sided: bool = False
    is_preprinted: bool = False
    draft: Draft | None = None
    verify_code: str = ""
    verify_url: str = ""
    language: str = "zh-CN"
    keywords: tuple[str, ...] = field(default=())


@dataclass(frozen=True)
class Problem:
    """What keeps a document from being issued: ``place`` (正文第3段, 附件1表第2行) and a Chinese sentence with the remedy."""

    place: str
    sentence: str
