"""The bytes of a final report."""

from hashlib import sha256

import pytest

from capacity_portal.lib.typesetting import RenderedPdf, RenderFailed
from capacity_portal.lib.workflow import StepRefused
from reports.models import Assessment
from reports.operations import assessment_freezing as operations
from tests.report_makers import MORNING
from tests.reports import assessment_world as world

pytestmark = pytest.mark.django_db


@pytest.fixture
def printed(monkeypatch, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    asked = []

    def printing(document):
        asked.append(document)
        return RenderedPdf(b"%PDF-1.7 report", 1)

    monkeypatch.setattr(operations, "print_document", printing)
    return asked


def test_the_copy_is_made_once_and_kept_with_its_digest(printed):
    final = world.final()
    done = operations.freeze(assessment=final, at=MORNING)
    again = operations.freeze(assessment=done, at=MORNING)
    operations.freeze(assessment=final, at=MORNING)  # a twin that knew nothing of it
    with done.pdf.open("rb") as stored:
        content = stored.read()
    assert again.pdf_sha256 == done.pdf_sha256 == sha256(content).hexdigest()
    assert [document.title for document in printed] == ["吉州区2026年化解过剩产能工作自评报告"] * 2


def test_what_is_not_final_has_no_copy(printed):
    with pytest.raises(StepRefused, match="定稿后"):
        operations.freeze(assessment=world.reviewed(), at=MORNING)


def test_words_that_cannot_be_set_are_left_to_the_regular_work_too(printed, monkeypatch):
    final = world.final()
    monkeypatch.setattr(operations, "print_document", lambda document: compose_nothing())
    assert operations.freeze_quietly(assessment=final, at=MORNING) is False


def compose_nothing():
    raise ValueError("没有这一级标题")


def test_what_could_not_be_made_is_made_by_the_regular_work(printed, monkeypatch):
    final = world.final()

    def failing(document):
        raise RenderFailed

    with monkeypatch.context() as broken:
        broken.setattr(operations, "print_document", failing)
        assert operations.freeze_quietly(assessment=final, at=MORNING) is False
    operations.freeze_left_over(MORNING)
    assert Assessment.objects.get().pdf_sha256 != ""
