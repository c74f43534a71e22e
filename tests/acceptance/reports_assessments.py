"""Lines of the matrix: yearly reports and their schemes."""

from uuid import UUID

from tests.acceptance.lines import ANYBODY, AREA, COUNTY, OFFICE, YES, Builder, Case, Line, always, of, page

_OWN = frozenset({"county_leader", "county_staff"})
"""A county's report is written by the county itself; the office reads and reviews it."""
_REPORT, _DRAFT, _SCHEME = of(pk="assessment"), of(pk="assessment_draft"), of(pk="report_scheme")
_INDICATOR = of(pk="report_scheme", indicator="indicator")
_FIGURE = always(key="enterprises")
_VALUES = {"name": "自评", "industry": "钢铁", "due_on": "2030-12-05"}
_MARK = {"name": "排查", "full_mark": "5", "rule": "按比例", "method": "manual"}


def _key(what: str) -> Builder:
    """The key of the area's record; of records that do not exist their number as one."""
    return lambda area: {"uuid": UUID(int=area[what]) if isinstance(area[what], int) else area[what]}


def _act(step: str, record: str) -> Builder:
    return of({"step": step}, pk=record)


_TABS = ("assessment", "assessment-words", "assessment-marks", "assessment-counties", "assessment-evidence", "assessment-print", "assessment-compare")  # fmt: skip

LINES: dict[str, Line] = {
    "reports:assessments": page(
        COUNTY, Case(), Case(query=always(year="2026", kind="self_assessment", state="draft"))
    ),
    "reports:assessment-open": page(COUNTY, Case(_SCHEME, get=None, typed=YES), about=ANYBODY),
    **{f"reports:{tab}": page(COUNTY, Case(_REPORT), Case(_DRAFT), about=AREA) for tab in _TABS},
    "reports:assessment-pdf": page(
        COUNTY, Case(_REPORT), Case(_REPORT, query=always(internal="1", compare="1")), about=AREA
    ),
    "reports:assessment-docx": page(COUNTY, Case(_REPORT), about=AREA),
    "reports:assessment-write": page(
        _OWN, Case(_DRAFT, typed=lambda area: {"text-lead": "改过的文字"}), about=AREA
    ),
    "reports:assessment-mark": page(_OWN, Case(_DRAFT, typed=YES), about=AREA),
    "reports:assessment-act": page(
        COUNTY,
        Case(_act("submit", "assessment_draft"), roles=frozenset({"county_leader"})),
        Case(_act("send_back", "assessment"), typed=always(text="补充佐证"), roles=OFFICE),
        Case(_act("review", "assessment"), typed=YES, roles=OFFICE),
        Case(_act("finish", "assessment"), get=404, roles=OFFICE),
        about=AREA,
    ),
    "reports:figure": page(COUNTY, Case(_REPORT, query=_FIGURE), Case(_DRAFT, query=_FIGURE), about=AREA),
    "reports:score-evidence": page(COUNTY, Case(_key("score_evidence")), about=AREA),
    "reports:score-evidence-remove": page(_OWN, Case(_key("score_evidence"), get=404), about=AREA),
    "reports:score-evidence-new": page(
        _OWN, Case(of(pk="assessment_draft", score="score_draft"), typed=always(file="photo")), about=AREA
    ),
    "reports:figure-override": page(_OWN, Case(_DRAFT, query=_FIGURE), about=AREA),
    "reports:figure-restore": page(_OWN, Case(_DRAFT, get=None), about=AREA),
    "reports:schemes": page(OFFICE),
    "reports:scheme-new": page(
        OFFICE, Case(typed=always(year="2030", kind="work_report", level="county", **_VALUES))
    ),
    "reports:scheme": page(OFFICE, Case(_SCHEME), about=ANYBODY),
    "reports:scheme-edit": page(OFFICE, Case(_SCHEME, typed=always(**_VALUES), posted=200), about=ANYBODY),
    "reports:scheme-outline": page(OFFICE, Case(_SCHEME, typed=YES, posted=200), about=ANYBODY),
    "reports:scheme-copy": page(
        OFFICE, Case(_SCHEME, typed=always(year="2031", due_on="2031-12-05")), about=ANYBODY
    ),
    "reports:scheme-activate": page(OFFICE, Case(_SCHEME, get=None, typed=always(active="1")), about=ANYBODY),
    "reports:indicator-new": page(OFFICE, Case(_SCHEME, typed=always(**_MARK), posted=200), about=ANYBODY),
    "reports:indicator": page(OFFICE, Case(_INDICATOR, typed=always(**_MARK), posted=200), about=ANYBODY),
    "reports:indicator-act": page(
        OFFICE,
        *(
            Case(lambda area, act=act: {**_INDICATOR(area), "act": act}, get=None, typed=YES)
            for act in ("up", "down", "remove")
        ),
        about=ANYBODY,
    ),
}
