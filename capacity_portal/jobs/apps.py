from datetime import timedelta

from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "capacity_portal.jobs"
    label = "jobs"
    verbose_name = "后台任务"

    def ready(self):
        from capacity_portal.jobs import journal_work, registry, schedule, upkeep  # noqa: PLC0415 - app ready
        from capacity_portal.journal import registry as journal_registry  # noqa: PLC0415 - app ready
        from capacity_portal.organization.roles import Permission  # noqa: PLC0415 - app ready

        minute, hour, day = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
        schedule.register("journal.seal", minute, journal_work.seal, "封存留痕日志")
        schedule.register("jobs.end_dead", minute, upkeep.end_dead_jobs, "结束已中断的任务")
        schedule.register("jobs.expire_results", hour, upkeep.expire_results, "清理过期的任务结果")
        schedule.register("jobs.prune_queue", day, upkeep.prune_queue, "清理任务队列")
        schedule.register("sessions.clear", day, upkeep.clear_sessions, "清理过期的登录会话")
        schedule.register("submissions.forget", day, upkeep.forget_submissions, "清理表单回执")
        registry.register(
            journal_work.VERIFY, "核验留痕日志", journal_work.verify, permission=Permission.READ_JOURNAL
        )
        registry.register(
            journal_work.DRIFT, "比对记录与日志", journal_work.compare, permission=Permission.READ_JOURNAL
        )
        journal_registry.name_events(
            "job",
            label="后台任务",
            steps={"start": "发起", "repeat": "重新生成", "hand_over": "下载一次性结果"},
        )
