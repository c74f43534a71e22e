"""The ground of the acceptance tests: a prefecture with two counties and a zone, another prefecture, a canary in every text.

Written by the project's own operations, so that journal, search, links and keys are those of real work. Of each area every
text of every record carries the area's token, every name of a person or unit the area's second token, every number is in
the area's own range: whatever of it turns up on a page that must not show it is found by looking for these three.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from io import BytesIO
from itertools import count

from django.utils import timezone

from capacity_portal.imports import operations as imports
from capacity_portal.imports import registry as sheet_kinds
from capacity_portal.imports.models import SheetImport
from capacity_portal.jobs import registry, results, running
from capacity_portal.jobs.models import Job, RegularRun
from capacity_portal.journal import operations as journal
from capacity_portal.journal.models import Block, Entry
from capacity_portal.lib.uploads import read_upload
from capacity_portal.organization import operations as accounts
from capacity_portal.organization.models import (
    AdministratorRequest,
    Department,
    Holiday,
    Officer,
    Region,
    RoleRequirement,
    Threshold,
)
from capacity_portal.organization.roles import ROLES
from capacity_portal.organization.rules.session_limits import handle_of
from enterprises import operations
from enterprises.choices import LinkDecision, LinkReason
from enterprises.models import (
    Attachment,
    Capacity,
    ConversionRow,
    Enterprise,
    Equipment,
    FormerName,
    IndustryCode,
    Licence,
    Link,
    ReductionItem,
    ReductionTask,
    ReductionTotal,
)
from enterprises.queries import LikelyLink
from tests.acceptance import numbering, world_inspections, world_reports, world_tipoffs
from tests.clients import PortalClient, signed_in
from tests.makers import (
    NOON,
    credit_code_number,
    make_department,
    make_kind,
    make_office,
    make_officer,
    make_product,
    make_region,
)

NUMBERED = (
    Officer, Department, AdministratorRequest, Job, Enterprise, Equipment, Capacity, Licence, Attachment, FormerName,
    Link, ReductionTask, ReductionTotal, ReductionItem, SheetImport,
)  # fmt: skip
PREFECTURE, OTHER_PREFECTURE = "3608", "6207"


@dataclass
class Area:
    """One region: ``code`` the county, ``place`` where its enterprises stand, ``number`` the first digits of its records.

    ``ids`` are the numbers of its records by what they are; ``files`` how many files were opened, ``listed`` how many
    of them are not merged.
    """

    name: str
    code: str
    place: str
    number: int
    files: int
    listed: int = 0
    ids: dict[str, int | str] = field(default_factory=dict)

    def __getitem__(self, what: str) -> int | str:
        return self.ids[what]

    @property
    def token(self) -> str:
        return f"QZ{self.name[:3].upper()}{self.number}X"

    @property
    def people(self) -> str:
        return f"RW{self.name[:3].upper()}{self.number}Y"

    @property
    def credit_codes(self) -> list[str]:
        return [credit_code_number(self.number * 1000 + index) for index in range(1, self.files + 1)]

    @property
    def business(self) -> list[str]:
        """Patterns of what stands in its files: texts, codes, figures."""
        figures = [f"{self.number}193", rf"{self.number}\.193", rf"{self.number},193"]
        return [self.token, *self.credit_codes, *figures]

    @property
    def numbers(self) -> str:
        """Pattern of the numbers of its records."""
        return rf"(?<![0-9A-Za-z.-]){self.number}\d{{5}}(?![0-9A-Za-z])"

    def canaries_besides(self, shown: frozenset[str]) -> list[str]:
        """Patterns of all that must not be seen of this area where ``shown`` (business, people) may be."""
        hidden = [] if "business" in shown else self.business
        hidden += [] if "people" in shown else [self.people]
        return hidden if shown else [*hidden, self.numbers]


def areas() -> dict[str, Area]:
    return {
        area.name: area
        for area in [
            Area("own", "360802", "360802001", 71, files=6),
            Area("sibling", "360803", "360803001", 73, files=9),
            Area("zone", "3608K01", "3608K01001", 74, files=5),
            Area("other", "620702", "620702001", 76, files=8),
        ]
    }


class Nowhere(Area):
    """The same records, none of which exists."""

    def __getitem__(self, what: str) -> int:
        names = sorted({*self.ids, what})
        return 9_990_000 + names.index(what)


@dataclass(frozen=True)
class Viewer:
    """Somebody with a browser; ``own``: his own job, session, results. ``region_code`` "" for the stranger."""

    name: str
    role: str
    region_code: str
    client: PortalClient
    own: Area
    officer: Officer | None = None


# What of the areas in his region an officer may ever see, by role.
_SEES = {role: frozenset({"business", "people"}) for role in ROLES} | {
    "power_company": frozenset(),
    "system_admin": frozenset({"people"}),
    "security_admin": frozenset({"people"}),
    "auditor": frozenset({"people"}),
}


@dataclass
class World:
    """``colleague``: what belongs to an officer of the first county who is none of the viewers."""

    areas: dict[str, Area]
    nowhere: Nowhere
    viewers: dict[str, Viewer]
    colleague: Area
    known: dict[tuple[str, frozenset[str]], re.Pattern[str]] = field(default_factory=dict)

    def visible(self, viewer: Viewer) -> Iterator[Area]:
        """Areas inside the viewer's region."""
        code = viewer.region_code
        return (area for area in self.areas.values() if code and area.place.startswith(code))

    def forbidden_to(self, viewer: Viewer, shows: frozenset[str]) -> re.Pattern[str]:
        """What must not stand on a page that shows at most ``shows`` of the areas in the viewer's region."""
        asked = (viewer.name, shows)
        if asked not in self.known:  # thousands of pages, few patterns
            self.known[asked] = self._forbidden_to(viewer, shows)
        return self.known[asked]

    def _forbidden_to(self, viewer: Viewer, shows: frozenset[str]) -> re.Pattern[str]:
        if "everything" in shows and viewer.role == "auditor":
            return re.compile(r"(?!)")
        shown = shows & _SEES.get(viewer.role, frozenset())
        visible = [area.name for area in self.visible(viewer)]
        patterns = [
            pattern
            for area in self.areas.values()
            for pattern in area.canaries_besides(shown if area.name in visible else frozenset())
        ]
        return re.compile("|".join(patterns) or r"(?!)", re.IGNORECASE)


