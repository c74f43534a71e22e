"""What is printed of findings: the 限期整改通知单 of one, the list that presses for the overdue ones, and its text to copy."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe

from capacity_portal.lib import dates, typesetting
from capacity_portal.lib.typesetting.glyphs import code_points
from capacity_portal.organization.models import Office
from capacity_portal.organization.queries import region_names
from inspections.documents import finding_facts
from inspections.models import Finding


@dataclass(frozen=True)
class Pressed:
    """The overdue findings of one county."""

    name: str
    findings: list[Finding] = field(default_factory=list)


def sheet_pdf(finding: Finding, officer, at: datetime) -> typesetting.RenderedPdf:
    """The 限期整改通知单. Raises typesetting.RenderFailed."""
    return _typeset(lambda undrawn: sheet_html(finding, officer, at, undrawn))


def sheets_pdf(findings: Iterable[Finding], officer, at: datetime) -> bytes:
    """The 限期整改通知单 of several findings as one file, in the order given. Raises typesetting.RenderFailed for any."""
    findings = list(findings)
    files = []
    rendered = typesetting.render_many(sheet_html(finding, officer, at) for finding in findings)
    for finding, found in zip(findings, rendered, strict=True):
        if isinstance(found, typesetting.RenderFailed):
            raise found
        whole = sheet_pdf(finding, officer, at) if found.missing_glyphs else found
        files.append(whole.content)
    return typesetting.merge(files)


def sheet_html(finding: Finding, officer, at: datetime, undrawn: Sequence[str] = ()) -> str:
    """The document of one finding; ``undrawn``: characters that no font draws, to be owned up to at the end."""
    address = settings.PORTAL_URL.rstrip("/") + reverse("inspections:finding", args=[finding.pk])
    today = timezone.localdate(at)
    facts = [row for row in finding_facts.facts(finding, today) if row[0] != "整改要求"]
    context = {
        "title": finding.title,
        "kind": "限期整改通知单",
        "qr": mark_safe(typesetting.qr_svg(address)),
        "qr_caption": "扫码查看办理情况",
        "address": address,
        "finding": finding,
        "facts": list(zip(facts[::2], facts[1::2], strict=True)),
        "deadline_on": finding.deadline_on,
        "badges": finding_facts.badges(finding, today),
        **_common(officer, at, undrawn),
    }
    return render_to_string("print/finding_sheet.html", context)


def reminder_pdf(pressed: Sequence[Pressed], officer, at: datetime) -> typesetting.RenderedPdf:
    """The list of what is overdue, county by county. Raises typesetting.RenderFailed."""
    return _typeset(lambda undrawn: reminder_html(pressed, officer, at, undrawn))


def reminder_html(pressed: Sequence[Pressed], officer, at: datetime, undrawn: Sequence[str] = ()) -> str:
    today = timezone.localdate(at)
    groups = [
        (group.name, [(row, (today - row.deadline_on).days) for row in group.findings]) for group in pressed
    ]
    count = sum(len(group.findings) for group in pressed)
    context = {
        "title": "逾期问题催办单",
        "kind": "问题整改",
        "groups": groups,
        "count": count,
        "today": today,
        **_common(officer, at, undrawn),
    }
    return render_to_string("print/finding_reminder.html", context)


def pressed_for(findings: Iterable[Finding]) -> list[Pressed]:
    """Overdue findings by county, in order of code; those that lie in no county last."""
    findings = list(findings)
    names = region_names(row.county_code for row in findings)
    groups: dict[str, Pressed] = {}
    for row in sorted(
        findings, key=lambda row: (not row.county_code, row.county_code, row.deadline_on, row.pk)
    ):
        name = names.get(row.county_code, row.county_code or "市本级")
        groups.setdefault(row.county_code, Pressed(name)).findings.append(row)
    return list(groups.values())


def reminder_text(group: Pressed, today: date) -> str:
    """The text to send to a county: what is overdue, how long, and what to do."""
    head = (
        f"【催办】{group.name}：截至{dates.label(today)}，有{len(group.findings)}个问题逾期未完成整改，"
        "请抓紧整改，上传证据后报请复查；确需延期的，请说明理由报市级办公室。"
    )
    return "\n".join(
        [head, *(_line(number, row, today) for number, row in enumerate(group.findings, start=1))]
    )


def file_name(finding: Finding) -> str:
    """``限期整改-F2026-0001-某某公司.pdf`` without anything a file system minds."""
    name = "".join(char for char in finding.title if char.isalnum() or char in "（）()·-")[:60]
    return f"限期整改-{finding.number}-{name}.pdf"


def _line(number: int, row: Finding, today: date) -> str:
    late = (today - row.deadline_on).days
    who = f"，责任人{row.responsible_name}" if row.responsible_name else ""
    return (
        f"{number}. {row.number} {row.title}：{row.get_kind_display()}，{row.get_severity_display()}，"
        f"期限{dates.label(row.deadline_on)}，逾期{late}天，进度{row.percent}%{who}。"
    )


def _common(officer, at: datetime, undrawn: Sequence[str]) -> dict:
    office = Office.objects.order_by("id").values_list("full_name", flat=True).first()
    return {
        "office_name": office or "化解过剩产能工作领导小组办公室",
        "printed_at": timezone.localtime(at),
        "printed_by": officer,
        "undrawn": code_points(undrawn),
    }


def _typeset(html_of: Callable[[Sequence[str]], str]) -> typesetting.RenderedPdf:
    """Typeset; twice where a character cannot be drawn, to say so on the paper."""
    rendered = typesetting.render_pdf(html_of(()))
    if rendered.missing_glyphs:
        rendered = typesetting.render_pdf(html_of(rendered.missing_glyphs))
    return rendered
