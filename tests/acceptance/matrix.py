"""Who may open what: one line for every URL name of the resolver, written by hand and not derived from the table of roles.

A line names the roles, and its cases: how the address is built for the records of an area (and, with the same functions,
for another area's and for records that do not exist), what GET answers, and for posting pages what may be typed and what a
lawful POST answers. What a page lists is checked by the canaries.
"""

from tests.acceptance import (
    inspections_coverage,
    inspections_field,
    inspections_findings,
    inspections_grid,
    inspections_returns,
    inspections_rounds,
    inspections_visits,
    reports_assessments,
    reports_editing,
    reports_flow,
    reports_incoming,
    reports_preparing,
    reports_sending,
    tipoffs_files,
    tipoffs_follow_up,
    tipoffs_identity,
    tipoffs_intake,
    tipoffs_office,
    tipoffs_public,
    tipoffs_rewards,
    tipoffs_track,
    tipoffs_units,
)
from tests.acceptance.back_office import BACK_OFFICE
from tests.acceptance.lines import (
    ADMINISTRATORS,
    ANYBODY,
    AREA,
    AUDITOR,
    BUSINESS,
    COUNTY,
    EDIT,
    EVERYBODY,
    EVERYTHING,
    FILE,
    KEY,
    NOTE,
    OFFICE,
    OFFICERS,
    PEOPLE,
    PERSON,
    REASON,
    SECURITY,
    SYSTEM,
    VIEW,
    YES,
    Case,
    Line,
    always,
    of,
    page,
)
from tests.acceptance.world import Area

# --- pages of everybody -----------------------------------------------------------------------------------------------
DASHBOARDS = {
    "dashboards:home": page(EVERYBODY, stranger=200),
    "dashboards:healthz": page(EVERYBODY, stranger=200),
    "dashboards:desk": page(OFFICERS),
    "dashboards:components": page(frozenset()),  # in the demonstration only
}

ACCOUNTS = {
    "organization:sign-in": page(EVERYBODY, Case(get=302), stranger=200),
    "organization:sign-out": page(OFFICERS, Case(get=None, typed=YES)),
    "organization:account": page(OFFICERS),
    "organization:password": page(
        OFFICERS,
        Case(typed=always(old="qing-Shan-lv-Shui-88", new="Chun-Feng-2026-hua", again="Chun-Feng-2026-hua")),
    ),
    "organization:sign-out-everywhere": page(OFFICERS, Case(get=None, typed=YES)),
    "organization:session-end": page(
        OFFICERS, Case(of(handle="session"), get=None, typed=YES, posted_missing=302), about=PERSON
    ),
    "organization:second-factor": page(OFFICERS),
    "organization:second-factor-begin": page(OFFICERS, Case(get=None, typed=YES)),
    "organization:second-factor-confirm": page(OFFICERS, Case(get=302)),  # nothing begun
    "organization:recovery-codes": page(OFFICERS, Case(typed=YES)),
    "organization:second-factor-drop": page(OFFICERS, Case(typed=always(password="qing-Shan-lv-Shui-88"))),
    "organization:second-factor-check": page(OFFICERS, Case(get=302)),
}

