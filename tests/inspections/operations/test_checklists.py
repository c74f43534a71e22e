"""Templates are loaded once, drafted from the version in force, published, and never changed afterwards."""

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command

from capacity_portal.journal.models import Entry
from capacity_portal.lib.workflow import StepRefused
from inspections.models import Checklist, ChecklistItem
from inspections.operations.checklists import (
    Outcome,
    begin_draft,
    load_checklists,
    publish_checklist,
    remove_item,
    save_draft,
    save_item,
)
from inspections.queries.checklists import in_force
from tests.makers import NOON, make_officer

pytestmark = pytest.mark.django_db
HEAD = "code,title,source\nfoundry,铸造检查表,依据\n"
ITEMS = "code,group,text,hint,kind,choices,unit,good_answer,is_required,needs_photo,for_marks,for_equipment,parent_code\n"
ROW = "steel,组,有没有钢坯,看堆场,yes_no,,,no,1,0,scrap_rich|remote,1,\n"


@pytest.fixture
def system():
    return make_officer("system_admin")


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "checklists.csv").write_text(HEAD, encoding="utf-8")
    (tmp_path / "foundry.csv").write_text(ITEMS + ROW, encoding="utf-8")
    return tmp_path


def load(folder):
    return load_checklists(folder=folder, by=None, at=NOON)


def draft(system, code="foundry"):
    record = Checklist(code=code)
    begin_draft(record=record, by=system, at=NOON)
    return Checklist.objects.get(pk=record.pk)


def test_files_become_published_templates_with_entries(folder):
    assert load(folder) == {"foundry": Outcome.CREATED}
    checklist = in_force("foundry")
    item = checklist.items.get()
    assert (checklist.version, checklist.published_at, checklist.source) == (1, NOON, "依据")
    assert (item.for_marks, item.for_equipment, item.good_answer) == (["scrap_rich", "remote"], True, "no")
    assert list(Entry.objects.order_by("id").values_list("subject", "step")) == [
        ("checklist", "load"),
        ("checklist_item", "load"),
        ("checklist", "publish"),
    ]


def test_the_same_files_again_change_nothing(folder):
    load(folder)
    entries = Entry.objects.count()
    assert load(folder) == {"foundry": Outcome.UNCHANGED}
    assert (Checklist.objects.count(), Entry.objects.count()) == (1, entries)


def test_other_files_are_the_next_version(folder):
    load(folder)
    (folder / "foundry.csv").write_text(ITEMS + ROW.replace("钢坯", "钢锭"), encoding="utf-8")
    assert load(folder) == {"foundry": Outcome.CREATED}
    assert (in_force("foundry").version, Checklist.objects.get(version=1).items.get().text) == (
        2,
        "有没有钢坯",
    )


def test_a_version_of_the_office_and_its_draft_are_kept(folder, system):
    load(folder)
    own = draft(system)
    (folder / "foundry.csv").write_text(ITEMS + ROW.replace("钢坯", "钢锭"), encoding="utf-8")
    assert load(folder) == {"foundry": Outcome.KEPT}
    publish_checklist(checklist=own, by=system, at=NOON)
    assert load(folder) == {"foundry": Outcome.KEPT}


def test_a_draft_begins_as_the_version_in_force(folder, system):
    load(folder)
    found = draft(system)
    assert (found.version, found.title, found.published_at, found.items.get().text) == (
        2,
        "铸造检查表",
        None,
        "有没有钢坯",
    )
    assert in_force("foundry").version == 1


def test_a_template_that_never_was_begins_empty(system):
    assert (draft(system, "sweep").title, ChecklistItem.objects.count()) == ("网格拉网排查", 0)


def test_there_is_one_draft_at_a_time(folder, system):
    load(folder)
    draft(system)
    with pytest.raises(StepRefused, match="已有未发布的草稿"):
        draft(system)


def test_a_draft_is_edited_and_published_and_then_only_read(folder, system):
    load(folder)
    found = draft(system)
    found.title = "铸造检查表（修订）"
    save_draft(record=found, by=system, at=NOON)
    item = found.items.get()
    item.text = "有没有钢坯、钢锭"
    save_item(record=item, by=system, at=NOON)
    fresh = ChecklistItem(checklist=found, position=2, code="more", text="再一项")
    save_item(record=fresh, by=system, at=NOON)
    remove_item(item=ChecklistItem.objects.get(code="more"), by=system, at=NOON)
    publish_checklist(checklist=found, by=system, at=NOON)
    assert (in_force("foundry").title, in_force("foundry").items.get().text) == (
        "铸造检查表（修订）",
        "有没有钢坯、钢锭",
    )
    for write in (
        lambda: save_draft(record=found, by=system, at=NOON),
        lambda: save_item(record=item, by=system, at=NOON),
        lambda: remove_item(item=item, by=system, at=NOON),
        lambda: publish_checklist(checklist=found, by=system, at=NOON),
    ):
        with pytest.raises(StepRefused, match="已发布，不能再改"):
            write()


def test_an_empty_draft_is_not_published(system):
    with pytest.raises(ValidationError):
        publish_checklist(checklist=draft(system), by=system, at=NOON)


def test_only_the_system_administrator_may(folder):
    office = make_officer("office_leader")
    with pytest.raises(PermissionDenied):
        load_checklists(folder=folder, by=office, at=NOON)
    with pytest.raises(PermissionDenied):
        draft(office)


def test_the_command_loads_what_is_shipped_and_says_what_it_did(capsys):
    call_command("load_checklists")
    call_command("load_checklists")
    said = capsys.readouterr().out
    assert (said.count("已发布新版本"), said.count("未变")) == (9, 9)
    assert settings.FIXTURES_DIR.joinpath("checklists", "foundry.csv").exists()


@pytest.mark.parametrize("text", ["", "code\nnosuch\n", HEAD])
def test_a_folder_that_cannot_be_read_writes_nothing(tmp_path, text):
    if text:
        (tmp_path / "checklists.csv").write_text(text, encoding="utf-8")
    with pytest.raises(CommandError, match="没有写入任何内容"):
        call_command("load_checklists", folder=tmp_path)
    assert Checklist.objects.count() == 0
