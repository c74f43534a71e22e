"""Production refuses to start half-configured, naming everything that is missing; the demonstration needs nothing."""

import os
import subprocess
import sys

import pytest

from tests.architecture import ROOT

SHOW = "from django.conf import settings; settings.SECRET_KEY; print({what})"
GOOD_KEY = "k" * 64
GOOD = {"SECRET_KEY": GOOD_KEY, "ALLOWED_HOSTS": "hgb.example.gov.cn", "TIPOFF_PEPPER": "p" * 40}


def started(what: str = "settings.DEBUG", **environment) -> subprocess.CompletedProcess:
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-c", SHOW.format(what=what)],
        cwd=ROOT,
        env={**kept, "DJANGO_SETTINGS_MODULE": "capacity_portal.settings", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_without_anything_names_all_that_is_missing():
    done = started()
    assert done.returncode == 1
    assert "ImproperlyConfigured" in done.stderr
    assert "SECRET_KEY" in done.stderr
    assert "ALLOWED_HOSTS" in done.stderr
    assert "TIPOFF_PEPPER" in done.stderr


@pytest.mark.parametrize("key", ["short", "demonstration-only-key-never-used-in-production-0123456789abcdef"])
def test_production_refuses_a_weak_key(key):
    done = started(**GOOD | {"SECRET_KEY": key})
    assert done.returncode == 1
    assert "SECRET_KEY 太短或是演示密钥" in done.stderr


@pytest.mark.parametrize("pepper", ["short", "demonstration-only-pepper-never-used-in-production"])
def test_production_refuses_a_weak_pepper(pepper):
    done = started(**GOOD | {"TIPOFF_PEPPER": pepper})
    assert done.returncode == 1
    assert "TIPOFF_PEPPER 太短或是演示用值" in done.stderr


def test_production_starts_with_what_it_asked_for():
    what = "(settings.DEBUG, settings.DEMO, settings.SESSION_COOKIE_NAME, settings.SECURE_SSL_REDIRECT)"
    done = started(what, **GOOD)
    assert done.stdout.strip() == "(False, False, '__Host-sid', True)"


def test_demonstration_needs_nothing_and_has_no_debug_either():
    done = started("(settings.DEBUG, settings.DEMO, settings.SESSION_COOKIE_SECURE)", DEMO="1")
    assert done.stdout.strip() == "(False, True, False)"


def test_dengbao_adds_classes_and_change():
    what = "(len(settings.AUTH_PASSWORD_VALIDATORS), settings.PASSWORD_MAX_AGE_DAYS)"
    assert started(what, DEMO="1").stdout.strip() == "(3, None)"
    assert started(what, DEMO="1", DENGBAO="1").stdout.strip() == "(4, 180)"


def test_sqlite_waits_instead_of_failing():
    what = "settings.DATABASES['default']['OPTIONS']['transaction_mode'], settings.DATABASES['default']['OPTIONS']['timeout']"
    assert started(what, DEMO="1").stdout.strip() == "IMMEDIATE 20"
