"""The portal with the pages of the benchmark, for gunicorn: ``gunicorn tests.bench.wsgi``."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "capacity_portal.settings")

from django.conf import settings

settings.ROOT_URLCONF = "tests.bench.urls"
settings.ALLOWED_HOSTS = ["*"]

from capacity_portal.wsgi import application  # noqa: E402, F401
