"""The four documents of the sources, and what was replaced in them (fixtures/documents/README.md)."""

import json
import re
from pathlib import Path

from django.conf import settings

from capacity_portal.lib.typesetting.official.outline import OfficialDocument
from capacity_portal.lib.typesetting.official.storing import from_json

FOLDER = Path(settings.BASE_DIR) / "fixtures" / "documents"
NAMES = ("changzhou_2018_1", "jian_6", "kezhou_2020", "zhangye_2016")

_FIRMS = (r"查处.{4}钢铁有限公司、.{4}钢铁有限公司的方式", "查处某公司、某公司的方式")
# (what stood in the source, as a pattern that names nobody; what stands in the fixture), white space left out
REPLACEMENTS = {
    "changzhou_2018_1": (
        (
            r"联系人：市发改委工业处\w{2}，电话：\d{8}，电子邮箱：\d+@qq\.com。",
            "联系人：市发改委工业处，电话：0519-00000000。",
        ),
        _FIRMS,
    ),
    "jian_6": (
        (r"^第五篇：吉安化解过剩产能工作", ""),
        _FIRMS,
        (r"(省政府副秘书长)\w{3}(?=对全省|指出)", r"\1"),
        (r"\w{3}(?=强调，刚才)", "省政府副秘书长"),
        (r"(奖励。)(2025年2月6日)(吉安市\w+办公室)", r"\1\3\2\3"),
    ),
    "zhangye_2016": (
        (
            r"^",
            "张掖市工业和信息化委员会、张掖市发展和改革委员会张掖市2016年钢铁煤炭行业化解过剩产能工作情况报告",
        ),
        (r"(?=1\.及时安排部署)", "一、工作开展情况"),
        (r"张掖市\w{3}钢材销售有限责任公司", "某公司"),
        (r"（市工信委市发改委）$", "市工信委市发改委"),
    ),
}


def source_document(name: str) -> OfficialDocument:
    """One of NAMES."""
    return from_json(json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8")))


def replaced(name: str, text: str) -> str:
    """The text of a source without white space, after the replacements; each must be found once or more."""
    text = without_space(text)
    for pattern, replacement in REPLACEMENTS[name]:
        text, times = re.subn(pattern, replacement, text)
        assert times, f"{name}: nothing to replace for {pattern}"
    return text


def without_space(text: str) -> str:
    return re.sub(r"\s", "", text)
