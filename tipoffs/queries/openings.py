"""Openings of identities: what the reporter reads of them, and who sees which."""

from datetime import date

from django.utils.timezone import localdate

from tipoffs.models import Opening, Tip

NOTICE = "经两人以上审批和确认，办公室依法查看了您的身份信息。"


def notices_for(tip: Tip) -> list[tuple[date, str]]:
    """(day, sentence) for the reporter's page, one an opening that took place, oldest first. Never who and why."""
    opened = Opening.objects.filter(tip=tip, opened_at__isnull=False).order_by("opened_at")
    return [(localdate(moment), NOTICE) for moment in opened.values_list("opened_at", flat=True)]
