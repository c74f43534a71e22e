"""What a dossier says about an enterprise, as labelled text: read by the page, by the printed dossier and by the tests."""

from dataclasses import dataclass

from django.utils.timezone import localdate

from capacity_portal.lib.dates import label
from capacity_portal.lib.quantities import trimmed
from capacity_portal.lib.territory import ancestors
from capacity_portal.organization.models import Region
from enterprises.choices import CoordinateSystem, LinkReason, RiskMark
from enterprises.models import Enterprise, Link
from enterprises.queries import identity_of

STATUS_KINDS = {
    "in_production": "running",
    "under_construction": "running",
    "suspended": "neutral",
    "exited": "closed",
    "banned": "closed",
    "revived": "bad",
}


DECISION_KINDS = {
    "pending": "warn",
    "unrelated": "neutral",
    "same": "bad",
    "relocated": "bad",
    "resumed": "bad",
    "related": "running",
}


@dataclass(frozen=True)
class Group:
    """One section of facts; ``name`` is that of the edit form it belongs to. ``rows`` are (label, text)."""

    name: str
    title: str
    rows: list[tuple[str, str]]


def region_path(code: str, own: str = "") -> str:
    """``吉安市 吉州区 古南街道``: names from the prefecture down; those above ``own`` are left out."""
    codes = [above for above in ancestors(code) if above.startswith(own[:4])] + [code]
    names = dict(Region.objects.filter(code__in=codes).values_list("code", "name"))
    return " ".join(names[part] for part in sorted(names, key=len))


def groups(enterprise: Enterprise) -> list[Group]:
    """All facts that stand on the enterprise itself, section by section, in the order of the edit forms."""
    return [
        Group("basics", "基本信息", _basics(enterprise)),
        Group("address", "地址和坐标", _address(enterprise)),
        Group("industry", "行业和监管类别", _industry(enterprise)),
        Group("power", "用电", _power(enterprise)),
        Group("supervision", "监管责任", _supervision(enterprise)),
    ]


def _basics(enterprise: Enterprise) -> list[tuple[str, str]]:
    return [
        ("企业名称", enterprise.name),
        ("统一社会信用代码", enterprise.credit_code or f"无码（{enterprise.no_code_reason}）"),
        ("法定代表人", enterprise.legal_representative),
        ("联系人", enterprise.contact_name),
        ("联系电话", enterprise.contact_phone),
        ("职工人数", "" if enterprise.employees is None else f"{enterprise.employees:,}人"),
        ("备注", enterprise.remarks),
    ]


def _address(enterprise: Enterprise) -> list[tuple[str, str]]:
    return [
        ("所在地区", region_path(enterprise.region_code)),
        ("注册地址", enterprise.registered_address),
        ("实际地址", enterprise.actual_address),
        ("坐标（WGS-84）", coordinates(enterprise)),
    ]


def coordinates(enterprise: Enterprise) -> str:
    """``东经 114.986373，北纬 27.111699``, marked when it was converted from a Chinese map."""
    if enterprise.longitude is None:
        return ""
    origin = "（由 GCJ-02 换算）" if enterprise.coordinate_system == CoordinateSystem.GCJ02 else ""
    return f"东经 {enterprise.longitude:.6f}，北纬 {enterprise.latitude:.6f}{origin}"


def _industry(enterprise: Enterprise) -> list[tuple[str, str]]:
    code = enterprise.industry_code
    edition = enterprise.get_industry_edition_display() if enterprise.industry_edition else ""
    return [
        ("行业", enterprise.get_industry_display()),
        ("监管类别", enterprise.get_supervision_class_display()),
        ("行业代码", f"{code}（{edition}）" if code and edition else code),
        ("工艺", enterprise.process),
    ]


def _power(enterprise: Enterprise) -> list[tuple[str, str]]:
    kva = enterprise.transformer_kva
    return [
        ("用电户号", enterprise.power_account),
        ("变压器容量", "" if kva is None else trimmed(kva, " kVA")),
    ]


def _supervision(enterprise: Enterprise) -> list[tuple[str, str]]:
    officer = enterprise.supervising_officer
    return [
        (
            "监管部门",
            enterprise.supervising_department.name if enterprise.supervising_department else "",
        ),
        ("监管人员", officer.name if officer else ""),
        ("监管人员电话", officer.telephone if officer else ""),
    ]


def status_text(enterprise: Enterprise) -> str:
    """``停产（2026年3月1日起，吉工信字〔2026〕1号）``."""
    since = f"{label(enterprise.status_on)}起" if enterprise.status_on else ""
    about = "，".join(part for part in (since, enterprise.status_document) if part)
    return f"{enterprise.get_status_display()}（{about}）" if about else enterprise.get_status_display()


def key_text(enterprise: Enterprise) -> str:
    """Why the enterprise is on the key list; empty when it is not."""
    if not enterprise.is_key:
        return ""
    note = f"：{enterprise.key_note}" if enterprise.key_note else ""
    return f"{enterprise.get_key_reason_display()}{note}"


def risk_labels(enterprise: Enterprise) -> list[str]:
    """Risk marks as words; a mark no longer in the list is shown as it is stored."""
    known = dict(RiskMark.choices)
    return [str(known.get(mark, mark)) for mark in enterprise.risk_marks]


def confirmed_text(enterprise: Enterprise) -> str:
    """``2026年1月5日 张三``."""
    by = f" {enterprise.confirmed_by.name}" if enterprise.confirmed_by else ""
    return f"{label(localdate(enterprise.confirmed_at))}{by}"


def reason_text(link: Link) -> str:
    """Why two files may belong together, as words."""
    known = dict(LinkReason.choices)
    return "、".join(str(known.get(reason, reason)) for reason in link.reasons)


@dataclass(frozen=True)
class Compared:
    """One fact of two files; ``is_same``: it is one that files are recognised by, and they share it."""

    label: str
    first: str
    second: str
    is_same: bool


def side_by_side(first: Enterprise, second: Enterprise) -> list[Compared]:
    """The facts two files are compared by, and those that help to decide."""
    one, other = identity_of(first), identity_of(second)
    shared = {
        "统一社会信用代码": bool(one.code) and one.code == other.code,
        "企业名称": bool(one.names & other.names),
        "注册地址": bool(one.addresses & other.addresses),
        "实际地址": bool(one.addresses & other.addresses),
        "法定代表人": bool(one.representative) and one.representative == other.representative,
        "设备编号": bool(one.serials & other.serials),
    }
    pairs = zip(_comparable(first), _comparable(second), strict=True)
    return [Compared(name, mine, theirs, shared.get(name, False)) for (name, mine), (_, theirs) in pairs]


def _comparable(enterprise: Enterprise) -> list[tuple[str, str]]:
    serials = [part.serial for part in enterprise.equipment.all() if part.serial and not part.is_withdrawn]
    former = [name.name for name in enterprise.former_names.all() if not name.is_withdrawn]
    return [
        ("统一社会信用代码", enterprise.credit_code),
        ("企业名称", enterprise.name),
        ("曾用名", "、".join(former)),
        ("所在地区", region_path(enterprise.region_code)),
        ("注册地址", enterprise.registered_address),
        ("实际地址", enterprise.actual_address),
        ("法定代表人", enterprise.legal_representative),
        ("经营状态", status_text(enterprise)),
        ("监管类别", enterprise.get_supervision_class_display()),
        ("设备编号", "、".join(serials)),
        ("建档时间", label(localdate(enterprise.created_at))),
    ]