def build() -> World:
    found = areas()
    _regions(found)
    numbering.begin_at(1_001, *NUMBERED)
    dictionary = _dictionaries()
    _colleagues()
    viewers = _viewers()
    world_inspections.open_month()
    world_tipoffs.begin()
    world_reports.begin()
    for area in found.values():
        area.ids |= dictionary
        numbering.begin_at(area.number * 100_000 + 1, *NUMBERED)
        _fill(area)
    numbering.begin_at(
        8_000_001, *NUMBERED, *world_inspections.NUMBERED, *world_tipoffs.NUMBERED, *world_reports.NUMBERED
    )
    _across(found["own"], found["sibling"])
    journal.seal(at=NOON)
    about = {"entry": Entry.objects.latest("id").pk, "block": Block.objects.latest("number").pk}
    for area in found.values():
        area.ids |= about
        area.listed = Enterprise.objects.filter(region_code=area.place, merged_into=None).count()
    for viewer in viewers.values():
        _results(viewer, found)
    colleague = viewers.pop("colleague").own
    nowhere = Nowhere("nowhere", "999999", "999999", 99, 0, ids=found["own"].ids | colleague.ids)
    return World(found, nowhere, viewers, colleague)


def _dictionaries() -> dict[str, int | str]:
    """Numbers of records without a region."""
    kind = make_kind("medium_frequency_furnace")
    make_product("crude_steel")
    product = make_product("pig_iron", name="生铁", position=1)
    holiday = Holiday.objects.create(day=date(2026, 5, 1), name="劳动节", is_workday=False, source="通知")
    threshold = Threshold.objects.create(
        code="confirm-days", name="确认期限", value=180, unit="天", source=""
    )
    requirement = RoleRequirement.objects.create(role="county_staff")
    code = IndustryCode.objects.create(code="3391", edition="2017", name="黑色金属铸造", industry="steel")
    conversion = ConversionRow.objects.create(
        kind=kind, product=product, size="5", capacity="3", edition="2017", source="工信部"
    )
    run = RegularRun.objects.create(name="journal.seal")
    return {
        "kind": kind.pk, "second_product": product.pk, "holiday": holiday.pk, "threshold": threshold.pk,
        "requirement": requirement.pk, "run": run.pk, "office": make_office().pk, "conversion": conversion.pk,
        "industry_code": code.pk,
    }  # fmt: skip


