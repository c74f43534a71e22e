"""The region wall: every URL, every role, one's own records, a neighbour's, another prefecture's, and none at all."""

from functools import partial
from importlib import import_module

import pytest
from django.conf import settings
from django.http import Http404

from capacity_portal.imports.models import SheetImport
from capacity_portal.jobs.models import Job
from capacity_portal.organization.admin import RegionAdmin
from capacity_portal.organization.models import Officer, Region
from capacity_portal.organization.roles import ROLES
from enterprises.models import Enterprise, Link, ReductionTask
from tests.acceptance.lines import EVERYBODY
from tests.acceptance.matrix import LINES
from tests.acceptance.reading import text_of
from tests.acceptance.walking import Walk, address, url_names

pytestmark = pytest.mark.django_db

EVERY_VIEWER = [*ROLES, "member_unit_of_prefecture", "zone_staff", "staff_of_other_prefecture", "stranger"]
# The second engine answers the same queries: one viewer of each kind of wall is enough there.
VIEWERS = (
    EVERY_VIEWER
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")
    else [
        "office_staff",
        "tipoff_handler",
        "county_staff",
        "grid_officer",
        "zone_staff",
        "system_admin",
        "stranger",
    ]
)


def test_every_url_has_a_line_in_the_matrix():
    names = set(url_names())
    assert (sorted(names - LINES.keys()), sorted(LINES.keys() - names)) == ([], [])


def test_every_role_is_in_the_matrix():
    assert {*ROLES, ""} == EVERYBODY


@pytest.mark.parametrize("name", VIEWERS)
def test_a_county_official_sees_counts_exports_prints_completes_and_finds_only_his_rows(world, name):
    walk = Walk(world, world.viewers[name]).through()
    assert not walk.findings, "\n".join(walk.findings[:100])


# --- the matrix itself can see ----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("name", "kwargs"),
    [
        ("enterprises:ledger", {}),
        ("enterprises:dossier", {"pk": "enterprise"}),
        ("enterprises:history", {"pk": "enterprise"}),
        ("enterprises:as-of", {"pk": "enterprise"}),
        ("enterprises:dossier-pdf", {"pk": "enterprise"}),
        ("enterprises:attachment", {"pk": "enterprise", "attachment": "attachment"}),
        ("enterprises:link", {"pk": "link"}),
        ("enterprises:reduction", {"pk": "reduction"}),
        ("enterprises:reductions", {}),
    ],
)
def test_the_canaries_are_seen_where_they_may_be(world, name, kwargs):
    area = world.areas["own"]
    url = address(name, {key: area[what] for key, what in kwargs.items()})
    assert area.token in text_of(world.viewers["county_staff"].client.get(url))


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_canaries_are_seen_in_exports(world, kind):
    viewer = world.viewers["county_staff"]
    url = address("enterprises:export-file", {"key": viewer.own[kind]})
    assert text_of(viewer.client.get(url)).count(world.areas["own"].credit_codes[0]) == 1


def everything(model, *_, **__):
    return model.objects.all()


def whole_prefecture(officer, asked):
    return asked or officer.region_code[:4]


def told_apart(queryset, **wanted):
    """404 with a hint: records that exist elsewhere answer otherwise than those that do not exist."""
    found = queryset.filter(**wanted).first()
    if found is None and Enterprise.objects.filter(**wanted).exists():
        raise PermissionError
    if found is None:
        raise Http404
    return found


