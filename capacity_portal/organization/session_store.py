"""The session engine (settings.SESSION_ENGINE): database sessions that know their officer and when they began."""

from datetime import datetime

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.utils import timezone

from capacity_portal.organization.models import OfficerSession

BEGAN, ADDRESS, BROWSER = "began_at", "address", "browser"


class SessionStore(DatabaseStore):
    """``row`` is the stored session this one was loaded from, None for a new one."""

    row: OfficerSession | None = None

    @classmethod
    def get_model_class(cls):
        return OfficerSession

    def _get_session_from_db(self):
        self.row = super()._get_session_from_db()
        return self.row

    def create_model_instance(self, data):
        session = super().create_model_instance(data)
        now = timezone.now()
        session.officer_id = int(data[SESSION_KEY]) if SESSION_KEY in data else None
        session.began_at = datetime.fromisoformat(data.setdefault(BEGAN, now.isoformat()))
        session.last_seen_at = now
        session.address = data.get(ADDRESS)
        session.browser = data.get(BROWSER, "")
        # encode again: the moment it began may have been added just now
        session.session_data = self.encode(data)
        return session
