"""The lines of the back office: the same pages for every model that has any."""

from collections.abc import Callable

from tests.acceptance.lines import (
    ADMINISTRATORS,
    ANYBODY,
    AREA,
    AUDITOR,
    EVERYTHING,
    NOTHING,
    PEOPLE,
    SECURITY,
    SYSTEM,
    Case,
    Line,
    always,
    of,
    page,
)


def _kept_out(status: int) -> Callable[[str], int]:
    """Administrators without the permission get ``status``; everybody else is sent to sign in, where it ends."""
    return lambda role: status if role in ADMINISTRATORS else 302


def _model(
    name: str,
    roles: frozenset[str],
    record: str,
    *,
    typed: dict | None = None,
    add: bool = False,
    lists: bool = False,
    about: str = ANYBODY,
    shows: frozenset[str] = PEOPLE,
) -> dict[str, Line]:
    """The pages of one model: ``record`` names the area's record; ``typed`` is None where nothing can be changed."""
    key, line = of(object_id=record), {"refused": _kept_out(403), "shows": shows}
    change = Case(key, typed=None if typed is None else always(**typed), missing=302, posted_missing=302)
    pages = {
        "changelist": page(roles, **line),
        "add": page(roles if add else frozenset(), **line),
        "history": page(frozenset(), Case(key), refused=_kept_out(404)),
        "delete": page(frozenset(), Case(key), **line),
        "change": page(roles, change, about=about, **line),
    }
    if lists:
        pages |= {
            "import": page(roles, **line),
            "process_import": page(roles, Case(get=None), refused=_kept_out(405)),
            "export": page(roles, **line),
        }
    app, _, model = name.partition("_")
    nameless = f"admin/{app}/{model}/<path:object_id>/"
    return {f"admin:{name}_{kind}": line for kind, line in pages.items()} | {
        nameless: page(ADMINISTRATORS, Case(key, get=302), refused=_kept_out(403))
    }


_SITE = {
    "admin:index": page(ADMINISTRATORS, refused=_kept_out(403), shows=PEOPLE),
    "admin:login": page(ADMINISTRATORS, Case(get=302), shows=PEOPLE),
    "admin:logout": page(ADMINISTRATORS, Case(get=302), refused=_kept_out(403)),
    "admin:password_change": page(ADMINISTRATORS, Case(get=302), refused=_kept_out(403)),
    "admin:password_change_done": page(ADMINISTRATORS, Case(get=302), refused=_kept_out(403)),
    "admin:autocomplete": page(frozenset(), refused=_kept_out(403)),
    "admin:jsi18n": page(ADMINISTRATORS, refused=_kept_out(403), shows=NOTHING),
    "admin:view_on_site": page(
        frozenset(), Case(always(content_type_id="1", object_id="1")), refused=_kept_out(404)
    ),
    "admin:app_list": page(SYSTEM | SECURITY, Case(always(app_label="organization")), refused=_kept_out(404)),
    "admin/(?P<url>.*)$": page(frozenset(), Case(always(url="nonsense/")), refused=_kept_out(404)),
}

BACK_OFFICE: dict[str, Line] = (
    _SITE
    | _model("organization_officer", SECURITY, "officer", about=AREA)
    | _model("organization_rolerequirement", SECURITY, "requirement", typed={"needs_second_factor": "on"})
    | _model("organization_holiday", SYSTEM, "holiday", add=True, lists=True, typed={"name": "改名"})
    | _model("organization_threshold", SYSTEM, "threshold", typed={"value": "90"})
    | _model("organization_region", SYSTEM, "region", add=True, about=AREA, typed={"name": "改名"})
    | _model(
        "organization_department", SYSTEM, "department", add=True, lists=True, about=AREA, typed={"short_name": "改"}
    )
    | _model("organization_office", SYSTEM, "office", about=AREA, typed={"telephone": "0796-1"})
    | _model("enterprises_equipmentkind", SYSTEM, "kind", add=True, typed={"name": "改名"})
    | _model("enterprises_product", SYSTEM, "second_product", add=True, typed={"name": "改名"})
    | _model("enterprises_industrycode", SYSTEM, "industry_code", add=True, lists=True, typed={"name": "改名"})
    | _model("enterprises_conversionrow", SYSTEM, "conversion", add=True, lists=True, typed={"source": "新文件"})
    | _model("inspections_checklist", SYSTEM, "checklist", add=True)  # published ones are only read
    | _model("inspections_checklistitem", SYSTEM, "checklist_item", add=True)
    | _model("tipoffs_reportchannel", SYSTEM, "report_channel", add=True, typed={"telephone": "0796-1"})
    | _model("tipoffs_clockrule", SYSTEM, "clock_rule", add=True, typed={"result_days": "12"})
    | _model("tipoffs_rewardscheme", SYSTEM, "scheme", add=True, typed={"note": "改"})
    | _model("tipoffs_rewardamount", SYSTEM, "reward_amount", add=True, typed={"yuan": "30000"})
    | _model("reports_noticetemplate", SYSTEM, "notice_template", add=True, typed={"name": "改名"})
    | _model("journal_entry", AUDITOR, "entry", shows=EVERYTHING)
    | _model("journal_block", AUDITOR, "block")
    | _model("jobs_job", SYSTEM, "job", about=AREA)
    | _model("jobs_regularrun", SYSTEM, "run")
)  # fmt: skip
