"""The typesetting checks are asked: libraries and XML at every start, fonts by ``check --deploy``."""

from django.core.checks.registry import registry


def names(checks) -> set[str]:
    return {
        check.__name__ for check in checks if check.__module__.startswith("capacity_portal.lib.typesetting")
    }


def test_checks_are_registered():
    assert names(registry.registered_checks) == {"check_libraries", "check_xml"}
    assert names(registry.deployment_checks) == {"check_fonts", "check_office_fonts"}
