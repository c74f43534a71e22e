"""Officers and steps of a tip's life, for the tests of operations and pages: each step as its own officer takes it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from capacity_portal.organization.models import Officer
from tests.makers import NOON, make_department, make_officer, make_region
from tests.tip_makers import make_tip
from tipoffs.models import Tip
from tipoffs.operations import accepting, beginning, closing, dealing, handing, pressing, refusing, verifying
from tipoffs.queries.targets import Target
from tipoffs.rules.dealing import Measure
from tipoffs.rules.verifying import FieldReport, Participant

DAY = date(2026, 3, 2)
SUMMARY = "城北旧厂房疑似夜间炼钢，请核查设备和用电。"


@dataclass
class People:
    handler: Officer
    leader: Officer
    county: Officer
    member: Officer


def people() -> People:
    return People(
        make_officer("tipoff_handler"),
        make_officer("office_leader"),
        make_officer("county_staff"),
        make_officer("member_unit", "3608", department=make_department()),
    )


def county(code: str = "360802") -> Target:
    return Target(make_region(code))


def report(count: int = 2, conclusion: str = "confirmed") -> FieldReport:
    named = tuple(Participant(f"核查员{'甲乙丙丁'[at]}", "县工信局") for at in range(count))
    return FieldReport(DAY, DAY, "城北旧厂房", conclusion, "现场有中频炉两台。", named)


class Life:
    """A tip and the steps on it; every step takes the stored version and a minute."""

    def __init__(self, who: People | None = None, **values):
        self.who = who or people()
        self.tip: Tip = make_tip(**values)
        self.at: datetime = NOON

    def _now(self) -> dict:
        self.at += timedelta(minutes=1)
        self.tip = Tip.objects.get(pk=self.tip.pk)
        return {"tip": self.tip, "version": self.tip.version, "at": self.at}

    def accept(self, by=None):
        return accepting.accept(**self._now(), by=by or self.who.handler)

    def propose_refusal(self, by=None, **values):
        values = {"reason": "untraceable", "text": "没有地点，也没有单位。", "summary": SUMMARY} | values
        return refusing.propose_refusal(**self._now(), **values, by=by or self.who.handler)

    def confirm_refusal(self, by=None):
        return refusing.confirm_refusal(**self._now(), by=by or self.who.member)

    def reject_refusal(self, by=None, text="线索可以查。"):
        return refusing.reject_refusal(**self._now(), text=text, by=by or self.who.member)

    def hand_over(self, by=None, **values):
        values = {"lead": county(), "summary": SUMMARY} | values
        return handing.hand_over(**self._now(), **values, by=by or self.who.handler)

    def transfer(self, by=None, **values):
        values = {"lead": county("360803"), "text": "不在该县。"} | values
        return handing.transfer(**self._now(), **values, by=by or self.who.handler)

    def begin(self, by=None):
        return beginning.begin(**self._now(), by=by or self.who.county)

    def give_back(self, by=None):
        return beginning.return_tip(**self._now(), text="不在本县。", by=by or self.who.county)

    def verify(self, by=None, count: int = 2):
        return verifying.record_verification(**self._now(), report=report(count), by=by or self.who.county)

    def deal(self, by=None):
        measure = Measure("dismantled", "已拆除。", DAY)
        return dealing.record_disposition(**self._now(), measure=measure, by=by or self.who.county)

    def send_back(self, by=None):
        return closing.send_back(**self._now(), text="没有查用电。", by=by or self.who.handler)

    def answer(self, by=None, text="经查属实，已拆除。"):
        return closing.answer(**self._now(), text=text, by=by or self.who.handler)

    def close(self, by=None):
        return closing.close(**self._now(), by=by or self.who.handler)

    def reopen(self, by=None, text="举报人有新的线索。"):
        return closing.reopen(**self._now(), text=text, by=by or self.who.leader)

    def supervise(self, by=None, text="三日内查清。"):
        return pressing.supervise(**self._now(), text=text, by=by or self.who.leader)

    def go(self, *steps: str) -> "Life":
        for step in steps:
            getattr(self, step)()
        self.tip = Tip.objects.get(pk=self.tip.pk)
        return self
