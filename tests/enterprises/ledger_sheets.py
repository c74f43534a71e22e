"""Sheets of enterprises on their whole trip, in memory: a table of text as .csv, the command's way in and what came of it."""

import csv
from functools import cache
from io import StringIO
from pathlib import Path

from django.core.management import call_command
from django.db import transaction
from django.db.models import Model

from capacity_portal.imports import registry
from capacity_portal.imports.at_once import Asked, Trip, take_in
from capacity_portal.lib.spreadsheets.findings import Level
from capacity_portal.lib.spreadsheets.map_options import parse_map_option
from enterprises.models import ConversionRow, EquipmentKind, IndustryCode, Product
from tests.makers import NOON

REAL = Path(__file__).resolve().parents[2] / "fixtures" / "import"
EVERYTHING = "导入测试：情况属实"


def load_dictionaries() -> None:
    """The rows that ``manage.py load_dictionaries`` makes, without its journal: hundreds of tests need them, and it takes long."""
    made: dict[type[Model], dict[int, Model]] = {}
    for model, rows in _loaded_once().items():
        made[model] = {}
        for pk, values in rows.items():
            record = model(**values)
            for field in model._meta.concrete_fields:
                if field.related_model in made:
                    setattr(record, field.name, made[field.related_model][values[field.attname]])
            made[model][pk] = record
        model.objects.bulk_create(made[model].values())


@cache
def _loaded_once() -> dict[type[Model], dict[int, dict]]:
    """What the command itself makes of the files, by number; undone again."""
    with transaction.atomic():
        call_command("load_dictionaries", verbosity=0, stdout=StringIO())
        loaded = {
            model: {values.pop("id"): values for values in model.objects.order_by("id").values()}
            for model in (Product, EquipmentKind, IndustryCode, ConversionRow)
        }
        transaction.set_rollback(True)
    return loaded


def as_csv(headings: str, *rows: str | list) -> bytes:
    """``headings`` and text rows are separated by spaces (``-`` for an empty cell); lists are cells."""
    target = StringIO()
    writer = csv.writer(target)
    for row in (headings, *rows):
        cells = row.split() if isinstance(row, str) else row
        writer.writerow(["" if cell == "-" else cell for cell in cells])
    return target.getvalue().encode()


def trip(content: bytes, *, by, region: str = "", name: str = "清单.csv", maps=(), **more) -> Trip:
    asked = Asked(
        registry.find("ledger"),
        content,
        name,
        region or by.region_code,
        options=[parse_map_option(text) for text in maps],
        **more,
    )
    return take_in(asked, by=by, at=NOON)


def store(content: bytes, *, by, **more) -> Trip:
    """The sheet, every 核实性 finding explained."""
    return trip(content, by=by, explanation=EVERYTHING, **more)


def look(content: bytes, *, by, **more) -> Trip:
    return trip(content, by=by, is_dry_run=True, **more)


def actions(one: Trip) -> list[str]:
    return [str(row.action) for row in one.understood.comparison.rows]


def findings(one: Trip) -> list[tuple]:
    """(level, code, row) of everything found."""
    return [(str(found.level), found.code, found.row) for found in one.understood.findings]


def codes(one: Trip, level: Level = Level.EXPLAIN) -> list[str]:
    return [found.code for found in one.understood.findings if found.level == level]


def messages(one: Trip, code: str) -> list[str]:
    return [found.message for found in one.understood.findings if found.code == code]


def changes(one: Trip) -> list[tuple]:
    return [tuple(change) for row in one.understood.comparison.rows for change in row.changes]