def _regions(found: dict[str, Area]) -> None:
    numbering.begin_at(101, Region)  # PostgreSQL goes on counting where an earlier, undone world ended
    for code in (PREFECTURE, OTHER_PREFECTURE):
        make_region(code)
    for area in found.values():
        numbering.begin_at(area.number * 100_000 + 1, Region)
        area.ids["region"] = make_region(area.code).pk
        make_region(area.place)
        make_region(f"{area.place}001", name=f"{area.people}村")


# --- who looks --------------------------------------------------------------------------------------------------------
_PLACES = {
    "county_leader": "360802", "county_staff": "360802", "grid_officer": "360802001", "member_unit": "360802",
    "power_company": "360802",
}  # fmt: skip


def _viewers() -> dict[str, Viewer]:
    viewers = [_viewer(role, role, _PLACES.get(role, PREFECTURE)) for role in ROLES]
    viewers.append(_viewer("member_unit_of_prefecture", "member_unit", PREFECTURE))
    viewers.append(_viewer("zone_staff", "county_staff", "3608K01"))
    viewers.append(_viewer("staff_of_other_prefecture", "office_staff", OTHER_PREFECTURE))
    viewers.append(Viewer("stranger", "", "", PortalClient(), Nowhere("stranger", "", "", 98, 0)))
    viewers.append(_viewer("colleague", "county_staff", "360802"))
    return {viewer.name: viewer for viewer in viewers}


def _viewer(name: str, role: str, region: str) -> Viewer:
    officer = make_officer(role, region, name=f"查看人{name}", username=f"viewer-{name.replace('_', '-')}")
    client = signed_in(officer)
    ids = {"job": _job(officer, "本人的任务").pk, "session": handle_of(client.session.session_key)}
    ids |= dict.fromkeys(("report", "csv", "xlsx", "finding_file"), "none")
    ids |= {"sheet": 9_990_100, "columns": 9_990_101}  # nobody's
    return Viewer(name, role, region, client, Area("mine", region, region, 97, 0, ids=ids), officer)


def _results(viewer: Viewer, found: dict[str, Area]) -> None:
    """Let the viewer come in; leave him with the results of a batch and of two exports, where his role has them."""
    viewer.client.get("/desk/")
    if viewer.role not in ("office_leader", "office_staff", "county_leader", "county_staff"):
        return
    area = next(area for area in found.values() if area.place.startswith(viewer.region_code))
    confirm = {"action": "confirm", "selected": area["partner"]}
    viewer.own.ids["report"] = _key(viewer.client.post("/enterprises/batch/", confirm))
    for kind in ("csv", "xlsx"):
        asked = {"format": kind, "columns": "all", "all_matching": "1"}
        viewer.own.ids[kind] = _key(viewer.client.post("/enterprises/export/", asked))
    viewer.own.ids["finding_file"] = _key(viewer.client.post("/inspections/findings/export/"))
    viewer.own.ids["sheet"] = _sheet(viewer.officer, "排查表", sheet_of(area)).pk
    viewer.own.ids["columns"] = _sheet(
        viewer.officer, "没认出列的表", f"企业名称,干活的人数\n演示{area.token},5\n"
    ).pk


HEADINGS = "企业名称,统一社会信用代码,所在地区,职工人数\n"


def sheet_of(area: Area) -> str:
    """A changed file, a new one with an unclear cell and without a code, a row without a name."""
    changed = f"演示{area.token}第0铸造有限公司,{area.credit_codes[0]},,12\n"
    return f"{HEADINGS}演示新{area.token}厂,,,约33\n{changed},,,5\n"


def _sheet(by: Officer, name: str, content: str) -> SheetImport:
    """An upload that the worker has read."""
    record = imports.begin_import(
        kind=sheet_kinds.find("ledger"), content=content.encode(), name=f"{name}.csv", region_code=by.region_code,
        by=by, at=timezone.now(),
    )  # fmt: skip
    running.run(record.job_id, record.job.attempt)
    return record


def _key(response) -> str:
    return response["Location"].rstrip("/").rpartition("/")[2]


def _colleagues() -> None:
    make_officer("office_staff", PREFECTURE, name="市办同事", username="colleague-office")


def _request(about: Officer, by: Officer) -> AdministratorRequest:
    return accounts.request_for_administrator(
        officer=about, kind="password", reason=f"忘记密码{about.name}", by=by, at=NOON
    )


