"""What `make test` and `make test-long` run, and the plain summary at the end.

    python -m tests.run            checks, the suite on SQLite and on PostgreSQL, browser tests, coverage
    python -m tests.run long       the long runs (soak, kills, round trips)

What cannot run on this machine is named in the summary together with the line that installs it. The exit code is 0 only when
everything that ran passed. CAPACITY_SHARED_SUITES names a folder of optional public test suites: when it is given, their tests
must run too.
"""

import os
import secrets
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from tests import chromium, postgres_cluster

ROOT = Path(__file__).resolve().parent.parent
PYTHON = sys.executable
# One more than the two cores that are reckoned with: many tests wait for a disk, a child or a browser.
WORKERS = os.environ.get("TEST_WORKERS", "3")
BESIDE_THE_SERVER = os.environ.get("TEST_WORKERS", "2")
SUITES = "CAPACITY_SHARED_SUITES"
# All but the browser's tests and those that walk through the whole portal as everybody: both run by themselves, and without
# the tracing of coverage, which would take two thirds more time and tell nothing new.
ALONE = "not browser and not world"
# Their folders: nothing else is read for them, and they are not read for the rest.
WORLD, BROWSER = "tests/acceptance", "tests/browser"
# One test at a time to whoever is free: few are long, and those stand first (tests/acceptance/conftest.py).
ONE_BY_ONE = ("--dist", "load", "--maxschedchunk", "1")
# What the tests set themselves; a developer's own values must not leak in.
OURS = (
    "DATABASE_URL",
    "MIGRATED_DATABASE",
    "DEMO",
    "TESTING",
    "SECRET_KEY",
    "TIPOFF_PEPPER",
    "ALLOWED_HOSTS",
    "COVERAGE_FILE",
    "DJANGO_SETTINGS_MODULE",
    # Hundreds of programs are started: what one has compiled, the others read.
    "PYTHONDONTWRITEBYTECODE",
)


@dataclass(frozen=True)
class Counts:
    """Numbers of tests; `optional_run` and `optional_skipped` are those of the optional public suites among them."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0
    optional_run: int = 0
    optional_skipped: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(*(getattr(self, name) + getattr(other, name) for name in self.__dataclass_fields__))

    def __str__(self) -> str:
        return f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"


@dataclass
class Report:
    """Lines of the summary, in order: what, its result, seconds."""

    lines: list[tuple[str, str, float | None]] = field(default_factory=list)
    total: Counts = Counts()

    def add(self, what: str, result: str, counts: Counts, seconds: float | None = None) -> None:
        self.lines.append((what, result, seconds))
        self.total += counts

    def take(self, part: "Report") -> None:
        """The lines of ``part`` after those that are there."""
        self.lines += part.lines
        self.total += part.total

    def not_run(self, what: str, why: str) -> None:
        self.lines.append((what, f"NOT RUN: {why}", None))

    def show(self) -> int:
        print("\n== what ran ==")
        for what, result, seconds in self.lines:
            print(f"{what:<24}{result}{'' if seconds is None else f'  ({seconds:.0f} s)'}")
        print(f"\n{self.total}", flush=True)
        return 1 if self.total.failed else 0


# --- reading results --------------------------------------------------------------------------------------------------
def read_counts(junit: Path, exit_code: int) -> Counts:
    """Counts of one pytest run from its JUnit file; a run that broke off or collected nothing counts as a failure."""
    counts = Counts()
    if junit.exists():
        for case in ElementTree.parse(junit).getroot().iter("testcase"):
            counts += _count(case)
    if exit_code and not counts.failed:
        counts += Counts(failed=1)
    return counts


def _count(case: ElementTree.Element) -> Counts:
    optional = any(entry.get("name") == "optional_suite" for entry in case.iter("property"))
    if case.find("failure") is not None or case.find("error") is not None:
        return Counts(failed=1, optional_run=optional)
    if case.find("skipped") is not None:
        return Counts(skipped=1, optional_skipped=optional)
    return Counts(passed=1, optional_run=optional)


def judge_optional_suites(folder: str | None, counts: Counts) -> tuple[str, Counts]:
    """The summary's sentence on the optional suites, and a failure when they were handed in but did not all run."""
    if not folder:
        return f"none handed in ({SUITES} names no folder)", Counts()
    if counts.optional_skipped or not counts.optional_run:
        return (
            f"FAILED: handed in, {counts.optional_run} tests ran, {counts.optional_skipped} skipped",
            Counts(failed=1),
        )
    return f"{counts.optional_run} tests ran", Counts()


