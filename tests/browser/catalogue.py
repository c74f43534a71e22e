"""The table of pages: each page of the portal, for whom, at which address, and after which acts it is looked at.

Every address of the resolver is either in PAGES (the address of a line tells which) or in NOT_PAGES with its reason, or is a stock
page of the back office that every administrator is refused. test_pages.py fails for an address that is none of these.
"""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page

from tests.browser import acts, tip_acts

Act = Callable[[Page], None]


@dataclass(frozen=True)
class Line:
    """``slug`` names the pictures; ``who`` is a user name of the data set, None for strangers; ``address`` may name keys of the
    data set in braces; ``act`` is done before looking; ``status`` is what the portal answers in the end;
    ``shows`` is the name of the page that the acts lead to, where it is another one.
    """

    slug: str
    who: str | None
    address: str
    act: Act | None = None
    status: int = 200
    demo: bool = False
    shows: str = ""


STAFF, LEADER, OFFICE = "county_staff", "county_leader", "office_staff"
SECURITY, SYSTEM, AUDITOR = "security_admin", "system_admin", "auditor"
FILE = "/enterprises/{full}"

PAGES = [
    # --- open to everybody
    Line("home", None, "/"),
    Line("home-demo", None, "/", demo=True),
    Line("sign-in", None, "/accounts/sign-in/"),
    Line("sign-in-demo", None, "/accounts/sign-in/", demo=True),
    Line("sign-in-refused", None, "/accounts/sign-in/", acts.sign_in_wrongly),
    Line("sign-in-locked", None, "/accounts/sign-in/", acts.lock_out, 429),
    Line("not-found", STAFF, "/enterprises/999999/", status=404),
    # --- the desk of every role
    Line("desk", STAFF, "/desk/"),
    Line("desk-office", OFFICE, "/desk/"),
    Line("desk-grid", "grid_officer", "/desk/"),
    Line("desk-empty", "power_company", "/desk/"),
    Line("desk-security", SECURITY, "/desk/"),
    Line("desk-auditor", AUDITOR, "/desk/"),
    Line("components", STAFF, "/desk/components/", demo=True),
    # --- own account
    Line("account", STAFF, "/accounts/", acts.open_user_menu),
    Line("password", STAFF, "/accounts/password/"),
    Line("password-refused", STAFF, "/accounts/password/", acts.submit),
    Line("password-due", "new_colleague", "/desk/", shows="organization:password"),
    Line("second-factor", STAFF, "/accounts/second-factor/"),
    Line("second-factor-confirm", "beginner_colleague", "/accounts/second-factor/confirm/"),
    Line("second-factor-refused", "beginner_colleague", "/accounts/second-factor/confirm/", acts.submit),
    Line("second-factor-check", "careful_colleague", "/accounts/second-factor/check/"),
    Line("second-factor-drop", STAFF, "/accounts/second-factor/drop/"),
    Line("recovery-codes", STAFF, "/accounts/second-factor/codes/"),
    # --- accounts of others
    Line("officers", SECURITY, "/accounts/officers/"),
    Line("officers-none", SECURITY, "/accounts/officers/?q=nobody-at-all"),
    Line("officer-create", SECURITY, "/accounts/officers/new/"),
    Line("officer-create-refused", SECURITY, "/accounts/officers/new/", acts.submit),
    Line("officer", SECURITY, "/accounts/officers/{officer}/"),
    Line("officer-gone", SECURITY, "/accounts/officers/{gone}/"),
    Line("officer-edit", SECURITY, "/accounts/officers/{officer}/edit/"),
    Line("officer-role", SECURITY, "/accounts/officers/{officer}/role/"),
    Line("officer-deactivate", SECURITY, "/accounts/officers/{officer}/deactivate/"),
    Line("officer-reactivate", SECURITY, "/accounts/officers/{gone}/reactivate/"),
    Line("officer-reset-password", SECURITY, "/accounts/officers/{officer}/reset-password/"),
    Line("requests", SYSTEM, "/accounts/requests/"),
    Line("requests-of-mine", SECURITY, "/accounts/requests/"),
    Line("request-create", SECURITY, "/accounts/requests/new/"),
    # --- background jobs
    Line("jobs", STAFF, "/jobs/"),
    Line("jobs-none", "member_unit", "/jobs/"),
    Line("job-waiting", STAFF, "/jobs/{waiting_job}/"),
    Line("job-failed", STAFF, "/jobs/{failed_job}/"),
    Line("job-done", AUDITOR, "/jobs/{done_job}/"),
    # --- journal
    Line("journal", AUDITOR, "/journal/"),
    Line(
        "journal-none", AUDITOR, "/journal/?q=%E6%97%A0%E6%AD%A4%E4%BA%BA&since=2001-01-01&until=2001-01-02"
    ),
    Line("journal-entry", AUDITOR, "/journal/entries/{entry}/"),
    Line("journal-head", AUDITOR, "/journal/head/"),
    # --- ledger
    Line("ledger", STAFF, "/enterprises/"),
    Line("ledger-office", OFFICE, "/enterprises/"),
    Line(
        "ledger-filtered", OFFICE, "/enterprises/?region=360802&class=foundry&status=in_production&counts=1"
    ),
    Line("ledger-none", STAFF, "/enterprises/?q=%E6%B2%A1%E6%9C%89%E8%BF%99%E5%AE%B6"),
    Line("ledger-selected", STAFF, "/enterprises/", acts.select_two),
    Line("create", STAFF, "/enterprises/new/"),
    Line("create-refused", STAFF, "/enterprises/new/", acts.submit),
    Line("create-check", STAFF, "/enterprises/new/", acts.type_a_known_name),
    Line("batch-confirm", STAFF, "/enterprises/batch/?action=confirm&selected={full}&selected={bare}"),
    Line("batch-assign", STAFF, "/enterprises/batch/?action=assign&selected={full}&selected={bare}"),
    Line(
        "batch-assign-ready",
        STAFF,
        "/enterprises/batch/?action=assign&selected={full}&selected={bare}",
        acts.assign,
    ),
    Line("batch-key", LEADER, "/enterprises/batch/?action=key&selected={full}&selected={bare}"),
    Line(
        "batch-key-refused",
        LEADER,
        "/enterprises/batch/?action=key&selected={full}&selected={bare}",
        acts.go_on,
    ),
    Line("batch-unkey", LEADER, "/enterprises/batch/?action=unkey&selected={full}&selected={bare}"),
    Line("batch-print", STAFF, "/enterprises/batch/?action=print&selected={full}&selected={bare}"),
    Line("batch-none", STAFF, "/enterprises/batch/?action=confirm"),
    Line(
        "batch-result",
        STAFF,
        "/enterprises/batch/?action=confirm&selected={bare}",
        acts.submit,
        shows="enterprises:batch-result",
    ),
    Line("export", STAFF, "/enterprises/export/?all_matching=1&status=in_production"),
    # --- import of spreadsheets
    Line("import", STAFF, "/enterprises/import/"),
    Line("import-office", OFFICE, "/enterprises/import/"),
    Line("import-letter", STAFF, "/enterprises/import/", acts.upload_a_letter),
    Line("import-accounts", SECURITY, "/imports/accounts/"),
    Line("import-regions", SYSTEM, "/imports/regions/"),
    Line("import-reading", STAFF, "/imports/{sheet_reading}/"),
    Line("import-stuck", STAFF, "/imports/{sheet_stuck}/"),
    Line("import-columns", STAFF, "/imports/{sheet_columns}/columns/", acts.open_folds),
    Line("import-columns-refused", STAFF, "/imports/{sheet_columns}/columns/", acts.submit),
    Line("import-errors", STAFF, "/imports/{sheet_faulty}/"),
    Line("import-confirm", STAFF, "/imports/{sheet_faulty}/?show=confirm"),
    Line(
        "import-confirm-refused",
        STAFF,
        "/imports/{sheet_faulty}/?show=confirm",
        acts.answer_too_much,
        shows="imports:answers",
    ),
    Line("import-explain", STAFF, "/imports/{sheet_faulty}/?show=explain"),
    Line(
        "import-explain-refused",
        STAFF,
        "/imports/{sheet_faulty}/?show=explain",
        acts.explain_too_little,
        shows="imports:explanations",
    ),
    Line("import-left-out", STAFF, "/imports/{sheet_faulty}/?show=left_out"),
    Line("import-unchanged-none", STAFF, "/imports/{sheet_faulty}/?show=unchanged"),
    Line("import-changed", STAFF, "/imports/{sheet_ready}/?show=changed"),
    Line("import-new", STAFF, "/imports/{sheet_ready}/?show=new"),
    Line("import-columns-again", STAFF, "/imports/{sheet_ready}/columns/"),
    Line("import-refused", STAFF, "/imports/{sheet_refused}/"),
    Line("import-discarded", STAFF, "/imports/{sheet_discarded}/"),
    Line("import-stored", OFFICE, "/imports/{sheet_stored}/"),
    Line("links", OFFICE, "/enterprises/links/"),
    Line("links-decided", OFFICE, "/enterprises/links/?state=decided"),
    Line("link", STAFF, "/enterprises/links/{link}/"),
    Line("link-refused", STAFF, "/enterprises/links/{link}/", acts.submit),
    Line("merge", OFFICE, "/enterprises/links/{same}/merge/"),
    Line("merge-refused", OFFICE, "/enterprises/links/{same}/merge/", acts.submit),
    Line("reductions", OFFICE, "/enterprises/reductions/"),
    Line("reduction", OFFICE, "/enterprises/reductions/{reduction}/"),
    Line("reduction-create", OFFICE, "/enterprises/reductions/new/"),
    Line("reduction-create-refused", OFFICE, "/enterprises/reductions/new/", acts.submit),
    Line("reduction-edit", OFFICE, "/enterprises/reductions/{reduction}/edit/"),
    # --- dossier
    Line("dossier", STAFF, FILE + "/"),
    Line("dossier-read-only", "member_unit", FILE + "/"),
    Line("dossier-bare", STAFF, "/enterprises/{bare}/"),
    Line("dossier-merged", OFFICE, "/enterprises/{merged}/"),
    Line("history", STAFF, FILE + "/history/"),
    Line("as-of", STAFF, FILE + "/as-of/"),
    Line("as-of-before", STAFF, FILE + "/as-of/?on=2001-01-01"),
    Line("edit-basics", STAFF, FILE + "/edit/basics/"),
    Line("edit-basics-refused", STAFF, FILE + "/edit/basics/", acts.empty_the_name),
    Line("edit-basics-conflict", STAFF, FILE + "/edit/basics/", acts.save_after_a_colleague, status=409),
    Line("edit-address", STAFF, FILE + "/edit/address/"),
    Line("edit-industry", STAFF, FILE + "/edit/industry/"),
    Line("edit-power", STAFF, FILE + "/edit/power/"),
    Line("edit-risk", STAFF, FILE + "/edit/risk/"),
    Line("edit-supervision", STAFF, FILE + "/edit/supervision/"),
    Line("status", STAFF, FILE + "/status/"),
    Line("status-refused", STAFF, FILE + "/status/", acts.submit),
    Line("equipment-new", STAFF, FILE + "/equipment/new/"),
    Line("equipment-new-refused", STAFF, FILE + "/equipment/new/", acts.submit),
    Line("equipment-edit", STAFF, FILE + "/equipment/{equipment}/"),
    Line("equipment-withdraw", STAFF, FILE + "/equipment/{equipment}/withdraw/"),
    Line("capacity-new", STAFF, FILE + "/capacity/new/"),
    Line("capacity-edit", STAFF, FILE + "/capacity/{capacity}/"),
    Line("licence-new", STAFF, FILE + "/licence/new/"),
    Line("licence-edit", STAFF, FILE + "/licence/{licence}/"),
    Line("attachment-new", STAFF, FILE + "/attachments/new/"),
    Line("attachment-new-refused", STAFF, FILE + "/attachments/new/", acts.submit),
    Line("attachment-withdraw", STAFF, FILE + "/attachments/{attachment}/withdraw/"),
    Line("former-name-new", STAFF, FILE + "/former-names/new/"),
    Line("former-name-withdraw", STAFF, FILE + "/former-names/{former_name}/withdraw/"),
    Line("unmerge", OFFICE, "/enterprises/{merged}/unmerge/"),
]