# --- what there is ----------------------------------------------------------------------------------------------------
def _fill(area: Area) -> None:
    """Officers, files with rows of every kind, links, a merged file, a reduction task, a job, a request."""
    region, place = make_region(area.code), make_region(area.place)
    department = make_department(region, name=f"单位{area.people}", short_name=area.people)
    names = count(1)

    def officer(role: str, code: str) -> Officer:
        number = next(names)
        return make_officer(
            role, code, name=f"{area.people}{number}", username=f"{area.people.lower()}-{number}",
            telephone=f"{area.number}00193", department=department if role.startswith("county") else None,
        )  # fmt: skip

    staff, leader = officer("county_staff", area.code), officer("county_leader", area.code)
    office = officer("office_staff", area.code[:4])
    files = [_file(area, place, number, staff) for number in range(area.files)]
    main = files[0]
    area.ids |= {"enterprise": main.pk, "partner": files[1].pk, "officer": staff.pk}
    area.ids |= {"department": department.pk, "session": "0" * 16}
    _rows(area, main, staff)
    _lived(area, main, staff, leader, department)
    area.ids["link"] = _linked(main, files[1], staff).pk
    same = _linked(files[2], files[3], staff)
    about = {"note": f"核对{area.token}", "by": office, "at": NOON}
    operations.decide_link(link=same, decision=LinkDecision.SAME, **about)
    area.ids |= {"same": same.pk, "same_first": same.first_id}
    merged = files[-1]
    operations.merge_enterprises(duplicate=merged, into=files[1], **about)
    area.ids |= {"merged": merged.pk, "gone": merged.pk}
    if area.code.startswith(OTHER_PREFECTURE):
        area.ids["office"] = make_office(office.region, full_name=f"{area.people}办公室").pk
    area.ids["reduction"] = _task(area, region, main, office).pk
    area.ids["job"] = _job(staff, area.token).pk
    world_inspections.fill(area, staff, leader)
    handler, chief = officer("tipoff_handler", area.code[:4]), officer("office_leader", area.code[:4])
    world_tipoffs.fill(area, staff, leader, handler, chief)
    world_reports.fill(area, staff, office, chief)
    security, auditor = officer("security_admin", area.code[:4]), officer("auditor", area.code[:4])
    area.ids |= {"request": _request(auditor, security).pk, "administrator": auditor.pk}


def _file(area: Area, place, number: int, by: Officer) -> Enterprise:
    token = area.token
    values = {
        "name": f"演示{token}第{number}铸造有限公司",
        "credit_code": area.credit_codes[number],
        "legal_representative": f"法人{token}{number}",
        "contact_name": f"联系人{token}{number}",
        "contact_phone": f"{token}-1",
        "registered_address": f"注册路{token}第{number}号院内",
        "actual_address": f"实际路{token}第{number}号院内",
        "region": place,
        "industry": "steel",
        "supervision_class": "foundry",
        "process": f"工艺{token}",
        "employees": int(f"{area.number}193"),
        "power_account": f"{token}",
        "transformer_kva": f"{area.number}193.5",
        "status": "in_production",
        "remarks": f"备注{token}第一行\n备注{token}第二行",
    }
    return operations.create_enterprise(values=values, by=by, at=NOON, note=f"建档{token}")


PDF = "%PDF-1.7\n1 0 obj\n<</Type/Catalog/Lang({})>>\nendobj\ntrailer\n<</Root 1 0 R>>\n%%EOF\n"


def photo(colour: tuple[int, int, int] = (90, 90, 90)) -> bytes:
    from PIL import Image

    content = BytesIO()
    Image.new("RGB", (32, 24), colour).save(content, "JPEG")
    return content.getvalue()


