"""The repository keeps its house rules; every rule is shown to fail on a planted violation."""

import subprocess

import pytest

from tests import house

GOOD_PIN = "django==5.2.19 \\\n    --hash=sha256:aa\n    # via capacity-portal (pyproject.toml)\n"


@pytest.fixture(scope="module")
def paths() -> list[str]:
    return house.committed_files()


@pytest.fixture(scope="module")
def texts() -> list[tuple[str, str]]:
    return list(house.committed_texts())


TEXT_RULES = [house.index_hosts, house.machine_paths, house.outside_paths, house.too_long]


@pytest.mark.parametrize("rule", TEXT_RULES, ids=lambda rule: rule.__name__)
def test_every_committed_text_keeps_the_rule(rule, texts):
    assert [violation for path, text in texts for violation in rule(path, text)] == []


@pytest.mark.parametrize(
    ("rule", "path", "text"),
    [
        (house.index_hosts, "README.md", "pip install -i https://pypi" + ".org/simple x"),
        (house.index_hosts, "requirements.txt", "# from files.python" + "hosted.org"),
        (house.index_hosts, "static/a.js", "registry." + "npmjs.org"),
        (house.machine_paths, "docs/a.md", "see /wo" + "rk/main/x"),
        (house.machine_paths, "a.py", "HOME = '/ro" + "ot/.cache'"),
        (house.machine_paths, "a.py", "HOME = '/ho" + "me/li/portal'"),
        (house.outside_paths, "tests/a.py", "Path('../sha" + "red/data')"),
        (house.too_long, "reports/views/office.py", "x = 1\n" * 251),
    ],
)
def test_a_planted_line_is_found(rule, path, text):
    assert len(rule(path, text)) == 1


@pytest.mark.parametrize(
    ("rule", "path", "text"),
    [
        (house.machine_paths, "templates/a.html", "/desk/work-list/ home/ and /homepage/ and /workers/"),
        (house.outside_paths, ".ci/run", "../sha" + "red/data"),
        (house.too_long, "reports/views/office.py", "x = 1\n" * 250),
        (house.too_long, "tests/reports/test_views.py", "x = 1\n" * 900),
        (house.too_long, "reports/migrations/0001_initial.py", "x = 1\n" * 900),
    ],
)
def test_what_is_allowed_passes(rule, path, text):
    assert rule(path, text) == []


@pytest.mark.parametrize("path", ["requirements.txt", "requirements-dev.txt", ".ci/uv.txt"])
def test_requirements_are_pinned_by_hash_and_name_no_index(path):
    assert house.loose_requirements(path, house.text_of(path)) == []


@pytest.mark.parametrize(
    "planted",
    [
        "django>=5.2 --hash=sha256:aa",
        "django==5.2.19",
        "--index-url https://example.org/simple",
        "--find-links wheels",
        "portal @ https://example.org/a.whl --hash=sha256:aa",
    ],
)
def test_a_loose_requirement_is_found(planted):
    assert len(house.loose_requirements("requirements.txt", GOOD_PIN + planted + "\n")) == 1
    assert house.loose_requirements("requirements.txt", GOOD_PIN) == []


def test_the_top_level_stays_as_it_was_designed(paths):
    assert house.strange_top_level(paths) == []
    assert house.strange_top_level([*paths, "scripts/x.sh"]) == [
        ("scripts", "not one of the folders and files of the top level")
    ]


def test_every_test_folder_is_a_package(paths):
    assert house.tests_outside_packages(paths) == []
    assert house.tests_outside_packages(["tests/__init__.py", "tests/reports/test_x.py"]) == [
        ("tests/reports", "has no __init__.py")
    ]


def test_every_font_has_its_licence_and_its_line(paths):
    readme = house.text_of("static/fonts/README.md")
    assert len([path for path in paths if path.endswith(house.FONT_ENDINGS)]) == 7
    assert house.unlicensed_fonts(paths, readme) == []
    without = [path for path in paths if not path.endswith("PortalSupplement-OFL.txt")]
    assert {name for name, _ in house.unlicensed_fonts(without, readme)} == {
        "static/fonts/PortalSupplement-Regular.otf",
        "static/fonts/PortalSupplement-Web.woff2",
    }
    assert house.unlicensed_fonts(["static/fonts/SimSun.ttf"], "`SimSun.ttf`") == [
        ("static/fonts/SimSun.ttf", "no licence beside it")
    ]


def test_no_file_is_too_large_for_a_clone(paths):
    sizes = {path: (house.ROOT / path).stat().st_size for path in paths}
    assert {path: size for path, size in sizes.items() if size > house.LARGEST_FILE} == {}


def test_every_target_of_the_makefile_is_explained():
    makefile = house.text_of("Makefile")
    assert house.undocumented_targets(makefile) == []
    assert house.undocumented_targets(".PHONY: a b\na: ## does a\nb:\n") == [("b", "no ## line")]


@pytest.mark.parametrize(
    "path", [".env", "var/db.sqlite3", "var/media/x.jpg", ".venv/bin/python", ".coverage"]
)
def test_secrets_and_data_are_ignored_by_git(path):
    done = subprocess.run(
        ["git", "-c", "safe.directory=*", "check-ignore", "--quiet", "--no-index", path],
        cwd=house.ROOT,
        check=False,
    )
    assert done.returncode == 0


def test_the_example_configuration_holds_no_secret():
    lines = house.text_of(".env.example").splitlines()
    found = [line for line in lines if line.startswith(("SECRET_KEY", "TIPOFF_PEPPER"))]
    assert found == ["SECRET_KEY=", "TIPOFF_PEPPER="]


def test_every_variable_of_the_settings_is_documented():
    settings, example = house.text_of("capacity_portal/settings.py"), house.text_of(".env.example")
    assert house.undocumented_settings(settings, example) == []
    assert house.undocumented_settings(settings + 'X = env.str("NEW_ONE")', example) == [
        ("NEW_ONE", "not in .env.example")
    ]
