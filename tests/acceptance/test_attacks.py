"""Requests nobody's browser would make: other files' parts, other officers' keys, ids typed into forms, cursors carried over.

The attacker is an officer of the first county (or of a town in it, or of the other prefecture's office); what he is after is
the neighbouring county's.
"""

import re

import pytest

from capacity_portal.jobs import running
from capacity_portal.jobs.models import Job
from capacity_portal.organization import operations as accounts
from capacity_portal.organization.models import AdministratorRequest, Officer, OfficerSession, Region
from enterprises import operations
from enterprises.models import Attachment, Enterprise, Equipment, Link, ReductionTask
from tests.acceptance.reading import body_of, content_of, steady, text_of
from tests.acceptance.walking import main_form, snapshot
from tests.acceptance.world import Area, Viewer, World
from tests.clients import signed_in
from tests.makers import NOON, make_enterprise, make_officer

pytestmark = pytest.mark.django_db


@pytest.fixture
def attacker(world) -> Viewer:
    return world.viewers["county_staff"]


@pytest.fixture
def own(world) -> Area:
    return world.areas["own"]


@pytest.fixture
def foreign(world) -> Area:
    return world.areas["sibling"]


def form_of(viewer: Viewer, url: str, **query) -> dict:
    """What the form on a page would send untouched."""
    form = main_form(viewer.client.get(url, query), url)
    return {} if form is None else dict(form.values)


def leaks(world: World, viewer: Viewer, response, *typed: str) -> list[str]:
    """What a response shows of regions that are not the viewer's, beyond what he typed himself."""
    said = text_of(response)
    for value in typed:
        said = said.replace(str(value), "TYPED")
    return world.forbidden_to(viewer, frozenset({"business", "people"})).findall(said)


def numbers(area: Area) -> dict[str, int | str]:
    return {what: area[what] for what in area.ids}


# --- ids of other files in the address --------------------------------------------------------------------------------
PARTS = [
    "equipment/{equipment}/",
    "capacity/{capacity}/",
    "licence/{licence}/",
    "equipment/{equipment}/withdraw/",
    "former-names/{former_name}/withdraw/",
    "attachments/{attachment}/",
    "attachments/{attachment}/withdraw/",
    "attachments/new/?equipment={equipment}",
    "attachments/new/?licence={licence}",
]


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("path", PARTS)
def test_parts_of_another_file_are_not_reached_through_ones_own(world, attacker, own, foreign, path, method):
    if method == "post" and path == "attachments/{attachment}/":
        pytest.skip("serves a file, takes no post")
    before, answers = snapshot(), []
    for area in (foreign, world.nowhere):
        url = f"/enterprises/{own['enterprise']}/" + path.format(**numbers(area))
        response = getattr(attacker.client, method)(
            url, {"note": "x", "version": "1"} if method == "post" else {}
        )
        answers.append((response.status_code, steady(text_of(response)).replace(url, "")))
    assert answers[0][0] == 404
    assert answers[0] == answers[1]
    assert snapshot() == before


@pytest.mark.parametrize("path", PARTS)
def test_parts_of_one_own_file_are_not_reached_through_another(attacker, own, path):
    url = f"/enterprises/{own['partner']}/" + path.format(**own.ids)
    assert attacker.client.get(url).status_code == 404


@pytest.mark.parametrize("method", ["head", "options", "put", "patch", "delete", "trace"])
@pytest.mark.parametrize("path", ["", "dossier.pdf", "edit/basics/", "confirm/", "history/"])
def test_no_method_tells_a_foreign_file_from_an_absent_one(world, attacker, foreign, method, path):
    answers = []
    for area in (foreign, world.nowhere):
        response = getattr(attacker.client, method)(f"/enterprises/{area['enterprise']}/{path}")
        answers.append((response.status_code, sorted(response.headers.items())))
    assert answers[0] == answers[1]
    assert answers[0][0] in (404, 405)


