"""The figures of a month as plain JSON: whole numbers, texts, booleans and null, never a float. Frozen at closing.

::

    figures(round_) = {"format": 2, "period": 202603, "visits_due_on": "2026-03-31", "return_due_on": "2026-04-03",
        "list_digest": "64 hex digits", "prefecture": AREA, "counties": [AREA, ...], "uncovered": [LINE, ...]}

``counties``: every county and zone in force in the month, by code, zeros too; after them, only where duties lie in none of
them, one area each for what is left. ``uncovered`` (``queries.uncovered.lines``) stands there only with ``with_uncovered``.

::

    AREA = {"code": "360802", "name": "吉州区", "total": STOCK, "kinds": {DutyKind: STOCK},
        "classes": {SupervisionClass: STOCK},    # enterprises, by the class frozen on the duty
        "key": STOCK, "lookback": STOCK,         # enterprises again: 重点监管, 回头看
        "gaps": {"explained": n, "unexplained": n},          # of pending + attempted, with and without gap_reason
        "nights": {"needed": n, "done": n},                  # duties in force that need a night visit, and that had one
        "visits": {"recorded": n, "night": n, "backfilled": n, "outcomes": {Outcome: n}},    # valid visits
        "findings": {"found": {FindingKind: n}, "open": {FindingKind: n}, "total": n, "total_open": n, "serious_open": n},
        "return": {"state": "none" or ReturnState, "is_late": bool, "is_zero_report": bool, "submitted_at": ISO or null},
        "quality": null or {"score": n, "visits": n, "computed_at": ISO,
            "reasons": [{"code": "...", "sentence": "...", "count": n, "weight": n}]},    # for officers who review returns
        "cells": [CELL, ...]}
    CELL = {"id": n or null, "name": "...", "region_code": "360802001", "responsible": "name or empty",
        "department": "name or empty", "risks": ["label", ...], and total, kinds, gaps, nights, visits, findings}

The prefecture has no ``return``, ``quality`` and ``cells`` but ``"returns": {"none": n, ReturnState: n, "late": n}``. ``cells``: every
current cell of the county and every other that has duties, by code; id null is what lies in no cell. STOCK is
``rules.stock.stock``. Figures of format 1 had no ``quality`` and nothing of a cell but its name: ``shown`` gives null for both.
"""

from collections.abc import Mapping

from enterprises.choices import SupervisionClass
from inspections.choices import DutyKind, FindingKind, Outcome, ReturnState
from inspections.models import MonthlyReturn, QualityScore, Round
from inspections.queries.cell_facts import UNKNOWN, responsible_by_cell
from inspections.queries.figure_places import cells_by_county, counties_with
from inspections.queries.figure_rows import Place, Rows, by_place, together
from inspections.queries.territory import prefecture
from inspections.queries.uncovered import lines
from inspections.rules import stock

FORMAT = 2
_OF_REASON = ("code", "sentence", "count", "weight")
NO_RETURN = {"state": "none", "is_late": False, "is_zero_report": False, "submitted_at": None}


def figures(round_: Round, *, with_uncovered: bool = False) -> dict:
    """The figures as they are now; about a dozen queries, none per county or cell."""
    places = by_place(round_)
    names = counties_with(round_, places)
    cells = cells_by_county(places, responsible_by_cell(round_.period))
    returns, quality = _returns(round_), _quality(round_)
    home = prefecture()
    counties = [
        {
            **_county(code, name, places),
            "return": returns.get(code, NO_RETURN),
            "quality": quality.get(code),
            "cells": _cells(cells.get(code, []), code, places),
        }
        for code, name in names.items()
    ]
    whole = {"code": home.code if home else "", "name": home.name if home else "全市"}
    found = {
        "format": FORMAT,
        "period": round_.period,
        "visits_due_on": round_.visits_due_on.isoformat(),
        "return_due_on": round_.return_due_on.isoformat(),
        "list_digest": round_.list_digest,
        "prefecture": {**whole, **_account(together(places.values())), "returns": _states(counties)},
        "counties": counties,
    }
    return found | {"uncovered": lines(round_)} if with_uncovered else found


def shown(round_: Round) -> dict:
    """What pages show: the frozen figures of a closed month (with its uncovered list), else those of now."""
    if round_.is_closed:
        return _readable(round_.closings.order_by("-number").values_list("figures", flat=True)[0])
    return figures(round_)


