"""Kinds of jobs for the tests, and running what is queued without a worker."""

import time
from pathlib import Path

from django.db import transaction

from capacity_portal.jobs import registry, running
from capacity_portal.jobs.choices import JobState
from capacity_portal.jobs.models import Job
from capacity_portal.jobs.registry import JobFailed, JobResult
from capacity_portal.organization.models import Threshold


def count(job, progress) -> JobResult:
    """Hands over the numbers up to ``parameters["to"]``."""
    to = job.parameters.get("to", 3)
    for number in range(to):
        progress(100 * number / to, f"第{number + 1}个")
    text = ",".join(map(str, range(1, to + 1)))
    return JobResult(text.encode(), "数字 清单（一）.txt", f"共{to}个", {"to": to})


def refuse(job, progress):
    raise JobFailed("名单是空的，没有可生成的内容。")


def break_down(job, progress):
    raise ZeroDivisionError("secret detail")


def whisper(job, progress) -> JobResult:
    """Hands over a secret, once."""
    return JobResult("口令".encode(), "口令.txt", "共1个。", is_once=True)


def say_nothing(job, progress):
    return None


def sleep(job, progress):
    """Leaves a sign that it began, then takes its time."""
    Path(job.parameters["sign"]).write_text("began", encoding="utf-8")
    progress(40, "睡着了")
    time.sleep(job.parameters.get("seconds", 60))
    return JobResult(message="睡醒了")


def write_slowly(job, progress):
    """Works inside one transaction and reports from within."""
    with transaction.atomic():
        Threshold.objects.create(code=f"job-{job.pk}", name="慢", value=1)
        progress(70, "写到一半")
        Path(job.parameters["sign"]).write_text("wrote", encoding="utf-8")
        time.sleep(job.parameters.get("seconds", 3))
    progress(90, "写完了")
    time.sleep(2.5)
    return JobResult()


ALL = {
    function.__name__: function
    for function in (count, refuse, break_down, whisper, say_nothing, sleep, write_slowly)
}


def register_all() -> None:
    for name, function in ALL.items():
        registry.register(name, f"试验：{name}", function)


def run_queued() -> None:
    """Run every queued job here and now."""
    for job in Job.objects.filter(state=JobState.QUEUED).order_by("id"):
        running.run(job.pk, job.attempt)