# --- ids of others in forms -------------------------------------------------------------------------------------------
@pytest.mark.parametrize("region", ["360803001", "360803", "3608", "6207", "360803001001", "999999"])
def test_a_file_is_not_moved_into_another_county(world, attacker, own, region):
    url = f"/enterprises/{own['enterprise']}/edit/address/"
    for name in ("region", "village"):
        values = form_of(attacker, url) | {name: region}
        response = attacker.client.post(url, values)
        assert response.status_code == 200
        assert leaks(world, attacker, response, region) == []
    assert Enterprise.objects.get(pk=own["enterprise"]).region_code == own.place


def test_no_file_is_opened_in_another_county(attacker, foreign):
    values = form_of(attacker, "/enterprises/new/") | {
        "name": "越界企业", "no_code_reason": "无", "industry": "steel", "supervision_class": "other",
        "status": "in_production", "stage": "confirm", "shown": "", "region": foreign.place,
    }  # fmt: skip
    assert attacker.client.post("/enterprises/new/", values).status_code == 200
    assert not Enterprise.objects.filter(name="越界企业").exists()


def test_a_town_does_not_edit_the_next_town(world, own):
    beyond = make_enterprise("360802002")
    grid = world.viewers["grid_officer"]
    for path in ("", "edit/basics/", "history/", "dossier.pdf", "equipment/new/"):
        assert grid.client.get(f"/enterprises/{beyond.pk}/{path}").status_code == 404
    assert grid.client.get(f"/enterprises/{own['enterprise']}/").status_code == 200


@pytest.mark.parametrize("field", ["supervising_officer", "supervising_department"])
def test_nobody_from_another_county_is_made_supervisor(world, attacker, own, foreign, field):
    url, answers = f"/enterprises/{own['enterprise']}/edit/supervision/", []
    what = field.removeprefix("supervising_")
    for area in (foreign, world.nowhere):
        response = attacker.client.post(url, form_of(attacker, url) | {field: area[what]})
        answers.append(steady(text_of(response)).replace(str(area[what]), ""))
    assert "不在可选范围内" in answers[0]
    assert answers[0] == answers[1]


def test_a_batch_names_nobody_from_another_county(world, attacker, own, foreign):
    answers = []
    for area in (foreign, world.nowhere):
        chosen = {"action": "assign", "selected": own["partner"], "asked": "1"}
        response = attacker.client.post(
            "/enterprises/batch/", chosen | {"supervising_officer": area["officer"]}
        )
        answers.append((response.status_code, steady(text_of(response)).replace(str(area["officer"]), "")))
    assert answers[0][0] == 200
    assert answers[0] == answers[1]


def test_a_batch_leaves_out_what_is_not_ones_own(world, attacker, own, foreign):
    chosen = {
        "action": "confirm",
        "asked": "1",
        "selected": [own["partner"], foreign["enterprise"], foreign["partner"]],
    }
    before = dict(Enterprise.objects.values_list("pk", "version"))
    response = attacker.client.post("/enterprises/batch/", chosen, follow=True)
    assert "处理1家" in response.content.decode()
    assert leaks(world, attacker, response) == []
    after = dict(Enterprise.objects.values_list("pk", "version"))
    assert {pk for pk in before if before[pk] != after[pk]} == {own["partner"]}


@pytest.mark.parametrize("action", ["confirm", "assign", "print"])
@pytest.mark.parametrize("region", ["360803", "6207", "3608", "36"])
def test_a_batch_over_all_that_match_stays_at_home(world, attacker, own, action, region):
    response = attacker.client.get(
        "/enterprises/batch/", {"action": action, "all_matching": "1", "region": region}
    )
    assert leaks(world, attacker, response, region) == []