LEAKS = {
    "list": ("enterprises.queries.ledger.effective_region", whole_prefecture, "enterprises:ledger"),
    "export": ("enterprises.queries.ledger.effective_region", whole_prefecture, "enterprises:export-file"),
    "dossier": ("enterprises.views.finding.visible_to", partial(everything, Enterprise), "enterprises:dossier"),
    "PDF": ("enterprises.views.finding.visible_to", partial(everything, Enterprise), "enterprises:dossier-pdf"),
    "history": ("enterprises.history.contains", lambda *codes: True, "enterprises:history"),
    "past": ("enterprises.views.finding.visible_to", partial(everything, Enterprise), "enterprises:as-of"),
    "merged files": ("enterprises.dossiers.contains", lambda *codes: True, "enterprises:dossier"),
    "chosen rows": ("enterprises.views.selection.visible_to", partial(everything, Enterprise), "enterprises:batch"),
    "exported rows": ("enterprises.exports.visible_to", partial(everything, Enterprise), "enterprises:export"),
    "villages": (
        "enterprises.views.villages.village_choices",
        lambda officer, today, parent: list(Region.objects.within(parent).values_list("code", "name")),
        "enterprises:villages",
    ),
    "pairs": ("enterprises.views.links.links_visible_to", partial(everything, Link), "enterprises:link"),
    "tasks": (
        "enterprises.views.reductions.reductions_visible_to", partial(everything, ReductionTask), "enterprises:reduction",
    ),
    "jobs": ("capacity_portal.jobs.views.officers.visible_to", partial(everything, Job), "jobs:result"),
    "imports": ("capacity_portal.imports.queries.visible_to", partial(everything, SheetImport), "imports:detail"),
    "marked workbooks": (
        "capacity_portal.imports.queries.visible_to", partial(everything, SheetImport), "imports:marked",
    ),
    "posts": ("enterprises.views.finding.visible_to", partial(everything, Enterprise), "enterprises:confirm"),
    "roles": ("capacity_portal.organization.models.Officer.may", lambda officer, what: True, "enterprises:links"),
}  # fmt: skip


@pytest.mark.parametrize("leak", LEAKS)
def test_a_planted_leak_is_caught(world, monkeypatch, leak):
    target, replacement, name = LEAKS[leak]
    viewer = world.viewers["county_staff"]
    assert Walk(world, viewer).through([name]).findings == []
    module, _, attribute = target.rpartition(".")
    owner = Officer if module.endswith("Officer") else import_module(module)
    monkeypatch.setattr(owner, attribute, replacement)
    assert Walk(world, viewer).through([name]).findings != []


def test_a_planted_difference_between_foreign_and_absent_is_caught(world, monkeypatch):
    viewer = world.viewers["county_staff"]
    viewer.client.raise_request_exception = False
    monkeypatch.setattr("enterprises.views.finding.get_object_or_404", told_apart)
    findings = Walk(world, viewer).through(["enterprises:dossier"]).findings
    viewer.client.raise_request_exception = True
    assert any("answers 500, not 404" in finding for finding in findings)


def test_a_planted_leak_of_people_is_caught(world, monkeypatch):
    monkeypatch.setattr(
        "capacity_portal.organization.queries.visible_to", lambda by: Officer.objects.select_related("region")
    )
    findings = Walk(world, world.viewers["security_admin"]).through(["organization:officers"]).findings
    assert any("RWOTH" in finding for finding in findings)


def test_a_planted_leak_of_the_back_office_is_caught(world, monkeypatch):
    monkeypatch.setattr(RegionAdmin, "region_field", None)
    name = "admin:organization_region_changelist"
    assert Walk(world, world.viewers["system_admin"]).through([name]).findings != []


def test_a_planted_write_to_foreign_records_is_caught(world, monkeypatch):
    """The page answers 404 as it should, and has written all the same."""

    def written(request, pk, *_):
        Enterprise.objects.filter(pk=pk).update(remarks="")
        raise AssertionError

    def swallowed(view):
        def answer(request, *args, **kwargs):
            try:
                return view(request, *args, **kwargs)
            except AssertionError:
                raise Http404 from None

        return answer

    from capacity_portal.organization import once

    monkeypatch.setattr("enterprises.views.acts.editable_of", written)
    monkeypatch.setattr(
        once, "_carry_out", lambda request, key, answer: swallowed(lambda *_: answer())(request)
    )
    monkeypatch.setattr(once.transaction, "atomic", lambda: _Nothing())
    findings = Walk(world, world.viewers["county_staff"]).through(["enterprises:confirm"]).findings
    assert any("refused requests changed enterprises.Enterprise" in finding for finding in findings)


class _Nothing:
    def __enter__(self):
        return self

    def __exit__(self, *_):
        return False
