"""No test asks a page before it is there: what is asserted of a page is asserted with `expect`, which waits."""

import ast

import pytest

from tests.browser.looking import HERE

# What playwright answers at once, of the page before where the next one is still on its way.
AT_ONCE = {"is_visible", "is_hidden", "is_enabled", "is_disabled", "is_checked", "is_editable", "title"}
AT_ONCE |= {"input_value", "inner_text", "text_content", "all_inner_texts", "all_text_contents"}
LOCATORS = {"locator", "get_by_role", "get_by_text", "get_by_label", "get_by_title", "get_by_alt_text"}
# There the page cannot be the one before: it was asked for itself.
_WAIT_FOR_LOAD = {"watching.py", "test_readiness.py"}


def called(node: ast.AST) -> set[str]:
    """Names of the methods called anywhere in ``node``."""
    calls = (found.func for found in ast.walk(node) if isinstance(found, ast.Call))
    return {call.attr for call in calls if isinstance(call, ast.Attribute)}


def hasty(source: str, name: str = "") -> list[str]:
    """Lines that read at once, or wait in vain: `wait_for_load_state` after a click may find the page before, loaded."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Assert):
            calls = called(node)
            if (
                calls & AT_ONCE
                or ("count" in calls and calls & LOCATORS)
                or "activeElement" in ast.unparse(node)
            ):
                found.append(f"{name}:{node.lineno}: use expect(...)")
        elif isinstance(node, ast.Expr) and "wait_for_function" in called(node):
            found.append(f"{name}:{node.lineno}: use expect(...) or until(...)")
        elif (
            isinstance(node, ast.Expr)
            and "wait_for_load_state" in called(node)
            and name not in _WAIT_FOR_LOAD
        ):
            found.append(f"{name}:{node.lineno}: use follow(...) or arriving(page)")
    return found


def test_nothing_is_read_of_a_page_before_it_is_there():
    sources = sorted(HERE.glob("*.py"))
    assert [line for path in sources for line in hasty(path.read_text(encoding="utf-8"), path.name)] == []


@pytest.mark.parametrize(
    "planted",
    [
        "assert page.locator('tbody tr').count() > 5",
        "assert not page.get_by_role('button', name='退出登录').is_visible()",
        "assert page.locator('h1').inner_text() == '企业台账'",
        "assert page.title().startswith('错误：')",
        "assert page.evaluate('document.activeElement.id') == 'main'",
        "page.wait_for_load_state()",
        "page.wait_for_function('document.title')",
    ],
)
def test_a_planted_hasty_line_is_found(planted):
    assert [line.split(":")[1] for line in hasty(f"\n{planted}")] == ["2"]


@pytest.mark.parametrize(
    "patient", ["expect(page.locator('tbody tr')).to_have_count(6)", "assert Visit.objects.count() == 1"]
)
def test_a_patient_line_is_not(patient):
    assert hasty(patient) == []
