"""How the house is built, as functions over a source tree: used by test_architecture on ours and on planted violations."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

# Lower never imports higher; names in one tuple never import each other.
ORDER: list[tuple[str, ...]] = [
    ("capacity_portal.lib",),
    ("capacity_portal.organization",),
    ("capacity_portal.journal",),
    ("capacity_portal.jobs",),
    ("capacity_portal.imports",),
    ("enterprises",),
    ("inspections", "tipoffs"),
    ("reports",),
    ("capacity_portal.dashboards",),
    ("capacity_portal.settings", "capacity_portal.urls", "capacity_portal.wsgi"),
]
FIRST_PARTY = ("capacity_portal", "enterprises", "inspections", "tipoffs", "reports")

# What one app may import of another.
SHARED_LAYERS = {
    "models", "choices", "rules", "queries", "operations", "access",
    "registries", "registry", "panels", "schedule", "roles", "at_once", "recorder", "tracking", "once", "health", "admin",
}  # fmt: skip

LAYERS = [
    ("choices",),
    ("rules",),
    ("models",),
    ("queries", "search"),
    ("access",),
    ("operations",),
    ("forms", "sheets", "documents"),
    ("views",),
    ("urls", "admin"),
]

NOTHING_OF = {
    "rules": ("django.db", "django.http", "django.conf", "django.utils.timezone", "django.shortcuts"),
    "choices": ("django.http", "django.conf", "django.shortcuts"),
}


def place_of(module: str) -> tuple[int, str] | None:
    """(rank, app) of a first-party module; None for others."""
    for rank, apps in enumerate(ORDER):
        for app in apps:
            if module == app or module.startswith(app + "."):
                return rank, app
    return None


def imports_of(source: str) -> Iterator[tuple[int, str]]:
    """(line, module) of every import, inline ones too; ``from a import b`` gives ``a.b``."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = "." * node.level + (node.module or "")
            yield from ((node.lineno, f"{base}.{alias.name}") for alias in node.names)


def sources(root: Path) -> Iterator[tuple[str, Path]]:
    """(module name, file) of the first-party code."""
    for top in FIRST_PARTY:
        for path in sorted((root / top).rglob("*.py")):
            if "migrations" not in path.parts:
                yield ".".join(path.relative_to(root).with_suffix("").parts).removesuffix(".__init__"), path


def order_violations(root: Path) -> list[str]:
    """Imports that go up or sideways, and imports of another app's inner layers."""
    found = []
    for module, path in sources(root):
        here = place_of(module)
        for line, target in imports_of(path.read_text(encoding="utf-8")):
            there = place_of(target)
            if target.startswith("."):
                found.append(f"{module}:{line} relative import {target}")
            elif here and there and here[1] != there[1] and here[0] <= there[0]:
                found.append(f"{module}:{line} imports {target}: {here[1]} stands below {there[1]}")
            elif here and there and here[1] != there[1] and _inner(there[1], target):
                found.append(f"{module}:{line} imports {target}: an inner layer of {there[1]}")
    return found


def _inner(app: str, target: str) -> bool:
    if app in {"capacity_portal.lib", "capacity_portal.settings", "capacity_portal.urls"}:
        return False
    layer = target[len(app) + 1 :].split(".")[0]
    return layer not in SHARED_LAYERS


def layer_of(module: str) -> int | None:
    place = place_of(module)
    if place is None or place[1] == "capacity_portal.lib":
        return None
    part = module[len(place[1]) + 1 :].split(".")[0]
    return next((rank for rank, names in enumerate(LAYERS) if part in names), None)


def layer_violations(root: Path) -> list[str]:
    """Imports inside one app that go from a lower layer to a higher one, and things rules must not know."""
    found = []
    for module, path in sources(root):
        here = layer_of(module)
        if here is None:
            continue
        app = place_of(module)[1]
        name = module[len(app) + 1 :].split(".")[0]
        for line, target in imports_of(path.read_text(encoding="utf-8")):
            there = layer_of(target) if place_of(target) and place_of(target)[1] == app else None
            if there is not None and there > here:
                found.append(f"{module}:{line} imports {target}: a higher layer")
            if any(
                target == banned or target.startswith(banned + ".") for banned in NOTHING_OF.get(name, ())
            ):
                found.append(f"{module}:{line} imports {target}: {name} know nothing of it")
    return found


def unpaired_moments(models) -> list[str]:
    """``*_at`` fields of an officer's act without their ``*_by`` (and the other way round)."""
    found = []
    for model in models:
        names = {field.name for field in model._meta.concrete_fields}
        exempt = getattr(model, "moments_of_the_system", frozenset())
        for name in sorted(names):
            stem, _, kind = name.rpartition("_")
            if kind == "at" and stem and f"{stem}_by" not in names and name not in exempt:
                found.append(f"{model.__name__}.{name} has no {stem}_by")
            if kind == "by" and stem and f"{stem}_at" not in names:
                found.append(f"{model.__name__}.{name} has no {stem}_at")
    return found
