"""How long jobs and their results live. Settled: results belong to their owner and go after 7 days."""

from datetime import timedelta

RESULT_KEPT = timedelta(days=7)
HEARTBEAT_EVERY = timedelta(seconds=10)
STALE_AFTER = timedelta(seconds=60)
"""Without a heartbeat for that long the worker is dead."""
CLAIM_WITHIN = timedelta(seconds=60)
"""A task that left the queue starts its job within that time, or never."""
SUBMISSION_KEPT = timedelta(days=2)
ORPHAN_AFTER = timedelta(days=1)

INTERRUPTED = "后台进程中断，请重新生成"
WENT_WRONG = "处理中出错，请重新生成；仍不成功时请联系系统管理员，告知任务编号"
EXPIRED = "结果已过保存期限（7 天），请重新生成"
HANDED_OVER = "结果只能下载一次，已经下载或已过期，不再保留"
OWNER_GONE = "发起人的账户已停用或不再有此权限"
UNKNOWN_KIND = "系统升级后不再有这类任务"


def clamp(percent: float) -> int:
    """A whole number from 0 to 100, whatever a job reports."""
    try:
        return max(0, min(100, int(percent)))
    except (ValueError, TypeError, OverflowError):
        return 0
