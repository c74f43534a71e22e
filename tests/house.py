"""Rules for the files of the repository, as functions over (path, text): test_house.py applies them and shows each one failing.

Forbidden strings are put together from pieces, so that this file does not break its own rules.
"""

import re
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LINE_CAP = 250
LARGEST_FILE = 10 * 1024 * 1024

TOP_LEVEL = {
    *(
        "manage.py",
        "capacity_portal",
        "enterprises",
        "inspections",
        "reports",
        "tipoffs",
        "templates",
        "static",
    ),
    *(
        "fixtures",
        "tests",
        "pyproject.toml",
        "README.md",
        "Makefile",
        "requirements.txt",
        "requirements-dev.txt",
    ),
    *(".ci", "docs", "LICENSE", "CHANGELOG.md", "Dockerfile", "compose.yaml"),
    *(".gitignore", ".gitattributes", ".dockerignore", ".editorconfig", ".env.example"),
}
INDEX_HOSTS = re.compile(
    "|".join(
        re.escape(first + "." + second)
        for first, second in (
            ("pypi", "org"), ("pythonhosted", "org"), ("registry", "npmjs"), ("registry", "yarnpkg"), ("deb", "debian"),
            ("npmmirror", "com"), ("tuna.tsinghua", "edu"), ("mirrors", "aliyun"), ("mirrors", "ustc"), ("cdn", "jsdelivr"),
        )
    )
)  # fmt: skip
MACHINE_PATHS = re.compile(
    "/(?:" + "|".join(("work/", "root/", "home/[a-z]+/", "Users/[a-z]+/", "tmp/bash")) + ")"
)
ONE_FILE = {"capacity_portal/settings.py"}  # all settings in one file is a decision of its own
OUTSIDE = "../" + "shared"
LICENCES = {"Fandol": "Fandol-COPYING.txt", "PortalSupplement": "PortalSupplement-OFL.txt"}
FONT_ENDINGS = (".otf", ".ttf", ".woff", ".woff2", ".ttc")

Violation = tuple[str, str]  # path, what is wrong


def committed_files() -> list[str]:
    """Paths of all files git knows, relative to the root."""
    command = ["git", "-c", "safe.directory=*", "ls-files", "-z"]  # a build machine may not own its checkout
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout
    return [path for path in listed.decode().split("\0") if path and (ROOT / path).exists()]


def text_of(path: str) -> str | None:
    """The text of a file; None for a binary one."""
    content = (ROOT / path).read_bytes()
    if b"\0" in content:
        return None
    try:
        return content.decode()
    except UnicodeDecodeError:
        return None


def committed_texts() -> Iterator[tuple[str, str]]:
    for path in committed_files():
        if (text := text_of(path)) is not None:
            yield path, text


# --- rules over texts -------------------------------------------------------------------------------------------------
def lines_matching(pattern: re.Pattern, path: str, text: str) -> list[Violation]:
    numbered = enumerate(text.splitlines(), 1)
    return [(f"{path}:{number}", line.strip()[:100]) for number, line in numbered if pattern.search(line)]


def index_hosts(path: str, text: str) -> list[Violation]:
    """No file names a package index: where packages come from is the business of the machine's configuration."""
    return lines_matching(INDEX_HOSTS, path, text)


def machine_paths(path: str, text: str) -> list[Violation]:
    return lines_matching(MACHINE_PATHS, path, text)


def outside_paths(path: str, text: str) -> list[Violation]:
    """The repository stands alone; only the build script may look for suites beside it."""
    return [] if path == ".ci/run" else lines_matching(re.compile(re.escape(OUTSIDE)), path, text)


def too_long(path: str, text: str) -> list[Violation]:
    lines = len(text.splitlines())
    exempt = (
        not path.endswith(".py") or path.startswith("tests/") or "/migrations/" in path or path in ONE_FILE
    )
    return (
        []
        if exempt or lines <= LINE_CAP
        else [(path, f"{lines} lines, more than {LINE_CAP}: split it by topic")]
    )


def loose_requirements(path: str, text: str) -> list[Violation]:
    """Every requirement is pinned and has a hash, and no line names an index or an address."""
    logical = text.replace("\\\n", " ").splitlines()
    entries = [line for line in logical if line.strip() and not line.lstrip().startswith("#")]
    return [
        (path, entry.split()[0])
        for entry in entries
        if entry.startswith("-") or "://" in entry or "==" not in entry or "--hash=sha256:" not in entry
    ]


# --- rules over paths -------------------------------------------------------------------------------------------------
def strange_top_level(paths: Iterable[str]) -> list[Violation]:
    found = {path.split("/")[0] for path in paths}
    return [(name, "not one of the folders and files of the top level") for name in sorted(found - TOP_LEVEL)]


def tests_outside_packages(paths: Iterable[str]) -> list[Violation]:
    """Two test files of one name need packages around them, or the second one is not collected."""
    known = set(paths)
    folders = {path.rsplit("/", 1)[0] for path in known if path.startswith("tests/") and path.endswith(".py")}
    return [
        (folder, "has no __init__.py") for folder in sorted(folders) if f"{folder}/__init__.py" not in known
    ]


def unlicensed_fonts(paths: Iterable[str], readme: str) -> list[Violation]:
    """Every font has its licence beside it and a line in the README of the folder."""
    known = set(paths)
    fonts = [Path(path) for path in sorted(known) if path.endswith(FONT_ENDINGS)]
    found = []
    for font in fonts:
        licence = next((text for start, text in LICENCES.items() if font.name.startswith(start)), None)
        if licence is None or f"{font.parent}/{licence}" not in known:
            found.append((str(font), "no licence beside it"))
        if f"`{font.name}`" not in readme:
            found.append((str(font), "not named in static/fonts/README.md"))
    return found


def undocumented_targets(makefile: str) -> list[Violation]:
    """Every phony target says in one line what it does."""
    phony = re.search(r"^\.PHONY:(.*)$", makefile, re.MULTILINE).group(1).split()
    return [
        (target, "no ## line")
        for target in phony
        if not re.search(rf"^{target}:.*## ", makefile, re.MULTILINE)
    ]


def undocumented_settings(settings: str, example: str) -> list[Violation]:
    """Every variable that the settings read stands in the example configuration, set or commented out."""
    read = set(re.findall(r"""env\.\w+\(\s*["']([A-Z_]+)["']""", settings)) - {"DEMO", "TESTING"}
    known = set(re.findall(r"^#?([A-Z_]+)=", example, re.MULTILINE))
    return [(name, "not in .env.example") for name in sorted(read - known)]
