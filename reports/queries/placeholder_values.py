"""What the placeholders of a template are filled with: from an enterprise, a finding, a visit, a tip or another document."""

from dataclasses import dataclass
from datetime import date

from capacity_portal.lib.typesetting.official.plain import chinese_date
from capacity_portal.organization.models import Office
from enterprises.models import Enterprise
from inspections.models import Finding, Visit
from reports.models import Notice
from tipoffs.models import Tip


@dataclass(frozen=True)
class Subject:
    """What a document is about, at most one of them; found among what the officer sees by ``queries.subjects``."""

    enterprise: Enterprise | None = None
    finding: Finding | None = None
    visit: Visit | None = None
    tip: Tip | None = None
    notice: Notice | None = None

    @property
    def firm(self) -> Enterprise | None:
        """The enterprise it is about in the end; never that of a tip, which is the handler's to name."""
        for record in (self.finding, self.visit):
            if record is not None:
                return record.enterprise
        return self.enterprise


def values_for(subject: Subject, office: Office, today: date) -> dict[str, str]:
    """Texts by placeholder; what is not known is left out or empty."""
    return {
        **_of_office(office, today),
        **(_of_enterprise(subject.firm) if subject.firm else {}),
        **(_of_finding(subject.finding) if subject.finding else {}),
        **(_of_visit(subject.visit) if subject.visit else {}),
        **(_of_tip(subject.tip) if subject.tip else {}),
        **(_of_notice(subject.notice) if subject.notice else {}),
    }


def _of_office(office: Office, today: date) -> dict[str, str]:
    return {
        "办公室": office.full_name,
        "办公电话": office.telephone,
        "办公地址": office.address,
        "代章单位": office.host_department.name if office.host_department else "",
        "地区": office.region.name,
        "日期": chinese_date(today),
        "年份": str(today.year),
    }


def _of_enterprise(firm: Enterprise) -> dict[str, str]:
    return {
        "企业名称": firm.name,
        "统一社会信用代码": firm.credit_code,
        "法定代表人": firm.legal_representative,
        "地址": firm.actual_address or firm.registered_address,
        "所在地区": firm.region.name,
        "行业": firm.get_industry_display(),
        "经营状态": firm.get_status_display(),
    }


def _of_finding(finding: Finding) -> dict[str, str]:
    return {
        "问题编号": finding.number,
        "问题": finding.description,
        "整改要求": finding.requirement,
        "整改期限": chinese_date(finding.deadline_on),
        "发现日期": chinese_date(finding.found_on),
    }


def _of_visit(visit: Visit) -> dict[str, str]:
    return {
        "检查日期": chinese_date(visit.visited_on),
        "检查情况": visit.remarks or visit.get_outcome_display(),
    }


def _of_tip(tip: Tip) -> dict[str, str]:
    """The number, the handler's summary and the day by which it is answered: nothing the reporter said or left."""
    return {"举报编号": tip.label, "线索摘要": tip.summary, "反馈期限": chinese_date(tip.result_due_on)}


def _of_notice(notice: Notice) -> dict[str, str]:
    return {
        "文件标题": notice.title,
        "文号": notice.frozen.get("number", "") if notice.frozen else "",
        "印发日期": chinese_date(notice.dated),
        "反馈期限": chinese_date(notice.due_on),
    }