def test_dossiers_are_printed_for_what_may_still_be_seen_when_they_are_printed(
    world, attacker, own, monkeypatch
):
    """A file that moved away between the order and the printing, and ids written into the order, are left out."""
    chosen = {"action": "print", "asked": "1", "selected": [own["enterprise"], own["partner"]]}
    address = attacker.client.post("/enterprises/batch/", chosen)["Location"]
    job = Job.objects.get(pk=int(re.search(r"\d+", address)[0]))
    Job.objects.filter(pk=job.pk).update(
        parameters={"enterprises": [*job.parameters["enterprises"], world.areas["sibling"]["enterprise"]]}
    )
    moved = Enterprise.objects.get(pk=own["partner"])
    operations.edit_enterprise(
        enterprise=moved, version=moved.version, values={"region": Region.objects.get(code="360803001")},
        by=world.viewers["office_staff"].officer, at=NOON,
    )  # fmt: skip
    running.run(job.pk, job.attempt)
    response = attacker.client.get(f"{address}result/")
    names = re.findall(r"一企一档-(\d+)", body_of(content_of(response)))
    assert set(names) == {str(own["enterprise"])}


def test_exports_of_ticked_files_hold_only_ones_own(world, attacker, own, foreign):
    asked = {"format": "csv", "columns": "all", "selected": [own["partner"], foreign["enterprise"]]}
    response = attacker.client.post("/enterprises/export/", asked, follow=True)
    said = body_of(content_of(response))
    assert (own.token in said, foreign.token in said, said.strip().count("\n")) == (True, False, 1)


def test_a_task_names_no_file_of_another_prefecture(world):
    office, other = world.viewers["office_staff"], world.areas["other"]
    url, answers = "/enterprises/reductions/new/", []
    for area in (other, world.nowhere):
        values = form_of(office, url) | {
            "region": world.areas["own"]["region"], "year": "2027", "industry": "steel", "title": "任务", "document": "文",
            "items-0-label": "某厂", "items-0-unit": "座", "items-0-amount": "1", "items-0-enterprise_pk": area["enterprise"],
        }  # fmt: skip
        response = office.client.post(url, values)
        answers.append(steady(text_of(response)).replace(str(area["enterprise"]), ""))
    assert "没有编号为" in answers[0]
    assert answers[0] == answers[1]
    assert not ReductionTask.objects.filter(title="任务").exists()


def test_no_task_is_given_to_another_prefecture(world):
    office, other = world.viewers["office_staff"], world.areas["other"]
    url = "/enterprises/reductions/new/"
    values = form_of(office, url) | {
        "region": other["region"],
        "industry": "steel",
        "title": "越界",
        "document": "文",
    }
    assert office.client.post(url, values).status_code == 200
    assert not ReductionTask.objects.filter(title="越界").exists()


def test_items_of_another_task_are_not_taken_over(world):
    """The hidden id of a row names a row of this task or none."""
    office, own, sibling = world.viewers["office_staff"], world.areas["own"], world.areas["sibling"]
    url = f"/enterprises/reductions/{own['reduction']}/edit/"
    foreign = ReductionTask.objects.get(pk=sibling["reduction"]).items.get()
    values = form_of(office, url) | {"items-0-id": foreign.pk, "items-0-label": "改写"}
    office.client.post(url, values)
    foreign.refresh_from_db()
    assert (foreign.task_id, foreign.label) == (sibling["reduction"], f"分项{sibling.token}")


# --- pairs across the border ------------------------------------------------------------------------------------------
def test_a_county_neither_sees_nor_decides_a_pair_across_the_border(attacker, own, foreign):
    pair = Link.objects.get(first=own["enterprise"], second=foreign["enterprise"])
    for path in (f"/enterprises/links/{pair.pk}/", f"/enterprises/links/{pair.pk}/merge/"):
        assert attacker.client.get(path).status_code == 404
        posted = {"decision": "same", "note": "x", "direction": own["enterprise"]}
        assert attacker.client.post(path, posted).status_code == 404
    pair.refresh_from_db()
    assert pair.decision == "pending"


