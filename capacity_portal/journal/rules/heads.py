"""The head of the chain as something to be kept outside the portal: number, hash and date of the newest block.

Whoever holds a head can prove later that nothing sealed up to it was edited, removed, swapped or cut off.
"""

import re
from dataclasses import dataclass
from datetime import datetime

_PAIR = re.compile(r"(?<!\d)(\d{1,18})\s*[:：]\s*([0-9a-fA-F]{64})(?![0-9a-fA-F])", re.ASCII)


class NoHead(ValueError):
    """The text holds no head; the message is a Chinese sentence."""


@dataclass(frozen=True)
class Head:
    """``sealed_at`` is None for a head that was typed as ``number:hash``."""

    number: int
    hash: str
    sealed_at: datetime | None = None

    @property
    def short(self) -> str:
        """For a line of print: ``12:3f5a…``, the hash in full."""
        return f"{self.number}:{self.hash}"


def as_text(head: Head, office: str) -> str:
    """The exported file: a few lines for people, one for ``verify_journal --head``. ``sealed_at`` in local time."""
    return "\n".join(
        [
            "留痕日志封存头",
            f"单位：{office}",
            f"块号：第 {head.number} 块",
            f"封存时间：{head.sealed_at:%Y年%m月%d日 %H:%M:%S}",
            "用途：与日志一起核验，可证明截至此块的每条记录未被修改、删除、调换或截断。",
            "请保存在本系统以外（打印存档或另一台电脑）。",
            "",
            head.short,
            "",
        ]
    )


def parse(text: str) -> list[Head]:
    """Every ``number:hash`` in ``text`` (one head, or a file with any number of exported ones). Raises NoHead."""
    heads = [Head(int(number), digits.lower()) for number, digits in _PAIR.findall(text)]
    if not heads:
        raise NoHead("没有找到封存头：应有一行“块号:哈希”，哈希为 64 位十六进制数字。")
    return heads
