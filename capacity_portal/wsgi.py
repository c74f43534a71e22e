"""WSGI entry point for gunicorn: ``gunicorn capacity_portal.wsgi``."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "capacity_portal.settings")

application = get_wsgi_application()
