"""Test clients that post as a browser does."""

import uuid

from django.test import Client
from django.test.client import MULTIPART_CONTENT

from capacity_portal.organization.once import FIELD


class PortalClient(Client):
    """Adds the hidden key of ``{% once %}`` to every posted form that does not bring one."""

    def post(self, path, data=None, content_type=MULTIPART_CONTENT, **extra):
        if content_type == MULTIPART_CONTENT and (data is None or isinstance(data, dict)):
            data = {FIELD: str(uuid.uuid4()), **(data or {})}
        return super().post(path, data, content_type, **extra)


def signed_in(officer) -> PortalClient:
    """A client with a session of ``officer``, past the sign-in page."""
    client = PortalClient()
    client.force_login(officer)
    return client
