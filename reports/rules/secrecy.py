"""Texts and files that bear a 密级 mark are refused (涉密不上网, settled 33)."""

from capacity_portal.lib.secrecy_marks import secrecy_marks

REFUSAL = "带有密级标志“{}”：涉密文件不得在本系统起草、登记、上传或传递，请立即移出，按保密规定另行办理。"


def refusal(what: str, text: str) -> str:
    """Why ``what`` (文件名, 正文) with this text is refused, a sentence; "" when it bears no mark."""
    found = secrecy_marks(text)
    return what + REFUSAL.format(found[0]) if found else ""
