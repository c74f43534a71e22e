"""Random lives of files: whatever is done through the operations, journal, derived columns and search stay in step."""

from datetime import date, timedelta
from random import Random

import pytest
from django.core.exceptions import ValidationError

from capacity_portal.journal.queries import drift
from capacity_portal.journal.registry import all_tracked
from capacity_portal.lib.workflow import StepRefused, steps_from
from enterprises import operations, search
from enterprises.models import Capacity, Enterprise, Equipment, Licence, Link
from enterprises.operations import derived
from enterprises.queries import likely_links
from enterprises.rules.workflow import STEPS
from tests.makers import (
    NOON,
    credit_code_number,
    make_department,
    make_kind,
    make_officer,
    make_product,
    make_region,
)

pytestmark = [pytest.mark.django_db, pytest.mark.no_cover]
PLACES = ["360802001", "360802002", "360803001", "3608K01"]


class Life:
    """One office and its files; each step is one operation with arguments by chance (refusals are part of life)."""

    def __init__(self, seed: int):
        self.random, self.hours = Random(seed), 0
        self.by = make_officer("office_leader", "3608")
        self.department = make_department(make_region("3608"))
        self.kind, self.product = make_kind(), make_product()

    def run(self, steps: int) -> None:
        self.create()
        acts = [
            self.create, self.edit, self.edit, self.status, self.status, self.equipment, self.capacity, self.licence, self.name,
            self.batch, self.links, self.merge, self.restore, self.convert, self.withdraw,
        ]  # fmt: skip
        for _ in range(steps):
            self.hours += 1
            try:
                self.random.choice(acts)()
            except (ValidationError, StepRefused):
                continue

    @property
    def about(self) -> dict:
        return {"by": self.by, "at": NOON + timedelta(hours=self.hours)}

    def word(self) -> str:
        return "演示" + "".join(self.random.choices("甲乙丙（）铸钢", k=3)) + "厂"

    def any(self, model):
        records = list(model.objects.order_by("id"))
        return self.random.choice(records) if records else None

    def create(self):
        values = {
            "name": self.word(),
            "credit_code": credit_code_number(self.random.randrange(20)),
            "legal_representative": f"演示人{self.random.choice('甲乙丙')}",
            "region": make_region(self.random.choice(PLACES)),
            "industry": "steel",
            "supervision_class": "foundry",
            "status": "in_production",
        }
        operations.create_enterprise(values=values, **self.about)

    def edit(self):
        file = self.any(Enterprise)
        choices = {
            "name": self.word(),
            "actual_address": f"吉安市演示路{self.random.randrange(3)}号院",
            "region": make_region(self.random.choice(PLACES)),
            "credit_code": credit_code_number(self.random.randrange(20)),
            "risk_marks": self.random.sample(["scrap_intake", "no_testing"], k=1),
            "employees": self.random.randrange(90),
        }
        values = dict(self.random.sample(sorted(choices.items()), k=2))
        operations.edit_enterprise(enterprise=file, version=file.version, values=values, **self.about)

    def status(self):
        file = self.any(Enterprise)
        step = self.random.choice(steps_from(STEPS, file.status))
        on = date(2020, 1, 1) + timedelta(days=self.hours)
        operations.change_status(
            enterprise=file,
            version=file.version,
            step=step.name,
            on=on,
            document="文号",
            note="情况",
            **self.about,
        )

    def equipment(self):
        values = {"kind": self.kind, "size": 5, "serial": f"GW2018{self.random.randrange(4)}"}
        operations.save_part(
            part=Equipment(enterprise=self.any(Enterprise)), values=values, version=None, **self.about
        )

    def capacity(self):
        part = self.any(Capacity) or Capacity(enterprise=self.any(Enterprise))
        values = {"filed": self.random.randrange(99)} | ({} if part.pk else {"product": self.product})
        operations.save_part(
            part=part, values=values, version=part.version if part.pk else None, **self.about
        )

    def licence(self):
        values = {"kind": "business", "number": self.word()}
        operations.save_part(
            part=Licence(enterprise=self.any(Enterprise)), values=values, version=None, **self.about
        )

    def name(self):
        operations.add_former_name(
            enterprise=self.any(Enterprise), name=self.word(), until_on=None, **self.about
        )

    def batch(self):
        files = list(Enterprise.objects.order_by("id"))
        self.random.choice(
            [
                lambda: operations.confirm_files(enterprises=files, **self.about),
                lambda: operations.mark_key(enterprises=files, reason="fake_foundry", note="", **self.about),
                lambda: operations.unmark_key(enterprises=files, note="核实", **self.about),
                lambda: operations.assign_supervision(
                    enterprises=files, department=self.department, officer=self.by, **self.about
                ),
            ]
        )()

    def links(self):
        file = self.any(Enterprise)
        operations.record_links(enterprise=file, candidates=likely_links(file), **self.about)
        if link := self.any(Link):
            operations.decide_link(link=link, decision="related", note="核实", **self.about)

    def merge(self):
        operations.merge_enterprises(
            duplicate=self.any(Enterprise), into=self.any(Enterprise), note="重复", **self.about
        )

    def restore(self):
        operations.restore_merged(enterprise=self.any(Enterprise), note="误并", **self.about)

    def convert(self):
        operations.convert_capacities(enterprise=self.any(Enterprise), **self.about)

    def withdraw(self):
        part = self.random.choice(list(Equipment.objects.order_by("id")) or [None])
        if part:
            operations.withdraw_equipment(equipment=part, version=part.version, note="误登", **self.about)


def drifted():
    """Records of this app that are not as the journal says (those that ``tests.makers`` made stand in no journal)."""
    made = {"equipment_kind", "product"}
    ours = {tracked.subject for tracked in all_tracked() if tracked.model._meta.app_label == "enterprises"}
    return [found for found in drift() if found.subject in ours - made]


def columns(file, names):
    return {name: getattr(file, name) for name in sorted(names)}


@pytest.mark.parametrize("seed", range(4))
def test_after_any_history_journal_keys_and_search_agree(seed):
    Life(seed).run(70)
    assert drifted() == []
    for file in Enterprise.objects.select_related("region"):
        stored = columns(file, derived.KEYS | derived.PLACE)
        derived.place(file)
        derived.keys(file)
        assert columns(file, derived.KEYS | derived.PLACE) == stored
        for part in file.equipment.all():
            assert part.region_code == file.region_code
    for link in Link.objects.select_related("first", "second"):
        assert (link.first_region_code, link.second_region_code) == (
            link.first.region_code,
            link.second.region_code,
        )
    for text in ("甲乙", "铸钢", "演示人甲", "（", "演示路1号"):
        wanted = text.replace("（", "(")
        expected = {file for file in Enterprise.objects.all() if wanted in file.search_text}
        assert set(search.matching(Enterprise.objects.all(), text)) == expected


def test_nobody_who_was_closed_forgets_it():
    life = Life(11)
    life.run(120)
    closed = Enterprise.objects.filter(status__in=["exited", "banned", "revived"])
    assert closed.exists()
    assert not closed.filter(closed_on=None).exists()


def test_a_change_around_the_operations_is_seen():
    """The negative control of the first test."""
    life = Life(1)
    life.run(5)
    Enterprise.objects.update(process="绕过")
    assert len(drifted()) == Enterprise.objects.count()
