from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.core.exceptions import PermissionDenied, ValidationError

from capacity_portal.journal.models import Entry
from capacity_portal.lib.workflow import StepRefused
from tests.makers import NOON, PASSWORD, make_officer
from tests.tip_makers import PASSPHRASES, make_tip
from tests.tipoffs.custodians import PERSON, founded, opened, sealed_tip
from tipoffs.models import Objection, Opening, TipEvent
from tipoffs.operations.opening_ends import end_due, end_opening
from tipoffs.operations.opening_keys import join_opening, open_identity
from tipoffs.operations.openings import decide_opening, request_opening
from tipoffs.queries.openings import opened_content

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def steps(opening: Opening) -> list[str]:
    return list(
        Entry.objects.filter(subject="opening", subject_id=opening.pk)
        .order_by("id")
        .values_list("step", flat=True)
    )


def asked(world, tip, at=NOON, reason="演示核对收款人"):
    return request_opening(tip=tip, reason=reason, by=world.first, at=at)


def approved(world, tip):
    request = asked(world, tip)
    decide_opening(
        opening=request.opening, approve=True, decision="", password=PASSWORD, by=world.leader, at=NOON
    )
    request.opening.refresh_from_db()
    return request


def test_four_acts_of_three_people_show_the_identity_for_a_day():
    world = founded()
    opening, key = opened(world, sealed_tip())
    shown = opened_content(opening, key, by=world.first, at=NOON + timedelta(hours=23))
    assert {name: shown.identity[name] for name in vars(PERSON)} == vars(PERSON)
    assert (opening.state, opening.sealed_share) == ("open", None)
    assert steps(opening) == ["request", "approve", "join", "open"]
    assert opened_content(opening, key, by=world.first, at=opening.expires_at) is None


def test_nobody_but_the_requester_with_his_browser_reads_it():
    world = founded()
    opening, key = opened(world, sealed_tip())
    at = NOON + timedelta(hours=1)
    assert opened_content(opening, None, by=world.first, at=at) is None
    assert opened_content(opening, b"x" * 32, by=world.first, at=at) is None
    for other in (world.second, world.leader, make_officer("auditor"), make_officer("system_admin")):
        assert opened_content(opening, key, by=other, at=at) is None


def test_the_journal_holds_no_content_and_no_secret():
    world = founded()
    opened(world, sealed_tip())
    told = "".join(f"{entry.note}{entry.changes}{entry.by_name}" for entry in Entry.objects.all())
    secrets = [*filter(None, vars(PERSON).values()), *PASSPHRASES, *world.codes, PASSWORD]
    assert [secret for secret in secrets if secret in told] == []


def test_only_a_custodian_with_a_share_asks_and_says_why():
    world, tip = founded(), sealed_tip()
    with pytest.raises(ValidationError):
        asked(world, tip, reason="  ")
    for other in (
        make_officer("tipoff_handler"),
        world.leader,
        make_officer("county_leader"),
        make_officer("auditor"),
    ):
        with pytest.raises(PermissionDenied):
            request_opening(tip=tip, reason="演示", by=other, at=NOON)
    assert not Opening.objects.exists()


def test_one_opening_at_a_time():
    world, tip = founded(), sealed_tip()
    asked(world, tip)
    with pytest.raises(StepRefused, match="已有正在办理"):
        asked(world, tip)


def test_a_tip_without_anything_sealed_has_nothing_to_open():
    with pytest.raises(StepRefused, match="没有封存"):
        asked(founded(), make_tip())


def test_the_leader_decides_with_his_password_and_never_the_requester():
    world = founded()
    request = asked(world, sealed_tip())
    given = {"opening": request.opening, "approve": True, "decision": "", "at": NOON}
    for by, password, error in [
        (world.first, PASSWORD, PermissionDenied), (world.second, PASSWORD, PermissionDenied),
        (make_officer("auditor"), PASSWORD, PermissionDenied), (make_officer("office_leader", "6207"), PASSWORD, PermissionDenied),
        (world.leader, "wrong", ValidationError),
    ]:  # fmt: skip
        with pytest.raises(error):
            decide_opening(by=by, password=password, **given)
    request.opening.refresh_from_db()
    assert request.opening.state == "requested"


def test_refusing_needs_words_and_ends_it():
    world = founded()
    opening = asked(world, sealed_tip()).opening
    given = {"opening": opening, "approve": False, "password": PASSWORD, "by": world.leader, "at": NOON}
    for wrong in ("", "长" * 301):
        with pytest.raises(ValidationError):
            decide_opening(decision=wrong, **given)
    assert decide_opening(decision="不必查看", **given).state == "refused"
    assert steps(opening) == ["request", "refuse"]