# The back office: model -> who may, and which of its stock pages are open. The others refuse everybody.
STOCK = {
    "organization/officer": (SECURITY, "changelist change"),
    "organization/rolerequirement": (SECURITY, "changelist change"),
    "organization/holiday": (SYSTEM, "changelist add change import"),
    "organization/threshold": (SYSTEM, "changelist change"),
    "organization/region": (SYSTEM, "changelist add change"),
    "organization/department": (SYSTEM, "changelist add change import"),
    "organization/office": (SYSTEM, "changelist change"),
    "journal/entry": (AUDITOR, "changelist change"),
    "journal/block": (AUDITOR, "changelist change"),
    "jobs/job": (SYSTEM, "changelist change"),
    "jobs/regularrun": (SYSTEM, "changelist change"),
    "enterprises/equipmentkind": (SYSTEM, "changelist add change"),
    "enterprises/product": (SYSTEM, "changelist add change"),
    "enterprises/industrycode": (SYSTEM, "changelist add change import"),
    "enterprises/conversionrow": (SYSTEM, "changelist add change import"),
    "inspections/checklist": (SYSTEM, "changelist add change"),
    "inspections/checklistitem": (SYSTEM, "changelist add change"),
    "tipoffs/clockrule": (SYSTEM, "changelist add change"),
    "tipoffs/reportchannel": (SYSTEM, "changelist add change"),
    "tipoffs/rewardscheme": (SYSTEM, "changelist add change"),
    "tipoffs/rewardamount": (SYSTEM, "changelist add change"),
    "reports/noticetemplate": (SYSTEM, "changelist add change"),
}