def test_only_the_two_files_of_a_pair_are_merged(world):
    office, own = world.viewers["office_staff"], world.areas["own"]
    url = f"/enterprises/links/{own['same']}/merge/"
    for direction in (own["enterprise"], world.areas["other"]["enterprise"], 0, "", "x"):
        response = office.client.post(url, {"direction": direction, "note": "x"})
        assert response.status_code == 200
    assert Enterprise.objects.filter(merged_into=None, region_code=own.place).count() == own.listed


def test_the_other_prefecture_merges_nothing_here(world):
    office, own = world.viewers["staff_of_other_prefecture"], world.areas["own"]
    url = f"/enterprises/links/{own['same']}/merge/"
    assert office.client.get(url).status_code == 404
    assert office.client.post(url, {"direction": own["same_first"], "note": "x"}).status_code == 404


# --- what messages give away ------------------------------------------------------------------------------------------
ELSEWHERE = "疑似外县关联，已转市办核对"


def test_a_new_file_like_a_foreign_one_says_no_more_than_that_there_is_one(world, attacker, own, foreign):
    theirs = Enterprise.objects.get(pk=foreign["enterprise"])
    typed = {"name": theirs.name, "credit_code": theirs.credit_code}
    values = form_of(attacker, "/enterprises/new/") | typed | {
        "region": own.place, "industry": "steel", "supervision_class": "other", "status": "in_production",
    }  # fmt: skip
    checked = attacker.client.post("/enterprises/new/", values)
    assert ELSEWHERE in checked.content.decode()
    assert leaks(world, attacker, checked, *typed.values()) == []
    confirmed = dict(main_form(checked, "/enterprises/new/").values) | {"stage": "confirm"}
    saved = attacker.client.post("/enterprises/new/", confirmed, follow=True)
    assert saved.redirect_chain
    assert leaks(world, attacker, saved, *typed.values()) == []
    new = Enterprise.objects.get(name=theirs.name, region_code=own.place)
    assert (new.credit_code, ELSEWHERE in new.no_code_reason) == ("", True)
    assert Link.objects.get(first=theirs, second=new).decision == "pending"


def test_a_foreign_code_typed_into_ones_own_file_says_no_more_than_that_there_is_one(
    world, attacker, own, foreign
):
    code = Enterprise.objects.get(pk=foreign["enterprise"]).credit_code
    url = f"/enterprises/{own['enterprise']}/edit/basics/"
    shown = attacker.client.post(url, form_of(attacker, url) | {"credit_code": code})
    assert ELSEWHERE in shown.content.decode()
    assert leaks(world, attacker, shown, code) == []
    confirmed = dict(main_form(shown, url).values)
    saved = attacker.client.post(url, confirmed, follow=True)
    assert ELSEWHERE in saved.content.decode()
    assert leaks(world, attacker, saved, code) == []
    assert Enterprise.objects.get(pk=own["enterprise"]).credit_code == own.credit_codes[0]


def test_a_foreign_furnace_number_says_no_more_than_that_there_is_one(world, attacker, own, foreign):
    serial = Equipment.objects.get(pk=foreign["equipment"]).serial
    url = f"/enterprises/{own['enterprise']}/equipment/new/"
    values = form_of(attacker, url) | {"kind": own["kind"], "count": "1", "state": "idle", "serial": serial}
    shown = attacker.client.post(url, values)
    assert ELSEWHERE in shown.content.decode()
    assert leaks(world, attacker, shown, serial) == []
    saved = attacker.client.post(url, dict(main_form(shown, url).values), follow=True)
    assert saved.redirect_chain
    assert leaks(world, attacker, saved, serial) == []
    assert "same_serial" in Link.objects.get(first=own["enterprise"], second=foreign["enterprise"]).reasons