_STEPS = {
    "deactivate": (NOTE, 302),
    "reactivate": ({}, 200),  # is active
    "reset-password": ({}, 302),
    "reset-second-factor": ({}, 302),
    "lift-lock": ({}, 302),
}
OFFICERS_PAGES = {
    "organization:officers": page(SECURITY, shows=PEOPLE),
    "organization:officer-create": page(
        SECURITY,
        Case(typed=lambda area: {
            "username": "newcomer", "name": "新同事", "role": "county_staff", "region": area["region"],
        }),
        shows=PEOPLE,
    ),
    "organization:officer": page(SECURITY, Case(of(pk="officer")), about=AREA, shows=PEOPLE),
    "organization:officer-edit": page(
        SECURITY, Case(of(pk="officer"), typed=always(name="改名")), about=AREA, shows=PEOPLE
    ),
    "organization:officer-role": page(
        SECURITY,
        Case(of(pk="officer"), typed=lambda area: {"role": "county_leader", "note": "任职文件"}),
        about=AREA,
        shows=PEOPLE,
    ),
    "organization:officer-step": page(
        SECURITY,
        *(
            Case(of({"step": step}, pk="officer"), typed=always(**values), posted=posted)
            for step, (values, posted) in _STEPS.items()
        ),
        about=AREA,
        shows=PEOPLE,
    ),
    "organization:requests": page(ADMINISTRATORS, shows=PEOPLE),
    "organization:request-create": page(
        ADMINISTRATORS,
        Case(typed=lambda area: {"officer": area["administrator"], "kind": "second_factor", "reason": "手机丢失"}),
        shows=PEOPLE,
    ),
    "organization:request-approve": page(
        ADMINISTRATORS, Case(of(pk="request"), get=None, typed=YES), about=AREA, shows=PEOPLE
    ),
    "organization:request-refuse": page(
        ADMINISTRATORS, Case(of(pk="request"), get=None, typed=YES), about=AREA, shows=PEOPLE
    ),
}  # fmt: skip

# --- journal and jobs -------------------------------------------------------------------------------------------------
JOURNAL = {
    "journal:list": page(AUDITOR, shows=EVERYTHING),
    "journal:entry": page(AUDITOR, Case(of(pk="entry")), about=ANYBODY, shows=EVERYTHING),
    "journal:head": page(AUDITOR),
    "journal:head-file": page(AUDITOR),
    "journal:seal": page(AUDITOR, Case(get=None, typed=YES)),
}
JOBS = {
    "jobs:list": page(OFFICERS),
    "jobs:detail": page(OFFICERS, Case(of(pk="job")), about=PERSON),
    "jobs:status": page(OFFICERS, Case(of(pk="job")), about=PERSON),
    "jobs:result": page(OFFICERS, Case(of(pk="job")), about=PERSON),
    "jobs:repeat": page(OFFICERS, Case(of(pk="job"), get=None, typed=YES), about=PERSON),
    "jobs:hand-over": page(OFFICERS, Case(of(pk="job"), get=None, typed=YES), about=PERSON),
    "jobs:check-journal": page(
        AUDITOR,
        Case(get=None, typed=always(kind="journal.verify")),
        Case(get=None, typed=always(kind="journal.drift")),
    ),
}

# --- import of spreadsheets -------------------------------------------------------------------------------------------
_SHEET = always(file="sheet")
_KINDS = {"ledger": COUNTY, "grid": COUNTY, "visits": EDIT, "accounts": SECURITY, "regions": SYSTEM}
_STEPS_OF_IMPORT = {
    "answers": {"show": "confirm", "cell_2_employees": "33"},
    "explanations": {"show": "explain", "text_no_code": "尚未办理登记"},
    "confirm": {},
    "discard": {},
    "read-again": {},
}
IMPORTS = {
    "imports:ledger": page(COUNTY, Case(typed=_SHEET)),
    "imports:upload": page(
        EDIT | SECURITY | SYSTEM,
        *(Case(always(kind=kind), typed=_SHEET, roles=roles) for kind, roles in _KINDS.items()),
    ),
    "imports:template": page(
        EDIT | SECURITY | SYSTEM,
        *(Case(always(kind=kind), roles=roles) for kind, roles in _KINDS.items()),
        shows=BUSINESS,
    ),
    "imports:detail": page(
        COUNTY,
        Case(of(pk="sheet")),
        *(
            Case(of(pk="sheet"), always(show=part))
            for part in ("errors", "confirm", "explain", "changed", "new", "left_out")
        ),
        Case(of(pk="columns"), get=302),
        about=PERSON,
    ),
    "imports:columns": page(
        COUNTY, Case(of(pk="columns"), typed=always(column_1="name", column_2="employees")), about=PERSON
    ),
    "imports:marked": page(COUNTY, Case(of(pk="sheet")), about=PERSON),
    **{
        f"imports:{step}": page(COUNTY, Case(of(pk="sheet"), get=None, typed=always(**values)), about=PERSON)
        for step, values in _STEPS_OF_IMPORT.items()
    },
}