def _stock_line(model: str, who: str, view: str) -> Line:
    slug = model.replace("/", "-")
    below = {"changelist": "", "change": f"{{{model}}}/change/"}.get(view, f"{view}/")
    return Line(f"admin-{slug}-{view}", who, f"/admin/{model}/{below}")


GRID, CELL = "/inspections/grid/", "/inspections/grid/cells/{cell}/"
PAGES += [
    Line("grid", OFFICE, GRID),
    Line("grid-own", "grid_officer", GRID),
    Line("grid-county", STAFF, GRID + "{county_code}/"),
    Line("grid-gaps", OFFICE, GRID + "gaps/?kind=unmanned"),
    Line("grid-gaps-gone", STAFF, GRID + "gaps/?kind=gone"),
    Line("grid-gaps-unplaced", OFFICE, GRID + "gaps/?kind=unplaced"),
    Line("grid-export", STAFF, GRID + "export/"),
    Line("grid-lay", STAFF, GRID + "{county_code}/lay/?depth=5"),
    Line("grid-lay-other", OFFICE, GRID + "360803/lay/"),
    Line("cell", STAFF, CELL),
    Line("cell-create", STAFF, GRID + "{county_code}/new/"),
    Line("cell-create-refused", STAFF, GRID + "{county_code}/new/", acts.submit),
    Line("cell-edit", STAFF, CELL + "edit/"),
    Line("cell-dissolve", STAFF, CELL + "dissolve/"),
    Line("post-create", STAFF, CELL + "appoint/deputy/"),
    Line("post-end", STAFF, GRID + "posts/{post}/end/"),
]

FINDINGS, FINDING = "/inspections/findings/", "/inspections/findings/{finding}/"
CONFIRMED = "/inspections/findings/{confirmed_finding}/"
PAGES += [
    Line("findings", OFFICE, FINDINGS),
    Line("findings-grid", "grid_officer", FINDINGS),
    Line("findings-filtered", STAFF, FINDINGS + "?state=unclosed&overdue=1&order=deadline"),
    Line("findings-none", STAFF, FINDINGS + "?q=1&period=2001-01"),
    Line("findings-remind", OFFICE, FINDINGS + "remind/"),
    Line("findings-remind-none", OFFICE, FINDINGS + "remind/?period=2001-01"),
    Line("finding", STAFF, FINDING),
    Line("finding-confirmed", STAFF, CONFIRMED),
    Line("finding-confirmed-office", OFFICE, CONFIRMED),
    Line("finding-overdue", OFFICE, FINDINGS + "{overdue_finding}/"),
    Line("finding-claimed", LEADER, FINDINGS + "{claimed_finding}/"),
    Line("finding-progress", STAFF, FINDING + "progress/"),
    Line("finding-progress-refused", STAFF, FINDING + "progress/", acts.submit),
    Line("finding-claim", STAFF, CONFIRMED + "claim/"),
    Line("finding-close", LEADER, FINDINGS + "{claimed_finding}/close/"),
    Line("finding-reject", LEADER, FINDINGS + "{claimed_finding}/reject/"),
    Line("finding-extend", OFFICE, FINDING + "extend/"),
    Line("finding-clear", STAFF, CONFIRMED + "clear/{point}/"),
    Line("finding-look-back", STAFF, CONFIRMED + "look_back/"),
    Line("finding-template", OFFICE, CONFIRMED + "template/"),
    Line("finding-enforce", STAFF, CONFIRMED + "enforce/hand_over/"),
]

MONTH = "/inspections/rounds/{month}/"
PAGES += [
    Line("rounds", OFFICE, "/inspections/rounds/"),
    Line("round", OFFICE, MONTH),
    Line("round-of-county", STAFF, MONTH),
    Line("round-county", OFFICE, MONTH + "{county_code}/"),
    Line("round-county-none", OFFICE, MONTH + "360803/"),
    Line("round-cell", STAFF, MONTH + "cells/{cell}/"),
    Line("round-uncovered", OFFICE, MONTH + "uncovered/"),
    Line("round-uncovered-filtered", STAFF, MONTH + "uncovered/?standing=late&key=1&cell=0"),
    Line("round-covered", STAFF, MONTH + "uncovered/?standing=covered"),
    Line("round-verify", OFFICE, MONTH + "verify/"),
    Line("duty-batch", OFFICE, MONTH + "batch/?action=remind&all_matching=1&standing=pending"),
    Line("duty-batch-excuse", OFFICE, MONTH + "batch/?action=excuse&all_matching=1"),
    Line("duty-batch-result", OFFICE, MONTH + "batch/?action=remind&all_matching=1&standing=pending", acts.submit,
         shows="inspections:duty-batch-result"),
    Line("county-batch", OFFICE, MONTH + "counties/?action=remind&county={county_code}"),
    Line("coverage-export", OFFICE, MONTH + "export/"),
]  # fmt: skip