# --- searching and completing -----------------------------------------------------------------------------------------
def test_searching_by_foreign_texts_finds_what_nonsense_finds(world, attacker, foreign):
    theirs = Enterprise.objects.get(pk=foreign["partner"])
    texts = [
        theirs.name, theirs.credit_code, theirs.legal_representative, theirs.actual_address, theirs.contact_name,
        f"旧名{foreign.token}厂", world.areas["other"].token, world.areas["zone"].token,
    ]  # fmt: skip
    for text in texts:
        for query in ({"q": text}, {"q": text, "counts": "1"}, {"q": text, "region": foreign.code}):
            answers = []
            for wanted in (text, "ZZ" * 5):
                response = attacker.client.get("/enterprises/", query | {"q": wanted})
                said = steady(response.content.decode()).replace(wanted, "Q")
                answers.append(re.sub(r"q=[^&\"]*", "q=", said))
            assert answers[0] == answers[1], text


def test_searching_officers_stays_in_the_prefecture(world):
    viewer, other = world.viewers["security_admin"], world.areas["other"]
    for text in (other.people, other.people.lower(), f"{other.number}00193"):
        response = viewer.client.get("/accounts/officers/", {"q": text})
        assert leaks(world, viewer, response, text) == []
        assert "RW" not in response.content.decode().replace(text, "")


@pytest.mark.parametrize(
    "parent", ["360803", "360803001", "3608", "36080", "3", "", "6207", "360802%", "360802_", "x"]
)
def test_villages_are_completed_at_home_only(world, attacker, parent):
    response = attacker.client.get("/enterprises/villages/", {"parent": parent})
    assert leaks(world, attacker, response, parent) == []
    assert response.json() == {"choices": []}


def test_villages_are_completed_at_home(attacker, own):
    response = attacker.client.get("/enterprises/villages/", {"parent": own.place})
    assert response.json() == {"choices": [[f"{own.place}001", f"{own.people}村"]]}


@pytest.mark.parametrize("region", ["360803", "360803001", "3608K01", "6207", "620702001"])
def test_filtering_by_a_foreign_region_lists_and_offers_nothing_of_it(world, attacker, region):
    for query in ({"region": region}, {"region": region, "counts": "1"}, {"region": region, "q": "演示"}):
        response = attacker.client.get("/enterprises/", query)
        assert leaks(world, attacker, response, region) == []
        assert "row-title" not in response.content.decode()


# --- what belongs to another officer ----------------------------------------------------------------------------------
def test_results_of_a_colleague_are_not_fetched(world, attacker):
    mine, theirs = attacker.own, world.viewers["county_leader"].own
    for kind, path in (("report", "batch"), ("csv", "export"), ("xlsx", "export")):
        found = attacker.client.get(f"/enterprises/{path}/{mine[kind]}/")
        assert (found.status_code, bool(content_of(found))) == (200, True)
        assert attacker.client.get(f"/enterprises/{path}/{theirs[kind]}/").status_code == 404
    for path in ("", "status/", "result/"):
        assert attacker.client.get(f"/jobs/{theirs['job']}/{path}").status_code == 404
    assert attacker.client.post(f"/jobs/{theirs['job']}/repeat/").status_code == 404


def test_a_key_of_one_kind_opens_nothing_of_the_other(attacker):
    assert attacker.client.get(f"/enterprises/batch/{attacker.own['csv']}/").status_code == 404
    assert attacker.client.get(f"/enterprises/export/{attacker.own['report']}/").status_code == 404


def test_another_session_is_not_ended(world, attacker):
    theirs = world.viewers["county_leader"]
    response = attacker.client.post(f"/accounts/sessions/{theirs.own['session']}/end/")
    assert response.status_code == 302
    assert theirs.client.get("/desk/").status_code == 200