# --- enterprises ------------------------------------------------------------------------------------------------------
_BATCH = {
    "confirm": (COUNTY, {}),
    "assign": (COUNTY, {}),
    "key": (KEY, {"reason": "fake_foundry"}),
    "unkey": (KEY, NOTE),
    "print": (VIEW, {}),
}


def _batch(action: str) -> Case:
    """Ticked files that are not the officer's are not in the list; the page is his own."""
    roles, values = _BATCH[action]

    def ticked(area: Area) -> dict:
        return {"action": action, "selected": area["enterprise" if action == "unkey" else "partner"]}

    def chosen(area: Area) -> dict:
        return (
            ticked(area)
            | {"asked": "1"}
            | values
            | ({"supervising_officer": area["officer"]} if action == "assign" else {})
        )

    return Case(query=ticked, typed=chosen, missing=200, posted_missing=200, roles=roles)


_NEW_FILE = {
    "name": "演示新建机械厂", "no_code_reason": "未办理登记", "industry": "steel", "supervision_class": "other",
    "status": "in_production",
}  # fmt: skip
_SECTIONS = {
    "basics": {"remarks": "改过的备注"},
    "address": {"longitude": "115.1", "latitude": "27.1"},
    "industry": {"process": "改过的工艺"},
    "power": {"transformer_kva": "315"},
    "risk": {"risk_marks": "night_production"},
    "supervision": {"supervising_department": ""},
}
_PARTS_NEW = {
    "equipment": lambda area: {"kind": area["kind"], "size": "3", "count": "1", "state": "idle"},
    "capacity": lambda area: {"product": area["second_product"], "filed": "12"},
    "licence": lambda area: {"kind": "safety", "number": "新证"},
}
_PARTS = {
    "equipment": {"location": "改过的位置"},
    "capacity": {"stated": "61"},
    "licence": {"issuer": "改过的机关"},
}