MONTH, DUTY = "/inspections/rounds/{month}/", "/inspections/duties/{duty}/"
PAGES += [
    Line("round-open", OFFICE, "/inspections/rounds/open/"),
    Line("round-close", OFFICE, MONTH + "close/"),
    Line("round-close-refused", "office_leader", "/inspections/rounds/{closed_month}/close/"),
    Line("round-reopen", "office_leader", "/inspections/rounds/{closed_month}/reopen/"),
    Line("duty-add", OFFICE, MONTH + "add/?enterprise={full}"),
    Line("duty-add-refused", OFFICE, MONTH + "add/", acts.submit),
    Line("duty-explain", STAFF, DUTY + "explain/"),
    Line("duty-excuse", OFFICE, DUTY + "excuse/"),
    Line("duty-unexcuse", OFFICE, "/inspections/duties/{excused_duty}/unexcuse/"),
    Line("duty-remove", OFFICE, DUTY + "remove/"),
    Line("duty-remove-refused", OFFICE, DUTY + "remove/", acts.submit),
]

VISITS, VISIT = "/inspections/visits/", "/inspections/visits/{visit}/"
NEW_VISIT = "/inspections/visits/new/?duty={duty_to_do}"
PAGES += [
    Line("mine", "grid_officer", "/inspections/mine/"),
    Line("mine-county", STAFF, "/inspections/mine/?who=all"),
    Line("visit-new", STAFF, NEW_VISIT),
    Line("visits", STAFF, VISITS),
    Line("visits-none", OFFICE, VISITS + "?month=2001-01&mark=far"),
    Line("visit", STAFF, VISIT),
    Line("visit-returned", OFFICE, VISITS + "{returned_visit}/"),
    Line("visit-correct", STAFF, VISITS + "{returned_visit}/correct/"),
    Line("visit-send-back", OFFICE, VISIT + "send-back/"),
    Line("visit-send-back-refused", OFFICE, VISIT + "send-back/", acts.submit),
    Line("visit-scan", STAFF, VISIT + "scan/"),
]

RETURNS = "/inspections/returns/"
RETURN, SIGNED_RETURN = RETURNS + "{month}/{county_code}/", RETURNS + "{month}/{signed_county}/"
ACCEPT = RETURNS + "batch/?action=accept&month={month}&selected={signed_county}&selected={county_code}"
PAGES += [
    Line("returns", OFFICE, RETURNS),
    Line("returns-county", STAFF, RETURNS),
    Line("returns-grid", "grid_officer", RETURNS),
    Line("return", STAFF, RETURN),
    Line("return-signed", OFFICE, SIGNED_RETURN),
    Line("return-text", STAFF, RETURN + "text/"),
    Line("return-sign", LEADER, RETURN + "sign/"),
    Line("return-sign-refused", LEADER, RETURN + "sign/", acts.submit),
    Line("return-send-back", OFFICE, SIGNED_RETURN + "steps/send_back/"),
    Line("return-scan", STAFF, RETURN + "scan/"),
    Line("return-sheet", STAFF, RETURN + "sheet/"),
    Line("returns-batch", OFFICE, ACCEPT),
    Line("returns-batch-result", OFFICE, ACCEPT, acts.submit, shows="inspections:returns-batch-result"),
    Line("furnaces", OFFICE, "/inspections/furnaces/?quarter=2026-1"),
    Line("furnaces-county", STAFF, "/inspections/furnaces/"),
    Line("furnaces-sheet", OFFICE, "/inspections/furnaces/sheet/?quarter=2026-1"),
    Line("quality-month", OFFICE, "/inspections/quality/{month}/"),
    Line("quality", OFFICE, "/inspections/quality/{month}/{county_code}/"),
    Line("rechecks", OFFICE, "/inspections/rechecks/{month}/"),
    Line("recheck", OFFICE, "/inspections/rechecks/items/{recheck}/"),
]

PAGES += [
    Line("admin", SYSTEM, "/admin/"),
    Line("admin-security", SECURITY, "/admin/"),
    Line("admin-organization", SYSTEM, "/admin/organization/"),
    *(_stock_line(model, who, view) for model, (who, views) in STOCK.items() for view in views.split()),
    Line("admin-add-refused", SYSTEM, "/admin/organization/holiday/add/", acts.save),
    Line("admin-import-preview", SYSTEM, "/admin/organization/holiday/import/", acts.import_holidays),
    Line("admin-import-refused", SYSTEM, "/admin/organization/holiday/import/", acts.import_nothing),
    Line("admin-search", SYSTEM, "/admin/organization/region/?q=%E5%90%89%E5%B7%9E"),
]

PAGES += [
    Line("entry", STAFF, "/inspections/rounds/{month}/entry/"),
    Line("entry-sheet", STAFF, "/inspections/rounds/{month}/entry/sheet/"),
]

NEW = "/tipoffs/new/"
PAGES += [
    Line("tip-new", None, NEW),
    Line("tip-where", None, NEW, tip_acts.where, shows="tipoffs:new-step"),
    Line("tip-where-refused", None, NEW, tip_acts.where_refused, shows="tipoffs:new-step"),
    Line("tip-what", None, NEW, tip_acts.what, shows="tipoffs:new-step"),
    Line("tip-what-refused", None, NEW, tip_acts.what_refused, shows="tipoffs:new-step"),
    Line("tip-evidence", None, NEW, tip_acts.evidence, shows="tipoffs:new-evidence"),
    Line("tip-contact", None, NEW, tip_acts.contact, shows="tipoffs:new-step"),
    Line("tip-check", None, NEW, tip_acts.check, shows="tipoffs:new-check"),
    Line("tip-receipt", None, NEW, tip_acts.receipt, shows="tipoffs:new-check"),
    Line("tip-saved", None, NEW, tip_acts.saved, shows="tipoffs:new-saved"),
    Line("tip-enter", "tipoff_handler", "/tipoffs/enter/"),
    Line("tip-enter-county", STAFF, "/tipoffs/enter/"),
    Line("tip-enter-refused", "tipoff_handler", "/tipoffs/enter/", acts.submit),
    Line("tip-entered", "tipoff_handler", "/tipoffs/enter/", tip_acts.enter),
]


