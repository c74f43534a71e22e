import random
from datetime import date, timedelta
from functools import partial

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from capacity_portal.journal.models import Entry
from capacity_portal.journal.queries.drifting import drift
from capacity_portal.lib.uploads import Upload
from capacity_portal.lib.workflow import StepRefused
from inspections.choices import FindingState
from inspections.models import ChecklistItem, Clearing, Finding, FindingEvidence, FindingProgress
from inspections.operations import finding_steps
from inspections.operations.finding_parts import (
    file_evidence,
    forget_waiting_evidence,
    keep_evidence,
    note_step,
)
from inspections.operations.finding_steps import FindingChanged, take_step
from inspections.operations.findings import open_finding
from inspections.queries.finding_case import case_of
from inspections.rules.finding_workflow import STEPS, Given
from inspections.rules.reports import FindingDraft
from tests.makers import (
    NOON,
    make_cell,
    make_checklist,
    make_department,
    make_duty,
    make_finding,
    make_officer,
    make_post,
    make_region,
    make_visit,
)

pytestmark = pytest.mark.django_db

DAY = date(2026, 3, 2)


@pytest.fixture(autouse=True)
def stored(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def upload(name: str = "照片") -> Upload:
    content = name.encode()
    return Upload(content, "image/jpeg", f"{hash(name):064x}"[-64:], "0" * 64, 8, 8, f"{name}.jpg")


def new_finding(**values) -> Finding:
    visit = make_visit(outcome="problem", visited_on=DAY)
    draft = FindingDraft(**{"kind": "other", "severity": "minor", "description": "炉衬超期", **values})
    return open_finding(visit=visit, draft=draft, by=visit.recorded_by, at=NOON)


def step(finding: Finding, name: str, by, evidence: int = 0, **given) -> Finding:
    files = [
        keep_evidence(finding=finding, upload=upload(f"{name}{n}"), by=by, at=NOON) for n in range(evidence)
    ]
    fresh = Finding.objects.get(pk=finding.pk)
    return take_step(
        finding=fresh, step=name, version=fresh.version, given=Given(**given),
        evidence=[file.pk for file in files], by=by, at=NOON,
    )  # fmt: skip


def strayed() -> list[str]:
    """Parts of findings that are not what the journal says; the makers' own records are not in it."""
    ours = {"finding", "finding_progress", "finding_evidence", "clearing"}
    return [found.sentence for found in drift() if found.subject in ours]


def confirmed_finding() -> Finding:
    template = make_checklist("five_thorough", items=1)
    ChecklistItem.objects.get_or_create(
        checklist=template, code="hood", defaults={"position": 2, "text": "除尘罩", "parent_code": "item-1"}
    )
    unit = make_department(make_region("360802"))
    return new_finding(kind="revival", severity="serious", is_confirmed=True, responsible_unit_id=unit.pk)


@pytest.fixture
def mender():
    return make_officer("county_staff", "360802")


@pytest.fixture
def judge():
    return make_officer("county_leader", "360802")


def test_a_finding_goes_from_progress_to_its_end(mender, judge):
    finding = new_finding()
    assert step(finding, "progress", mender, text="已停炉", percent=40).state == "under_way"
    claimed = step(finding, "claim", mender, 2, text="已拆除")
    assert (claimed.state, claimed.percent, claimed.claimed_by) == ("to_recheck", 100, mender)
    ended = step(finding, "close", judge, on=DAY, text="属实")
    assert (ended.state, ended.closed_by, ended.closed_at, ended.recheck_on) == ("closed", judge, NOON, DAY)
    lines = FindingProgress.objects.filter(finding=finding).order_by("id")
    assert [(line.step, line.percent, line.evidence.count()) for line in lines] == [
        ("create", 0, 0), ("progress", 40, 0), ("claim", 100, 2), ("close", 100, 0),
    ]  # fmt: skip
    steps = Entry.objects.filter(subject="finding", subject_id=finding.pk).order_by("id")
    assert list(steps.values_list("step", flat=True)) == ["create", "progress", "claim", "close"]
    assert strayed() == []


def test_who_was_sent_back_brings_new_evidence(mender, judge):
    finding = new_finding()
    step(finding, "claim", mender, 1, text="已拆除")
    back = step(finding, "reject", judge, text="炉体还在", percent=60)
    assert (back.state, back.percent, back.claimed_by, back.recheck_note) == (
        "under_way",
        60,
        None,
        "炉体还在",
    )
    with pytest.raises(StepRefused, match="新的证据"):
        step(finding, "claim", mender, text="这次拆了")
    assert step(finding, "claim", mender, 1, text="这次拆了").state == "to_recheck"


def test_nobody_closes_what_he_claimed_or_found(mender, judge):
    finding = new_finding()
    step(finding, "claim", judge, 1, text="已拆除")
    with pytest.raises(StepRefused, match="由您报请复查"):
        step(finding, "close", judge, on=DAY, text="属实")
    with pytest.raises(StepRefused, match="由您排查发现"):
        step(finding, "close", finding.visit.recorded_by, on=DAY, text="属实")
    assert step(finding, "close", mender, on=DAY, text="属实").state == "closed"


def test_who_found_it_is_who_entered_the_finding_also_after_somebody_corrected_the_visit(mender, judge):
    finding = new_finding()
    finder = finding.recorded_by
    finding.visit = make_visit(finding.visit.duty, outcome="problem", visited_on=DAY, recorded_by=judge)
    finding.save(update_fields=["visit"])
    step(finding, "claim", mender, 1, text="已拆除")
    with pytest.raises(StepRefused, match="由您排查发现"):
        step(finding, "close", finder, on=DAY, text="属实")
    assert step(finding, "close", judge, on=DAY, text="属实").state == "closed"


def test_the_office_gives_more_time_in_working_days(mender):
    office = make_officer("office_staff")
    finding = new_finding()
    assert finding.deadline_on == date(2026, 3, 16)
    later = step(finding, "extend", office, days=1, text="连日下雨")
    assert (later.deadline_on, later.deadline_days) == (date(2026, 3, 17), 11)
    assert later.progress.last().text == "期限由2026-03-16延长到2026-03-17。连日下雨"
    with pytest.raises(PermissionDenied):
        step(finding, "extend", mender, days=1, text="连日下雨")


def test_time_is_given_from_today_when_the_deadline_has_passed():
    finding = new_finding()
    Finding.objects.filter(pk=finding.pk).update(found_on=DAY - timedelta(9), deadline_on=DAY - timedelta(6))
    later = step(finding, "extend", make_officer("office_staff"), days=1, text="雨")
    assert later.deadline_on == DAY + timedelta(1)


def test_a_step_from_an_old_page_changes_nothing(mender):
    finding = new_finding()
    step(finding, "progress", mender, text="已停炉", percent=40)
    with pytest.raises(FindingChanged) as changed:
        take_step(
            finding=finding, step="progress", version=1, given=Given(text="旧", percent=1), by=mender, at=NOON
        )
    assert changed.value.current.percent == 40
    assert Finding.objects.get(pk=finding.pk).percent == 40


def test_an_unknown_step_and_a_text_too_long_are_refused(mender):
    finding = new_finding()
    with pytest.raises(StepRefused, match="没有这项操作"):
        step(finding, "delete", mender)
    with pytest.raises(ValidationError, match="最多 1000 个字"):
        step(finding, "progress", mender, text="长" * 1001, percent=1)


def test_officers_of_elsewhere_and_of_other_cells_are_refused():
    cell = make_cell()
    post = make_post(cell)
    visit = make_visit(make_duty(cell=cell), outcome="problem")
    finding = make_finding(visit)
    other = make_post(make_cell("360802002")).officer
    for officer in (other, make_officer("county_staff", "360803"), make_officer("member_unit", "360802")):
        with pytest.raises(PermissionDenied):
            step(finding, "progress", officer, text="停", percent=1)
    assert step(finding, "progress", post.officer, text="停", percent=1).percent == 1


# --- evidence ---------------------------------------------------------------------------------------------------------
def test_a_file_waits_once_and_for_its_sender_only(mender, judge):
    finding = new_finding()
    keep = partial(keep_evidence, finding=finding, upload=upload(), at=NOON)
    first, again = keep(by=mender), keep(by=mender)
    assert first == again
    taken = take_step(
        finding=finding, step="progress", version=1, given=Given(text="停", percent=1),
        evidence=[first.pk], by=judge, at=NOON,
    )  # fmt: skip
    assert taken.progress.last().evidence.count() == 0
    with pytest.raises(StepRefused, match="还没有整改证据"):
        step(finding, "claim", judge, text="好")


def test_bytes_go_when_the_row_cannot_be_written(mender, tmp_path, monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr("inspections.operations.finding_parts.journal.record_created", broken)
    with pytest.raises(RuntimeError):
        keep_evidence(finding=make_finding(), upload=upload(), by=mender, at=NOON)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    assert not FindingEvidence.objects.exists()


def test_files_that_no_step_took_up_go_after_a_week(mender, tmp_path, django_capture_on_commit_callbacks):
    """Those a step took up stay, however old."""
    finding = new_finding()
    taken = keep_evidence(finding=finding, upload=upload("用上"), by=mender, at=NOON)
    line = note_step(finding, "progress", text="", by=mender, at=NOON)
    file_evidence(line, [taken], item_code="", by=mender, at=NOON)
    keep_evidence(finding=finding, upload=upload("没用上"), by=mender, at=NOON)
    assert forget_waiting_evidence(NOON + timedelta(days=7)) == 0
    with django_capture_on_commit_callbacks(execute=True):
        assert forget_waiting_evidence(NOON + timedelta(days=8)) == 1
    assert list(FindingEvidence.objects.all()) == [taken]
    assert [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()] == ["用上".encode()]
    assert Entry.objects.filter(subject="finding_evidence", step="remove").count() == 1


# --- clearing ---------------------------------------------------------------------------------------------------------
def test_confirmed_production_ends_only_when_all_is_cleared(mender, judge):
    finding = confirmed_finding()
    with pytest.raises(StepRefused, match="“除尘罩”还没有完成"):
        step(finding, "claim", mender, 1, text="已拆除")
    with pytest.raises(ValidationError, match="请先完成其中的“除尘罩”"):
        step(finding, "clear", mender, 1, item="item-1", on=DAY)
    with pytest.raises(ValidationError, match="这一项还没有证据"):
        step(finding, "clear", mender, item="hood", on=DAY)
    step(finding, "clear", mender, 1, item="hood", on=DAY)
    step(finding, "clear", mender, 1, item="item-1", on=DAY)
    step(finding, "claim", mender, text="全部拆除")
    with pytest.raises(StepRefused, match="还没有定回头看日期"):
        step(finding, "close", judge, on=DAY, text="属实")
    step(finding, "look_back", judge, on=DAY + timedelta(30))
    assert step(finding, "close", judge, on=DAY, text="属实").state == "closed"
    assert Clearing.objects.get(finding=finding).done == {"hood": "2026-03-02", "item-1": "2026-03-02"}
    looks_back(finding, judge)
    assert strayed() == []


def looks_back(finding: Finding, judge) -> None:
    with pytest.raises(ValidationError, match="登记回头看须有证据"):
        step(finding, "looked_back", judge, on=DAY, text="未见反弹")
    again = DAY + timedelta(days=60)
    assert step(finding, "looked_back", judge, 1, on=DAY, text="未见反弹", next_on=again).state == "closed"
    assert Clearing.objects.get(finding=finding).recheck_on == again
    step(finding, "looked_back", judge, 2, on=DAY, text="厂房已拆")
    assert Clearing.objects.get(finding=finding).recheck_on is None
    lines = finding.progress.filter(step="looked_back").order_by("id")
    assert [line.text for line in lines] == [
        "2026-03-02到场回头看。下次回头看：2026-05-01。未见反弹", "2026-03-02到场回头看。不再安排回头看。厂房已拆",
    ]  # fmt: skip
    with pytest.raises(StepRefused, match="不适用"):
        step(finding, "looked_back", judge, 1, on=DAY, text="再看")


def test_the_county_confirms_and_the_list_is_there(judge):
    make_checklist("five_thorough")
    finding = new_finding(kind="revival", severity="serious")
    confirmed = step(finding, "confirm", judge, text="现场有中频炉和钢坯")
    assert confirmed.is_confirmed
    assert len(case_of(confirmed).points) == 3
    with pytest.raises(StepRefused, match="不适用"):
        step(finding, "confirm", judge, text="再次")


def test_a_suspicion_nobody_examined_does_not_end(mender, judge):
    finding, office = new_finding(kind="revival", severity="serious"), make_officer("office_staff")
    step(finding, "claim", mender, 1, text="已停炉")
    with pytest.raises(StepRefused, match="疑似地条钢死灰复燃还没有认定"):
        step(finding, "close", judge, on=DAY, text="属实")
    with pytest.raises(ValidationError, match="认定经查不实须有证据"):
        step(finding, "rule_out", office, text="炉内是铸铁水")
    with pytest.raises(PermissionDenied):
        step(finding, "rule_out", judge, 1, text="炉内是铸铁水")
    ruled = step(finding, "rule_out", office, 1, text="市级现场复核，炉内是铸铁水，有检验报告")
    assert (ruled.is_ruled_out, ruled.is_confirmed, ruled.state) == (True, False, "to_recheck")
    assert step(finding, "close", judge, on=DAY, text="属实").state == "closed"
    assert strayed() == []


def test_an_officer_of_the_office_does_not_rule_out_what_he_found_or_claimed():
    make_checklist("five_thorough")
    office, other = make_officer("office_staff"), make_officer("office_staff")
    finding = new_finding(kind="revival", severity="serious")
    step(finding, "claim", office, 1, text="已停炉")
    with pytest.raises(StepRefused, match="须由市级办公室其他人员认定"):
        step(finding, "rule_out", office, 1, text="不实")
    assert step(finding, "rule_out", other, 1, text="不实").is_ruled_out
    again = step(finding, "confirm", other, text="新线索：夜间出钢")
    assert (again.is_confirmed, again.is_ruled_out) == (True, False)


def test_the_office_chooses_another_list_and_keeps_what_both_ask(mender):
    finding, office = confirmed_finding(), make_officer("office_staff")
    step(finding, "clear", mender, 1, item="hood", on=DAY)
    make_checklist("four_thorough", items=2, title="四个彻底")
    step(finding, "template", office, template="four_thorough", text="按省里要求")
    clearing = finding.clearing
    clearing.refresh_from_db()
    assert (clearing.checklist.code, clearing.done) == ("four_thorough", {})
    with pytest.raises(ValidationError, match="请选择“五个彻底”或“四个彻底”"):
        step(finding, "template", office, template="foundry", text="试")


# --- whatever is tried ------------------------------------------------------------------------------------------------
def random_step(chance: random.Random, finding: Finding, people) -> tuple[str, object, int, dict]:
    name = chance.choice(
        [row.name for row in STEPS] + ["claim"] * 2 + ["close"] * 4 + ["clear"] * 4 + ["look_back"] * 2
    )
    given = {
        "text": chance.choice([""] + ["属实"] * 5),
        "percent": chance.choice([None, 30]),
        "on": chance.choice([None] + [DAY] * 5),
        "days": 3,
        "item": chance.choice(["item-1", "hood"]) if name == "clear" else "",
        "template": "five_thorough",
    }
    return name, chance.choice(people), chance.choice([0, 1, 1]), given


def ended_rightly(finding: Finding) -> bool:
    clearing = getattr(finding, "clearing", None)
    codes = set(clearing.checklist.items.values_list("code", flat=True)) if clearing else set()
    filed = finding.evidence.exclude(progress=None)
    is_clear = not finding.is_confirmed or (
        codes
        and set(clearing.done) == codes
        and codes <= set(filed.values_list("item_code", flat=True))
        and clearing.recheck_on
    )
    return bool(is_clear and filed.exists() and finding.closed_by_id != finding.claimed_by_id)


def walk(seed: int, finding: Finding, people, steps: int = 50) -> Finding:
    chance = random.Random(seed)
    for _ in range(steps):
        name, by, files, given = random_step(chance, finding, people)
        try:
            step(finding, name, by, files, **given)
        except (StepRefused, ValidationError, PermissionDenied):
            continue
    return Finding.objects.get(pk=finding.pk)


def test_no_random_path_ends_a_confirmed_finding_too_early(mender, judge):
    people = [mender, judge, make_officer("office_staff")]
    ends = []
    for seed in range(3):
        finding = walk(seed, confirmed_finding(), people)
        if finding.state == FindingState.CLOSED:
            ends.append(ended_rightly(finding))
    assert ends
    assert all(ends)


def test_control_the_walk_would_see_a_missing_check(monkeypatch, mender, judge):
    monkeypatch.setattr("inspections.rules.finding_workflow.blocks_end", lambda case: [])
    monkeypatch.setattr("inspections.rules.finding_workflow.blocks_claim", lambda case: [])
    finding = confirmed_finding()
    step(finding, "claim", mender, text="好")
    step(finding, "close", judge, on=DAY, text="属实")
    assert not ended_rightly(Finding.objects.get(pk=finding.pk))


def test_the_database_refuses_an_end_by_the_claimer_or_without_recheck(mender, judge):
    about = {"claimed_at": NOON, "claimed_by": mender, "percent": 100}
    for values in (
        {"state": "closed", "closed_at": NOON, "closed_by": mender, "recheck_on": DAY, **about},
        {"state": "closed", "closed_at": NOON, "closed_by": judge, **about},
        {"state": "to_recheck", "percent": 99},
        {"percent": 101},
        {"is_confirmed": True},
        {"is_ruled_out": True},
        {"kind": "revival", "is_confirmed": True, "is_ruled_out": True},
        {"enforcement_state": "marked"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            make_finding(**values)


def test_every_step_of_the_table_has_its_act():
    assert set(finding_steps._ACTS) == {row.name for row in STEPS}
    assert file_evidence is finding_steps.file_evidence
