"""The data set of the browser tests: the demonstration prefecture, small, with a county that has a file of every kind.

Everything is written by the project's own operations, as officers would. ``World.keys`` names the records that pages are shown for.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO

from django.conf import settings
from django.contrib.admin import site
from django.core.management import call_command
from django.utils import timezone
from PIL import Image, ImageDraw

from capacity_portal.dashboards.demonstration import seeding
from capacity_portal.dashboards.demonstration.invention import invent
from capacity_portal.jobs import operations as jobs
from capacity_portal.jobs import running, schedule
from capacity_portal.journal import operations as journal
from capacity_portal.journal.queries import history_of
from capacity_portal.lib.uploads import read_upload
from capacity_portal.organization import operations as organization
from capacity_portal.organization.choices import RequestKind
from capacity_portal.organization.models import Officer, RoleRequirement
from enterprises import operations
from enterprises.choices import LinkDecision, Status
from enterprises.history import file_key
from enterprises.models import (
    Capacity,
    Enterprise,
    Equipment,
    EquipmentKind,
    Licence,
    Link,
    Product,
)
from enterprises.operations.many import open_files
from tests.browser import (
    sheets,
    world_findings,
    world_grid,
    world_reports,
    world_returns,
    world_rounds,
    world_tipoffs,
    world_visits,
)

PREFECTURE_FILES, COUNTY_FILES = 60, 24
COUNTY = "360802"
PASSWORD = settings.DEMO_PASSWORD


@dataclass(frozen=True)
class World:
    """``keys``: primary keys of records by what they are, and one-time passwords."""

    keys: dict[str, int | str]


def officer(username: str) -> Officer:
    return Officer.objects.select_related("region", "department").get(username=username)


def build() -> World:
    call_command("seed_demo", scale=PREFECTURE_FILES, months=0, verbosity=0)
    now = timezone.now()
    files = _county_files(now)
    standing = [file for file in files if file.status == Status.IN_PRODUCTION]
    keys = _full_file(standing[0], now) | _bare_file(standing[0], now) | _pairs(standing[1:], now)
    call_command("load_checklists", verbosity=0)
    keys |= _accounts(now) | _jobs(files[:2], now)
    keys |= sheets.build(officer("county_staff"), officer("office_staff"), now)
    journal.seal(at=timezone.now())
    entry = history_of(file_key(standing[0])).filter(step="edit").order_by("-id").first()
    keys |= {"entry": entry.pk, "reduction": _reduction(now).pk} | world_grid.build(COUNTY, now)
    keys |= world_findings.build(COUNTY, now)
    keys |= world_rounds.build(COUNTY, now) | world_visits.build(COUNTY, now)
    keys |= world_returns.build(COUNTY, now)
    keys |= world_tipoffs.build(COUNTY, now)
    keys |= world_reports.build(COUNTY, now)
    return World(keys | _stock(now))


# --- enterprises ------------------------------------------------------------------------------------------------------
def _county_files(now: datetime) -> list[Enterprise]:
    """Files of one county, opened on three days; every third has not been confirmed for long."""
    today = timezone.localdate(now)
    towns = [place for place in seeding.towns_of(seeding.PREFECTURE) if place[0].startswith(COUNTY)]
    drafts = [invent(index, towns, today) for index in range(501, 501 + COUNTY_FILES)]
    dictionary = seeding.Dictionary()
    opened = []
    for day, start in enumerate(range(0, COUNTY_FILES, 8)):
        batch = [dictionary.file(draft) for draft in drafts[start : start + 8]]
        at = now - timedelta(days=90 - 10 * day)
        opened += open_files(files=batch, by=officer("county_staff"), at=at, note="摸底排查登记")
    return opened


def photo() -> bytes:
    """A picture of a furnace, of sorts."""
    image = Image.new("RGB", (480, 320), "#8a8f94")
    draw = ImageDraw.Draw(image)
    draw.ellipse((120, 60, 360, 300), fill="#3c3f42")
    draw.ellipse((160, 90, 320, 210), fill="#e06a1b")
    content = BytesIO()
    image.save(content, "JPEG", quality=70)
    return content.getvalue()


def _full_file(enterprise: Enterprise, now: datetime) -> dict[str, int | str]:
    """A file with rows of every kind and a history."""
    by = officer("county_staff")
    furnace = operations.save_part(
        part=Equipment(enterprise=enterprise),
        values={
            "kind": EquipmentKind.objects.get(code="medium_frequency_furnace"),
            "size": 3,
            "count": 2,
            "serial": "YS-ZP-2016-0088",
            "built_year": 2016,
            "state": "in_use",
            "location": "二号车间东侧",
            "use": "熔化铸造铁水",
        },
        version=None,
        by=by,
        at=now - timedelta(days=20),
    )
    capacity = operations.save_part(
        part=Capacity(enterprise=enterprise),
        values={
            "product": _other_product(enterprise),
            "filed": 3,
            "stated": 4,
            "document": "演示发改备〔2016〕12号",
        },
        version=None,
        by=by,
        at=now - timedelta(days=19),
    )
    licence = operations.save_part(
        part=Licence(enterprise=enterprise),
        values={
            "kind": "environment",
            "number": "演示环评〔2016〕7号",
            "issuer": "演示生态环境局",
            "issued_on": timezone.localdate(now - timedelta(days=2000)),
            "expires_on": timezone.localdate(now - timedelta(days=9)),
        },
        version=None,
        by=by,
        at=now - timedelta(days=18),
    )
    former = operations.add_former_name(
        enterprise=enterprise,
        name=f"{enterprise.name.replace('演示', '演示老')}",
        until_on=timezone.localdate(now - timedelta(days=1500)),
        by=by,
        at=now - timedelta(days=17),
    )
    upload = read_upload(BytesIO(photo()), most_bytes=10**6, name="二号车间中频炉.jpg")
    picture = operations.attach_file(
        enterprise=enterprise,
        upload=upload,
        title="二号车间中频炉铭牌",
        equipment=furnace,
        by=by,
        at=now - timedelta(days=16),
    )
    _lived(enterprise, now)
    return {
        "full": enterprise.pk,
        "equipment": furnace.pk,
        "capacity": capacity.pk,
        "licence": licence.pk,
        "former_name": former.pk,
        "attachment": picture.pk,
    }


def _other_product(enterprise: Enterprise) -> Product:
    taken = enterprise.capacities.values("product")
    return Product.objects.filter(is_active=True).exclude(pk__in=taken).order_by("position", "id").first()


def _lived(enterprise: Enterprise, now: datetime) -> None:
    """Edits on three days, so that the history has a before and an after."""
    for days, values, note in (
        (15, {"employees": 86, "contact_phone": "000-1234567"}, "电话核实"),
        (8, {"risk_marks": ["night_production", "scrap_intake"]}, "夜间巡查发现"),
        (2, {"process": "中频炉熔化—造型—浇注—清理—热处理", "employees": 91}, "现场核实"),
    ):
        current = Enterprise.objects.get(pk=enterprise.pk)
        operations.edit_enterprise(
            enterprise=current,
            version=current.version,
            values=values,
            by=officer("county_staff"),
            at=now - timedelta(days=days),
            note=note,
        )
    operations.mark_key(
        enterprises=[enterprise],
        reason="fake_foundry",
        note="夜间生产，无成分检测手段",
        by=officer("county_leader"),
        at=now - timedelta(days=1),
    )


def _bare_file(like: Enterprise, now: datetime) -> dict[str, int | str]:
    """A file with nothing but what is compulsory."""
    bare = operations.create_enterprise(
        values={
            "name": "演示新发现作坊",
            "no_code_reason": "未登记，现场发现，正在核实",
            "region": like.region,
            "industry": "steel",
            "supervision_class": "other",
            "status": "suspended",
        },
        by=officer("county_staff"),
        at=now - timedelta(days=1),
    )
    return {"bare": bare.pk}


def _pairs(files: list[Enterprise], now: datetime) -> dict[str, int | str]:
    """A link waiting inside the county, one found to be the same enterprise, a merged file, and one without anything special."""
    waiting = _linked(files[0], files[1], "YS-PAIR-1", now)
    same = _linked(files[2], files[3], "YS-PAIR-2", now)
    office = officer("office_staff")
    about = {"note": "现场核对，为同一企业", "by": office, "at": now}
    operations.decide_link(link=same, decision=LinkDecision.SAME, **about)
    operations.merge_enterprises(duplicate=files[4], into=files[5], **about)
    return {"link": waiting.pk, "same": same.pk, "merged": files[4].pk, "ordinary": files[6].pk}


def _linked(one: Enterprise, other: Enterprise, serial: str, now: datetime) -> Link:
    """The furnace of one turns up at the other."""
    values = {
        "kind": EquipmentKind.objects.get(code="medium_frequency_furnace"),
        "size": 1,
        "count": 1,
        "serial": serial,
        "state": "idle",
    }
    for enterprise in (one, other):
        part = Equipment(enterprise=enterprise)
        operations.save_part(
            part=part, values=values, version=None, by=officer("county_staff"), at=now - timedelta(days=4)
        )
    first, second = sorted((one.pk, other.pk))
    return Link.objects.get(first=first, second=second)


def _reduction(now: datetime):
    """A task whose parts do not add up to the stated total."""
    product = Product.objects.get(code="raw_coal")
    parts = [("演示县关闭煤矿", "51"), ("演示区关闭煤矿", "39")]
    return operations.save_reduction_task(
        values={
            "region": officer("office_staff").region,
            "year": 2017,
            "industry": "coal",
            "title": "2017年关闭煤矿（演示）",
            "document": "演示化解产能办字〔2017〕3号",
            "note": "原文合计96万吨/年，只列出两项。",
        },
        totals=[{"product": product, "unit": "万吨/年", "stated": "96"}],
        items=[
            {"label": label, "equipment": "关闭煤矿", "product": product, "unit": "万吨/年", "amount": amount}
            for label, amount in parts
        ],
        by=officer("office_staff"),
        at=now - timedelta(days=30),
    )


# --- accounts ---------------------------------------------------------------------------------------------------------
def _accounts(now: datetime) -> dict[str, int | str]:
    """A colleague before the first sign-in, one with a second factor, one who is setting it up, and a request."""
    security = officer("security_admin")
    newcomer = colleague("new_colleague", "演示新同事", now)
    locked_out = colleague("forgetful_colleague", "演示健忘同事", now)
    gone = colleague("gone_colleague", "演示离任同事", now)
    organization.deactivate(officer=gone.officer, note="调离", by=security, at=now)
    for username in ("careful_colleague", "beginner_colleague"):
        settle(colleague(username, "演示细心同事", now).officer, now)
    organization.begin_second_factor(by=officer("beginner_colleague"), at=now)
    confirm_second_factor(officer("careful_colleague"), now)
    spare = _administrator("spare_auditor", "演示审计员乙", now)
    request = organization.request_for_administrator(
        officer=spare, kind=RequestKind.PASSWORD, reason="忘记密码", by=security, at=now
    )
    return {
        "officer": officer("county_staff").pk,
        "newcomer": newcomer.officer.pk,
        "newcomer_password": newcomer.one_time_password,
        "locked_out": locked_out.officer.pk,
        "gone": gone.officer.pk,
        "request": request.pk,
    }


def colleague(username: str, name: str, now: datetime) -> organization.Opened:
    """A new account in the county, with its one-time password."""
    county = officer("county_staff")
    values = {
        "username": username,
        "name": name,
        "role": "county_staff",
        "region": county.region,
        "department": county.department,
        "telephone": "000-7654321",
    }
    return organization.create_officer(values=values, by=officer("security_admin"), at=now)


def _administrator(username: str, name: str, now: datetime) -> Officer:
    values = {"username": username, "name": name, "role": "auditor", "region": officer("auditor").region}
    return organization.create_officer(values=values, by=None, at=now).officer


def settle(colleague: Officer, now: datetime) -> None:
    """Past the first password change, with the password of the demonstration."""
    colleague.set_password(PASSWORD)
    colleague.must_change_password, colleague.password_changed_at = False, now
    colleague.save()


def confirm_second_factor(holder: Officer, now: datetime) -> list[str]:
    """Set up the second factor of ``holder``; returns the recovery codes."""
    device = organization.begin_second_factor(by=holder, at=now)
    return organization.confirm_second_factor(by=holder, code=code_of(device), at=now)


def code_of(device, ahead: int = 0) -> str:
    """What the phone shows now, or ``ahead`` steps of 30 seconds later."""
    from django_otp.oath import TOTP

    totp = TOTP(device.bin_key, device.step, device.t0, device.digits, device.drift)
    totp.time = timezone.now().timestamp() + ahead * device.step
    return f"{totp.token():06d}"


# --- background work --------------------------------------------------------------------------------------------------
def _jobs(files: list[Enterprise], now: datetime) -> dict[str, int | str]:
    """Jobs waiting, done and failed."""
    staff, auditor = officer("county_staff"), officer("auditor")
    waiting = operations.print_dossiers(enterprises=files, by=staff, at=now)
    done = jobs.start_job(
        kind="journal.verify", label="核验留痕日志", parameters={}, by=auditor, at=now - timedelta(hours=2)
    )
    running.run(done.pk, done.attempt)
    failed = operations.print_dossiers(enterprises=files[:1], by=staff, at=now - timedelta(hours=1))
    jobs.fail(job=failed, message="磁盘空间不足，请联系系统管理员。", at=now)
    return {"waiting_job": waiting.pk, "done_job": done.pk, "failed_job": failed.pk}


# --- back office ------------------------------------------------------------------------------------------------------
def _stock(now: datetime) -> dict[str, int | str]:
    """The first record of every model of the back office, under the model's address."""
    organization.set_role_requirements(by=officer("security_admin"), at=now)
    RoleRequirement.objects.update(needs_second_factor=False)  # pages are looked at without a phone at hand
    schedule.run_due(now)
    keys = {}
    for model in site._registry:
        keys[f"{model._meta.app_label}/{model._meta.model_name}"] = (
            model._default_manager.order_by("pk").first().pk
        )
    return keys
