"""Numbers of our own documents: whose series a form belongs to, and how its number is printed (发文字号)."""

from reports.choices import DocumentForm

ORDER_CODE, MINUTES_CODE = "令", "纪要"


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
    return running.get(DocumentForm(form)) or f"{code}〔{year}〕{number}号"
