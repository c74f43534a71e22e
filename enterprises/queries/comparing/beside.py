"""One row beside the ledger: new, changed, unchanged or held up."""

from capacity_portal.imports.choices import RowAction
from capacity_portal.imports.registry import Compared, Context
from capacity_portal.lib.spreadsheets.checking import Checked
from capacity_portal.lib.spreadsheets.findings import Level
from enterprises.queries.comparing.differing import Differing
from enterprises.queries.comparing.known import Known
from enterprises.queries.comparing.notes import Notes
from enterprises.queries.comparing.opening import Opening
from enterprises.queries.comparing.reference import Reference
from enterprises.queries.comparing.stated import stated_capacities
from enterprises.queries.comparing.subject import Match, Subject, find_match, read_subject
from enterprises.queries.comparing.whole_file import WholeFile, region_name

FOREIGN = "统一社会信用代码 {code} 疑似外县关联，已转市办核对。"


class Beside:
    """Compares rows one after the other; ``whole`` gathers what is said about the file."""

    def __init__(self, context: Context, reference: Reference):
        self.context, self.reference = context, reference
        home = reference.regions.get(context.region_code, context.region_code)
        self.whole = WholeFile(context, home)
        self._opening = Opening(context, reference, self.whole)
        self._differing = Differing(context, reference)

    def row(self, one: Checked, known: Known) -> Compared:
        notes = Notes(self.context, one.row)
        subject = read_subject(self.context, one, known)
        compared = Compared(one.row, RowAction.BLOCKED, title=subject.name[:200], findings=notes.found)
        if not subject.name:
            return compared
        match = find_match(subject, known, notes)
        self._refuse_repeated(subject, match, notes)
        if match.id is None:
            self._open(subject, one, compared, notes)
        else:
            self._change(subject, match, known, compared, notes)
        return _held(compared, one)

    def _refuse_repeated(self, subject: Subject, match: Match, notes: Notes) -> None:
        code = subject.code or subject.disputed
        before = self.whole.earlier_row(subject.number, code, subject.name_key, subject.region, match.id)
        if before is not None:
            message = f"“{subject.name}”与第 {before} 行是同一家企业，请删去其中一行，或补填各自的统一社会信用代码。"
            notes.error("repeated", "name", message, subject.name)

    def _open(self, subject: Subject, one: Checked, compared: Compared, notes: Notes) -> None:
        compared.action = RowAction.NEW
        self._place(subject, one, notes)
        self._say_foreign(subject, notes)
        compared.values = self._opening.values(subject, self._doubted(one), notes)

    def _change(self, subject: Subject, match: Match, known: Known, compared: Compared, notes: Notes) -> None:
        file = known.files[match.id]
        self._count(subject, file.industry)
        values, changes = self._differing.from_file(subject, file, match, known, notes)
        compared.target_id, compared.target_version = file.pk, file.version
        compared.action = RowAction.CHANGED if values else RowAction.UNCHANGED
        compared.values, compared.changes = values, changes
        if "disputed_code" in values:
            self._say_foreign(subject, notes)

    def _doubted(self, one: Checked) -> set[str]:
        """Keys of the columns about whose cell something was found already."""
        places = {finding.place for finding in one.findings}
        return (
            {key for key, mapped in self.context.mapped.items() if mapped.place in places}
            if places
            else set()
        )

    def _count(self, subject: Subject, industry: str) -> None:
        for stated in stated_capacities(subject.values, industry, self.reference.products):
            self.whole.count(stated.product, stated.value, stated.unit)

    def _place(self, subject: Subject, one: Checked, notes: Notes) -> None:
        if not subject.is_placed and not any(finding.code == "place" for finding in one.findings):
            self.whole.lacks("no_place", one.row)
        inside = [area for area in subject.areas if area.startswith(self.context.region_code)]
        if len(subject.areas) > 1 and len(inside) != 1:
            named = "、".join(region_name(self.reference.regions, area) for area in subject.areas[:5])
            message = f"所在地区不止一处同名，请写明是哪一处：{named}。"
            notes.confirm("place_ambiguous", "region", message)

    def _say_foreign(self, subject: Subject, notes: Notes) -> None:
        if subject.disputed:
            message = FOREIGN.format(code=subject.disputed)
            notes.explain("foreign_code", "credit_code", message, subject.disputed)


def _held(compared: Compared, one: Checked) -> Compared:
    """A row with an error, or with something nobody has decided, is not stored; an unchanged one asks for nothing."""
    if any(finding.level != Level.EXPLAIN for finding in (*one.findings, *compared.findings)):
        compared.action = RowAction.BLOCKED
    return compared
