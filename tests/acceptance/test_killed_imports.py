"""A worker killed in the middle of an import leaves all rows or none, and the import can be repeated.

The child is a real process that runs the job as the worker does and is killed with SIGKILL at a random moment between the
first and the last write; the parent looks at the database with a connection of its own.
"""

import os
import random
import time
from multiprocessing import get_context

import pytest
from django.db import connection, connections
from django.utils import timezone

from capacity_portal.imports import operations, registry
from capacity_portal.imports.choices import ImportState
from capacity_portal.imports.models import SheetImport
from capacity_portal.jobs import running
from capacity_portal.jobs.models import Job
from capacity_portal.journal.models import Entry
from enterprises.models import Enterprise
from tests.makers import make_officer, make_region

ROWS = 100  # all rows of an import up to a thousand are stored at one go
KILLS = 20

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def officer(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    make_region("360802")
    return make_officer("county_staff", "360802")


def content(mark: str) -> bytes:
    lines = ["企业名称,监管类别,行业,经营状态,实际地址"]
    lines += [f"演示{mark}第{number}铸造厂,铸造,钢铁,在产,演示路{number}号" for number in range(ROWS)]
    return "\n".join(lines).encode()


def confirmed(officer, mark: str) -> SheetImport:
    """An import that waits for the worker to store it."""
    record = operations.begin_import(
        kind=registry.find("ledger"), content=content(mark), name=f"{mark}.csv", region_code="360802", by=officer,
        at=timezone.now(),
    )  # fmt: skip
    run(record.job)
    record.refresh_from_db()
    codes = set(record.findings.filter(level="explain").values_list("code", flat=True))
    explained = dict.fromkeys(codes, "演示说明")
    operations.explain(sheet_import=record, explanations=explained, by=officer, at=timezone.now())
    return operations.confirm_import(sheet_import=record, by=officer, at=timezone.now())


def run(job: Job) -> None:
    running.run(job.pk, job.attempt)


def in_a_child(job: Job):
    """The worker's process, forked; it makes connections of its own."""
    connections.close_all()

    def work():
        os.setpgrp()
        run(job)
        connections.close_all()
        os._exit(0)

    child = get_context("fork").Process(target=work)
    child.start()
    return child


def stored(mark: str) -> tuple[int, int, str]:
    """(enterprises, journal entries of their creation, state of the import)."""
    files = Enterprise.objects.filter(name__startswith=f"演示{mark}第")
    entries = Entry.objects.filter(subject="enterprise", subject_id__in=files.values("pk"))
    state = SheetImport.objects.get(file_name=f"{mark}.csv").state
    return files.count(), entries.count(), state


@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
def test_a_worker_killed_at_twenty_moments_leaves_all_rows_or_none(officer):
    whole = confirmed(officer, "甲")
    began = time.monotonic()
    child = in_a_child(whole.job)
    child.join(60)
    seconds = time.monotonic() - began
    assert stored("甲") == (ROWS, ROWS, ImportState.STORED)
    turn, outcomes = random.Random(7), set()
    # the first at once and the last after the end, so that a busy machine shows both outcomes too
    moments = [0.0, *(turn.uniform(0.1, 2.0) * seconds for _ in range(KILLS - 2)), 60.0]
    for number, moment in enumerate(moments):
        mark = f"乙{number}"
        record = confirmed(officer, mark)
        child = in_a_child(record.job)
        child.join(moment)
        child.kill()
        child.join(10)
        found = stored(mark)
        assert found in {(0, 0, ImportState.STORING), (ROWS, ROWS, ImportState.STORED)}, mark
        outcomes.add(found[0])
    assert outcomes == {0, ROWS}
    _can_be_repeated(officer, mark="乙0")


def _can_be_repeated(officer, mark: str) -> None:
    """What a kill left undone is done by the next run, and not twice."""
    record = SheetImport.objects.select_related("job").get(file_name=f"{mark}.csv")
    if record.state == ImportState.STORING:
        Job.objects.filter(pk=record.job_id).update(state="failed", finished_at=timezone.now())
        operations.read_again(sheet_import=record, by=officer, at=timezone.now())
        record.refresh_from_db()
        run(record.job)
        record.refresh_from_db()
        again = operations.confirm_import(sheet_import=record, by=officer, at=timezone.now())
        run(again.job)
    assert stored(mark) == (ROWS, ROWS, ImportState.STORED)


def test_without_the_transaction_a_kill_would_leave_a_part(officer, monkeypatch):
    """The negative control: rows stored in transactions of their own are seen in part by somebody else."""
    record = confirmed(officer, "丙")
    kind, context = registry.find("ledger"), registry.Context(officer, "360802", timezone.localdate())
    from capacity_portal.imports import staging

    rows = list(staging.staged(record))
    kind.store(rows=rows[: ROWS // 2], context=context, explanation="演示", by=officer, at=timezone.now())
    assert stored("丙")[0] == ROWS // 2
    assert connection.in_atomic_block is False
