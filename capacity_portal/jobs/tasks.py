"""The one task of the queue: run a job."""

from django_tasks import task


@task()
def run_job(job_id: int, attempt: int) -> None:
    from capacity_portal.jobs import running  # noqa: PLC0415 - running needs operations, which enqueue this task

    running.run(job_id, attempt)
