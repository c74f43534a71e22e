"""The order of the apps, the layers inside them, and pairs of moment and actor: kept, and shown to be checked."""

from pathlib import Path
from types import SimpleNamespace

import pytest
from django.apps import apps

from tests import architecture


def plant(root: Path, module: str, source: str) -> Path:
    path = root.joinpath(*module.split(".")).with_suffix(".py")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(source, encoding="utf-8")
    return root


def test_apps_import_only_downwards():
    assert architecture.order_violations(architecture.ROOT) == []


def test_layers_import_only_downwards():
    assert architecture.layer_violations(architecture.ROOT) == []


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("capacity_portal.organization.queries", "from enterprises import models\n"),
        ("inspections.queries", "import tipoffs.models\n"),
        ("enterprises.operations", "def late():\n    from reports.models import Notice\n    return Notice\n"),
        ("capacity_portal.lib.months", "from capacity_portal.organization.models import Region\n"),
        ("reports.views.office", "from enterprises.forms import BasicsForm\n"),
        ("enterprises.queries", "from .models import Enterprise\n"),
    ],
)
def test_planted_import_is_found(tmp_path, module, source):
    assert len(architecture.order_violations(plant(tmp_path, module, source))) == 1


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("enterprises.rules.memory", "from enterprises.models import Enterprise\n"),
        ("enterprises.rules.memory", "from django.db import transaction\n"),
        ("enterprises.rules.memory", "from django.conf import settings\n"),
        ("enterprises.queries", "def late():\n    from enterprises.operations import x\n    return x\n"),
        ("enterprises.operations.files", "from enterprises.views import ledger\n"),
    ],
)
def test_planted_layer_breach_is_found(tmp_path, module, source):
    assert len(architecture.layer_violations(plant(tmp_path, module, source))) == 1


def test_lawful_imports_pass(tmp_path):
    plant(
        tmp_path,
        "enterprises.views.ledger",
        "from enterprises.forms import F\nfrom capacity_portal.lib import pages\n",
    )
    plant(tmp_path, "reports.operations", "from enterprises.queries import visible_to\n")
    assert architecture.order_violations(tmp_path) == []
    assert architecture.layer_violations(tmp_path) == []


def own_models():
    return [m for m in apps.get_models() if m.__module__.startswith(architecture.FIRST_PARTY)]


# Moments of the machine, not of an officer: nobody acted.
SYSTEM_MOMENTS = {
    "Block.sealed_at",
    "Job.created_at",
    # its owner uploaded it
    "SheetImport.created_at",
    "Job.started_at",
    "Job.heartbeat_at",
    "Job.finished_at",
    "RegularRun.started_at",
    "RegularRun.finished_at",
    "Submission.made_at",
    "Officer.password_changed_at",
    "OfficerSession.began_at",
    "OfficerSession.last_seen_at",
    "RecoveryCode.used_at",
    # the inspector himself
    "VisitInspector.confirmed_at",
    # overdue, found by the clock
    "Finding.escalated_at",
    "EvidencePack.built_at",  # the job of asked_by
    "QualityScore.computed_at",
    "FrozenFigure.computed_at",  # counted when its report was submitted or a number typed by hand
    "Tip.escalated_at",
    # a document, not a person
    "Notice.replaced_by",
    # the day is typed; when it was typed stands in the journal
    "Recipient.cascaded_by",
    "Recipient.met_by",
    "Recipient.tasked_by",
    # whoever uploaded it; whoever submitted the return
    "RecipientFile.removed_at",
    "RecipientFile.taken_at",
    "NoticeReturn.first_submitted_at",
    # the reporter, of whom nothing is kept
    "TipDraft.expires_at",
    "RateWindow.began_at",
    # 24 hours after it was opened, or ended by the clock
    "Opening.expires_at",
    "Opening.ended_at",
}


def test_every_moment_has_its_actor():
    found = architecture.unpaired_moments(own_models())
    assert [line for line in found if line.split(" ")[0] not in SYSTEM_MOMENTS] == []


def test_planted_moment_without_actor_is_found():
    fields = [
        SimpleNamespace(name=name) for name in ("id", "closed_at", "opened_at", "opened_by", "sealed_by")
    ]
    model = SimpleNamespace(__name__="Case", _meta=SimpleNamespace(concrete_fields=fields))
    assert architecture.unpaired_moments([model]) == [
        "Case.closed_at has no closed_by",
        "Case.sealed_by has no sealed_at",
    ]
