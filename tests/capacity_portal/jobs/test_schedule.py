from datetime import timedelta

import pytest

from capacity_portal.jobs import schedule
from capacity_portal.jobs.models import RegularRun
from tests.makers import NOON

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def runs(monkeypatch) -> list:
    """Moments at which the only regular work of this test ran."""
    moments: list = []
    monkeypatch.setattr(schedule, "_work", {})
    schedule.register("sample", MINUTE, moments.append, "试验")
    return moments


def test_work_runs_at_once_and_then_when_its_time_has_passed(runs):
    for seconds in (0, 30, 59, 60, 61, 125):
        schedule.run_due(NOON + timedelta(seconds=seconds))
    assert [(moment - NOON).seconds for moment in runs] == [0, 60, 125]
    run = RegularRun.objects.get()
    assert (run.name, run.started_at, run.error) == ("sample", runs[-1], "")
    assert run.finished_at is not None


def test_idle_look_costs_one_query(runs, django_assert_num_queries):
    schedule.run_due(NOON)
    with django_assert_num_queries(1):
        assert schedule.run_due(NOON + timedelta(seconds=5)) == []


def test_clock_put_back_does_not_stop_the_work(runs):
    schedule.run_due(NOON)
    assert schedule.run_due(NOON - timedelta(days=30)) == ["sample"]


def test_failure_is_noted_and_does_not_stop_the_others(runs, caplog):
    def fail(at):
        raise ZeroDivisionError("no luck")

    schedule.register("bad", MINUTE, fail)
    schedule._work = dict(reversed(schedule._work.items()))
    assert schedule.run_due(NOON) == ["bad", "sample"]
    assert runs == [NOON]
    assert "no luck" in RegularRun.objects.get(name="bad").error
    schedule.register("bad", MINUTE, lambda at: None)
    schedule.run_due(NOON + MINUTE)
    assert RegularRun.objects.get(name="bad").error == ""


def test_two_loops_share_the_work(runs):
    first, second = RegularRun.objects.get_or_create(name="sample")[0], RegularRun.objects.get()
    assert [schedule._claim(first, NOON), schedule._claim(second, NOON)] == [True, False]
    assert [schedule._claim(RegularRun.objects.get(), NOON + MINUTE)] == [True]


def test_last_run_is_the_sign_of_life(runs):
    assert schedule.last_run_at() is None
    schedule.run_due(NOON)
    assert schedule.last_run_at() == NOON


def test_labels(runs):
    assert [schedule.label_of("sample"), schedule.label_of("gone")] == ["试验", "gone"]


def test_the_portal_s_own_regular_work():
    assert set(schedule._work) >= {
        "journal.seal",
        "jobs.end_dead",
        "jobs.expire_results",
        "jobs.prune_queue",
        "sessions.clear",
        "submissions.forget",
    }
    assert sorted(schedule.run_due(NOON)) == sorted(schedule._work)
    assert list(RegularRun.objects.exclude(error="").values_list("name", flat=True)) == []
