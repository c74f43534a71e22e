"""The regular work around identities: openings end, terms end, readings are listed."""

from datetime import timedelta

from capacity_portal.jobs import schedule
from tipoffs.operations.custody_keys import forget_spent_keys
from tipoffs.operations.opening_ends import end_due
from tipoffs.operations.read_watch import list_week, watch_reads
from tipoffs.operations.retention import erase_due, set_terms


def register() -> None:
    """Called from AppConfig.ready."""
    schedule.register("tipoffs.end_openings", timedelta(minutes=5), end_due, "到时结束身份开启")
    schedule.register("tipoffs.set_terms", timedelta(hours=1), set_terms, "身份信息保存期限")
    schedule.register("tipoffs.erase", timedelta(hours=1), erase_due, "到期销毁身份信息")
    schedule.register("tipoffs.forget_keys", timedelta(hours=6), forget_spent_keys, "销毁已更换密钥的份额")
    schedule.register("tipoffs.watch_reads", timedelta(minutes=10), watch_reads, "举报查阅异常提醒")
    schedule.register("tipoffs.list_reads", timedelta(hours=6), list_week, "举报查阅每周清单")
