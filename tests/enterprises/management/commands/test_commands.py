import pytest
from django.core.management import CommandError, call_command

from enterprises import search
from enterprises.models import EquipmentKind, ReductionTask
from tests.makers import make_enterprise, make_region

pytestmark = pytest.mark.django_db


def run(capsys, *arguments, **options):
    call_command(*arguments, **options)
    return capsys.readouterr().out


def test_load_dictionaries_says_what_it_did(capsys):
    first = run(capsys, "load_dictionaries").splitlines()
    assert first[0] == "products.csv：新增 11，修改 0，未变 0。"
    again = run(capsys, "load_dictionaries").splitlines()
    assert again[0] == "products.csv：新增 0，修改 0，未变 11。"


def test_load_dictionaries_explains_a_missing_folder(tmp_path):
    with pytest.raises(CommandError, match="不能载入，没有写入任何内容"):
        call_command("load_dictionaries", folder=tmp_path)
    assert EquipmentKind.objects.count() == 0


def test_load_cases_into_their_own_regions_or_one(capsys):
    call_command("load_dictionaries", verbosity=0)
    with pytest.raises(CommandError, match="请先运行 load_divisions"):
        call_command("load_cases")
    make_region("3608")
    assert run(capsys, "load_cases", region="360800").endswith("新增压减任务 2 项。\n")
    assert run(capsys, "load_cases", region="3608") == "新增压减任务 0 项。\n"
    assert ReductionTask.objects.count() == 2
    with pytest.raises(CommandError):
        call_command("load_cases", region="不是代码")


def test_rebuild_search_counts(capsys):
    make_enterprise(name="演示青原厂")
    assert run(capsys, "rebuild_search") == "已重建 1 家企业的查找索引。\n"
    assert search.candidates("青原") is not None
