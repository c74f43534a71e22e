"""Measures one size on one database (its own process) and prints a JSON line a figure; see ``tests.bench.__main__``."""

import json
import os
import resource
import subprocess
import sys
from contextlib import contextmanager, nullcontext
from pathlib import Path
from time import perf_counter

import django

os.environ.setdefault("TESTING", "1")
# The baseline of the PDF figure finds the fonts as the typesetting children do.
_TYPESETTING = Path(__file__).resolve().parents[2] / "capacity_portal" / "lib" / "typesetting"
os.environ["FONTCONFIG_FILE"] = str(_TYPESETTING / "fonts.conf")
django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext, override_settings  # noqa: E402
from django.utils import timezone  # noqa: E402

from capacity_portal.journal import operations as journal  # noqa: E402
from capacity_portal.lib import pages, search_text  # noqa: E402
from capacity_portal.lib.territory import next_prefix  # noqa: E402
from enterprises import documents, operations, search  # noqa: E402
from enterprises.models import Enterprise  # noqa: E402
from enterprises.queries import ledger as listed  # noqa: E402
from enterprises.rules.filters import LedgerFilters  # noqa: E402
from tests.bench import ground, official, returns, rounds, sheets, tips  # noqa: E402
from tests.bench.timing import side_by_side  # noqa: E402

BATCH = 20
SMALLEST = 1_000


def tell(id: str, name: str, ours: float, baseline: float, target: float, unit: str = "ms") -> None:
    print(
        json.dumps(
            {"id": id, "name": name, "ours": ours, "baseline": baseline, "target": target, "unit": unit}
        ),
        flush=True,
    )