def test_a_used_form_key_of_another_tells_nothing(world, attacker, own):
    """Neither where the other was sent, nor does it keep the attacker's own work from being refused with its text."""
    from tests.clients import FIELD

    office, key = world.viewers["office_staff"], "6f1c0c0e-6a0e-4f8e-9a55-0d4f5f8f7a11"
    url = f"/enterprises/{own['enterprise']}/confirm/"
    assert office.client.post(url, {FIELD: key}).status_code == 302
    response = attacker.client.post(url, {FIELD: key, "note": "我写的"})
    assert (response.status_code, "Location" in response.headers) == (409, False)
    assert "我写的" in response.content.decode()


# --- cursors ----------------------------------------------------------------------------------------------------------
def _cursor(response) -> str:
    return re.search(r"cursor=([^\"&]+)", response.content.decode())[1]


def test_a_cursor_from_another_officers_list_points_nowhere(world, attacker, foreign):
    for number in range(60):
        make_enterprise(foreign.place, name=f"演示邻县{number}")
    neighbour = signed_in(make_officer("county_staff", foreign.code))
    office = world.viewers["office_staff"]
    for client in (neighbour, office.client):
        cursor = _cursor(client.get("/enterprises/"))
        answers = [
            steady(attacker.client.get(f"/enterprises/?{query}").content.decode())
            for query in (f"cursor={cursor}", "")
        ]
        assert answers[0] == answers[1]


def test_a_cursor_from_another_files_history_points_nowhere(world, attacker, own, foreign):
    office = world.viewers["office_staff"]
    for number in range(60):
        current = Enterprise.objects.get(pk=foreign["enterprise"])
        operations.edit_enterprise(
            enterprise=current,
            version=current.version,
            values={"remarks": f"改{number}"},
            by=office.officer,
            at=NOON,
        )
    cursor = _cursor(office.client.get(f"/enterprises/{foreign['enterprise']}/history/"))
    url = f"/enterprises/{own['enterprise']}/history/"
    answers = [
        steady(attacker.client.get(f"{url}?{query}").content.decode()) for query in (f"cursor={cursor}", "")
    ]
    assert answers[0] == answers[1]


def test_a_cursor_from_another_officers_jobs_shows_ones_own_jobs(world, attacker):
    theirs = world.viewers["county_leader"]
    for _ in range(40):
        Job.objects.create(
            kind="enterprises.export",
            label="别人的",
            owner=theirs.officer,
            region_code="360802",
            created_at=NOON,
        )
    cursor = _cursor(theirs.client.get("/jobs/"))
    said = attacker.client.get(f"/jobs/?cursor={cursor}").content.decode()
    assert "别人的" not in said


# --- after moving on --------------------------------------------------------------------------------------------------
def test_an_officer_who_changed_county_takes_nothing_along(world, own, foreign):
    """Sessions, results of batches and exports, and finished jobs of the old county stay there."""
    security = world.viewers["security_admin"].officer
    mover = make_officer("county_staff", own.code)
    client = signed_in(mover)
    job = _printed(world, client, own)
    assert content_of(client.get(f"/jobs/{job.pk}/result/")).startswith(b"PK")
    accounts.change_role_or_region(
        officer=mover, by=security, at=NOON,
        values={"role": "county_staff", "region": Region.objects.get(code=foreign.code), "department": None, "note": "调动"},
    )  # fmt: skip
    assert client.get("/desk/").status_code == 302
    again = signed_in(Officer.objects.get(pk=mover.pk))
    for path in ("result/", "", "status/"):
        assert again.get(f"/jobs/{job.pk}/{path}").status_code == 404, path
    assert again.get(f"/enterprises/{own['enterprise']}/").status_code == 404
    assert "打印档案" not in again.get("/jobs/").content.decode()


def test_an_officer_who_lost_the_permission_fetches_no_result(world, own):
    security = world.viewers["security_admin"].officer
    mover = make_officer("county_staff", own.code)
    job = _printed(world, signed_in(mover), own)
    accounts.change_role_or_region(
        officer=mover, by=security, at=NOON,
        values={"role": "power_company", "region": Region.objects.get(code=own.code), "department": None, "note": "调动"},
    )  # fmt: skip
    assert signed_in(Officer.objects.get(pk=mover.pk)).get(f"/jobs/{job.pk}/result/").status_code == 404


