"""What a custodian's passphrase must be: long, not a common password, not that of the other custodian."""

from collections.abc import Set

from capacity_portal.lib.sealing.custody import same_passphrase
from capacity_portal.organization.rules.password_strength import is_common

SHORTEST, LONGEST = 12, 128
FEWEST_DIFFERENT = 6


def problem(new: str, again: str, common: Set[str] = frozenset(), words: Set[str] = frozenset()) -> str:
    """What is wrong with a new passphrase typed twice, as a sentence; "" when it will do. Never repeats what was typed."""
    if len(new) < SHORTEST:
        return f"口令至少 {SHORTEST} 个字符，现在是 {len(new)} 个，请加长。"
    if len(new) > LONGEST:
        return f"口令最多 {LONGEST} 个字符，现在是 {len(new)} 个，请缩短。"
    if len(set(new)) < FEWEST_DIFFERENT:
        return f"口令里不同的字符太少，请至少用 {FEWEST_DIFFERENT} 个不同的字符。"
    if is_common(new, frozenset(common), frozenset(words)):
        return "这个口令太常见，容易被猜到，请换一句只有自己知道的话。"
    if new != again:
        return "两次输入的口令不一致，请重新输入。"
    return ""


def are_alike(first: str, second: str) -> bool:
    """Whether two custodians chose the same: then one of them could open alone."""
    return same_passphrase(first, second)