ENTERPRISES = {
    "enterprises:ledger": page(
        VIEW,
        Case(),
        Case(query=always(counts="1")),
        Case(query=always(order="updated")),
        Case(query=always(q="演示", key="1", status="suspended")),
    ),
    "enterprises:columns": page(VIEW, Case(get=None, typed=always(column="status"))),
    "enterprises:create": page(
        EDIT,
        Case(typed=lambda area: _NEW_FILE | {"region": area.place, "stage": "confirm", "shown": ""}),
    ),
    "enterprises:villages": page(EDIT, Case(query=lambda area: {"parent": area.place}, missing=200), about=AREA),
    "enterprises:batch": page(VIEW, *map(_batch, _BATCH), about=AREA),
    "enterprises:batch-result": page(COUNTY, Case(of(key="report")), about=PERSON),
    "enterprises:export": page(
        COUNTY,
        Case(
            query=lambda area: {"selected": area["enterprise"]},
            typed=lambda area: {"format": "csv", "columns": "all", "selected": area["enterprise"]},
            missing=200,
            posted_missing=302,
        ),
        Case(
            query=always(all_matching="1"),
            typed=always(format="xlsx", columns="all", all_matching="1"),
            missing=200,
            posted_missing=302,
        ),
        about=AREA,
    ),
    "enterprises:export-file": page(COUNTY, Case(of(key="csv")), Case(of(key="xlsx")), about=PERSON),
    "enterprises:links": page(OFFICE, Case(), Case(query=always(state="decided"))),
    "enterprises:link": page(
        EDIT, Case(of(pk="link"), typed=always(decision="unrelated", note="已核对")), about=AREA
    ),
    "enterprises:merge": page(
        OFFICE,
        Case(of(pk="same"), typed=lambda area: {"direction": area["same_first"], "note": "同一企业"}),
        about=AREA,
    ),
    "enterprises:reductions": page(VIEW),
    "enterprises:reduction-new": page(
        OFFICE,
        Case(typed=lambda area: {
            "region": area["region"], "year": "2027", "industry": "steel", "title": "新任务", "document": "新文",
        }),
    ),
    "enterprises:reduction": page(VIEW - {"grid_officer"}, Case(of(pk="reduction")), about=AREA),
    "enterprises:reduction-edit": page(
        OFFICE, Case(of(pk="reduction"), typed=always(note="改过的说明")), about=AREA
    ),
    "enterprises:dossier": page(
        VIEW, *(Case(of(pk=file)) for file in ("enterprise", "partner", "merged", "gone")), about=AREA
    ),
    "enterprises:history": page(VIEW, Case(FILE), Case(of(pk="gone")), about=AREA),
    "enterprises:as-of": page(VIEW, Case(FILE), Case(FILE, always(on="2026-03-02")), Case(of(pk="gone")), about=AREA),
    "enterprises:dossier-pdf": page(VIEW, Case(FILE), Case(of(pk="gone")), about=AREA),
    "enterprises:qr": page(VIEW, Case(FILE), Case(of(pk="gone")), about=AREA),
    "enterprises:confirm": page(COUNTY, Case(FILE, get=None, typed=YES), about=AREA),
    "enterprises:recompute": page(EDIT, Case(FILE, get=None, typed=YES), about=AREA),
    "enterprises:unmerge": page(OFFICE, Case(of(pk="merged"), typed=REASON), about=AREA),
    "enterprises:status": page(
        COUNTY, Case(FILE, typed=always(step="resume", on="2026-03-02", document="")), about=AREA
    ),
    "enterprises:edit-section": page(
        EDIT,
        *(
            Case(
                of({"section": section}, pk="enterprise"),
                typed=always(**values),
                roles=COUNTY if section == "supervision" else None,
            )
            for section, values in _SECTIONS.items()
        ),
        about=AREA,
    ),
    "enterprises:former-name-new": page(EDIT, Case(FILE, typed=always(name="又一个旧名")), about=AREA),
    "enterprises:former-name-withdraw": page(
        EDIT, Case(of(pk="enterprise", former_name="former_name"), typed=REASON), about=AREA
    ),
    "enterprises:attachment-new": page(EDIT, Case(FILE, typed=always(file="photo")), about=AREA),
    "enterprises:attachment": page(
        VIEW, Case(of(pk="enterprise", attachment="attachment")), about=AREA
    ),
    "enterprises:attachment-withdraw": page(
        EDIT, Case(of(pk="enterprise", attachment="attachment"), typed=REASON), about=AREA
    ),
    "enterprises:equipment-withdraw": page(
        EDIT, Case(of(pk="enterprise", part="equipment"), typed=REASON), about=AREA
    ),
    "enterprises:part-new": page(
        EDIT, *(Case(of({"kind": kind}, pk="enterprise"), typed=build) for kind, build in _PARTS_NEW.items()),
        about=AREA,
    ),
    "enterprises:part-edit": page(
        EDIT,
        *(Case(of({"kind": kind}, pk="enterprise", part=kind), typed=always(**values)) for kind, values in _PARTS.items()),
        about=AREA,
    ),
}  # fmt: skip

INSPECTIONS = (
    inspections_grid.LINES
    | inspections_rounds.LINES
    | inspections_coverage.LINES
    | inspections_visits.LINES
    | inspections_field.LINES
    | inspections_findings.LINES
    | inspections_returns.LINES
    | tipoffs_public.LINES
    | tipoffs_intake.LINES
    | tipoffs_track.LINES
    | tipoffs_identity.LINES
    | tipoffs_office.LINES
    | tipoffs_units.LINES
    | tipoffs_rewards.LINES
    | tipoffs_files.LINES
    | tipoffs_follow_up.LINES
    | reports_editing.LINES
    | reports_flow.LINES
    | reports_assessments.LINES
    | reports_incoming.LINES
    | reports_preparing.LINES
    | reports_sending.LINES
)

LINES: dict[str, Line] = (
    DASHBOARDS
    | ACCOUNTS
    | OFFICERS_PAGES
    | JOURNAL
    | JOBS
    | IMPORTS
    | ENTERPRISES
    | INSPECTIONS
    | BACK_OFFICE
)
