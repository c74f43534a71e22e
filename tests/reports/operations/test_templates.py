"""Templates: loaded once, every one of them usable, changed by operation, nothing kept that cannot be filled."""

import json

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command

from capacity_portal.journal.models import Entry
from capacity_portal.lib.typesetting.official.problems import problems
from reports.choices import DocumentKind
from reports.models import NoticeTemplate
from reports.operations.templates import save_template
from reports.rules.content import worded_document
from tests.makers import make_officer
from tests.report_makers import MORNING, make_template

pytestmark = pytest.mark.django_db
ROWS = json.loads((settings.FIXTURES_DIR / "notice_templates.json").read_text())


def test_loading_twice_is_loading_once():
    call_command("load_notice_templates")
    assert NoticeTemplate.objects.count() == len(ROWS) == Entry.objects.filter(step="load").count()
    NoticeTemplate.objects.filter(code="notice").update(name="本单位的通知")
    call_command("load_notice_templates")
    assert NoticeTemplate.objects.count() == len(ROWS)
    assert NoticeTemplate.objects.get(code="notice").name == "本单位的通知"


def test_every_kind_has_a_template():
    assert {row["kind"] for row in ROWS} == set(DocumentKind.values)


@pytest.mark.parametrize("row", ROWS, ids=[row["code"] for row in ROWS])
def test_template_has_no_problem_of_its_own(row):
    document = worded_document(row["content"]["title"], row["content"])
    assert [problem.sentence for problem in problems(document) if problem.place != "发文机关标志"] == []


@pytest.mark.parametrize("text", ["不是JSON", '[{"code": "x"}]', "[3]", '[{"code": "x", "strange": 1}]'])
def test_files_that_are_none(text, tmp_path):
    file = tmp_path / "rows.json"
    file.write_text(text)
    with pytest.raises(CommandError, match="没有写入任何内容"):
        call_command("load_notice_templates", file=file)
    assert NoticeTemplate.objects.count() == 0


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ({"title": "{举报人}"}, "不是系统认识的占位符"),
        ({"title": "x", "number": "1号"}, "不认识的项"),
        ({"title": 3}, "标题应为文字"),
        (["x"], "内容应为一组"),
        ({"title": "机密★1年"}, "涉密文件"),
    ],
)  # fmt: skip
def test_refused_templates(content, said):
    template = make_template()
    template.content = content
    with pytest.raises(ValidationError, match=said):
        save_template(record=template, by=make_officer("system_admin"), at=MORNING)
    assert NoticeTemplate.objects.get().content != content


def test_changing_and_adding():
    admin, template = make_officer("system_admin"), make_template()
    template.name = "新名称"
    save_template(record=template, by=admin, at=MORNING)
    assert NoticeTemplate.objects.get().name == "新名称"
    save_template(
        record=NoticeTemplate(code="own", name="自用", kind="notice", content={"title": "标题"}),
        by=admin,
        at=MORNING,
    )
    assert list(
        Entry.objects.filter(subject="notice_template").order_by("id").values_list("step", flat=True)
    ) == ["edit", "create"]
