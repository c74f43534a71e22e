"""Lines of the matrix: documents, their writing, pages, papers, versions and remarks."""

from tests.acceptance.lines import AREA, OFFICE, Case, Line, always, of, page

_DRAFTERS = OFFICE | {"tipoff_handler"}
_COUNTY = frozenset({"county_leader", "county_staff"})
_READERS = _DRAFTERS | _COUNTY
_LISTS = _READERS | {"grid_officer", "member_unit"}
_HEAD = {"version": "1", "form": "ordinary", "direction": "down", "signing": "sealed"}
_BODY = {"b.0.kind": "paragraph", "b.0.text": "各地要高度重视。"}
_WORDS = always(title="关于改写的通知", **_HEAD, **_BODY)
_TEMPLATE = of(template="notice_template")


def _papers(name: str, **fixed: object) -> Line:
    """Of what was issued for its county too, of drafts for the office alone."""
    return page(
        _READERS,
        Case(of(fixed, pk="notice")),
        Case(of(fixed, pk="notice_draft"), roles=OFFICE),
        Case(of(fixed, pk="notice_reviewing"), roles=OFFICE),
        about=AREA,
    )


LINES: dict[str, Line] = {
    "reports:notices": page(
        _LISTS, Case(), Case(query=always(tab="issued", kind="notice", year="2026", text="演示", cursor="x"))
    ),
    "reports:notice-new": page(
        _DRAFTERS,
        Case(),
        Case(query=of(enterprise="enterprise"), typed=_TEMPLATE),
        Case(query=of(finding="finding")),
    ),
    "reports:templates": page(_DRAFTERS),
    "reports:notice": _papers("notice"),
    "reports:notice-pdf": _papers("notice-pdf"),
    "reports:notice-docx": _papers("notice-docx"),
    "reports:notice-preview": _papers("notice-preview", page=1),
    "reports:notice-edit": page(
        OFFICE, Case(of(pk="notice_draft"), typed=_WORDS), Case(of(pk="notice"), get=302), about=AREA
    ),
    "reports:notice-live": page(
        OFFICE, Case(of(pk="notice_draft"), get=None, typed=_WORDS, posted=200), about=AREA
    ),
    "reports:notice-paste": page(
        OFFICE,
        Case(of(pk="notice_draft"), typed=always(text="一、提高认识", take="after", version="1")),
        about=AREA,
    ),
    "reports:notice-versions": page(
        _DRAFTERS, Case(of(pk="notice")), Case(of(pk="notice_draft"), roles=OFFICE), about=AREA
    ),
    "reports:notice-compare": page(
        _DRAFTERS,
        Case(of(pk="notice"), query=always(older="1", newer="1")),
        Case(of(pk="notice_draft"), roles=OFFICE),
        about=AREA,
    ),
    "reports:comment-add": page(
        OFFICE, Case(of(pk="notice_draft"), typed=always(text="请写明期限")), about=AREA
    ),
    "reports:comment-settle": page(OFFICE, Case(of(pk="comment"), typed=always(text="已采纳")), about=AREA),
}
