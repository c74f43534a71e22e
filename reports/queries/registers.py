"""The register of numbers: its series and lines, what is asked of it, and the number that comes next."""

from dataclasses import dataclass

from django.db.models import BooleanField, Exists, ExpressionWrapper, Max, OuterRef, Q, QuerySet
from django.utils.timezone import localdate

from capacity_portal.lib.search_text import normalise
from capacity_portal.organization.access import within_region
from reports.choices import DocumentForm
from reports.models import Notice, NumberEntry, NumberSeries
from reports.queries.notices import LARGE, office_of
from reports.queries.scope import is_secretariat, notices_visible_to
from reports.rules.numbers import RUNNING, code_for, printed

STATES = {"valid": "有效", "void": "已作废", "paper": "纸质文件", "unscanned": "无扫描件"}
HIDDEN = "涉及举报的文件（标题不显示）"


@dataclass(frozen=True)
class RegisterQuestion:
    """What the register is asked for; empty parts ask for nothing. ``state``: one of STATES."""

    code: str = ""
    year: int | None = None
    state: str = ""
    text: str = ""


def series_of_office(officer) -> QuerySet[NumberSeries]:
    """The registers, the latest year first; for those who keep them."""
    rows = NumberSeries.objects.order_by("-year", "code")
    return rows if is_secretariat(officer) else rows.none()


def entries_matching(officer, question: RegisterQuestion) -> QuerySet[NumberEntry]:
    """Lines of the register that answer the question: of documents in the officer's territory, and of paper.

    ``is_seen``: whether the officer sees the document; where not (it concerns a tip) the line is there, its words are not (``title_of``).
    """
    if not is_secretariat(officer):
        return NumberEntry.objects.none()
    own = within_region(Notice.objects.all(), officer).values("pk")
    rows = NumberEntry.objects.filter(Q(notice=None) | Q(notice__in=own))
    seen = Q(notice=None) | Exists(notices_visible_to(officer).filter(pk=OuterRef("notice_id")))
    rows = rows.annotate(is_seen=ExpressionWrapper(seen, output_field=BooleanField()))
    if question.code:
        rows = rows.filter(series__code=question.code)
    if question.year:
        rows = rows.filter(series__year=question.year)
    if question.state:
        rows = rows.filter(_condition(question.state))
    if wanted := normalise(question.text):
        found = notices_visible_to(officer).filter(search_text__contains=wanted).values("pk")
        rows = rows.filter(Q(notice__in=found) | Q(is_seen=True, title__icontains=question.text))
    rows = rows.select_related("series", "notice", "given_by", "voided_by")
    return rows.defer(*(f"notice__{name}" for name in LARGE))


def title_of(entry: NumberEntry) -> str:
    """The title of a line of ``entries_matching``, for whoever asked."""
    return entry.title if entry.is_seen else HIDDEN


def next_number(notice: Notice) -> str:
    """The number ``notice`` would be given now, as printed."""
    office = office_of(notice.region_code)
    code = code_for(notice.form, document_code=office.document_code, letter_code=office.letter_code)
    year = (notice.dated or localdate(notice.signed_at or notice.drafted_at)).year
    own = NumberSeries.objects.filter(code=code, year=year).values_list("last", flat=True).first() or 0
    last = max(own, highest_running(code))
    return printed(notice.form, code, year, last + 1)


def highest_running(code: str) -> int:
    """The highest number of a code that runs through the years; 0 for every other, which begins anew with each year."""
    if code not in RUNNING:
        return 0
    return NumberSeries.objects.filter(code=code).aggregate(highest=Max("last"))["highest"] or 0


def codes_of(officer) -> list[str]:
    """The word parts the office numbers by: its own, and those registers were kept of."""
    office = office_of(officer.region_code)
    own = [
        code_for(form, document_code=office.document_code, letter_code=office.letter_code)
        for form in DocumentForm.values
    ]
    kept = series_of_office(officer).values_list("code", flat=True)
    return list(dict.fromkeys([*own, *kept]))


def _condition(state: str) -> Q:
    return {
        "valid": Q(voided_at=None),
        "void": Q(voided_at__isnull=False),
        "paper": Q(notice=None),
        "unscanned": Q(voided_at=None, notice__isnull=False, notice__scan_sha256=""),
    }[state]