# --- what everybody may know of reporting, and the reporter's own pages; number and code stand behind the mark, which no server is told
TRACK, TRACK_AS = "/tipoffs/track/", "/tipoffs/track/?again#{tip_number},{tip_code}"
PAGES += [
    Line("tip-about", None, "/tipoffs/", acts.open_folds),
    Line("tip-privacy", None, "/tipoffs/privacy/"),
    Line("tip-reward-rules", None, "/tipoffs/reward-rules/"),
    Line("published", None, "/published/"),
    Line("published-outcome", None, "/published/{outcome}/"),
    Line("track", None, TRACK),
    Line("track-wrong", None, TRACK, acts.submit),
    Line("case", None, TRACK_AS, acts.look_up, shows="tipoffs:case"),
    Line("case-refused", None, TRACK_AS, acts.look_up_and_say_nothing, shows="tipoffs:case-reply"),
]

# --- tips in the hands of the office
HANDLER, CHIEF, QUEUE = "tipoff_handler", "office_leader", "/tipoffs/queue/"
REMIND, HAND_ON = (
    f"{QUEUE}batch/?action=remind&selected={{tip}}",
    f"{QUEUE}batch/?action=hand_over&selected={{tip_accepted}}",
)
PAGES += [
    Line("tip-queue", HANDLER, QUEUE),
    Line("tip-queue-county", STAFF, QUEUE),
    Line("tip-queue-nothing", HANDLER, QUEUE + "?text=%E6%B2%A1%E6%9C%89%E7%9A%84"),
    Line("tip", HANDLER, "/tipoffs/{tip}/"),
    Line("tip-leader", CHIEF, "/tipoffs/{tip_closed}/"),
    Line("tip-county", STAFF, "/tipoffs/{tip}/"),
    Line("tip-accept", HANDLER, "/tipoffs/{tip_received}/accept/"),
    Line("tip-propose-refusal", HANDLER, "/tipoffs/{tip_received}/propose-refusal/", acts.submit),
    Line("tip-hand-over", HANDLER, "/tipoffs/{tip_accepted}/hand-over/"),
    Line("tip-hand-over-refused", HANDLER, "/tipoffs/{tip_accepted}/hand-over/", acts.submit),
    Line("tip-answer", HANDLER, "/tipoffs/{tip_dealt}/answer/"),
    Line("tip-supervise", CHIEF, "/tipoffs/{tip}/supervise/"),
    Line("tip-compare-which", HANDLER, "/tipoffs/{tip}/compare/"),
    Line("tip-compare", HANDLER, "/tipoffs/{tip}/compare/?other={tip_verified}"),
    Line("tip-exclude", HANDLER, "/tipoffs/{tip}/exclude/"),
    Line("tip-exclude-refused", HANDLER, "/tipoffs/{tip}/exclude/", acts.submit),
    Line("tip-exclusion-lift", CHIEF, "/tipoffs/{tip}/exclusions/{tip_exclusion}/lift/"),
    Line("tip-dismissals", CHIEF, "/tipoffs/dismissals/"),
    Line("tip-batch", HANDLER, REMIND),
    Line("tip-batch-form", HANDLER, HAND_ON),
    Line("tip-batch-result", HANDLER, REMIND, acts.submit, shows="tipoffs:batch-result"),
]

# --- tips in the hands of a unit, looks that were asked for
LOOKS, LOOK = "/enterprises/visit-requests/", "/enterprises/visit-requests/{visit_request}/"
PAGES += [
    Line("tip-begin", STAFF, "/tipoffs/{tip_handed_over}/begin/"),
    Line("tip-return", STAFF, "/tipoffs/{tip_handed_over}/return/"),
    Line("tip-return-refused", STAFF, "/tipoffs/{tip_handed_over}/return/", acts.submit),
    Line("tip-verify", LEADER, "/tipoffs/{tip}/verify/"),
    Line("tip-verify-refused", STAFF, "/tipoffs/{tip}/verify/", acts.submit),
    Line("tip-verified", STAFF, "/tipoffs/{tip_dealt}/"),
    Line("tip-deal", STAFF, "/tipoffs/{tip_verified}/deal/"),
    Line("tip-deal-refused", STAFF, "/tipoffs/{tip_verified}/deal/", acts.submit),
    Line("tip-enforce", STAFF, "/tipoffs/{tip_dealt}/measures/{tip_measure}/mark/"),
    Line("tip-remark", STAFF, "/tipoffs/{tip}/remark/"),
    Line("tip-extension", CHIEF, "/tipoffs/{tip}/extensions/{extension}/"),
    Line("tip-enterprises", STAFF, "/tipoffs/{tip}/enterprises/"),
    Line("tip-enterprises-none", STAFF, "/tipoffs/{tip}/enterprises/?q=%E6%B2%A1%E6%9C%89%E7%9A%84"),
    Line("tip-request-visit", STAFF, "/tipoffs/{tip}/enterprises/{tip_link}/visit/"),
    Line("tip-standing", CHIEF, "/tipoffs/{tip_dealt}/enterprises/{tip_dealt_link}/standing/"),
    Line("looks", STAFF, LOOKS),
    Line("looks-all", HANDLER, LOOKS + "?state=all"),
    Line("look-answer", STAFF, LOOK),
    Line("look-answer-refused", STAFF, LOOK, acts.submit),
    Line("look-withdraw", HANDLER, LOOK + "withdraw/"),
]

# --- tip-offs: what follows the outcome, figures -----------------------------------------------------------------------
DECIDE_REWARD = "/tipoffs/{tip_closed}/decide-reward/"
PAGES += [
    Line("rewards", HANDLER, "/tipoffs/rewards/"),
    Line("reward-propose", HANDLER, "/tipoffs/{tip_answered}/propose-reward/"),
    Line("reward-propose-refused", HANDLER, "/tipoffs/{tip_answered}/propose-reward/", acts.submit),
    Line("reward-decide", CHIEF, DECIDE_REWARD),
    Line("reward-decide-refused", CHIEF, DECIDE_REWARD, acts.submit),
    Line("reward-pay-not-yet", HANDLER, "/tipoffs/{tip_closed}/pay-reward/"),
    Line("objection-decide", CHIEF, "/tipoffs/{tip_closed}/decide-objection/"),
    Line("outcomes", HANDLER, "/tipoffs/outcomes/"),
    Line("publish", HANDLER, "/tipoffs/{tip_closed}/publish/"),
    Line("publish-refused", HANDLER, "/tipoffs/{tip_closed}/publish/", acts.submit),
    Line("outcome-withdraw", CHIEF, "/tipoffs/outcomes/{outcome}/withdraw/"),
    Line("figures", HANDLER, "/tipoffs/figures/"),
    Line("figures-county", STAFF, "/tipoffs/figures/"),
    Line("figures-list", HANDLER, "/tipoffs/figures/list/?what=received"),
    Line("figures-export", OFFICE, "/tipoffs/figures/export/"),
]