def _printed(world, client, own) -> Job:
    address = client.post(
        "/enterprises/batch/", {"action": "print", "asked": "1", "selected": own["partner"]}
    )["Location"]
    job = Job.objects.get(pk=int(re.search(r"\d+", address)[0]))
    running.run(job.pk, job.attempt)
    return job


def test_a_file_that_moved_to_another_county_is_gone_at_once(world, attacker, own, foreign):
    moved = Enterprise.objects.get(pk=own["partner"])
    operations.edit_enterprise(
        enterprise=moved, version=moved.version, values={"region": Region.objects.get(code=foreign.place)},
        by=world.viewers["office_staff"].officer, at=NOON,
    )  # fmt: skip
    for path in ("", "history/", "as-of/?on=2026-03-02", "edit/basics/", "dossier.pdf"):
        assert attacker.client.get(f"/enterprises/{moved.pk}/{path}").status_code == 404
    assert moved.name not in attacker.client.get("/enterprises/").content.decode()


def test_a_deactivated_officer_is_out_at_once(world, own):
    officer = make_officer("county_staff", own.code)
    client = signed_in(officer)
    accounts.deactivate(officer=officer, note="离任", by=world.viewers["security_admin"].officer, at=NOON)
    assert client.get("/desk/").status_code == 302
    assert not OfficerSession.objects.filter(officer=officer).exists()


# --- accounts and the back office -------------------------------------------------------------------------------------
def test_no_account_is_given_a_foreign_region_or_department(world):
    viewer, other = world.viewers["security_admin"], world.areas["other"]
    for field in ("region", "department"):
        url, answers = "/accounts/officers/new/", []
        for area in (other, world.nowhere):
            values = {
                "username": "newcomer",
                "name": "新",
                "role": "county_staff",
                "region": world.areas["own"]["region"],
            }
            response = viewer.client.post(url, values | {field: area[field]})
            answers.append(steady(text_of(response)).replace(str(area[field]), ""))
        assert answers[0] == answers[1]
    assert not Officer.objects.filter(username="newcomer").exists()


def test_nobody_raises_his_own_rights(world):
    for name in ("security_admin", "system_admin", "auditor", "county_staff"):
        viewer = world.viewers[name]
        url = f"/accounts/officers/{viewer.officer.pk}/role/"
        response = viewer.client.post(
            url, {"role": "office_leader", "region": viewer.officer.region_id, "note": "自己改"}
        )
        assert response.status_code in (200, 404)
        viewer.officer.refresh_from_db()
        assert viewer.officer.role == name


def test_a_request_of_another_prefecture_is_not_decided(world):
    other = world.areas["other"]
    for name in ("system_admin", "security_admin", "auditor"):
        for step in ("approve", "refuse"):
            response = world.viewers[name].client.post(f"/accounts/requests/{other['request']}/{step}/")
            assert response.status_code == 404
    assert AdministratorRequest.objects.get(pk=other["request"]).state == "open"


@pytest.mark.parametrize(
    ("page", "field", "what"),
    [
        ("organization/department/add/", "region", "region"),
        ("organization/office/{office}/change/", "host_department", "department"),
        ("organization/region/{region}/change/", "successor", "region"),
    ],
)
def test_the_back_office_names_no_foreign_record(world, page, field, what):
    """A number typed into a field with a lens is looked up for its name; a foreign one has none."""
    viewer, own = world.viewers["system_admin"], world.areas["own"]
    url = "/admin/" + page.format(**own.ids)
    for area in (world.areas["other"], world.nowhere):
        response = viewer.client.post(url, form_of(viewer, url) | {field: area[what], "name": ""})
        assert response.status_code == 200
        assert leaks(world, viewer, response, area[what]) == []


