"""A question of the office to the reporter: he finds it on his page; nothing is sent to him."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from capacity_portal.journal import operations as journal
from capacity_portal.lib.workflow import StepRefused
from capacity_portal.organization.roles import Permission
from tipoffs import access
from tipoffs.choices import OPEN_STATES
from tipoffs.models import Tip, TipMessage
from tipoffs.operations import door

LONGEST = 1_000


@transaction.atomic
def ask(*, tip: Tip, text: str, by, at: datetime) -> TipMessage:
    """Ask while the tip is open. Raises ValidationError at ``text``, StepRefused, PermissionDenied."""
    access.insist(by, Permission.HANDLE_TIPOFFS, tip)
    door.insist_not_kept_off(tip, by)
    tip = Tip.objects.select_for_update(of=("self",)).get(pk=tip.pk)
    if tip.state not in OPEN_STATES:
        raise StepRefused(f"这件举报{tip.get_state_display()}，不能再提问。")
    text = door.worded(text, "text", LONGEST, wanted="请写明要问的问题。")
    message = TipMessage.objects.create(
        tip=tip, is_from_office=True, text=text, posted_on=localdate(at), posted_at=at, posted_by=by
    )
    with journal.recording(tip, step="ask", by=by, at=at):
        pass
    door.note(
        tip, "ask", "向举报人提问", public_text="办公室向您提问，请在“留言”中查看并回答。", by=by, at=at, region_code=tip.region_code
    )  # fmt: skip
    return message