# --- custody of identities, openings, who read what
CUSTODY, OPENING = "/tipoffs/custody/", "/tipoffs/openings/{opening}/"
PAGES += [
    Line("custody", HANDLER, CUSTODY),
    Line("custody-ceremony-refused", HANDLER, CUSTODY + "ceremony/", acts.submit),
    Line("custody-exchange", HANDLER, CUSTODY + "exchange/"),
    Line("custody-passphrase", HANDLER, CUSTODY + "passphrase/"),
    Line("custody-hand", HANDLER, CUSTODY + "shares/2/"),
    Line("custody-lose", HANDLER, CUSTODY + "lose/", acts.submit),
    Line("opening", HANDLER, OPENING),
    Line("opening-decide", CHIEF, OPENING + "decide/"),
    Line("opening-decide-refused", CHIEF, OPENING + "decide/", acts.submit),
    Line("opening-request", HANDLER, "/tipoffs/{tip_verified}/request-opening/"),
    Line("openings", AUDITOR, "/tipoffs/openings/"),
    Line("reads", AUDITOR, "/tipoffs/reads/"),
    Line("reads-none", AUDITOR, "/tipoffs/reads/?week=2001-01-01"),
    # --- documents: list, editor, versions, remarks
    Line("notices", OFFICE, "/reports/notices/"),
    Line("notices-county", STAFF, "/reports/notices/"),
    Line("notices-none", OFFICE, "/reports/notices/?text=%E6%B2%A1%E6%9C%89%E7%9A%84"),
    Line("notice-new", OFFICE, "/reports/notices/new/"),
    Line("templates", OFFICE, "/reports/templates/"),
    Line("notice", OFFICE, "/reports/notices/{notice}/"),
    Line("notice-draft", "office_leader", "/reports/notices/{notice_draft}/"),
    Line("notice-county", STAFF, "/reports/notices/{notice}/"),
    Line("notice-edit", OFFICE, "/reports/notices/{notice_draft}/edit/"),
    Line("notice-paste", OFFICE, "/reports/notices/{notice_draft}/paste/"),
    Line("notice-paste-refused", OFFICE, "/reports/notices/{notice_draft}/paste/", acts.submit),
    Line("notice-versions", OFFICE, "/reports/notices/{notice_draft}/versions/"),
    Line("notice-compare", OFFICE, "/reports/notices/{notice_draft}/compare/"),
    Line("comment-add-refused", OFFICE, "/reports/notices/{notice_draft}/comment/", acts.submit),
    Line("comment-settle", OFFICE, "/reports/comments/{comment}/settle/"),
    # --- documents: review, numbers, verification
    Line("verify", None, "/verify/"),
    Line("verify-refused", None, "/verify/", acts.submit),
    Line("verified", None, "/verify/{verify_code}/"),
    Line("verified-none", None, "/verify/000000000000/", status=404),
    Line("notice-submit", OFFICE, "/reports/notices/{notice_draft}/submit/"),
    Line("notice-check", "office_checker", "/reports/notices/{notice_reviewing}/check/"),
    Line(
        "notice-return-refused",
        "office_checker",
        "/reports/notices/{notice_reviewing}/return-check/",
        acts.submit,
    ),
    Line("notice-issue", OFFICE, "/reports/notices/{notice_approved}/issue/"),
    Line("notice-link", OFFICE, "/reports/notices/{notice}/link/"),
    Line("notice-replace", "office_leader", "/reports/notices/{notice}/replace/"),
    Line("notice-scan", OFFICE, "/reports/notices/{notice}/scan/"),
    Line("notice-unlink", OFFICE, "/reports/links/{document_link}/remove/"),
    Line("register", OFFICE, "/reports/register/"),
    Line("register-none", OFFICE, "/reports/register/?state=void"),
    Line("register-series", OFFICE, "/reports/register/series/"),
    Line("register-paper", OFFICE, "/reports/register/paper/"),
    Line("register-void", OFFICE, "/reports/register/{number_entry}/void/"),
    Line("register-export", OFFICE, "/reports/register/export/"),
    Line("documents-print", OFFICE, "/reports/print/"),
    # --- documents: addressees, what they did, returns, reminders
    Line("notice-recipients", OFFICE, "/reports/notices/{notice_draft}/recipients/"),
    Line("notice-recipients-issued", OFFICE, "/reports/notices/{notice}/recipients/"),
    Line("notice-matrix", OFFICE, "/reports/notices/{notice}/matrix/"),
    Line("notice-matrix-county", STAFF, "/reports/notices/{notice}/matrix/"),
    Line("notice-matrix-export", OFFICE, "/reports/notices/{notice}/matrix/export/"),
    Line("notice-remind", OFFICE, "/reports/notices/{notice}/remind/"),
    Line("notice-summary", OFFICE, "/reports/notices/{notice}/summary/"),
    Line("notice-summary-export", OFFICE, "/reports/notices/{notice}/summary/export/"),
    Line("answers", STAFF, "/reports/returns/?state=all"),
    Line("answers-none", STAFF, "/reports/returns/?state=overdue"),
    Line("answers-office", OFFICE, "/reports/returns/"),
    Line("recipient", STAFF, "/reports/returns/{recipient}/"),
    Line("recipient-office", OFFICE, "/reports/returns/{recipient}/"),
    Line("recipient-cascade-refused", STAFF, "/reports/returns/{recipient}/cascade/", acts.empty_the_words),
    Line("recipient-extend-refused", OFFICE, "/reports/returns/{recipient}/extend/", acts.submit),
    Line("recipient-file-remove", STAFF, "/reports/returns/files/{recipient_file}/remove/"),
    # --- incoming documents
    Line("incoming", OFFICE, "/reports/incoming/"),
    Line("incoming-none", OFFICE, "/reports/incoming/?text=没有"),
    Line("incoming-county", STAFF, "/reports/incoming/"),
    Line("incoming-new", OFFICE, "/reports/incoming/new/"),
    Line("incoming-new-refused", OFFICE, "/reports/incoming/new/", acts.submit),
    Line("incoming-document", OFFICE, "/reports/incoming/{incoming}/"),
    Line("incoming-document-county", STAFF, "/reports/incoming/{incoming}/"),
    Line("incoming-edit", OFFICE, "/reports/incoming/{incoming}/edit/"),
    Line("incoming-scan-new", OFFICE, "/reports/incoming/{incoming}/scan/new/"),
    Line("incoming-task-new", OFFICE, "/reports/incoming/{incoming}/tasks/new/"),
    Line("incoming-task-refused", STAFF, "/reports/tasks/{document_task}/finish/", acts.submit),
    Line("incoming-finish", OFFICE, "/reports/incoming/{incoming}/finish/"),
    Line("incoming-export", OFFICE, "/reports/incoming/export/"),
    Line("documents-search", OFFICE, "/reports/search/?text=排查"),
    # --- yearly reports
    Line("assessments", STAFF, "/reports/assessments/"),
    Line("assessments-office", OFFICE, "/reports/assessments/?state=submitted"),
    Line("assessments-none", OFFICE, "/reports/assessments/?state=final"),
    Line("assessment", STAFF, "/reports/assessments/{assessment_draft}/"),
    Line("assessment-office", OFFICE, "/reports/assessments/{assessment}/"),
    Line("assessment-words", STAFF, "/reports/assessments/{assessment_draft}/words/"),
    Line("assessment-write", STAFF, "/reports/assessments/{assessment_draft}/words/edit/"),
    Line("assessment-marks", OFFICE, "/reports/assessments/{assessment}/marks/"),
    Line("assessment-mark", STAFF, "/reports/assessments/{assessment_draft}/marks/edit/"),
    Line("assessment-counties", OFFICE, "/reports/assessments/{assessment}/counties/"),
    Line("assessment-evidence", STAFF, "/reports/assessments/{assessment_draft}/evidence/"),
    Line("assessment-print", OFFICE, "/reports/assessments/{assessment}/print/"),
    Line("assessment-compare", OFFICE, "/reports/assessments/{assessment}/compare/"),
    Line("assessment-submit", LEADER, "/reports/assessments/{assessment_draft}/steps/submit/"),
    Line("assessment-review", OFFICE, "/reports/assessments/{assessment}/steps/review/"),
    Line(
        "assessment-back-refused", OFFICE, "/reports/assessments/{assessment}/steps/send_back/", acts.submit
    ),
    Line("figure", STAFF, "/reports/assessments/{assessment}/figure/?key=enterprises"),
    Line("figure-live", STAFF, "/reports/assessments/{assessment_draft}/figure/?key=enterprises"),
    Line(
        "figure-override-refused",
        STAFF,
        "/reports/assessments/{assessment_draft}/figure/override/?key=enterprises",
        acts.submit,
    ),
    Line("score-evidence-new", STAFF, "/reports/assessments/{assessment_draft}/evidence/{score_draft}/new/"),
    Line("schemes", OFFICE, "/reports/schemes/"),
    Line("scheme", OFFICE, "/reports/schemes/{report_scheme}/"),
    Line("scheme-new-refused", OFFICE, "/reports/schemes/new/", acts.submit),
    Line("scheme-edit", OFFICE, "/reports/schemes/{report_scheme}/edit/"),
    Line("scheme-outline", OFFICE, "/reports/schemes/{report_scheme}/outline/"),
    Line("scheme-copy", OFFICE, "/reports/schemes/{report_scheme}/copy/"),
    Line("indicator-new", OFFICE, "/reports/schemes/{report_scheme}/indicators/new/"),
    Line("indicator", OFFICE, "/reports/schemes/{report_scheme}/indicators/{indicator}/"),
]