# --- running ----------------------------------------------------------------------------------------------------------
def environment(**changes: str) -> dict[str, str]:
    """The surrounding environment without what tests set themselves; an empty DATABASE_URL hides one in a .env file."""
    kept = {name: value for name, value in os.environ.items() if name not in OURS}
    return {**kept, "TESTING": "1", "DATABASE_URL": "sqlite://:memory:", **changes}


def announce(what: str) -> float:
    print(f"\n== {what} ==", flush=True)
    return time.monotonic()


def check(report: Report, what: str, *command: str, env: dict[str, str] | None = None) -> None:
    """Run one command that passes or fails as a whole."""
    start = announce(what)
    failed = subprocess.run(command, cwd=ROOT, env=env or environment(), check=False).returncode != 0
    counts = Counts(failed=1) if failed else Counts(passed=1)
    report.add(what, "FAILED" if failed else "passed", counts, time.monotonic() - start)


def run_pytest(report: Report, what: str, *arguments: str, env: dict[str, str] | None = None) -> Counts:
    """Run pytest once and add its counts to the report."""
    start = announce(what)
    with tempfile.TemporaryDirectory(prefix="capacity-tests-") as folder:
        junit = Path(folder) / "junit.xml"
        command = [PYTHON, "-m", "pytest", "-q", f"--junitxml={junit}", *arguments]
        exit_code = subprocess.run(command, cwd=ROOT, env=env or environment(), check=False).returncode
        counts = read_counts(junit, exit_code)
    report.add(what, f"{counts}{'' if not exit_code else '  FAILED'}", counts, time.monotonic() - start)
    return counts


@contextmanager
def postgresql(report: Report, what: str) -> Iterator[str | None]:
    """The DATABASE_URL of a private cluster, or None (and a line in the report) where there is no PostgreSQL."""
    if postgres_cluster.find_programs() is None:
        report.not_run(what, f"no PostgreSQL; install it with: {postgres_cluster.HOW_TO_INSTALL}")
        yield None
        return
    with ExitStack() as stack:
        try:
            url = stack.enter_context(postgres_cluster.running_cluster())
        except postgres_cluster.ClusterUnavailable as reason:
            report.add(what, f"FAILED: {reason}", Counts(failed=1))
            url = None
        yield url


# --- the documented production environment ----------------------------------------------------------------------------
def production_environment(example: Path = ROOT / ".env.example") -> dict[str, str]:
    """What .env.example documents, with a throw-away key and database: the deploy check runs with exactly that."""
    lines = [line.strip() for line in example.read_text().splitlines()]
    documented = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    thrown_away = {
        "SECRET_KEY": secrets.token_urlsafe(64),
        "TIPOFF_PEPPER": secrets.token_urlsafe(48),
        "DATABASE_URL": "sqlite://:memory:",
        "TESTING": "0",
    }
    return environment(**{**documented, **thrown_away})


# --- what is made once for all ----------------------------------------------------------------------------------------
def compile_for_children() -> None:
    """The programs that draw PDF files and read workbooks write nothing down, compiled code neither: they find it done."""
    modules = "capacity_portal.lib.typesetting.worker, capacity_portal.lib.spreadsheets.child, weasyprint"
    subprocess.run([PYTHON, "-c", f"import {modules}"], cwd=ROOT, env=environment(), check=False)


def migrated(report: Report, url: str, template: str) -> dict[str, str]:
    """The environment of runs on the engine of ``url``, whose database is migrated here: each process of them copies it.

    ``template`` is what tests/conftest.py copies: the file of SQLite, the name of the database on PostgreSQL.
    """
    migrate = (PYTHON, "manage.py", "migrate", "--verbosity", "0")
    check(report, f"migrate {url.partition(':')[0]}", *migrate, env=environment(DATABASE_URL=url))
    return {"MIGRATED_DATABASE": template}


# --- the two kinds of run -------------------------------------------------------------------------------------------
def static_checks(report: Report) -> None:
    manage = (PYTHON, "manage.py")
    check(report, "ruff check", PYTHON, "-m", "ruff", "check")
    check(report, "ruff format", PYTHON, "-m", "ruff", "format", "--check")
    production = production_environment()
    check(report, "migrations", *manage, "makemigrations", "--check", "--dry-run", env=production)
    check(report, "deploy check", *manage, "check", "--deploy", "--fail-level", "WARNING", env=production)
    with tempfile.TemporaryDirectory(prefix="capacity-static-") as folder:
        # Only the production storage notices a style sheet that names a missing file.
        collect = (*manage, "collectstatic", "--no-input", "--verbosity", "0", "--ignore", "*.otf")
        check(report, "collectstatic", *collect, env={**production, "STATIC_ROOT": folder})


