"""Bad input never breaks the portal: every page's parameters, every form's fields, every upload, and nothing poisoned after.

The forms are those of the real pages. A lawful form is sent with one value (or all of them) replaced by a hostile one; what is
accepted is kept, so that it can poison lists, dossiers, exports and prints, which are all opened again at the end. The
public list of naughty strings joins in where it was handed in. `make test` tries every page, field and parameter with some
values, `make test-long` with all of them.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import count

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from capacity_portal.jobs import running
from capacity_portal.jobs.models import Job
from tests import hostile
from tests.acceptance.lines import EVERYBODY, OFFICERS
from tests.acceptance.matrix import LINES
from tests.acceptance.reading import content_of, text_of
from tests.acceptance.walking import Steps, Walk, chosen_file, cookies_kept, undone_if
from tests.acceptance.world import PDF, Viewer, World, photo
from tests.crawl import Form, forms_of

pytestmark = pytest.mark.django_db

BROKEN = range(500, 600)
SCOPES = [pytest.param("some"), pytest.param("all", marks=pytest.mark.long)]
# After these the browser is signed out, or the account is another one: always taken back.
TAKEN_BACK = {
    "organization:sign-out", "organization:password", "organization:sign-out-everywhere", "organization:session-end",
    "organization:officer-step", "organization:officer-role", "organization:second-factor-begin",
    "organization:recovery-codes", "enterprises:merge", "enterprises:unmerge", "enterprises:status",
    "organization:request-approve", "organization:request-refuse", "enterprises:attachment-withdraw",
    "enterprises:former-name-withdraw", "enterprises:equipment-withdraw", "imports:columns", "imports:answers",
    "imports:confirm", "imports:discard", "imports:read-again",
}  # fmt: skip
CHOICES = ["", "bad", "-1", "0", "9" * 40, "\x00", "' OR 1=1 --", "９", "null", "[]", "1.5", "%s"]
HIDDEN = ["", "bad", "-1", "9" * 5000, "\x00", "e30", "{}", "../../etc/passwd"]
CONTROL = {"csrfmiddlewaretoken", "once"}


def somebody_who_may(world: World, line, case) -> Viewer | None:
    roles = line.roles if case.roles is None else case.roles
    return next((viewer for viewer in world.viewers.values() if viewer.role in roles), None)


# --- parameters of pages ----------------------------------------------------------------------------------------------
PARAMETERS = [
    "cursor", "q", "region", "class", "status", "industry", "key", "kind", "unsupervised", "confirmed_before",
    "updated_before", "licence_before", "order", "counts", "page", "on", "parent", "equipment", "licence", "state", "role",
    "selected", "all_matching", "action", "asked", "back", "columns", "format", "next", "subject", "step", "since", "until",
    "officer", "head", "p", "o", "e", "_popup", "_to_field", "_changelist_filters", "all", "is_active", "is_active__exact",
    "role__exact", "kind__exact", "kind__id__exact", "state__exact", "edition", "app_label", "model_name", "field_name",
    "term", "supervising_officer", "supervising_department", "note", "reason", "shown", "stage", "show", "sheet",
]  # fmt: skip
VALUES = [value if len(value) < 6_000 else value[:6_000] for value in hostile.VALUES]
SOME = ["", *hostile.SOME]


def values_of(scope: str) -> list[str]:
    return VALUES if scope == "all" else SOME


LISTS = {
    "enterprises:ledger", "enterprises:batch", "enterprises:export", "enterprises:links", "enterprises:as-of",
    "enterprises:history", "enterprises:villages", "enterprises:reductions", "imports:detail", "journal:list", "jobs:list",
    "organization:officers", "organization:requests", "organization:sign-in", "admin:organization_officer_changelist",
    "admin:organization_region_changelist", "admin:organization_department_changelist", "admin:organization_holiday_changelist",
    "admin:jobs_job_changelist", "admin:journal_entry_changelist", "admin:enterprises_conversionrow_changelist",
    "admin:enterprises_industrycode_changelist", "admin:organization_region_add",
}  # fmt: skip


def pages(world: World, names: Collection[str] = LINES) -> Iterator[tuple[str, Viewer, str]]:
    """(name, a viewer who may, address) of every page that can be looked at."""
    for name in names:
        line = LINES[name]
        viewer = somebody_who_may(world, line, line.cases[0])
        if viewer is None or line.cases[0].get is None:
            continue
        if name == "organization:sign-in":
            viewer = world.viewers["stranger"]
        steps = Steps(Walk(world, viewer), name, line, line.cases[0], 0)
        yield name, viewer, steps.url(steps.targets()[0])


@pytest.mark.parametrize("scope", SCOPES)
def test_no_page_breaks_on_any_value_of_any_parameter(world, scope):
    """On lists every value stands in every parameter at once; on other pages three values do."""
    values, found, asked = values_of(scope), [], 0
    for name, viewer, url in pages(world):
        if name == "enterprises:dossier-pdf":
            continue
        for value in values if name in LISTS else values[1 :: len(values) // 3]:
            response = viewer.client.get(url, dict.fromkeys(PARAMETERS, value))
            content_of(response)
            asked += 1
            if response.status_code in BROKEN:
                found.append(f"{name} {value[:40]!r}: {response.status_code}")
    assert found == []
    assert asked > {"some": 350, "all": 1_300}[scope]


@pytest.mark.parametrize("scope", SCOPES)
@pytest.mark.parametrize("name", sorted(LISTS))
def test_no_list_breaks_on_a_single_hostile_parameter(world, name, scope):
    """One parameter at a time reaches code that another hostile one would have kept from running."""
    ((_, viewer, url),) = pages(world, [name])
    values, turn, found = values_of(scope), count(len(name)), []
    # in the short run each list gets half of them, its neighbour the other half
    for parameter in PARAMETERS if scope == "all" else PARAMETERS[sorted(LISTS).index(name) % 2 :: 2]:
        for _ in range({"some": 1, "all": 3}[scope]):
            value = values[next(turn) % len(values)]
            response = viewer.client.get(url, {"action": "print", "state": "pending"} | {parameter: value})
            content_of(response)
            if response.status_code in BROKEN:
                found.append(f"{parameter}={value[:40]!r}: {response.status_code}")
    assert found == []


@pytest.mark.parametrize("name", sorted(LISTS))
def test_no_list_breaks_on_the_hostile_queries(world, name):
    ((_, viewer, url),) = pages(world, [name])
    queries = [
        *hostile.QUERIES,
        "a=1&a=2&" * 50,
        "%",
        "&&&&",
        "=",
        "?x=1",
        "q=1;status=2",
        "selected=1&" * 1500,
        "%F0%9F",
    ]
    statuses = {}
    for query in queries:
        response = viewer.client.get(f"{url}?{query}")
        content_of(response)
        statuses[query] = response.status_code
    assert {query: status for query, status in statuses.items() if status in BROKEN} == {}


@pytest.mark.parametrize(
    "number", ["0", "00", "9" * 18, "9" * 19, "9" * 40, "9" * 4_000, "-1", "1.0", "%00", "１", "1e3", "x"]
)
def test_no_address_breaks_on_a_hostile_number(world, number):
    viewers = [world.viewers[name] for name in ("office_staff", "security_admin", "system_admin", "auditor")]
    paths = [
        "/enterprises/{}/", "/enterprises/{}/history/", "/enterprises/{}/edit/basics/", "/enterprises/1/equipment/{}/",
        "/enterprises/{}/attachments/1/", "/enterprises/links/{}/", "/enterprises/reductions/{}/", "/jobs/{}/",
        "/jobs/{}/result/", "/accounts/officers/{}/", "/accounts/requests/{}/approve/", "/journal/entries/{}/",
        "/admin/organization/region/{}/change/", "/admin/journal/block/{}/change/", "/admin/jobs/job/{}/",
        "/enterprises/batch/{}/", "/enterprises/export/{}/", "/accounts/sessions/{}/end/", "/enterprises/1/edit/{}/",
        "/imports/{}/", "/imports/{}/columns/", "/imports/{}/marked.xlsx", "/imports/{}/answers/", "/imports/{}/template.xlsx",
        "/admin/r/{}/{}/",
    ]  # fmt: skip
    for path in paths:
        for viewer in viewers:
            for method in ("get", "post"):
                response = getattr(viewer.client, method)(path.replace("{}", number))
                assert response.status_code not in BROKEN, path


# --- forms ------------------------------------------------------------------------------------------------------------
@dataclass
class Sending:
    """One form of one page, sent again and again with hostile values."""

    world: World
    name: str
    viewer: Viewer
    steps: Steps
    found: list[str] = field(default_factory=list)
    sent: int = 0
    form: Form | None = None

    def fresh(self) -> Form:
        """The form as it is now; a lawful save has changed the version."""
        target = self.steps.targets()[0]
        pages = [] if self.steps.case.get is None else forms_of(self.steps.ask(target).content.decode())
        posted = [
            form for form in pages if form.method == "post" and form.action not in ("/accounts/sign-out/",)
        ]
        url = self.steps.url(target)
        own = [form for form in posted if form.action.partition("?")[0] in ("", url)]
        self.form = own[0] if own else Form("post", url)
        typed = {} if self.steps.case.typed is None else self.steps.case.typed(target.area)
        self.form.values |= {
            name: value if isinstance(value, list) else [value] for name, value in typed.items()
        }
        return self.form

    def send(self, changes: dict[str, object]) -> int:
        form = self.form or self.fresh()
        values = {name: value for name, value in form.values.items() if name != "once"} | changes
        values |= chosen_file(values)
        self.sent += 1
        url = self.steps.url(self.steps.targets()[0])
        with cookies_kept(self.viewer.client), undone_if(lambda: self.name in TAKEN_BACK):
            response = self.viewer.client.post(url, values)
            content_of(response)
        if response.status_code in BROKEN:
            said = {name: str(value)[:40] for name, value in changes.items()}
            self.found.append(f"{self.name}: {said}: {response.status_code}")
        if response.status_code in (302, 409) and self.name not in TAKEN_BACK:
            self.form = None  # the next one needs the new version
        return response.status_code


def sendings(world: World, names: Collection[str] = LINES) -> Iterator[Sending]:
    for name in names:
        line = LINES[name]
        for number, case in enumerate(line.cases):
            viewer = somebody_who_may(world, line, case)
            if viewer is not None and case.typed is not None:
                yield Sending(world, name, viewer, Steps(Walk(world, viewer), name, line, case, number))


FORMS = sorted(name for name, line in LINES.items() if any(case.typed is not None for case in line.cases))
GROUPS = {
    "enterprises": [name for name in FORMS if name.startswith("enterprises:")],
    "inspections": [name for name in FORMS if name.startswith("inspections:")],
    "accounts": [
        name for name in FORMS if name.startswith(("organization:", "jobs:", "journal:", "imports:"))
    ],
    "back office": [name for name in FORMS if name.startswith("admin:")],
    "all others": [name for name in FORMS if not name.startswith(("enterprises:", "inspections:"))],
}


def attack(sending: Sending, turn: Iterator[int], scope: str) -> None:
    """All typed fields at once, each field alone with some values, choices and hidden fields with theirs."""
    form, values = sending.fresh(), values_of(scope)
    typed = [name for name in form.values if name in form.typed and name not in CONTROL]
    chosen = list(dict.fromkeys(form.chosen))
    hidden = [name for name in form.values if name not in {*form.typed, *form.chosen, *CONTROL}]
    for value in values if scope == "all" else values[next(turn) % 3 :: 3]:
        sending.send(dict.fromkeys(typed, value))
    for names, bad, times in ((typed, values, 6), (chosen, CHOICES, 5), (hidden, HIDDEN, 2)):
        for name in names:
            for _ in range(times if scope == "all" else 1):
                sending.send({name: bad[next(turn) % len(bad)]})
    if chosen:
        sending.send(dict.fromkeys(chosen, "bad"))
        sending.send({chosen[0]: ["", "bad", "1", "2"]})
    sending.send(dict.fromkeys([*typed, *chosen, *hidden], ["1", "2"]))


# Who sees most of what a group of forms writes.
KEENEST = {
    "enterprises": ("office_staff", "grid_officer", "auditor"),
    "inspections": ("office_leader", "county_leader", "auditor"),
    "all others": ("security_admin", "system_admin", "auditor"),
}
ENDING = ("inspections:", "tipoffs:", "reports:", "enterprises:visit-request")
ONLOOKERS = ("office_staff", "county_leader", "grid_officer", "security_admin", "system_admin", "auditor")


def poisoned(world: World, onlookers: tuple[str, ...] = ONLOOKERS) -> list[str]:
    """Pages that no longer open: every list, dossier, export, print and board, for those who saw what was written.

    Some forms end things (a post, a finding, a tip, a publication, a draft): their pages may lawfully be gone, not broken.
    """
    found = []
    for name in onlookers:
        viewer = world.viewers[name]
        for url_name, line in LINES.items():
            for number, case in enumerate(line.cases):
                steps = Steps(Walk(world, viewer), url_name, line, case, number)
                if case.get is None or not steps.may:
                    continue
                response = steps.ask(steps.targets()[0])
                text_of(response)
                ends = url_name.startswith(ENDING) and response.status_code in (302, 404)
                if response.status_code in BROKEN or (case.get == 200 != response.status_code and not ends):
                    found.append(f"{name}: {url_name} {response.status_code}")
    for query in ({"counts": "1"}, {"order": "updated"}, {"order": "confirmed"}, {"q": "演示"}):
        if world.viewers["office_staff"].client.get("/enterprises/", query).status_code != 200:
            found.append(f"ledger {query}")
    return found + unprinted(world)


def unprinted(world: World) -> list[str]:
    """All files of the prefecture exported both ways and printed by the worker."""
    client, found = world.viewers["office_staff"].client, []
    for kind in ("csv", "xlsx"):
        asked = {"format": kind, "columns": "all", "all_matching": "1"}
        response = client.post("/enterprises/export/", asked, follow=True)
        if response.status_code != 200 or not text_of(response):
            found.append(f"export {kind} {response.status_code}")
    address = client.post(
        "/enterprises/batch/", {"action": "print", "asked": "1", "selected": world.areas["own"]["enterprise"]}
    )["Location"]
    job = Job.objects.get(pk=int(address.strip("/").rpartition("/")[2]))
    running.run(job.pk, job.attempt)
    job.refresh_from_db()
    # what no font can draw is printed as a placeholder and named
    failed = [sentence for sentence in job.report.get("sentences", []) if "没有字体" not in sentence]
    return found if job.state == "done" and not failed else [*found, f"printing {job.state} {failed}"]


@pytest.mark.parametrize(
    ("group", "scope", "at_least"),
    [
        ("enterprises", "some", 300),
        ("inspections", "some", 150),
        ("all others", "some", 150),
        pytest.param("enterprises", "all", 1_500, marks=pytest.mark.long),
        pytest.param("inspections", "all", 1_000, marks=pytest.mark.long),
        pytest.param("accounts", "all", 400, marks=pytest.mark.long),
        pytest.param("back office", "all", 400, marks=pytest.mark.long),
    ],
)
def test_no_form_breaks_on_hostile_values_and_nothing_is_poisoned(world, group, scope, at_least):
    turn, found, sent = count(), [], 0
    for sending in sendings(world, GROUPS[group]):
        attack(sending, turn, scope)
        found += sending.found
        sent += sending.sent
    assert found == []
    assert sent > at_least
    assert poisoned(world, ONLOOKERS if scope == "all" else KEENEST[group]) == []


@pytest.mark.parametrize("scope", SCOPES)
def test_no_form_breaks_on_the_public_list_of_naughty_strings(world, shared_suites, scope):
    values, turn = [value[:6_000] for value in hostile.public_list()], count()
    assert len(values) > 400
    found = []
    for sending in sendings(world, FORMS):
        form = sending.fresh()
        typed = [name for name in form.values if name in form.typed and name not in CONTROL]
        for name in typed:
            for _ in range({"some": 1, "all": 8}[scope]):
                sending.send({name: values[next(turn) % len(values)]})
        found += sending.found
    assert found == []
    assert poisoned(world, ONLOOKERS if scope == "all" else ("office_staff",)) == []


# --- random values ----------------------------------------------------------------------------------------------------
_TEXT = st.one_of(
    st.text(max_size=60),
    st.text(alphabet=st.characters(categories=["Cc", "Cf", "Co", "Zs", "Nd", "So"]), max_size=20),
    st.from_regex(r"[-+]?[0-9０-９.,eE/年月日:-]{1,24}", fullmatch=True),
    st.dates(min_value=date(1, 1, 1)).map(str),
    st.floats().map(str),
    st.integers().map(str),
)


@pytest.mark.parametrize(
    "name",
    [
        "enterprises:create", "enterprises:edit-section", "enterprises:part-new", "enterprises:reduction-edit",
        "enterprises:status", "organization:officer-edit", "admin:organization_holiday_change",
    ],
)  # fmt: skip
def test_no_form_breaks_on_random_values(world, name):
    prepared = list(sendings(world, [name]))
    forms = [sending.fresh() for sending in prepared]
    fields = [
        [field for field in form.values if field in form.typed and field not in CONTROL] or ["note"]
        for form in forms
    ]

    @settings(max_examples=20, suppress_health_check=list(HealthCheck), database=None)
    @given(data=st.data())
    def sent(data):
        number = data.draw(st.integers(0, len(prepared) - 1))
        typed = data.draw(st.dictionaries(st.sampled_from(fields[number]), _TEXT, min_size=1))
        assert prepared[number].send(typed) not in BROKEN

    sent()


@settings(max_examples=60, suppress_health_check=list(HealthCheck), database=None)
@given(query=st.dictionaries(st.sampled_from(PARAMETERS), _TEXT, min_size=1, max_size=4))
def test_the_ledger_bears_random_parameters(world, query):
    response = world.viewers["county_staff"].client.get("/enterprises/", query)
    assert response.status_code == 200


# --- uploads ----------------------------------------------------------------------------------------------------------
NAMES = [
    "", "a", ".", "..", "../../etc/passwd", "..\\..\\boot.ini", "a\x00.jpg", "CON.jpg", "a" * 5_000 + ".jpg", "a.php.jpg",
    "a.jpg.exe", "=cmd|' /C calc'!A0.jpg", "‮gpj.exe", "照片 (1).JPG", "<script>.jpg", "\r\nSet-Cookie: x=1.jpg", "％００.jpg",
    "a;b.jpg", '"quoted".jpg', "👩‍👩‍👧‍👦.jpg", "%2e%2e%2f.jpg", "a/b/c.jpg", " .jpg", "-rf.jpg", "|id.jpg",
]  # fmt: skip
BYTES = {
    "empty": b"", "one": b"\x00", "text": b"hello", "svg": b"<svg onload=alert(1)>", "html": b"<html><script>1</script>",
    "zip": b"PK\x03\x04" + b"\x00" * 100, "exe": b"MZ" + b"\x00" * 100, "gif": b"GIF89a" + b"\x00" * 20,
    "half photo": photo()[:200], "photo and zip": photo() + b"PK\x03\x04<?php", "jpeg head": b"\xff\xd8\xff" + b"\x00" * 50,
    "png head": b"\x89PNG\r\n\x1a\n" + b"\xff" * 50, "webp head": b"RIFF\x00\x00\x00\x00WEBPVP8 ", "pdf head": b"%PDF-1.7",
    "pdf script": PDF.format("x").encode().replace(b"<<", b"<</OpenAction<</S/JavaScript/JS(1)>>"),
    "pdf": PDF.format("x").encode(), "pdf of numbers": b"%PDF-1.7\n" + b"9" * 5_000 + b"\n%%EOF", "tiff": b"II*\x00" + b"\xff" * 40,
}  # fmt: skip


def test_no_upload_breaks_whatever_its_name_and_bytes(world):
    viewer, own = world.viewers["county_staff"], world.areas["own"]
    url, found = f"/enterprises/{own['enterprise']}/attachments/new/", []
    uploads = [(name, photo((number, 1, 1)), "image/jpeg") for number, name in enumerate(NAMES)]
    uploads += [
        (f"{name}.jpg", content, kind) for name, content in BYTES.items() for kind in ("image/jpeg", "x/y")
    ]
    for name, content, kind in uploads:
        upload = SimpleUploadedFile("placeholder", content, kind)
        upload._name = name  # as it stands in the request, before anybody makes it harmless
        response = viewer.client.post(url, {"file": upload, "title": "说明"})
        if response.status_code not in (200, 302, 400):
            found.append(f"{name[:40]!r} {len(content)} {response.status_code}")
    assert found == []
    assert poisoned(world, ("office_staff",)) == []


def test_no_spreadsheet_breaks_whatever_its_name_and_bytes(world):
    """Neither the upload nor the worker that reads what was taken in."""
    viewer, found = world.viewers["county_staff"], []
    uploads = [(name, b"a,b\n1,2\n") for name in NAMES] + [
        (f"{name}.xlsx", content) for name, content in BYTES.items()
    ]
    for name, content in uploads:
        upload = SimpleUploadedFile("placeholder", content, "x/y")
        upload._name = name
        response = viewer.client.post("/enterprises/import/", {"file": upload})
        if response.status_code not in (200, 302, 400):
            found.append(f"{name[:40]!r} {len(content)} {response.status_code}")
        if response.status_code == 302:
            job = Job.objects.latest("id")
            running.run(job.pk, job.attempt)
            job.refresh_from_db()
            page = viewer.client.get(response["Location"])
            if page.status_code != 200 or "处理中出错" in job.message:
                found.append(f"{name[:40]!r} {page.status_code} {job.message}")
    assert found == []
    assert poisoned(world, ("office_staff",)) == []


def test_files_where_no_file_is_asked_for_and_text_where_one_is(world):
    found = []
    for sending in sendings(world, FORMS):
        form = sending.fresh()
        fields = [name for name in form.values if name not in CONTROL]
        with undone_if(lambda: True):
            status = sending.send({name: SimpleUploadedFile("a.txt", b"x") for name in fields})
        with undone_if(lambda: True):
            status_of_text = sending.send(dict.fromkeys(form.files, "text") | {"file": "text"})
        found += [sending.name] if {status, status_of_text} & set(BROKEN) else []
    assert found == []


# --- bodies -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", "multipart/form-data; boundary=x"),
        (b"--x\r\n", "multipart/form-data; boundary=x"),
        (b"\xff" * 100, "multipart/form-data; boundary=x"),
        (b"--x\r\nContent-Disposition: form-data; name=\"a\r\n\r\n1\r\n--x--", "multipart/form-data; boundary=x"),
        (b"a=1", "multipart/form-data"),
        (b"a=1", "multipart/form-data; boundary=" + "y" * 500),
        (b"a=%ff%fe&b=%00", "application/x-www-form-urlencoded"),
        (b"a=1", "application/x-www-form-urlencoded; charset=no-such"),
        (b"a=1", "application/x-www-form-urlencoded; charset=hex"),
        (b"&" * 5_000, "application/x-www-form-urlencoded"),
        (b"a=1&" * 3_000, "application/x-www-form-urlencoded"),
        (b"a=" + b"9" * 3_000_000, "application/x-www-form-urlencoded"),
        (b'{"a": NaN}', "application/json"),
        (b"<a/>", "text/xml"),
        (b"x", ""),
    ],
)  # fmt: skip
def test_no_view_breaks_on_a_hostile_body(world, body, kind):
    own = world.areas["own"]
    for name, url in (
        ("county_staff", "/enterprises/new/"),
        ("county_staff", f"/enterprises/{own['enterprise']}/edit/basics/"),
        ("county_staff", f"/enterprises/{own['enterprise']}/attachments/new/"),
        ("county_staff", "/enterprises/batch/"),
        ("security_admin", "/accounts/officers/new/"),
        ("system_admin", "/admin/organization/holiday/add/"),
        ("stranger", "/accounts/sign-in/"),
    ):
        response = world.viewers[name].client.generic("POST", url, body, content_type=kind)
        assert response.status_code in (200, 400, 403, 404, 413), (url, response.status_code)


# --- controls ---------------------------------------------------------------------------------------------------------
def test_a_planted_weakness_is_found(world, monkeypatch):
    """A form field that takes a text for a number breaks on 5,000 digits."""
    from capacity_portal.lib import form_fields as fields

    monkeypatch.setattr(fields.Text, "validate", lambda self, value: int(value) if value.isdigit() else None)
    sending = next(iter(sendings(world, ["enterprises:former-name-new"])))
    sending.viewer.client.raise_request_exception = False
    sending.fresh()
    for value in ("x", "9" * 5_000):
        sending.send({"name": value})
    sending.viewer.client.raise_request_exception = True
    assert {found.split(":")[1] for found in sending.found} == {"former-name-new"}


def test_planted_poison_is_found(world):
    """A record that no page can show."""
    from enterprises.models import Enterprise

    Enterprise.objects.filter(pk=world.areas["own"]["enterprise"]).update(risk_marks=[["not", "hashable"]])
    for viewer in world.viewers.values():
        viewer.client.raise_request_exception = False
    found = poisoned(world, ("office_staff",))
    for viewer in world.viewers.values():
        viewer.client.raise_request_exception = True
    assert any("enterprises:dossier " in sentence for sentence in found)


def test_everybody_is_in_the_walk():
    assert EVERYBODY > OFFICERS
