"""Two years of tip-offs: received, accepted or refused by two, handed over, verified, dealt with, answered and closed, in order of time."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import localdate, localtime

from capacity_portal.dashboards.demonstration import tip_phrases as phrases
from capacity_portal.dashboards.demonstration import tips_invented as invented
from capacity_portal.dashboards.demonstration.agenda import Agenda
from capacity_portal.dashboards.demonstration.cast import Cast
from capacity_portal.dashboards.demonstration.pictures import jpeg
from capacity_portal.dashboards.demonstration.tips_beside import Beside
from capacity_portal.dashboards.demonstration.tips_invented import Told
from capacity_portal.lib.workdays import Calendar, deadline
from capacity_portal.organization.models import Officer, Region
from capacity_portal.organization.queries import work_calendar
from tipoffs.models import Tip
from tipoffs.operations import (
    accepting,
    beginning,
    closing,
    dealing,
    entering,
    follow_up,
    handing,
    receiving,
    verifying,
)
from tipoffs.queries.targets import Target
from tipoffs.rules.dealing import Measure
from tipoffs.rules.report import Identity, TipReport
from tipoffs.rules.verifying import FieldReport, Participant

_STEPS = ("accept", "hand_over", "begin", "verify", "deal", "answer", "close")
_MOST_PHOTOS = 6


@dataclass
class Course:
    """Puts the life of each tip on the agenda when it comes in; ``tips``: number of the record by index of the invention."""

    agenda: Agenda
    cast: Cast
    handlers: tuple[Officer, Officer]
    confirmer: Officer
    tips: dict[int, int] = field(default_factory=dict)
    told: list[Told] = field(default_factory=list)
    matter: frozenset[int] = frozenset()
    photos: int = 0

    def __post_init__(self) -> None:
        self.calendar: Calendar = work_calendar()
        self.regions: dict[str, Region] = {county.code: county for county in self.cast.counties}
        self.beside = Beside(self)
        self.after_closing = lambda told, moment: None

    def plan(self, told: list[Told]) -> None:
        for one in told:
            self.agenda.add(one.at, lambda at, one=one: self._receive(one, at))

    # --- coming in ------------------------------------------------------------------------------------------------------
    def _receive(self, told: Told, at: datetime) -> None:
        report = TipReport(
            kind=told.kind, text=told.text, place=told.county, place_text=told.place_text, firm_name=told.firm_name,
            seen_text=told.seen_text, daytime=told.dice.choice(("night", "night", "both", "unknown")), channel=told.channel,
            identity=self._identity(told), received_on=None if told.channel == "web" else localdate(at),
        )  # fmt: skip
        if told.channel == "web":
            tip = receiving.receive_tip(report=report, secret=told.secret, at=at).tip
        else:
            tip = entering.enter_tip(report=report, secret=told.secret, by=self.handler(told), at=at).tip
        self.tips[told.index] = tip.pk
        self._add_photos(told, tip, at)
        self._plan_life(told, at)

    def _identity(self, told: Told) -> Identity:
        if told.course.startswith("matter") or told.dice.random() < 0.4:
            return Identity(name=f"演示举报人{told.index}", telephone=f"000-2{told.index:06d}")
        return Identity()

    def _add_photos(self, told: Told, tip: Tip, at: datetime) -> None:
        if "photos" in told.course and self.photos < _MOST_PHOTOS:
            self.photos += 1
            upload = SimpleUploadedFile("照片.jpg", jpeg(7_000 + self.photos), "image/jpeg")
            follow_up.add_file(tip=tip, upload=upload, at=at + timedelta(minutes=2))

    # --- the way --------------------------------------------------------------------------------------------------------
    def _plan_life(self, told: Told, at: datetime) -> None:
        if told.stop == "refusing" or told.course in ("refused", "matter_repeated", "rejected_refusal"):
            self.beside.plan_refusal(told, at)
            if told.course != "rejected_refusal":
                return
        moments = self._quick(at) if told.course.startswith("recent") else self._slow(told, at)
        last = invented.STAGES.index(told.stop) - 1 if told.stop else len(_STEPS)
        for step, moment in list(zip(_STEPS, moments, strict=True))[: max(0, last)]:
            self.agenda.add(moment, lambda at, step=step: self.take(told, step, at))
        if last == len(_STEPS):
            self._plan_after(told, moments)
        self.beside.plan_talk(told, moments[2])
        if "pressed" in told.course:
            self.beside.plan_pressing(told, moments[2] + timedelta(days=20))
        if told.course in ("extended", "waits_for_extension"):
            self.beside.plan_extension(told, moments[2])

    def _quick(self, at: datetime) -> list[datetime]:
        """The whole way in a day, so that what is recent stands at every stage."""
        return [at + timedelta(minutes=35 * number) for number in range(1, len(_STEPS) + 1)]

    def _slow(self, told: Told, at: datetime) -> list[datetime]:
        """As the clocks want it; what is late comes days after its deadline."""
        dice, is_late = told.dice, told.course == "late"
        days = [
            1,
            0,
            1,
            12 + dice.randrange(4) if is_late else 2 + dice.randrange(6),
            1,
            1 + dice.randrange(2),
            1 + dice.randrange(3),
        ]
        if told.course == "rejected_refusal":
            days[0] = 4
        moments, day = [], at
        for hours, count in zip((9, 11, 9, 15, 10, 14, 16), days, strict=True):
            day = self.workday(day, count).replace(hour=hours, minute=told.index * 7 % 60)
            moments.append(day)
        return moments

    def workday(self, at: datetime, count: int) -> datetime:
        """The same hour so many working days later."""
        at = localtime(at)
        return at + (deadline(at.date(), count, self.calendar).due - at.date())

    def handler(self, told: Told) -> Officer:
        return self.handlers[told.index % 3 == 0]

    def tip(self, told: Told) -> Tip:
        return Tip.objects.select_related("place").get(pk=self.tips[told.index])

    def take(self, told: Told, step: str, at: datetime, handler: Officer | None = None) -> None:
        """One step, by whoever takes it in life; a tip that was returned or refused meanwhile is left as it is."""
        tip = self.tip(told)
        if tip.state != _BEFORE[step]:
            return
        getattr(self, f"_{step}")(told, tip, handler or self.handler(told), at)

    def _accept(self, told: Told, tip: Tip, handler: Officer, at: datetime) -> None:
        accepting.accept(tip=tip, version=tip.version, by=handler, at=at)

    def _hand_over(self, told: Told, tip: Tip, handler: Officer, at: datetime) -> None:
        summary = told.dice.choice(phrases.SUMMARIES).format(place=f"{tip.place.name}{told.place_text}")
        handing.hand_over(
            tip=tip, version=tip.version, lead=Target(self.regions[told.county]), summary=summary, instruction="两人以上到场，夜间复核一次。",
            is_checked=True, by=handler, at=at,
        )  # fmt: skip

    def _begin(self, told: Told, tip: Tip, handler: Officer, at: datetime) -> None:
        staff = self.cast.staff[told.county]
        if told.course == "returned" and tip.turn == 1 and not tip.events.filter(step="return").exists():
            beginning.return_tip(tip=tip, version=tip.version, text=phrases.RETURNED, by=staff, at=at)
            for number, step in enumerate(_STEPS[1:]):
                self.agenda.add(self.workday(at, 1 + number), lambda at, step=step: self.take(told, step, at))
            return
        beginning.begin(tip=tip, version=tip.version, by=staff, at=at)

    def _verify(self, told: Told, tip: Tip, handler: Officer, at: datetime) -> None:
        staff, day = self.cast.staff[told.county], localdate(at)
        findings = phrases.FINDINGS[told.conclusion].format(
            n=told.dice.randrange(1, 4), t=told.dice.randrange(3, 40)
        )
        people = (
            Participant(staff.name, "县工信局", staff.pk),
            Participant(f"演示执法员{told.index % 9 + 1}", "县市场监管局"),
        )
        report = FieldReport(day, day, told.place_text, told.conclusion, findings, people)
        verifying.record_verification(tip=tip, version=tip.version, report=report, by=staff, at=at)

    def _deal(self, told: Told, tip: Tip, handler: Officer, at: datetime) -> None:
        kind, text = phrases.MEASURES[told.conclusion]
        measure = Measure(kind, text, localdate(at))
        dealing.record_disposition(
            tip=tip, version=tip.version, measure=measure, by=self.cast.staff[told.county], at=at
        )

    def _answer(self, told: Told, tip: Tip, handler: Officer, at: datetime) -> None:
        closing.answer(tip=tip, version=tip.version, text=phrases.ANSWERS[told.conclusion], by=handler, at=at)

    def _close(self, told: Told, tip: Tip, handler: Officer, at: datetime) -> None:
        closing.close(tip=tip, version=tip.version, by=handler, at=at)

    # --- after it -------------------------------------------------------------------------------------------------------
    def _plan_after(self, told: Told, moments: list[datetime]) -> None:
        if told.dice.random() < 0.4:
            score, text = told.dice.choice((5, 5, 4, 4, 3, 2)), told.dice.choice(phrases.OPINIONS)
            later = moments[-1] + timedelta(days=told.dice.randrange(1, 4), hours=3)
            self.agenda.add(later, lambda at: self._rate(told, score, text, at))
        self.after_closing(told, moments[-1])

    def _rate(self, told: Told, score: int, text: str, at: datetime) -> None:
        tip = self.tip(told)
        if tip.state in ("answered", "closed"):
            follow_up.rate(tip=tip, score=score, text=text, at=at)


_BEFORE = {
    "accept": "received", "hand_over": "accepted", "begin": "handed_over", "verify": "verifying", "deal": "verified", "answer": "dealt",
    "close": "answered",
}  # fmt: skip
