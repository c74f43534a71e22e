"""Long work with progress, and when the regular work last ran."""

from django.db import models

from capacity_portal.jobs.choices import JobState
from capacity_portal.lib.code_field import CodeField


class Job(models.Model):
    """One piece of background work. Its result (a file under MEDIA_ROOT/jobs/) belongs to its owner, for 7 days.

    ``region_code`` is the owner's region when he asked for it: an officer who moved to another county leaves it behind.
    ``attempt`` counts the runs: what an earlier run still writes is ignored. ``task`` is the row of the queue. A result
    whose name is known but whose path is empty has expired. ``result_is_once``: it is handed over once (``operations.hand_over``).
    """

    kind = models.CharField("类别", max_length=40)
    label = models.CharField("名称", max_length=120)
    owner = models.ForeignKey(
        "organization.Officer",
        models.RESTRICT,
        db_index=False,  # job_owner_id serves it
        related_name="jobs",
        verbose_name="发起人",
    )
    region_code = CodeField("发起时所在地区", max_length=15)
    parameters = models.JSONField("参数", default=dict)
    attempt = models.PositiveIntegerField("次数", default=1)
    task = models.UUIDField("队列编号", null=True, blank=True)
    state = models.CharField("状态", max_length=10, choices=JobState.choices, default=JobState.QUEUED)
    percent = models.PositiveSmallIntegerField("进度", default=0)
    message = models.CharField("说明", max_length=300, blank=True)
    report = models.JSONField("结果", default=dict)
    result_path = models.CharField("结果文件", max_length=200, blank=True)
    result_name = models.CharField("文件名", max_length=200, blank=True)
    result_is_once = models.BooleanField("只交付一次", default=False)
    created_at = models.DateTimeField("发起时间")
    started_at = models.DateTimeField("开始时间", null=True, blank=True)
    heartbeat_at = models.DateTimeField("最近心跳", null=True, blank=True)
    finished_at = models.DateTimeField("结束时间", null=True, blank=True)

    class Meta:
        verbose_name = "后台任务"
        verbose_name_plural = "后台任务"
        indexes = [
            models.Index(fields=["owner", "-id"], name="job_owner_id"),
            models.Index(fields=["state", "id"], name="job_state_id"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(percent__lte=100),
                name="job_percent_at_most_100",
                violation_error_message="进度不超过 100。",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["done", "failed"], finished_at__isnull=False)
                | models.Q(state__in=["queued", "running"], finished_at=None),
                name="job_finished_iff_finished_at",
                violation_error_message="结束的任务必须有结束时间。",
            ),
        ]

    def __str__(self):
        return f"{self.label}（{self.get_state_display()}）"

    @property
    def is_over(self) -> bool:
        return self.state in (JobState.DONE, JobState.FAILED)

    @property
    def is_expired(self) -> bool:
        """Whether there was a result that is no longer kept."""
        return self.state == JobState.DONE and bool(self.result_name) and not self.result_path


class RegularRun(models.Model):
    """When a piece of regular work (sealing, expiries, clean-up) last ran."""

    name = models.CharField("名称", max_length=60, unique=True)
    started_at = models.DateTimeField("最近开始", null=True, blank=True)
    finished_at = models.DateTimeField("最近完成", null=True, blank=True)
    error = models.TextField("最近错误", blank=True)

    class Meta:
        verbose_name = "定时工作"
        verbose_name_plural = "定时工作"

    def __str__(self):
        return self.name
