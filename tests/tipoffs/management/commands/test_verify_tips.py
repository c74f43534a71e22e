"""`manage.py verify_tips` finds words, files and numbers that are not those received; each control is a change around the operations."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from tests.makers import NOON, make_office
from tipoffs import triggers
from tipoffs.models import Tip, TipFile, TipYear
from tipoffs.operations.receiving import receive_tip
from tipoffs.rules.report import TipReport

pytestmark = pytest.mark.django_db


@pytest.fixture
def tip():
    make_office()
    report = TipReport(kind="production", text="院里夜间冒烟", place_text="河边旧址")
    return receive_tip(report=report, secret="s" * 43, at=NOON).tip


def verified() -> tuple[str, str]:
    out, complaints = StringIO(), StringIO()
    try:
        call_command("verify_tips", stdout=out, stderr=complaints)
    except CommandError as refused:
        return str(refused), complaints.getvalue().strip()
    return out.getvalue().strip(), ""


def test_what_was_received_is_what_is_there(tip):
    assert verified() == ("核对了1件举报，全部一致。", "")


def test_other_words_are_found(tip):
    Tip.objects.filter(pk=tip.pk).update(text="院里没有冒烟")
    assert verified() == (
        "核对了1件举报，发现1处不一致。",
        f"{tip.label}：举报内容与收到时的校验值不一致。",
    )


def test_a_file_that_nobody_sent_is_found(tip):
    TipFile.objects.create(
        uuid="00000000-0000-4000-8000-000000000001",
        tip=tip,
        kind="photo",
        content_type="image/jpeg",
        size=1,
        sha256="0" * 64,
    )
    said, complaint = verified()
    assert said == "核对了1件举报，发现1处不一致。"
    assert complaint.endswith("：日志中没有。")


def test_a_gap_in_the_numbers_is_found(tip):
    TipYear.objects.update(last=2)
    assert verified()[1] == "2026年：已编到2号，现有1件，编号不连续。"


def test_a_database_that_no_longer_refuses_is_found(tip):
    with triggers.lifted(connection):
        said, complaint = verified()
    assert said.startswith("核对了1件举报，发现")
    assert "数据库缺少触发器tipoffs_tip_no_delete" in complaint
