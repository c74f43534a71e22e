"""Who signs papers."""

from capacity_portal.organization.models import Office


def office_name() -> str:
    """The office's full name. One query."""
    name = Office.objects.order_by("id").values_list("full_name", flat=True).first()
    return name or "化解过剩产能工作领导小组办公室"