# --- inspections by superiors, evidence packs, meetings, the mechanism
SUPERIOR, PACK, MEETING = "/reports/superior-inspections/", "/reports/packs/{pack}/", "/reports/meetings/{meeting}/"  # fmt: skip
PAGES += [
    Line("superior-inspections", OFFICE, SUPERIOR),
    Line("superior-inspections-county", STAFF, SUPERIOR),
    Line("superior-inspections-none", OFFICE, SUPERIOR + "?year=1999"),
    Line("superior-calendar", OFFICE, SUPERIOR + "calendar/"),
    Line("superior-inspection-new", OFFICE, SUPERIOR + "new/"),
    Line("superior-inspection-new-refused", OFFICE, SUPERIOR + "new/", acts.submit),
    Line("superior-inspection", OFFICE, SUPERIOR + "{superior_inspection}/"),
    Line("superior-inspection-county", STAFF, SUPERIOR + "{superior_inspection}/"),
    Line("superior-inspection-edit", OFFICE, SUPERIOR + "{superior_inspection}/edit/"),
    Line("superior-inspection-close-refused", OFFICE, SUPERIOR + "{superior_inspection}/close/", acts.submit),
    Line("preparation", STAFF, SUPERIOR + "{superior_inspection}/prepare/"),
    Line("packs", OFFICE, "/reports/packs/"),
    Line("pack-new", OFFICE, "/reports/packs/new/?inspection={superior_inspection}"),
    Line("pack", OFFICE, PACK),
    Line("pack-remove-refused", OFFICE, PACK + "remove/", acts.submit),
    Line("meetings", STAFF, "/reports/meetings/"),
    Line("meetings-none", STAFF, "/reports/meetings/?text=zzz"),
    Line("meeting-new-refused", STAFF, "/reports/meetings/new/", acts.submit),
    Line("meeting", STAFF, MEETING),
    Line("meeting-office", OFFICE, MEETING),
    Line("meeting-edit", STAFF, MEETING + "edit/"),
    Line("meeting-file-remove", STAFF, "/reports/meetings/files/{meeting_file}/remove/"),
    Line("mechanism", STAFF, "/reports/mechanism/"),
    Line("mechanism-office", OFFICE, "/reports/mechanism/"),
    Line("mechanism-new-refused", STAFF, "/reports/mechanism/duty/new/", acts.submit),
    Line("mechanism-edit", STAFF, "/reports/mechanism/basis/{basis}/"),
    Line("mechanism-remove", STAFF, "/reports/mechanism/duty/{unit_duty}/remove/"),
    Line("member-end", STAFF, "/reports/mechanism/member/{group_member}/end/"),
]