def _rows(area: Area, main: Enterprise, by: Officer) -> None:
    token, about = area.token, {"version": None, "by": by, "at": NOON}
    size = f"{area.number}.193"
    equipment = operations.save_part(
        part=Equipment(enterprise=main),
        values={
            "kind": make_kind(), "size": size, "serial": f"SN-{token}-1", "location": f"位置{token}", "use": token,
        },
        **about,
    )  # fmt: skip
    capacity = operations.save_part(
        part=Capacity(enterprise=main),
        values={"product": make_product(), "filed": size, "stated": "5", "document": f"备案{token}"},
        **about,
    )
    licence = operations.save_part(
        part=Licence(enterprise=main),
        values={
            "kind": "discharge", "number": f"证{token}", "issuer": f"机关{token}", "expires_on": date(2025, 1, 1),
        },
        **about,
    )  # fmt: skip
    former = operations.add_former_name(
        enterprise=main, name=f"旧名{token}厂", until_on=date(2020, 1, 1), by=by, at=NOON
    )
    scan = _attached(main, PDF.format(token).encode(), f"扫描件{token}.pdf", by, licence=licence)
    _attached(main, photo((area.number, 0, 0)), f"照片{token}.jpg", by, equipment=equipment)
    area.ids |= {"equipment": equipment.pk, "capacity": capacity.pk, "licence": licence.pk}
    area.ids |= {"former_name": former.pk, "attachment": scan.pk}


def _attached(main: Enterprise, content: bytes, name: str, by: Officer, **part) -> Attachment:
    upload = read_upload(BytesIO(content), most_bytes=10**6, name=name)
    return operations.attach_file(
        enterprise=main, upload=upload, title=f"题{name[:-4]}", by=by, at=NOON, **part
    )


def _lived(area: Area, main: Enterprise, staff: Officer, leader: Officer, department: Department) -> None:
    """A history with before and after, notes and documents."""
    token, later = area.token, NOON + timedelta(hours=1)
    operations.assign_supervision(
        enterprises=[main], department=department, officer=staff, by=staff, at=later
    )
    operations.mark_key(enterprises=[main], reason="other", note=f"列入{token}", by=leader, at=later)
    operations.confirm_files(enterprises=[main], by=leader, at=later)
    current = Enterprise.objects.get(pk=main.pk)
    operations.change_status(
        enterprise=current, version=current.version, step="suspend", on=date(2026, 3, 1),
        document=f"文{token}号", note=f"停产{token}", by=staff, at=later,
    )  # fmt: skip


def _linked(one: Enterprise, other: Enterprise, by: Officer) -> Link:
    (link,) = operations.record_links(
        enterprise=one, candidates=[LikelyLink(other, (LinkReason.SAME_ADDRESS,))], by=by, at=NOON
    )
    return link


def _task(area: Area, region, main: Enterprise, office: Officer) -> ReductionTask:
    token, product = area.token, make_product()
    return operations.save_reduction_task(
        values={
            "region": region, "year": 2026, "industry": "steel", "title": f"任务{token}", "document": f"文{token}",
            "note": f"说明{token}",
        },
        totals=[{"product": product, "unit": product.unit, "stated": f"{area.number}.193"}],
        items=[{
            "label": f"分项{token}", "enterprise": main, "equipment": f"炉{token}", "product": product,
            "unit": product.unit, "amount": f"{area.number}.193",
        }],
        by=office,
        at=NOON,
    )  # fmt: skip


def _job(owner: Officer, said: str) -> Job:
    # A kind every role may ask for: what a lost permission does is a test of its own.
    registry.register("acceptance.note", "导出台账", lambda job, progress: None)
    return Job.objects.create(
        kind="acceptance.note", label="导出台账", owner=owner, region_code=owner.region_code, parameters={}, state="done", percent=100,
        message="完成", report={"sentences": [f"结果{said}"]}, result_path=results.store(said.encode()),
        result_name=f"{said}.csv", created_at=NOON, started_at=NOON, finished_at=timezone.now(),
    )  # fmt: skip


def _across(own: Area, sibling: Area) -> None:
    """What the prefecture made of files on both sides of the border: a pending link, and files merged both ways (gone)."""
    office = Officer.objects.get(username="colleague-office")
    files = {area.name: _besides(area) for area in (own, sibling)}
    main, foreign = (Enterprise.objects.get(pk=area["enterprise"]) for area in (own, sibling))
    _linked(main, foreign, office)
    note = {"note": "跨县核对", "by": office, "at": NOON}
    operations.merge_enterprises(duplicate=files["sibling"], into=main, **note)
    operations.merge_enterprises(duplicate=files["own"], into=foreign, **note)
    own.ids["gone"], sibling.ids["gone"] = files["own"].pk, files["sibling"].pk


def _besides(area: Area) -> Enterprise:
    """The last of an area's standing files."""
    return Enterprise.objects.unmerged().filter(region_code=area.place).order_by("-id")[0]
