"""Visits of one county: one with everything on it that waits for a second inspector, one that was sent back, one to be filled in."""

from datetime import datetime
from decimal import Decimal
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from capacity_portal.lib.uploads import read_upload
from inspections.models import Duty, VisitInspector
from inspections.operations.photos import keep_photo
from inspections.operations.visits import send_back_visit
from inspections.queries.checklists import items_of
from inspections.queries.rounds import newest_round
from inspections.rules.reports import Place
from tests.makers import make_visit


def build(county: str, now: datetime) -> dict[str, int | str]:
    """The month is open already; the answers are those of good order."""
    from tests.browser.world import officer

    round_, staff = newest_round(), officer("county_staff")
    open_ones = Duty.objects.filter(
        round=round_, county_code=county, kind="enterprise", coverage="pending", removed_on=None
    )
    seen, returned, to_do = open_ones.filter(is_key=False, is_lookback=False, gap_reason="").order_by("-id")[
        :3
    ]
    visit = make_visit(
        seen, answers=_answers(seen), visited_on=timezone.localdate(now), recorded_at=now, recorded_by=staff, distance_m=2_300,
        longitude=Decimal("114.98"), latitude=Decimal("27.11"), accuracy_m=15, remarks="砂型铸造正常，中频炉一用一备，料场无钢坯。",
    )  # fmt: skip
    VisitInspector.objects.create(visit=visit, officer=staff, name=staff.name)
    VisitInspector.objects.create(visit=visit, name="王秀英", unit="街道应急管理站", position=1)
    _photo(visit, staff, now)
    back = make_visit(returned, visited_on=timezone.localdate(now), recorded_at=now, recorded_by=staff)
    send_back_visit(visit=back, comment="没有现场照片，请补拍后重报。", by=officer("office_staff"), at=now)
    return {"visit": visit.pk, "returned_visit": back.pk, "duty_to_do": to_do.pk}


def _answers(duty: Duty) -> dict:
    values = {"number": "2", "text": "某机械厂", "choice": "", "yes_no": "yes"}
    return {
        item.code: {
            "value": item.good_answer or next(iter(item.choices), values[item.kind]),
            "same": True,
            "note": "",
        }
        for item in items_of(duty)
    }


def _photo(visit, staff, now: datetime) -> None:
    from tests.browser.world import photo

    upload = read_upload(SimpleUploadedFile("现场.jpg", photo()), most_bytes=2**20)
    place = Place(Decimal("114.981"), Decimal("27.112"), 12)
    kept = keep_photo(upload=upload, client_id=uuid4(), place=place, taken_time=now, by=staff, at=now)
    kept.visit, kept.distance_m = visit, 240
    kept.save()
