"""统一社会信用代码 (GB 32100-2015) with the organisation code inside it (GB 11714-1997).

Eighteen characters: registering department, class, six digits of region, nine of organisation code (the last
a check character, modulo 11), and a check character over all (modulo 31). Both are verified; codes beginning
with A, N or Y are as good as any. A check character is never suggested to the person who types: that would
legalise invented codes.
"""

import re
from dataclasses import dataclass
from operator import mul
from typing import NoReturn

from capacity_portal.lib.typed_text import excerpt, squeeze

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
LENGTH = 18
_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_LOOKALIKES = {"I": "1", "O": "0", "Z": "2", "S": "5", "V": "U"}
_SCIENTIFIC = re.compile(r"[0-9]\.?[0-9]*E\+?[0-9]+", re.ASCII)
_FLOAT = re.compile(r"[0-9]{9,}\.0+", re.ASCII)
_SHAPE = re.compile(rf"[{ALPHABET}]{{2}}[0-9]{{6}}[{ALPHABET}]{{10}}", re.ASCII)
_VALUES = {char: value for value, char in enumerate(ALPHABET)}
_ORGANISATION_VALUES = {char: int(char, 36) for char in ALPHABET}

DEPARTMENTS = {
    "1": "机构编制", "2": "外交", "3": "司法行政", "4": "文化", "5": "民政", "6": "旅游", "7": "宗教", "8": "工会",
    "9": "市场监管（工商）", "A": "中央军委改革和编制办公室", "N": "农业", "Y": "其他",
}  # fmt: skip
KINDS = {
    "11": "机关", "12": "事业单位", "13": "群众团体", "19": "其他", "31": "律师执业机构", "51": "社会团体",
    "52": "民办非企业单位", "53": "基金会", "59": "其他", "81": "基层工会", "91": "企业", "92": "个体工商户",
    "93": "农民专业合作社", "N1": "组级集体经济组织", "N2": "村级集体经济组织", "N3": "乡镇级集体经济组织", "Y1": "其他",
}  # fmt: skip


class CreditCodeError(ValueError):
    """The text is no 统一社会信用代码; the message is a Chinese sentence saying what is wrong and what to do."""


@dataclass(frozen=True)
class CodeParts:
    """A code taken apart.

    ``department`` and ``kind`` in Chinese, ``region`` six digits, ``organisation`` nine characters.
    """

    code: str
    department: str
    kind: str
    region: str
    organisation: str


def clean(text: object) -> str:
    """Return the 18 characters of a typed code; case, width, spaces and hyphens are forgiven.

    Raises CreditCodeError.
    """
    if not isinstance(text, str):
        _refuse_number(text)
    if _is_exact(text):
        return text
    bare = squeeze(text).upper()
    if _SCIENTIFIC.fullmatch(bare) or _FLOAT.fullmatch(bare):
        _refuse_number(text)
    code = re.sub(r"[-‐‑–—_'’‘]", "", bare)
    if not code:
        raise CreditCodeError("请填写统一社会信用代码。")
    _check_characters(code)
    _check_length(code)
    _check_shape(code)
    _check_digits(code)
    return code


def is_valid(text: object) -> bool:
    """Tell whether ``clean`` accepts ``text``."""
    try:
        clean(text)
    except CreditCodeError:
        return False
    return True


def explain(code: str) -> CodeParts:
    """Take a valid code apart. Raises CreditCodeError."""
    code = clean(code)
    return CodeParts(
        code=code,
        department=DEPARTMENTS.get(code[0], "未收录的登记管理部门"),
        kind=KINDS.get(code[:2], "其他"),
        region=code[2:8],
        organisation=code[8:17],
    )


def make_code(department: str, kind: str, region: str, organisation: str) -> str:
    """Build a valid code from one, one, six and eight characters. Raises CreditCodeError on other shapes."""
    body = f"{department}{kind}{region}{organisation}"
    if not _SHAPE.fullmatch(body + "00"):
        raise CreditCodeError(f"{excerpt(body)}不能组成统一社会信用代码。")
    body += organisation_check(organisation)
    return body + check_character(body)


def organisation_check(organisation: str) -> str:
    """Return the ninth character of an organisation code, given eight of ``0-9A-Z`` (GB 11714)."""
    total = sum(
        int(char, 36) * weight for char, weight in zip(organisation, _ORGANISATION_WEIGHTS, strict=True)
    )
    return "0123456789X"[-total % 11]


def check_character(body: str) -> str:
    """Return the eighteenth character, given the seventeen before it (GB 32100)."""
    total = sum(ALPHABET.index(char) * weight for char, weight in zip(body, _WEIGHTS, strict=True))
    return ALPHABET[-total % 31]


def _is_exact(text: str) -> bool:
    """Tell whether nothing needs to be forgiven: a hundred thousand rows of an import are asked one by one."""
    if not _SHAPE.fullmatch(text):
        return False
    total = sum(map(mul, map(_VALUES.__getitem__, text), _WEIGHTS))
    part = sum(map(mul, map(_ORGANISATION_VALUES.__getitem__, text[8:16]), _ORGANISATION_WEIGHTS))
    return ALPHABET[-total % 31] == text[17] and "0123456789X"[-part % 11] == text[16]


def _refuse_number(value: object) -> NoReturn:
    raise CreditCodeError(
        f"{excerpt(value)}是数字格式，末尾几位可能已经丢失。请把该列设为“文本”格式，再对照营业执照重新填写 18 位代码。"
    )


def _check_characters(code: str) -> None:
    for place, char in enumerate(code, start=1):
        if not (char.isascii() and char.isalnum()):
            raise CreditCodeError(
                f"统一社会信用代码第 {place} 位是{excerpt(char)}，只能使用数字和大写英文字母。"
            )


def _check_length(code: str) -> None:
    if len(code) == LENGTH:
        return
    if len(code) == 15 and code.isdigit():
        hint = "15 位的是旧营业执照注册号，请填写换照后的 18 位代码"
    elif len(code) == 9:
        hint = "9 位的是组织机构代码，请填写 18 位的统一社会信用代码"
    else:
        gap = LENGTH - len(code)
        hint = f"应为 18 位，{'少' if gap > 0 else '多'}了 {abs(gap)} 位"
    raise CreditCodeError(f"统一社会信用代码{excerpt(code)}共 {len(code)} 位，{hint}。")


def _check_shape(code: str) -> None:
    for place, char in enumerate(code, start=1):
        if char in _LOOKALIKES:
            raise CreditCodeError(
                f"统一社会信用代码第 {place} 位是字母“{char}”，代码中不使用字母 I、O、Z、S、V，是否为“{_LOOKALIKES[char]}”？"
            )
    if not code[2:8].isdigit():
        raise CreditCodeError(
            f"统一社会信用代码第 3 至 8 位应为 6 位数字的行政区划，现为{excerpt(code[2:8])}。"
        )


def _check_digits(code: str) -> None:
    whole_fits = check_character(code[:17]) == code[17]
    if whole_fits and organisation_check(code[8:16]) == code[16]:
        return
    if code.isdigit() and code.endswith("000"):
        _refuse_number(code)
    where = "主体标识码（第 9 至 17 位）" if whole_fits else "末位"
    raise CreditCodeError(
        f"统一社会信用代码{excerpt(code)}的{where}校验不符，可能有个别字符写错或次序颠倒，请对照营业执照逐位核对。"
    )
