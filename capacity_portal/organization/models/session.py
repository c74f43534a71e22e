"""Sessions of officers: Django's session row with what the account page shows and the limits need."""

from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.db import models


class OfficerSession(AbstractBaseSession):
    """One signed-in browser. Columns are copied from the session's data when it is saved (see ``session_store``)."""

    officer = models.ForeignKey(
        "organization.Officer", models.CASCADE, null=True, related_name="sessions", verbose_name="工作人员"
    )
    began_at = models.DateTimeField("登录时间")
    last_seen_at = models.DateTimeField("最近活动")
    address = models.GenericIPAddressField("来源地址", null=True, blank=True)
    browser = models.CharField("浏览器", max_length=60, blank=True)

    objects = BaseSessionManager()

    class Meta(AbstractBaseSession.Meta):
        abstract = False
        verbose_name = "登录会话"
        verbose_name_plural = "登录会话"

    @classmethod
    def get_session_store_class(cls):
        from capacity_portal.organization.session_store import SessionStore  # noqa: PLC0415 - the store imports this

        return SessionStore
