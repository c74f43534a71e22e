"""``make bench``: the figures at each size, on SQLite and PostgreSQL, each beside its baseline.

    python -m tests.bench [SIZE ...]        default 1000 10000; FULL=1 adds 100000

Every size and database is a process of its own with a fresh database. Figures are minima of interleaved rounds.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests import postgres_cluster
from tests.bench.timing import Figure, exponent

ROOT = Path(__file__).resolve().parents[2]
QUICK, FULL = (1_000, 10_000), 100_000


def sizes() -> list[int]:
    asked = [int(argument) for argument in sys.argv[1:] if argument.isdigit()]
    return asked or [*QUICK, *([FULL] if os.environ.get("FULL") else [])]


def measured(size: int, url: str, database: str) -> list[Figure]:
    """Figures of one size on one database, from a child process."""
    environment = {**os.environ, "DATABASE_URL": url, "TESTING": "1", "DEMO": "0"}
    environment["DJANGO_SETTINGS_MODULE"] = "capacity_portal.settings"
    command = [sys.executable, "-m", "tests.bench.measure", str(size)]
    done = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=False)
    lines = [line for line in done.stdout.splitlines() if line.startswith("{")]
    if done.returncode:
        print(f"  {database} {size:,}: the measuring process ended with {done.returncode}")
    return [Figure(database=database, size=size, **json.loads(line)) for line in lines]


def on_sqlite(all_sizes: list[int]) -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        return [
            figure
            for size in all_sizes
            for figure in measured(size, f"sqlite:///{folder}/bench-{size}.sqlite3", "SQLite")
        ]


def on_postgresql(all_sizes: list[int]) -> list[Figure]:
    found = []
    for size in all_sizes:
        with postgres_cluster.running_cluster() as url:
            found += measured(size, url, "PostgreSQL")
    return found


def show(figures: list[Figure]) -> None:
    print(
        f"\n{'id':6}{'database':12}{'size':>9}  {'figure':58}{'ours':>12}{'baseline':>12}{'ratio':>9}{'target':>9}"
    )
    for figure in sorted(figures, key=lambda figure: (figure.id, figure.name, figure.database, figure.size)):
        scale = 1000 if figure.unit == "ms" else 1
        mark = "" if figure.reached else "  MISSED"
        print(
            f"{figure.id:6}{figure.database:12}{figure.size:>9,}  {figure.name:58}"
            f"{figure.ours * scale:>10.2f}{figure.unit:>3}{figure.baseline * scale:>9.2f}{figure.unit:>3}"
            f"{figure.ratio:>9.3f}{figure.target:>9.3f}{mark}"
        )


def grown(figures: list[Figure]) -> list[Figure]:
    """P1 (largest over smallest) and P15 (exponent) of the figures that must not grow with the ledger."""
    found = []
    for database in dict.fromkeys(figure.database for figure in figures):
        for name in dict.fromkeys(figure.name for figure in figures if figure.id == "P1"):
            same = sorted(
                (f for f in figures if (f.database, f.name, f.id) == (database, name, "P1")),
                key=lambda f: f.size,
            )
            if len(same) > 1:
                small, large = same[0], same[-1]
                found.append(
                    Figure(
                        "P1",
                        f"{name}: {large.size:,} / {small.size:,}",
                        database,
                        large.size,
                        large.ours,
                        small.ours,
                        1.25,
                    )
                )
                power = exponent((small.size, small.ours), (large.size, large.ours))
                found.append(
                    Figure("P15", f"{name}: exponent of growth", database, large.size, power, 1.0, 0.05, " ")
                )
    return found


def main() -> None:
    wanted = sizes()
    figures = on_sqlite(wanted)
    if postgres_cluster.find_programs():
        figures += on_postgresql(wanted)
    else:
        print("PostgreSQL is not installed (initdb not found): SQLite only.")
    show([figure for figure in figures if figure.id != "P1"] + grown(figures))


if __name__ == "__main__":
    main()