POSTED = "only posted to"
A_FILE = "a file, not a page"
DATA = "read by machines"
ELSEWHERE = "leads to another page"

NOT_PAGES = {
    "reports:pack-download": POSTED,
    "reports:meeting-pdf": A_FILE,
    "reports:meeting-attach": POSTED,
    "reports:meeting-file": A_FILE,
    "reports:mechanism-pdf": A_FILE,
    "reports:mechanism-sheet": A_FILE,
    "reports:mechanism-copy": POSTED,
    "reports:notice-live": POSTED,
    "reports:notice-preview": A_FILE,
    "reports:notice-pdf": A_FILE,
    "reports:notice-docx": A_FILE,
    "reports:assessment-open": POSTED,
    "reports:assessment-pdf": A_FILE,
    "reports:assessment-docx": A_FILE,
    "reports:score-evidence": A_FILE,
    "reports:score-evidence-remove": "asked for while the report is written: its page is that of every small form",
    "reports:figure-restore": POSTED,
    "reports:scheme-activate": POSTED,
    "reports:indicator-act": POSTED,
    "reports:recipients-change": POSTED,
    "reports:matrix-file": A_FILE,
    "reports:summary-file": A_FILE,
    "reports:recipient-file": A_FILE,
    "reports:incoming-file": A_FILE,
    "reports:incoming-scan": A_FILE,
    "reports:incoming-draft": POSTED,
    "reports:verified-pdf": A_FILE,
    "reports:register-file": A_FILE,
    "reports:notice-scan-file": A_FILE,
    "dashboards:healthz": DATA,
    "organization:sign-out": POSTED,
    "organization:sign-out-everywhere": POSTED,
    "organization:session-end": POSTED,
    "organization:second-factor-begin": POSTED,
    "organization:request-approve": POSTED,
    "organization:request-refuse": POSTED,
    "journal:head-file": A_FILE,
    "journal:seal": POSTED,
    "jobs:status": DATA,
    "jobs:result": A_FILE,
    "jobs:repeat": POSTED,
    "jobs:hand-over": POSTED,
    "jobs:check-journal": POSTED,
    "imports:template": A_FILE,
    "imports:marked": A_FILE,
    "imports:confirm": POSTED,
    "imports:discard": POSTED,
    "imports:read-again": POSTED,
    "enterprises:columns": POSTED,
    "enterprises:villages": DATA,
    "enterprises:export-file": A_FILE,
    "enterprises:dossier-pdf": A_FILE,
    "enterprises:qr": ELSEWHERE,
    "enterprises:confirm": POSTED,
    "inspections:home": ELSEWHERE,
    "inspections:photo": A_FILE,
    "inspections:scan": A_FILE,
    "inspections:visit-confirm": POSTED,
    "inspections:visit-pdf": A_FILE,
    "inspections:coverage-file": A_FILE,
    "inspections:evidence": A_FILE,
    "inspections:field-photo": POSTED,
    "inspections:field-token": DATA,
    "inspections:field-visit": POSTED,
    "inspections:field-worker": DATA,
    "inspections:finding-sheet": A_FILE,
    "inspections:finding-sheets": A_FILE,
    "inspections:findings-export": POSTED,
    "inspections:findings-export-file": A_FILE,
    "inspections:findings-remind-pdf": A_FILE,
    "inspections:grid-file": A_FILE,
    "inspections:return-begin": POSTED,
    "inspections:return-scan": A_FILE,
    "inspections:return-pdf": A_FILE,
    "inspections:return-sheet-file": A_FILE,
    "inspections:furnaces-sheet-file": A_FILE,
    "inspections:quality-recompute": POSTED,
    "inspections:rechecks-draw": POSTED,
    "inspections:entry-file": A_FILE,
    "inspections:entry-row": POSTED,
    "enterprises:recompute": POSTED,
    "enterprises:attachment": A_FILE,
    "tipoffs:file": A_FILE,
    "tipoffs:verification-file": A_FILE,
    "tipoffs:unlink": POSTED,
    "tipoffs:extend": "only before the last day, which may be a day off; drawn like tip-return",
    "inspections:visit-answer": "only for a visit after the request; drawn like look-answer",
    "tipoffs:sheet": A_FILE,
    "tipoffs:custody-code": POSTED,
    "tipoffs:custody-reseal": "only while an exchanged or lost key still seals something; drawn like custody-passphrase",
    "tipoffs:opening-join": "only for the other custodian after the approval; drawn like opening-decide",
    "tipoffs:opening-open": "only after the other custodian; drawn like opening-decide",
    "tipoffs:opening-end": POSTED,
    "tipoffs:opening-original": A_FILE,
    "tipoffs:leave": ELSEWHERE,
    "tipoffs:case-file": ELSEWHERE,
    "tipoffs:case-rate": ELSEWHERE,
    "tipoffs:case-object": ELSEWHERE,
    "tipoffs:case-leave": ELSEWHERE,
    "tipoffs:receipt-pdf": POSTED,
    "tipoffs:figures-file": A_FILE,
    "tipoffs:draft-file-remove": POSTED,
    "admin:organization_holiday_export": A_FILE,
    "admin:organization_department_export": A_FILE,
    "admin:enterprises_industrycode_export": A_FILE,
    "admin:enterprises_conversionrow_export": A_FILE,
    "admin:login": ELSEWHERE,
    "admin:logout": ELSEWHERE,
    "admin:password_change": ELSEWHERE,
    "admin:password_change_done": ELSEWHERE,
    "admin:autocomplete": DATA,
    "admin:jsi18n": DATA,
    "admin:view_on_site": ELSEWHERE,
    "admin:None": ELSEWHERE,
}
# Pages that the middle of a request answers with, drawn from their templates.
ERROR_PAGES = {
    "400.html": 400,
    "403.html": 403,
    "403_csrf.html": 403,
    "409.html": 409,
    "500.html": 500,
    "503.html": 503,
    "organization/session_over.html": 403,
}