def test_an_import_writes_no_foreign_department(world):
    from django.core.files.uploadedfile import SimpleUploadedFile

    viewer = world.viewers["system_admin"]
    rows = "地区代码,单位名称,简称,联合核查维度,在用\n6207,外来单位,,,是\n"
    url = "/admin/organization/department/import/"
    response = viewer.client.post(
        url, {"import_file": SimpleUploadedFile("a.csv", rows.encode()), "format": "0", "resource": "0"}
    )
    assert "本地区没有代码为 6207 的区划" in response.content.decode()


@pytest.mark.parametrize("model", ["officer", "department"])
def test_the_back_office_completes_inside_the_prefecture(world, model):
    for name in ("system_admin", "security_admin", "auditor"):
        viewer = world.viewers[name]
        for term in ("", "6207", "张掖", "RWOTH"):
            query = {
                "app_label": "organization",
                "model_name": model,
                "field_name": "region",
                "term": term,
            }
            response = viewer.client.get("/admin/autocomplete/", query)
            assert response.status_code in (200, 403)
            assert leaks(world, viewer, response) == []
            assert "张掖" not in text_of(response)


@pytest.mark.parametrize(
    "lookup", ["region__code__startswith", "region__name__contains", "password__startswith"]
)
def test_the_back_office_is_not_asked_about_columns_it_does_not_show(world, lookup):
    for name in ("system_admin", "security_admin"):
        viewer = world.viewers[name]
        for model in ("officer", "department"):
            response = viewer.client.get(f"/admin/organization/{model}/", {lookup: "6"})
            assert response.status_code in (302, 400, 403)


# --- ways out ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "wanted",
    [
        "//evil.example/",
        "https://evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
        "\x00//evil",
        "http:evil",
    ],
)
def test_signing_in_leads_to_no_other_host(world, wanted):
    from tests.clients import PortalClient
    from tests.makers import PASSWORD

    officer = make_officer("county_staff")
    client = PortalClient()
    values = {"username": officer.username, "password": PASSWORD, "next": wanted}
    response = client.post("/accounts/sign-in/", values)
    assert response["Location"] == "/desk/"
    for query in ({"next": wanted}, {"next": "/desk/"}):
        assert client.get("/accounts/sign-in/", query)["Location"] == "/desk/"


def test_files_are_served_by_the_walled_page_alone(attacker, own):
    stored = Attachment.objects.get(pk=own["attachment"]).file.name
    for prefix in ("/", "/media/", "/static/", "/var/media/", "/static/../var/media/"):
        assert attacker.client.get(prefix + stored).status_code == 404


def test_an_import_confirmed_twice_writes_once_and_reads_no_other_file(world):
    from django.core.files.uploadedfile import SimpleUploadedFile

    from capacity_portal.organization.models import Department
    from tests.crawl import form_with

    viewer, url = world.viewers["system_admin"], "/admin/organization/department/import/"
    upload = SimpleUploadedFile(
        "a.csv", "地区代码,单位名称,简称,联合核查维度,在用\n360802,新单位,,,是\n".encode()
    )
    shown = viewer.client.post(url, {"import_file": upload, "format": "0", "resource": "0"})
    form = form_with(shown.content.decode(), "import_file_name")
    changes = [
        {}, {}, {"import_file_name": "../../../etc/passwd"}, {"import_file_name": "/etc/passwd"}, {"import_file_name": "x"},
        {"import_file_name": ""}, {"import_file_name": "x" * 400}, {"format": "x"}, {"format": "99"}, {"resource": "99"},
    ]  # fmt: skip
    for change in changes:
        response = viewer.client.post(form.action, dict(form.values) | change)
        assert response.status_code in (200, 302)
        assert "root:" not in text_of(response)
    assert Department.objects.filter(name="新单位").count() == 1