def test_the_other_share_comes_from_the_other_custodian_after_the_approval():
    world = founded()
    request = asked(world, sealed_tip())
    with pytest.raises(StepRefused):
        join_opening(opening=request.opening, passphrase=PASSPHRASES[1], by=world.second, at=NOON)
    request = approved(world, sealed_tip())
    with pytest.raises(PermissionDenied):
        join_opening(opening=request.opening, passphrase=PASSPHRASES[0], by=world.first, at=NOON)
    with pytest.raises(PermissionDenied):
        join_opening(
            opening=request.opening, passphrase=PASSPHRASES[1], by=make_officer("tipoff_handler"), at=NOON
        )
    with pytest.raises(ValidationError):
        join_opening(opening=request.opening, passphrase=PASSPHRASES[0], by=world.second, at=NOON)
    assert steps(request.opening)[-1] == "fail"


def test_opening_needs_the_browser_the_request_came_from_and_the_right_passphrase():
    world = founded()
    request = approved(world, sealed_tip())
    opening = join_opening(opening=request.opening, passphrase=PASSPHRASES[1], by=world.second, at=NOON)
    given = {"opening": opening, "by": world.first, "at": NOON}
    for key in (None, b"y" * 32):
        with pytest.raises(StepRefused, match="另一个浏览器"):
            open_identity(session_key=key, passphrase=PASSPHRASES[0], **given)
    with pytest.raises(ValidationError):
        open_identity(session_key=request.session_key, passphrase=PASSPHRASES[1], **given)
    with pytest.raises(PermissionDenied):
        open_identity(
            opening=opening,
            session_key=request.session_key,
            passphrase=PASSPHRASES[1],
            by=world.second,
            at=NOON,
        )


def test_a_box_that_was_exchanged_does_not_open():
    world, tip = founded(), sealed_tip()
    other = sealed_tip()
    tip.identity.sealed = other.identity.sealed
    tip.identity.save()
    with pytest.raises(StepRefused, match="打不开"):
        opened(world, tip)


def test_five_wrong_passphrases_lock_the_account():
    world = founded()
    request = approved(world, sealed_tip())
    for _ in range(5):
        with pytest.raises(ValidationError):
            join_opening(opening=request.opening, passphrase="不对的口令不对的口令", by=world.second, at=NOON)
    with pytest.raises(ValidationError, match="锁定"):
        join_opening(opening=request.opening, passphrase=PASSPHRASES[1], by=world.second, at=NOON)


def test_ten_wrong_passphrases_in_an_hour_stop_the_guessing_whoever_guesses():
    world = founded()
    request = approved(world, sealed_tip())
    for number in range(10):
        with pytest.raises(ValidationError):
            join_opening(
                opening=request.opening, passphrase="x", by=world.second, at=NOON + timedelta(minutes=number)
            )
        AccessAttempt.objects.all().delete()
    with pytest.raises(ValidationError, match="一小时"):
        join_opening(
            opening=request.opening,
            passphrase=PASSPHRASES[1],
            by=world.second,
            at=NOON + timedelta(minutes=10),
        )


def test_after_a_day_nothing_goes_on_and_the_clock_empties_it():
    world = founded()
    request = approved(world, sealed_tip())
    with pytest.raises(StepRefused, match="24小时"):
        join_opening(opening=request.opening, passphrase=PASSPHRASES[1], by=world.second, at=NOON + DAY)
    opening, _ = opened(world, sealed_tip())
    assert end_due(NOON + timedelta(hours=23)) == 0
    assert end_due(NOON + DAY + timedelta(minutes=3)) == 2
    opening.refresh_from_db()
    assert (opening.state, opening.sealed_copy, opening.sealed_share) == ("ended", None, None)
    assert steps(opening)[-1] == "expire"
    assert Entry.objects.filter(step="expire", by=None).count() == 2


def test_it_ends_by_button_of_requester_or_leader():
    world = founded()
    opening, key = opened(world, sealed_tip())
    for other in (world.second, make_officer("auditor"), make_officer("office_leader", "6207")):
        with pytest.raises(PermissionDenied):
            end_opening(opening=opening, by=other, at=NOON)
    assert end_opening(opening=opening, by=world.first, at=NOON)
    assert not end_opening(opening=opening, by=world.leader, at=NOON)
    opening.refresh_from_db()
    assert opened_content(opening, key, by=world.first, at=NOON + timedelta(minutes=5)) is None
    with pytest.raises(StepRefused):
        open_identity(opening=opening, session_key=key, passphrase=PASSPHRASES[0], by=world.first, at=NOON)


def test_whom_an_upheld_objection_replaced_asks_for_no_identity():
    world = founded()
    tip = sealed_tip()
    TipEvent.objects.create(
        tip=tip, step="accept", label="受理", on=NOON.date(), happened_at=NOON - DAY, happened_by=world.first
    )
    Objection.objects.create(
        tip=tip, text="没有查清", made_on=NOON.date(), due_on=NOON.date(), state="approved", decided_at=NOON,
        decided_by=world.leader, new_handler=world.second,
    )  # fmt: skip
    with pytest.raises(StepRefused, match="原经办人不再办理"):
        asked(world, tip)
    assert request_opening(tip=tip, reason="核对", by=world.second, at=NOON).opening.state == "requested"
