"""A migrated SQLite file kept between runs: migrating anew takes longer than most runs of a few tests.

Its name follows from the content of every migration, so that a changed migration is a file of its own. `make test` migrates once itself
(tests/run.py) and hands its file in by MIGRATED_DATABASE.
"""

import fcntl
import hashlib
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / ".pytest_cache" / "migrated"
KEPT_FILES = 3


def migrated_file() -> Path:
    """The file for the migrations as they are now, made when it is missing. Raises CalledProcessError when they cannot be carried out."""
    kept = KEPT / f"{_digest()}.sqlite3"
    if not kept.exists():
        KEPT.mkdir(parents=True, exist_ok=True)
        with open(KEPT / "lock", "w", encoding="ascii") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not kept.exists():
                _make(kept)
    return kept


def _make(kept: Path) -> None:
    unfinished = kept.with_suffix(".new")
    unfinished.unlink(missing_ok=True)
    surroundings = {**os.environ, "TESTING": "1", "DATABASE_URL": f"sqlite:///{unfinished}"}
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity", "0"], cwd=ROOT, env=surroundings, check=True
    )
    for old in sorted(KEPT.glob("*.sqlite3"), key=lambda file: file.stat().st_mtime)[:-KEPT_FILES]:
        old.unlink(missing_ok=True)
    unfinished.rename(kept)


def _digest() -> str:
    import django

    digest = hashlib.sha256(django.__version__.encode())
    for file in sorted(ROOT.glob("*/migrations/*.py")) + sorted(
        ROOT.glob("capacity_portal/*/migrations/*.py")
    ):
        digest.update(str(file.relative_to(ROOT)).encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:24]
