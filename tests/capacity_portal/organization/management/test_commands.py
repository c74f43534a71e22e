"""The commands: thin, with Chinese sentences for what goes wrong."""

import io

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.test import override_settings

from capacity_portal.organization import operations
from capacity_portal.organization.models import Department, Holiday, Office, Officer, Region, Threshold
from tests.makers import NOON, make_region

pytestmark = pytest.mark.django_db


def run(*arguments, **options):
    out, err = io.StringIO(), io.StringIO()
    call_command(*arguments, stdout=out, stderr=err, **options)
    return out.getvalue() + err.getvalue()


BOOTSTRAP = {
    "name": "吉安市化解过剩产能工作领导小组办公室",
    "document_code": "吉化解产能办字",
    "system": "甲一",
    "security": "乙二",
    "audit": "丙三",
}


def test_load_divisions():
    assert run("load_divisions", "360800") == "新增 267，更新 0，停用 0，未变 0。\n"
    assert Region.objects.get(code="3608").name == "吉安市"


def test_load_divisions_from_another_file(tmp_path):
    path = tmp_path / "villages.csv"
    path.write_text("level,code,name\nvillage,360802001001,北门社区\n", encoding="utf-8")
    run("load_divisions", "3608", file=path)
    assert Region.objects.filter(code="360802001001", kind="village").exists()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["abc"], "不是区划代码的写法"),
        (["9999"], "没有代码以 9999 开头的区划"),
        (["3608", "--file", "/nowhere.csv"], "读不到文件"),
        (["3608", "--close-missing"], "--on"),
    ],
)
def test_load_divisions_says_what_is_wrong(arguments, sentence):
    with pytest.raises(CommandError, match=sentence):
        run("load_divisions", *arguments)


def test_load_departments_and_thresholds():
    make_region("3608")
    assert run("load_departments", "3608") == f"新增成员单位 {Department.objects.count()} 个。\n"
    assert run("load_thresholds") == f"新增工作参数 {Threshold.objects.count()} 个。\n"
    for command in (["load_departments", "x"], ["load_departments", "3608", "--file", "/nowhere"]):
        with pytest.raises(CommandError):
            run(*command)
    with pytest.raises(CommandError):
        run("load_thresholds", "--file", "/nowhere")


def test_load_holidays_names_years_that_are_missing():
    with time_machine.travel("2050-05-01T12:00+08:00"):
        said = run("load_holidays")
    assert said.startswith(f"新增 {Holiday.objects.count()} 天。")
    assert "2050 年的节假日安排尚未收录" in said


def test_bootstrap_prints_the_passwords_once():
    make_region("3608")
    said = run("bootstrap_office", "3608", **BOOTSTRAP)
    for officer in Officer.objects.all():
        line = next(line for line in said.splitlines() if officer.username in line)
        assert officer.check_password(line.rpartition("　一次性密码 ")[2])
    with pytest.raises(CommandError, match="不能再次初始化"):
        run("bootstrap_office", "3608", **BOOTSTRAP)
    assert Office.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "sentence"), [({"name": ""}, "不能为空"), ({"name": "长" * 200}, "不超过 120 字符")]
)
def test_bootstrap_says_what_is_wrong(changed, sentence):
    make_region("3608")
    with pytest.raises(CommandError, match=sentence):
        run("bootstrap_office", "3608", **{**BOOTSTRAP, **changed})
    assert Officer.objects.count() == 0


@pytest.mark.parametrize("code", ["3608", "nonsense"])
def test_bootstrap_needs_the_region(code):
    with pytest.raises(CommandError, match="请先运行 manage.py load_divisions"):
        run("bootstrap_office", code, **BOOTSTRAP)


def test_demo_accounts_are_listed():
    with pytest.raises(CommandError, match="seed_demo"):
        run("demo_accounts")
    for code in ("3608", "360802", "360802001"):
        make_region(code)
    operations.create_demo_accounts(region="3608", at=NOON)
    said = run("demo_accounts")
    assert len(said.splitlines()) == 12
    assert "county_staff    县市区经办　吉州区" in said
    with override_settings(DEMO=False, TESTING=False), pytest.raises(CommandError, match="不是演示环境"):
        run("demo_accounts")
