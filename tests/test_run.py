"""The test driver tells a run that went well from one that did not."""

import re
from threading import Event

import pytest

from tests import run
from tests.run import Counts, Report, judge_optional_suites, production_environment, read_counts

OPTIONAL = '<properties><property name="optional_suite" value="yes"/></properties>'


def junit(tmp_path, *cases: str):
    path = tmp_path / "junit.xml"
    path.write_text(
        f"<testsuites><testsuite>{''.join(f'<testcase>{case}</testcase>' for case in cases)}</testsuite></testsuites>"
    )
    return path


def test_results_are_counted_by_outcome(tmp_path):
    path = junit(tmp_path, "", "", "<failure/>", "<error/>", "<skipped/>")
    assert read_counts(path, 1) == Counts(passed=2, failed=2, skipped=1)


def test_tests_of_optional_suites_are_counted_apart(tmp_path):
    path = junit(tmp_path, OPTIONAL, f"{OPTIONAL}<skipped/>", f"{OPTIONAL}<failure/>", "")
    assert read_counts(path, 1) == Counts(passed=2, failed=1, skipped=1, optional_run=2, optional_skipped=1)


@pytest.mark.parametrize("exit_code", [2, 3, 4, 5])
def test_a_run_that_broke_off_is_a_failure(tmp_path, exit_code):
    assert read_counts(tmp_path / "never-written.xml", exit_code) == Counts(failed=1)
    assert read_counts(junit(tmp_path, ""), exit_code) == Counts(passed=1, failed=1)


@pytest.mark.parametrize(
    ("folder", "counts", "failed"),
    [
        (None, Counts(optional_skipped=3), 0),
        ("suites", Counts(optional_run=3), 0),
        ("suites", Counts(optional_run=2, optional_skipped=1), 1),
        ("suites", Counts(passed=500), 1),
    ],
)
def test_suites_that_were_handed_in_must_run(folder, counts, failed):
    assert judge_optional_suites(folder, counts)[1] == Counts(failed=failed)


def test_the_last_line_is_the_sum_and_a_failure_sets_the_exit_code(capsys):
    report = Report()
    report.add("suite", "…", Counts(passed=3, skipped=1), 2.0)
    report.not_run("browser tests", "no chromium")
    assert report.show() == 0
    assert capsys.readouterr().out.splitlines()[-1] == "3 passed, 0 failed, 1 skipped"
    report.add("coverage gate", "FAILED", Counts(failed=1))
    assert report.show() == 1
    assert capsys.readouterr().out.splitlines()[-1] == "3 passed, 1 failed, 1 skipped"


def test_a_failing_check_is_counted(monkeypatch, capsys):
    report = Report()
    run.check(report, "true", "true")
    run.check(report, "false", "false")
    assert report.total == Counts(passed=1, failed=1)


def test_what_is_done_side_by_side_is_reported_in_order():
    first_waits_for_second = Event()

    def first(part: Report) -> str:
        first_waits_for_second.wait(60)
        part.add("first", "passed", Counts(passed=1))
        return "a"

    def second(part: Report) -> str:
        part.add("second", "FAILED", Counts(failed=1))
        first_waits_for_second.set()
        return "b"

    report = Report()
    assert run.side_by_side(report, first, second) == ["a", "b"]
    assert [what for what, *_ in report.lines] == ["first", "second"]
    assert report.total == Counts(passed=1, failed=1)


def test_a_machine_without_postgresql_is_named_in_the_summary(monkeypatch):
    monkeypatch.setattr(run.postgres_cluster, "find_programs", lambda: None)
    report = Report()
    with run.postgresql(report, "suite on PostgreSQL") as url:
        assert url is None
    assert report.lines == [
        ("suite on PostgreSQL", "NOT RUN: no PostgreSQL; install it with: apt-get install postgresql", None)
    ]
    assert report.total == Counts()


def test_a_cluster_that_does_not_start_is_a_failure(monkeypatch, tmp_path):
    monkeypatch.setattr(run.postgres_cluster, "find_programs", lambda: tmp_path)
    monkeypatch.setattr(run.postgres_cluster, "_owner", lambda: None)
    (tmp_path / "initdb").write_text("#!/bin/sh\necho no space left\nexit 1\n")
    (tmp_path / "initdb").chmod(0o755)
    report = Report()
    with run.postgresql(report, "suite on PostgreSQL") as url:
        assert url is None
    assert report.total == Counts(failed=1)
    assert "no space left" in report.lines[0][1]


def test_the_deploy_check_sees_the_documented_environment(monkeypatch):
    monkeypatch.setenv("DEMO", "1")
    documented = production_environment()
    assert documented["ALLOWED_HOSTS"] == "portal.example.gov.cn"
    assert len(documented["SECRET_KEY"]) > 50
    assert len(documented["TIPOFF_PEPPER"]) > 32
    assert documented["TESTING"] == "0"
    assert "DEMO" not in documented


def marked_elsewhere(mark: str, folder: str, texts: dict[str, str]) -> list[str]:
    """Files outside the folder of a stage that speak of its mark: their tests would be run by no stage."""
    spoken = re.compile(rf"\bmark\.{mark}\b")
    return sorted(
        path for path, text in texts.items() if spoken.search(text) and not path.startswith(f"{folder}/")
    )


@pytest.mark.parametrize(("mark", "folder"), [("world", run.WORLD), ("browser", run.BROWSER)])
def test_what_a_stage_runs_stands_in_the_folder_it_reads(mark, folder):
    files = {str(path.relative_to(run.ROOT)): path.read_text() for path in (run.ROOT / "tests").rglob("*.py")}
    files[f"{folder}/planted.py"] = files["tests/planted.py"] = f"@pytest.mark.{mark}\n"
    assert marked_elsewhere(mark, folder, files) == ["tests/planted.py"]


def test_a_database_that_cannot_be_migrated_is_a_failure(monkeypatch, tmp_path):
    report = Report()
    given = run.migrated(report, f"sqlite:///{tmp_path}/no/such/folder.sqlite3", "template")
    assert (given, report.total) == ({"MIGRATED_DATABASE": "template"}, Counts(failed=1))