# --- P1, P2: the ledger page ------------------------------------------------------------------------------------------
def middle_cursor(officer) -> str:
    found = listed(officer, LedgerFilters())
    row = found.rows.order_by(*found.order.columns)[Enterprise.objects.count() // 2]
    return pages._sealed(pages.AFTER, row, found.order, found.scope)


def ledger(officer) -> None:
    client = Client()
    client.force_login(officer)
    addresses = {
        "first page": "/enterprises/",
        "filtered": "/enterprises/?status=in_production",
        "searched": f"/enterprises/?q={ground.RARE}",
        "deep page": f"/enterprises/?cursor={middle_cursor(officer)}",
    }

    def get(address):
        assert client.get(address).status_code == 200, address

    # The baseline of P1 is the smallest size, taken by the caller.
    works = [lambda address=address: get(address) for address in addresses.values()]
    *seconds, bare = side_by_side(*works, lambda: get("/bench/bare/"))
    for name, ours in zip(addresses, seconds, strict=True):
        tell("P1", f"ledger, {name}", ours, ours, 1.25)
    tell("P2", "ledger page / bare SQL and a minimal template", seconds[0], bare, 1.5)
    for name, address in addresses.items():
        with CaptureQueriesContext(
            connection,
        ) as captured:
            get(address)
        tell("P2q", f"queries of the ledger, {name} (at most 6)", len(captured), 6, 1, " ")


# --- P3: search -------------------------------------------------------------------------------------------------------
def searching(officer) -> None:
    wanted = search_text.normalise(ground.RARE)
    rows = Enterprise.objects.filter(region_code__gte="3608", region_code__lt=next_prefix("3608"))

    def indexed():
        return sorted(search.matching(rows, ground.RARE).values_list("id", flat=True))

    def scan():
        with connection.cursor() as cursor:
            cursor.execute("SELECT id FROM enterprises_enterprise WHERE search_text LIKE %s", [f"%{wanted}%"])
            return sorted(pk for (pk,) in cursor.fetchall())

    assert indexed() == scan()
    assert len(indexed()) == ground.RARE_FILES
    ours, baseline = side_by_side(indexed, scan)
    tell("P3", "search of a rare pair / LIKE scan (target at 100,000)", ours, baseline, 1 / 20)


# --- P12: the dossier's PDF -------------------------------------------------------------------------------------------
def dossier(officer) -> None:
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    from capacity_portal.lib import typesetting

    enterprise = Enterprise.objects.order_by("id").first()
    html = documents.dossier_html(enterprise, officer, timezone.now())
    fonts = FontConfiguration()
    css = CSS(filename=settings.BASE_DIR / "static" / "css" / "print.css", font_config=fonts)
    turn = iter(range(10**6))

    def ours():
        # Another title every time: the cache must not answer.
        return typesetting.render_pdf(html.replace("</title>", f"{next(turn)}</title>"))

    def bare():
        return HTML(string=html).write_pdf(stylesheets=[css], font_config=fonts)

    mine, baseline = side_by_side(ours, bare)
    tell("P12", "dossier PDF / bare WeasyPrint with reused fonts", mine, baseline, 1.25)

    def batch():
        documents = [html.replace("</title>", f"{next(turn)}</title>") for _ in range(BATCH)]
        assert sum(1 for _ in typesetting.render_many(documents)) == BATCH

    def naive():
        for _ in range(BATCH):
            anew = FontConfiguration()
            sheet = CSS(filename=settings.BASE_DIR / "static" / "css" / "print.css", font_config=anew)
            HTML(string=html).write_pdf(stylesheets=[sheet], font_config=anew)

    mine, baseline = side_by_side(batch, naive, rounds=2)
    tell("P12", f"batch of {BATCH} dossiers on 2 processes / naive in-process", mine, baseline, 1 / 3)


# --- P16: journal -----------------------------------------------------------------------------------------------------
@contextmanager
def without_journal():
    kept = journal.recording
    journal.recording = lambda *args, **kwargs: nullcontext()
    try:
        yield
    finally:
        journal.recording = kept


def journalled_write(officer) -> None:
    pk = Enterprise.objects.order_by("id").values_list("pk", flat=True)[7]
    turn = iter(range(10**6))

    def write():
        file = Enterprise.objects.select_related("region").get(pk=pk)
        values = {"remarks": f"第 {next(turn)} 次修改"}
        operations.edit_enterprise(
            enterprise=file, version=file.version, values=values, by=officer, at=timezone.now()
        )

    def bare():
        with without_journal():
            write()

    ours, baseline = side_by_side(write, bare, rounds=40)
    tell("P16", "an edit with its journal entry / without", ours, baseline, 1.5)


def sealing() -> None:
    from capacity_portal.journal.queries import raw
    from capacity_portal.journal.rules.sealing import entry_digest

    def seal():
        with transaction.atomic():
            journal.seal(at=timezone.now())
            transaction.set_rollback(True)

    def hashed():
        for entry in raw.entries():
            entry_digest(entry)

    ours, baseline = side_by_side(seal, hashed, rounds=3)
    tell("P16", "sealing all entries / hashing them bare", ours, baseline, 3)


# --- P17: start and memory --------------------------------------------------------------------------------------------
_FIRST_PAGE = """
import os, sys, io
os.environ["DJANGO_SETTINGS_MODULE"] = "capacity_portal.settings"
from capacity_portal.wsgi import application
environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/accounts/sign-in/", "SERVER_NAME": "localhost", "SERVER_PORT": "80",
           "wsgi.input": io.BytesIO(), "wsgi.errors": sys.stderr, "wsgi.url_scheme": "http", "HTTP_HOST": "localhost",
           "SERVER_PROTOCOL": "HTTP/1.1"}
status = []
b"".join(application(environ, lambda line, headers: status.append(line)))
assert status[0].startswith("200"), status
print(next(int(line.split()[1]) / 1024 for line in open("/proc/self/status") if line.startswith("VmRSS")))
"""


def starting() -> None:
    def start():
        done = subprocess.run([sys.executable, "-c", _FIRST_PAGE], check=True, capture_output=True, text=True)
        start.memory = float(done.stdout.splitlines()[-1])

    began = perf_counter()
    start()
    seconds = min(perf_counter() - began, *side_by_side(start, rounds=3))
    tell("P17", "process start to first page (at most 3 s)", seconds, 1, 3, "s")
    tell("P17", "memory of one worker after it (at most 130 MB)", start.memory, 130, 1, "MB")


def main() -> None:
    size = int(sys.argv[1])
    began = perf_counter()
    officer = ground.prepare(size)
    print(f"# {connection.vendor} {size:,}: filled in {perf_counter() - began:.0f} s", file=sys.stderr)
    with override_settings(ROOT_URLCONF="tests.bench.urls", ALLOWED_HOSTS=["*"]):
        ledger(officer)
    searching(officer)
    rounds.measure(officer, size, tell)
    returns.measure(officer, size, tell)
    sheets.measure(officer, size, tell)
    sealing()
    journalled_write(officer)
    dossier(officer)
    if size <= SMALLEST:
        official.measure(tell)  # the same whatever the size
    starting()
    tips.measure(officer, size, tell)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"# peak memory of the measuring process {peak:.0f} MB", file=sys.stderr)


if __name__ == "__main__":
    main()
