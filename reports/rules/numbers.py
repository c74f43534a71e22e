"""Numbers of our own documents: whose series a form belongs to, and how its number is printed (发文字号)."""

import re

from reports.choices import DocumentForm

ORDER_CODE, MINUTES_CODE = "令", "纪要"
RUNNING = frozenset({ORDER_CODE, MINUTES_CODE})
"""Numbered on through the years: their number is printed without a year, so it must not come again with the next one."""
_TYPED = re.compile(r"(?P<code>令|纪要)?第?\s*(?P<number>[0-9]{1,5})\s*(?P<end>号|期)")


def code_for(form: str, *, document_code: str, letter_code: str = "") -> str:
    """The 机关代字 whose register a document of this form is numbered in; letters have one of their own where the office keeps it."""
    own = {
        DocumentForm.LETTER: letter_code,
        DocumentForm.ORDER: ORDER_CODE,
        DocumentForm.MINUTES: MINUTES_CODE,
    }
    return own.get(DocumentForm(form)) or document_code


def printed(form: str, code: str, year: int, number: int) -> str:
    """As it stands on the paper: 吉化解产能办字〔2026〕6号; orders and minutes have a running number (第6号、第6期)."""
    running = {DocumentForm.ORDER: f"第{number}号", DocumentForm.MINUTES: f"第{number}期"}
    return running.get(DocumentForm(form)) or labelled(code, year, number)


def labelled(code: str, year: int, number: int) -> str:
    """As registers, lists and links say it, without the document: a running number with its kind (令第6号、纪要第6期)."""
    own = {ORDER_CODE: DocumentForm.ORDER, MINUTES_CODE: DocumentForm.MINUTES}
    return f"{code}{printed(own[code], code, year, number)}" if code in own else f"{code}〔{year}〕{number}号"


def listed(form: str, number: str) -> str:
    """A number as printed, in the words of ``labelled``: 第6期 is 纪要第6期 where the paper is not at hand; "" stays so."""
    own = {DocumentForm.ORDER: ORDER_CODE, DocumentForm.MINUTES: MINUTES_CODE}
    return f"{own.get(DocumentForm(form), '')}{number}" if number else ""


def running_in(text: str) -> tuple[str, int] | None:
    """Code and number of a running number as typed (令第6号, 第6号, 第6期); None where it is none, 纪要第6号 too."""
    found = _TYPED.fullmatch("".join(text.split()))
    if found is None:
        return None
    code = ORDER_CODE if found["end"] == "号" else MINUTES_CODE
    return (code, int(found["number"])) if found["code"] in (None, code) else None
