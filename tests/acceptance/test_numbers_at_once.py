"""Two hundred documents issued at one moment: two hundred consecutive numbers, each once, in the order of the journal."""

import pytest
from django.db import IntegrityError, connection

from capacity_portal.journal.models import Entry
from reports.models import Notice, NumberEntry, NumberSeries
from reports.operations import issuing, numbering
from reports.operations.issuing import issue
from tests.acceptance.test_races import at_once
from tests.makers import make_office
from tests.report_makers import MORNING, an_officer, make_notice
from tests.reports.flow_world import LATER

pytestmark = pytest.mark.django_db(transaction=True)
DOCUMENTS, THREADS, FEW = 200, 20, 40
CODE, YEAR = "吉化解产能办字", 2026


@pytest.fixture(autouse=True)
def office(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return make_office()


def documents(number: int) -> list[Notice]:
    """Signed and waiting for their numbers."""
    first = make_notice("approved")
    copies = [Notice(**values_of(first)) for _ in range(number - 1)]
    return [first, *Notice.objects.bulk_create(copies)]


def values_of(notice: Notice) -> dict:
    left_out = {"id", "uuid"}
    return {
        field.attname: getattr(notice, field.attname)
        for field in Notice._meta.concrete_fields
        if field.attname not in left_out
    }


def issued(notice: Notice, keeper) -> int:
    return issue(notice=notice, version=notice.version, by=keeper, at=LATER).entry.number


def test_two_hundred_documents_get_two_hundred_consecutive_numbers():
    waiting, keeper = documents(DOCUMENTS), an_officer("office_staff")
    NumberSeries.objects.create(code=CODE, year=YEAR, first=6, last=5)
    numbers = at_once(DOCUMENTS, lambda n: issued(waiting[n], keeper), THREADS)
    assert sorted(numbers) == list(range(6, DOCUMENTS + 6))
    entries = dict(NumberEntry.objects.values_list("pk", "number"))
    told = Entry.objects.filter(subject="number_entry").order_by("id").values_list("subject_id", flat=True)
    assert [entries[pk] for pk in told] == list(range(6, DOCUMENTS + 6))
    frozen = Notice.objects.values_list("frozen__number", flat=True)
    assert set(frozen) == {f"{CODE}〔{YEAR}〕{number}号" for number in numbers}
    assert Notice.objects.values("verify_code").distinct().count() == DOCUMENTS


def test_the_first_numbers_of_a_year_make_one_register():
    waiting, keeper = documents(FEW), an_officer("office_staff")
    numbers = at_once(FEW, lambda n: issued(waiting[n], keeper), THREADS)
    assert sorted(numbers) == list(range(1, FEW + 1))
    assert NumberSeries.objects.get().last == FEW


def test_one_document_issued_by_many_at_once_gets_one_number():
    (waiting,), keeper = documents(1), an_officer("office_staff")

    def attempt(n: int) -> bool:
        from reports.operations.door import NoticeChanged

        try:
            issued(waiting, keeper)
        except NoticeChanged:
            return False
        return True

    assert at_once(12, attempt, 6).count(True) == 1
    assert (NumberEntry.objects.count(), NumberSeries.objects.get().last) == (1, 1)


def test_an_issue_that_is_refused_at_its_end_gives_its_number_back(monkeypatch):
    waiting, keeper = documents(3), an_officer("office_staff")
    issued(waiting[0], keeper)
    with monkeypatch.context() as broken:

        def fail(*args):
            raise RuntimeError

        broken.setattr(issuing, "_frozen", fail)
        with pytest.raises(RuntimeError):
            issued(waiting[1], keeper)
    assert issued(waiting[2], keeper) == 2
    assert NumberSeries.objects.get().last == 2


def test_without_the_lock_numbers_would_meet(monkeypatch):
    """Control: numbers given by reading the last one, with nobody waiting, are refused by the database."""
    from threading import Barrier

    if connection.vendor == "sqlite":
        pytest.skip("SQLite lets one transaction write at a time: nothing can meet there")
    NumberSeries.objects.create(code=CODE, year=YEAR)
    waiting, keeper, gate = documents(2), an_officer("office_staff"), Barrier(2)

    def careless(code: str, year: int, **who) -> NumberSeries:
        row = NumberSeries.objects.get(code=code, year=year)
        gate.wait(timeout=20)
        return row

    def attempt(n: int) -> bool:
        from capacity_portal.lib.constraints import ConstraintRefused

        try:
            issued(waiting[n], keeper)
        except (IntegrityError, ConstraintRefused):
            return False
        return True

    monkeypatch.setattr(numbering, "locked_series", careless)
    assert sorted(at_once(2, attempt, 2)) == [False, True]
    assert MORNING < LATER
