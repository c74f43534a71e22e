"""Two officers at one reduction task: what was opened, what stands now and what is typed here, form by form and row by row."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from capacity_portal.journal.queries import last_entry_of
from capacity_portal.lib.form_versions import Conflict, VersionRow, compare, raw_values, read_opened, sealed
from enterprises.forms.reductions import ItemRows, TaskForm, TotalRows
from enterprises.models import ReductionTask

LONGEST_TOKEN = 200_000

# A box that nobody ticked.
_NOTHING = {"", "否"}


@dataclass(frozen=True)
class TaskForms:
    """The three forms of a task's page."""

    task: TaskForm
    totals: TotalRows
    items: ItemRows

    def is_valid(self) -> bool:
        checked = [form.is_valid() for form in (self.task, self.totals, self.items)]
        return False not in checked

    def rows(self) -> Iterator[tuple[str, object]]:
        """(name, form) of every row, the task itself under an empty name."""
        yield "", self.task
        for name, forms in (("合计", self.totals), ("分项", self.items)):
            yield from ((f"{name}第{number}行", form) for number, form in enumerate(forms, start=1))


def opened_token(forms: TaskForms) -> str:
    """What the page was opened with, for a hidden field."""
    return sealed({name: raw_values(form) for name, form in forms.rows()})


def conflict_of(task: ReductionTask, typed: TaskForms, saved: TaskForms, token: str) -> Conflict:
    """``typed`` is bound, ``saved`` unbound and made from the task as it stands now; ``token`` came with the page."""
    last = last_entry_of(f"reduction:{task.pk}")
    opened, standing = read_opened(token[:LONGEST_TOKEN]), dict(saved.rows())
    rows: list[VersionRow] = []
    for name, form in typed.rows():
        if name in standing:
            found = compare(form, standing[name], opened.get(name) or {})
            rows += [_named(name, row) for row in found if {row.opened, row.saved, row.typed} - _NOTHING]
    return Conflict(last.by_name, last.at, rows)


def _named(name: str, row: VersionRow) -> VersionRow:
    return replace(row, label=f"{name}，{row.label}") if name else row
