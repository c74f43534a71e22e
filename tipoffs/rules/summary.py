"""Hints for whoever writes the summary that goes down to the unit: by what could the reporter be recognised?

Hints, not proof: the handler looks at each and says so, or writes anew.
"""

import re

from capacity_portal.lib.search_text import normalise
from capacity_portal.lib.typed_text import excerpt
from tipoffs.rules import personal

COPIED = 30
"""So many characters in a row taken over from the reporter are more than chance."""
_CONTACT = re.compile(r"(?<![A-Za-z0-9])(?:[Vv]微?信|微信号?|QQ|qq|邮箱|[\w.+-]+@[\w-]+\.)")
_FIRST_PERSON = re.compile(r"我|本人|咱|俺")
_TELLS = re.compile(r"举报人(?:是|系|为|叫|姓|住)|(?:前|原|在职|离职)?(?:员工|职工|工人|邻居|亲戚)举报")


def hints(summary: str, original: str) -> list[str]:
    """Sentences about what might let the reporter be recognised in ``summary``; ``original``: his own words."""
    found = []
    if numbers := personal.numbers_in(summary):
        found.append(f"像有{'、'.join(numbers)}，请删去。")
    if _CONTACT.search(summary):
        found.append("出现了微信、QQ 或邮箱，请删去。")
    if word := _FIRST_PERSON.search(summary):
        found.append(f"出现了“{word[0]}”，像是举报人的口气，请改为办公室的陈述。")
    if word := _TELLS.search(summary):
        found.append(f"“{word[0]}”会让人猜到举报人的身份，请删去。")
    if copied := longest_copied(summary, original):
        found.append(f"{excerpt(copied)}照抄了原文超过{COPIED}个字，请用自己的话概括。")
    return found


def longest_copied(summary: str, original: str) -> str:
    """The first run of more than COPIED characters that stands in both (as normalised for searching); "" for none."""
    mine, theirs = normalise(summary), normalise(original)
    size = COPIED + 1
    taken = {theirs[at : at + size] for at in range(len(theirs) - COPIED)}
    return next(
        (mine[at : at + size] for at in range(len(mine) - COPIED) if mine[at : at + size] in taken), ""
    )
