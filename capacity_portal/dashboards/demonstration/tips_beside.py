"""What happens beside the way of a demonstration's tip-off: refusals by two, words with the reporter, pressing, more time."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from capacity_portal.dashboards.demonstration import tip_phrases as phrases
from capacity_portal.dashboards.demonstration.tips_invented import Told
from tipoffs.models import Tip
from tipoffs.operations import asking, extending, follow_up, pressing, refusing


@dataclass
class Beside:
    """``course``: the ``tips_told.Course`` these happen to."""

    course: Any

    def plan_refusal(self, told: Told, at: datetime) -> None:
        proposed = (
            self.course.workday(at, 1).replace(hour=10)
            if told.course != "recent"
            else at + timedelta(hours=1)
        )
        self.course.agenda.add(proposed, lambda at: self._propose_refusal(told, at))
        if told.stop != "refusing":
            self.course.agenda.add(
                self.course.workday(proposed, 1).replace(hour=15), lambda at: self._settle_refusal(told, at)
            )

    def _propose_refusal(self, told: Told, at: datetime) -> None:
        tip, reason, earlier = self.course.tip(told), told.dice.choice(("untraceable", "out_of_remit")), None
        text, summary = phrases.REFUSALS[reason]
        if told.course == "matter_repeated":
            first = min(
                index for index in self.course.tips if index < told.index and index in self.course.matter
            )
            earlier, reason, text = (
                Tip.objects.get(pk=self.course.tips[first]),
                "repeated",
                "地点、单位和时间都相同。",
            )
            summary = "与在先的举报为同一处厂房。"
        refusing.propose_refusal(
            tip=tip, version=tip.version, reason=reason, text=text, summary=summary, earlier=earlier, is_checked=True,
            by=self.course.handler(told), at=at,
        )  # fmt: skip

    def _settle_refusal(self, told: Told, at: datetime) -> None:
        tip = self.course.tip(told)
        if told.course == "rejected_refusal":
            refusing.reject_refusal(
                tip=tip,
                version=tip.version,
                text="写明了路口和厂房，可以核查。",
                by=self.course.confirmer,
                at=at,
            )
        else:
            refusing.confirm_refusal(tip=tip, version=tip.version, by=self.course.confirmer, at=at)

    def plan_talk(self, told: Told, at: datetime) -> None:
        if told.index % 6:
            return
        self.course.agenda.add(at + timedelta(hours=2), lambda at: self._ask(told, at))
        self.course.agenda.add(at + timedelta(hours=20), lambda at: self._reply(told, at))

    def _ask(self, told: Told, at: datetime) -> None:
        tip = self.course.tip(told)
        if tip.state not in ("refused", "closed"):
            asking.ask(tip=tip, text=told.dice.choice(phrases.QUESTIONS), by=self.course.handler(told), at=at)

    def _reply(self, told: Told, at: datetime) -> None:
        text = told.dice.choice(phrases.REPLIES).format(hour=10)
        follow_up.post_reply(tip=self.course.tip(told), text=text, secret=f"{told.secret}-reply", at=at)

    def plan_pressing(self, told: Told, at: datetime) -> None:
        self.course.agenda.add(
            at, lambda at: pressing.remind(tip=self.course.tip(told), by=self.course.handler(told), at=at)
        )
        self.course.agenda.add(at + timedelta(days=2), lambda at: self._supervise(told, at))

    def _supervise(self, told: Told, at: datetime) -> None:
        tip = self.course.tip(told)
        pressing.supervise(
            tip=tip, version=tip.version, text=phrases.PRESSED, by=self.course.cast.office_leader, at=at
        )

    def plan_extension(self, told: Told, at: datetime) -> None:
        self.course.agenda.add(at + timedelta(hours=3), lambda at: self._extend(told, at))

    def _extend(self, told: Told, at: datetime) -> None:
        staff = self.course.cast.staff[told.county]
        part = self.course.tip(told).assignments.get(state="open")
        asked = extending.ask_extension(assignment=part, days=5, reason=phrases.EXTENDED, by=staff, at=at)
        if told.course == "extended":
            later, leader = at + timedelta(hours=3), self.course.cast.office_leader
            self.course.agenda.add(
                later,
                lambda at: extending.decide_extension(
                    extension=asked, is_granted=True, decision="同意。", by=leader, at=at
                ),
            )
