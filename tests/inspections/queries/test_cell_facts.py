"""Who answered for a cell: the month's own person, else today's; in a closed month what was frozen, whatever happens later."""

import pytest

from inspections.queries.cell_facts import UNKNOWN, cell_facts
from inspections.queries.figures import area_of, figures, shown
from inspections.rules.digests import digest_of
from tests.makers import (
    NOON,
    make_cell,
    make_department,
    make_duty,
    make_office,
    make_officer,
    make_post,
    make_region,
    make_round,
)

pytestmark = pytest.mark.django_db
_SHOWN = ("name", "responsible", "department", "risks")


def close(round_, **changed) -> None:
    found = figures(round_) | changed
    round_.closings.create(number=1, figures=found, digest=digest_of(found), closed_at=NOON)
    round_.state, round_.closed_at = "closed", NOON
    round_.save()


def in_figures(found: dict) -> dict[str, str]:
    return {cell["name"]: cell["responsible"] for cell in area_of(found, "360802")["cells"]}


def test_names_are_those_of_the_month_then_those_of_today():
    round_ = make_round()
    old = make_cell("360802001", name="甲网格", risk_marks=["scrap_rich"])
    new, nobody = make_cell("360802002", name="乙网格"), make_cell("360802003", name="丙网格")
    for name in ("月初责任人", "月中责任人", ""):
        make_duty(round_, cell=old, responsible_name=name)
    make_duty(round_)
    for cell, name in ((old, "现任甲"), (new, "现任乙")):
        make_post(cell, make_officer("grid_officer", cell.region, name=name))
    assert in_figures(figures(round_)) == {
        "甲网格": "月中责任人",
        "乙网格": "现任乙",
        "丙网格": "",
        "没有网格": "",
    }
    facts = [cell_facts(round_, cell) for cell in (old, new, nobody)]
    assert [one["responsible"] for one in facts] == ["月中责任人", "现任乙", ""]
    assert facts[0]["risks"] == old.risk_labels != []


def test_a_closed_month_keeps_person_department_risks_and_name():
    make_office()
    round_, department = make_round(), make_department(make_region("360802"))
    cell = make_cell(name="甲网格", supervising_department=department)
    live = dict(cell_facts(round_, cell))
    close(round_)
    make_post(cell)
    cell.name, cell.supervising_department, cell.risk_marks = "改名", None, ["scrap_rich"]
    cell.save()
    kept = cell_facts(round_, cell)
    assert {name: kept[name] for name in _SHOWN} == live
    assert live == {"name": "甲网格", "responsible": "", "department": department.name, "risks": []}
    assert in_figures(shown(round_)) == {"甲网格": ""}


def test_a_cell_founded_later_and_figures_of_the_older_format_say_nothing():
    make_region("360802")
    round_ = make_round()
    old = {"id": make_cell("360802001", name="甲网格").pk, "name": "甲网格", "region_code": "360802001"}
    close(round_, format=1, counties=[{"code": "360802", "name": "吉州区", "cells": [old]}])
    found = shown(round_)["counties"][0]
    assert found == {"code": "360802", "name": "吉州区", "quality": None, "cells": [UNKNOWN | old]}
    later = make_cell("360802002", name="丁网格")
    assert cell_facts(round_, later) == {"name": "丁网格", **UNKNOWN}
