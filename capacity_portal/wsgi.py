"""WSGI entry point for gunicorn: ``gunicorn capacity_portal.wsgi``. Refuses to serve a journal that can be changed."""

import os

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application
from django.db import connections

from capacity_portal.journal.health import refusal_at_start

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "capacity_portal.settings")

application = get_wsgi_application()

if _refusal := refusal_at_start():
    raise ImproperlyConfigured(_refusal)
# Workers forked from here must not share a connection.
connections.close_all()