def coverage_gate(report: Report, data: str) -> None:
    """Lines and branches of the suite on SQLite; the gate stands in pyproject.toml."""
    check(report, "coverage gate", PYTHON, "-m", "coverage", "report", env=environment(COVERAGE_FILE=data))


def side_by_side(report: Report, *tasks: Callable[[Report], object]) -> list:
    """Carry out ``tasks`` two at a time, for each keeps one core busy; returns what they give, reports in their order."""
    parts = [Report() for _ in tasks]
    with ThreadPoolExecutor(2) as cores:
        given = list(cores.map(lambda task, part: task(part), tasks, parts))
    for part in parts:
        report.take(part)
    return given


def run_tests(report: Report) -> None:
    compile_for_children()
    with (
        tempfile.TemporaryDirectory(prefix="capacity-migrated-") as folder,
        postgresql(report, "suite on PostgreSQL") as url,
    ):
        file = f"{folder}/migrated.sqlite3"
        databases = [(f"sqlite:///{file}", file)] + ([(url, postgres_cluster.DATABASE)] if url else [])
        migrations = [partial(migrated, url=where, template=template) for where, template in databases]
        _, on_file, *on_server = side_by_side(report, static_checks, *migrations)
        counts = on_sqlite(report, on_file)
        for copied in on_server:
            counts += on_postgresql(report, {"DATABASE_URL": url, **copied})
    sentence, failed = judge_optional_suites(os.environ.get(SUITES), counts)
    report.add("optional suites", sentence, failed)


def on_sqlite(report: Report, copied: dict[str, str]) -> Counts:
    parallel = ("-n", WORKERS, "--dist", "worksteal")
    with tempfile.TemporaryDirectory(prefix="capacity-coverage-") as folder:
        data = str(Path(folder) / "coverage")
        cover = ("--cov", "--cov-append", "--cov-report=", "--cov-fail-under=0")
        chosen = (*parallel, *cover, "-m", ALONE, f"--ignore={BROWSER}", "--durations=10")
        counts = run_pytest(report, "suite on SQLite", *chosen, env=environment(COVERAGE_FILE=data, **copied))
        coverage_gate(report, data)
        chosen = ("-n", WORKERS, *ONE_BY_ONE, "-m", "world", WORLD, "--durations=5")
        counts += run_pytest(report, "acceptance on SQLite", *chosen, env=environment(**copied))
        if chromium.find():
            chosen = (*parallel, "-m", "browser", BROWSER)
            counts += run_pytest(report, "browser tests", *chosen, env=environment(**copied))
        else:
            report.not_run("browser tests", f"no chromium; install it with: {chromium.HOW_TO_INSTALL}")
    return counts


def on_postgresql(report: Report, database: dict[str, str]) -> Counts:
    beside, on_server = ("-n", BESIDE_THE_SERVER, "--only-database"), environment(**database)
    chosen = (*beside, "--dist", "worksteal", "-m", ALONE, f"--ignore={BROWSER}", "--durations=10")
    counts = run_pytest(report, "suite on PostgreSQL", *chosen, env=on_server)
    chosen = (*beside, *ONE_BY_ONE, "-m", "world", WORLD)
    return counts + run_pytest(report, "acceptance on PostgreSQL", *chosen, env=on_server)


def run_long(report: Report) -> None:
    """All tests marked `long`, on SQLite and on PostgreSQL."""
    arguments = ("-m", "long", "--hypothesis-profile=long")
    run_pytest(report, "long runs on SQLite", *arguments)
    with postgresql(report, "long runs on PostgreSQL") as url:
        if url:
            run_pytest(report, "long runs on PostgreSQL", *arguments, env=environment(DATABASE_URL=url))


def main(arguments: list[str]) -> int:
    postgres_cluster.stop_cleanly_when_terminated()
    report = Report()
    kind = arguments[0] if arguments else "tests"
    if kind == "tests":
        run_tests(report)
    elif kind == "long":
        run_long(report)
    else:
        print(__doc__, file=sys.stderr)
        return 2
    return report.show()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