def _readable(found: dict) -> dict:
    """Frozen figures in the shape of now: what an older format did not keep is null."""
    if found.get("format") == 1:
        for area in found["counties"]:
            area["quality"], area["cells"] = None, [UNKNOWN | cell for cell in area["cells"]]
    return found


def area_of(found: Mapping, code: str) -> dict | None:
    """The area with this code in ``figures``; "" is the prefecture."""
    if code in ("", found["prefecture"]["code"]):
        return found["prefecture"]
    return next((area for area in found["counties"] if area["code"] == code), None)


def cell_of(area: Mapping, cell_id: int | None) -> dict | None:
    """The cell of a county's area; None is what lies in no cell."""
    return next((cell for cell in area["cells"] if cell["id"] == cell_id), None)


def _county(code: str, name: str, places: Mapping[Place, Rows]) -> dict:
    rows = together(part for (county, _), part in places.items() if county == code)
    return {"code": code, "name": name, **_account(rows)}


def _cells(cells: list[dict], county: str, places: Mapping[Place, Rows]) -> list[dict]:
    return [cell | _common(places.get((county, cell["id"]), Rows())) for cell in cells]


def _account(rows: Rows) -> dict:
    """What an area says more than a cell."""
    enterprises = [row for row in rows.duties if row["kind"] == DutyKind.ENTERPRISE]
    classes = {
        name: stock.together(row for row in enterprises if row["supervision_class"] == name)
        for name in SupervisionClass.values
    }
    return _common(rows) | {
        "classes": classes,
        "key": stock.together(row for row in enterprises if row["is_key"]),
        "lookback": stock.together(row for row in enterprises if row["is_lookback"]),
    }


def _common(rows: Rows) -> dict:
    """What is said of every area and cell."""
    kinds = DutyKind.values
    return {
        "total": stock.together(rows.duties),
        "kinds": {kind: stock.together(row for row in rows.duties if row["kind"] == kind) for kind in kinds},
        "gaps": {name: _sum(rows.duties, name) for name in ("explained", "unexplained")},
        "nights": {"needed": _sum(rows.duties, "nights_needed"), "done": _sum(rows.nights, "n")},
        "visits": _visits(rows.visits),
        "findings": _findings(rows.findings),
    }


def _visits(rows: list[dict]) -> dict:
    return {
        "recorded": _sum(rows, "n"),
        "night": _sum(rows, "night"),
        "backfilled": _sum(rows, "backfilled"),
        "outcomes": _by(rows, "outcome", "n", Outcome.values),
    }


def _findings(rows: list[dict]) -> dict:
    return {
        "found": _by(rows, "kind", "n", FindingKind.values),
        "open": _by(rows, "kind", "open", FindingKind.values),
        "total": _sum(rows, "n"),
        "total_open": _sum(rows, "open"),
        "serious_open": _sum(rows, "serious_open"),
    }


def _sum(rows: list[dict], name: str) -> int:
    return sum(row[name] for row in rows)


def _by(rows: list[dict], key: str, name: str, values: list[str]) -> dict[str, int]:
    return {value: sum(row[name] for row in rows if row[key] == value) for value in values}


def _returns(round_: Round) -> dict[str, dict]:
    rows = MonthlyReturn.objects.filter(period=round_.period)
    asked = rows.values_list("region_code", "state", "is_late", "is_zero_report", "submitted_at")
    return {
        code: {
            "state": state,
            "is_late": is_late,
            "is_zero_report": is_zero_report,
            "submitted_at": submitted_at.isoformat() if submitted_at else None,
        }
        for code, state, is_late, is_zero_report, submitted_at in asked
    }


def _quality(round_: Round) -> dict[str, dict]:
    rows = QualityScore.objects.filter(round=round_)
    return {
        row.county_code: {
            "score": row.score,
            "visits": row.visits,
            "computed_at": row.computed_at.isoformat(),
            "reasons": [{name: reason[name] for name in _OF_REASON} for reason in row.reasons],
        }
        for row in rows
    }


def _states(counties: list[dict]) -> dict[str, int]:
    states = {
        state: sum(county["return"]["state"] == state for county in counties)
        for state in ("none", *ReturnState.values)
    }
    return states | {"late": sum(county["return"]["is_late"] for county in counties)}
