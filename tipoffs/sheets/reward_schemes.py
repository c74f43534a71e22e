"""Reward schemes as rows of a file: a row a case, the scheme repeated in each."""

from collections.abc import Sequence

from capacity_portal.lib import dates
from tipoffs.choices import RewardSplit

_YES = {"yes": True, "no": False}


def schemes_in(rows: Sequence[dict[str, str]]) -> list[tuple[dict, list[dict]]]:
    """(values of the scheme, values of its cases) in order; ``region`` stays a code. Raises ValueError naming the row."""
    found: dict[tuple, tuple[dict, list[dict]]] = {}
    for number, row in enumerate(rows, start=2):
        try:
            scheme, case = _scheme(row), _case(row)
        except (KeyError, ValueError) as wrong:
            raise ValueError(f"第{number}行：{wrong}") from wrong
        found.setdefault((scheme["region"], scheme["title"], scheme["valid_from"]), (scheme, []))[1].append(
            case
        )
    return list(found.values())


def _scheme(row: dict[str, str]) -> dict:
    return {
        "region": row["region"],
        "title": row["title"],
        "document": row["document"],
        "valid_from": dates.parse(row["valid_from"], name="施行日期"),
        "valid_to": dates.parse(row["valid_to"], name="截止日期") if row["valid_to"] else None,
        "split": RewardSplit(row["split"]).value,
        "needs_name": _YES[row["needs_name"]],
        "claim_days": int(row["claim_days"]),
        "note": row["note"],
    }


def _case(row: dict[str, str]) -> dict:
    return {"position": int(row["position"]), "case": row["case"], "yuan": int(row["yuan"])}
