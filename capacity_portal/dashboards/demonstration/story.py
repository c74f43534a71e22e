"""What happened in the demonstration prefecture: suspensions, exits, renamings, relocations, key lists, confirmations.

Every step goes through the operations a person would use, with the accounts of the demonstration, at moments in the past.
"""

from datetime import datetime, timedelta
from decimal import Decimal
from random import Random

from capacity_portal.organization.models import Department, Officer
from enterprises import operations
from enterprises.choices import Industry, LinkDecision, Status
from enterprises.models import Enterprise, Equipment, Link, Product

_SHARE = 12
_MOST = 240


def tell(now: datetime) -> int:
    """Let the story happen to every twelfth file, at most 240; returns how many steps were taken."""
    officers = {
        officer.username: officer
        for officer in Officer.objects.filter(created_by=None).select_related("region")
    }
    files = list(Enterprise.objects.select_related("region").order_by("id")[: _SHARE * _MOST : _SHARE])
    steps = sum(_live(file, officers, now) for file in files)
    steps += _assign(officers["county_leader"], now)
    _set_task(officers["office_staff"], now)
    return steps + _relocate(officers, now)


def _officer_for(file: Enterprise, officers: dict[str, Officer]) -> Officer:
    own = file.region_code.startswith(officers["county_staff"].region_code)
    return officers["county_staff"] if own else officers["office_staff"]


def _live(file: Enterprise, officers: dict[str, Officer], now: datetime) -> int:
    """One file's fate, drawn from its number."""
    random = Random(f"story-{file.pk}")
    by = _officer_for(file, officers)
    at = min(file.created_at + timedelta(days=random.randrange(30, 200)), now - timedelta(hours=1))
    taken = 0
    if file.status in (Status.IN_PRODUCTION, Status.SUSPENDED) and random.random() < 0.6:
        file = _pause(file, random, by, at)
        taken += 1
    if random.random() < 0.3:
        operations.add_former_name(
            enterprise=file, name=f"{file.name.replace('演示', '演示老')}", until_on=at.date(), by=by, at=at
        )
        taken += 1
    return taken + _amend(file.pk, random, by, at, now)


def _pause(file: Enterprise, random: Random, by: Officer, at: datetime) -> Enterprise:
    step = "suspend" if file.status == Status.IN_PRODUCTION else "resume"
    note = random.choice(["设备检修", "订单不足", "错峰生产"]) if step == "suspend" else "检修完毕，恢复生产"
    return operations.change_status(
        enterprise=file, version=file.version, step=step, on=at.date(), document="", by=by, at=at, note=note
    )


def _amend(pk: int, random: Random, by: Officer, at: datetime, now: datetime) -> int:
    """A correction some months later, so that the history has a before and an after."""
    file = Enterprise.objects.select_related("region").get(pk=pk)
    later = min(at + timedelta(days=random.randrange(20, 300)), now - timedelta(minutes=30))
    values = {"employees": (file.employees or 10) + random.randrange(-5, 12)}
    if random.random() < 0.4:
        values["contact_phone"] = f"000-{random.randrange(10**7):07d}"
    operations.edit_enterprise(
        enterprise=file, version=file.version, values=values, by=by, at=later, note="电话核实"
    )
    return 1


def _assign(leader: Officer, now: datetime) -> int:
    """The county's leader has named a supervising unit for most files of the county."""
    department = Department.objects.filter(region=leader.region, short_name="工信局").first()
    staff = Officer.objects.get(username="county_staff")
    files = list(Enterprise.objects.filter(region_code__startswith=leader.region_code).order_by("id"))
    chosen = [file for file in files if file.pk % 5]
    at = now - timedelta(days=40)
    results = operations.assign_supervision(
        enterprises=chosen, department=department, officer=staff, by=leader, at=at
    )
    return sum(result.done for result in results)


def _relocate(officers: dict[str, Officer], now: datetime) -> int:
    """Furnaces of banned firms turn up elsewhere: the same serial number in another file makes a likely link."""
    banned = Equipment.objects.filter(enterprise__status=Status.BANNED, kind__is_induction_furnace=True)
    running = Enterprise.objects.filter(status=Status.IN_PRODUCTION, supervision_class="foundry").order_by(
        "-id"
    )
    pairs = list(zip(banned.order_by("id")[:6], running.select_related("region")[:6], strict=False))
    office = officers["office_staff"]
    for days, (furnace, file) in enumerate(pairs, start=3):
        operations.save_part(
            part=Equipment(enterprise=file),
            values={
                "kind": furnace.kind,
                "size": furnace.size,
                "count": 1,
                "serial": furnace.serial,
                "state": "idle",
            },
            version=None,
            by=office,
            at=now - timedelta(days=days),
        )
    _decide_some(office, now)
    return len(pairs)


def _decide_some(office: Officer, now: datetime) -> None:
    pending = Link.objects.filter(decision=LinkDecision.PENDING).order_by("id")[:2]
    for link, decision in zip(pending, (LinkDecision.RELOCATED, LinkDecision.UNRELATED), strict=False):
        operations.decide_link(
            link=link, decision=decision, note="现场核对设备铭牌", by=office, at=now - timedelta(days=1)
        )


def _set_task(office: Officer, now: datetime) -> None:
    """A year's task whose parts do not add up to its totals, as such documents are: the difference is shown."""
    coal = Product.objects.get(code="raw_coal")
    shares = [("演示甲县", "2", "24"), ("演示乙县", "1", "15"), ("演示丙县", "1", "15")]
    items = []
    for label, mines, tonnage in shares:
        items.append(
            {"label": label, "equipment": "关闭煤矿", "product": None, "unit": "处", "amount": Decimal(mines)}
        )
        items.append(
            {
                "label": label,
                "equipment": "关闭煤矿",
                "product": coal,
                "unit": coal.unit,
                "amount": Decimal(tonnage),
            }
        )
    year = now.year - 1
    operations.save_reduction_task(
        values={
            "region": office.region,
            "year": year,
            "industry": Industry.COAL,
            "title": f"{year}年煤炭去产能任务（演示）",
            "document": f"演示化解产能办字〔{year}〕3号",
        },
        totals=[
            {"product": None, "unit": "处", "stated": Decimal(5)},
            {"product": coal, "unit": coal.unit, "stated": Decimal(60)},
        ],
        items=items,
        by=office,
        at=now - timedelta(days=300),
    )
