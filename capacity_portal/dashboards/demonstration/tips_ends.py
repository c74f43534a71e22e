"""What follows the outcome in the demonstration: rewards, objections, publications, and looks at enterprises that are asked for."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.utils.timezone import localdate

from capacity_portal.dashboards.demonstration import tip_phrases as phrases
from capacity_portal.dashboards.demonstration.tips_invented import Told
from capacity_portal.dashboards.demonstration.tips_told import Course
from capacity_portal.organization.models import Officer
from enterprises.models import Enterprise
from tipoffs.models import Reward, Tip
from tipoffs.operations import follow_up, linking, objections, publishing, same_matter
from tipoffs.operations.rewards import Payout, decide_reward, lapse_rewards, pay_reward, propose_reward
from tipoffs.queries.rewards import schemes_for
from tipoffs.rules.receipt import code_from


@dataclass
class Ends:
    """Hangs on the course of a tip; ``plan`` is called when a tip will be closed at ``closed``."""

    course: Course

    def plan(self, told: Told, closed: datetime) -> None:
        later = (
            closed + timedelta(hours=2)
            if told.course.startswith("recent")
            else self.course.workday(closed, 2)
        )
        act = next((act for name, act in _ACTS if name in told.course), None)
        if act is not None:
            self.course.agenda.add(later, lambda at: act(self, told, at))

    def plan_beside(self, told: Told) -> None:
        """The look-alike is compared; a look at an enterprise is asked for."""
        if told.course == "matter_other":
            self.course.agenda.add(told.at + timedelta(days=3), lambda at: self._different(told, at))
        if told.course == "visit":
            self.course.agenda.add(self.course.workday(told.at, 3), lambda at: self._ask_for_look(told, at))

    def _different(self, told: Told, at: datetime) -> None:
        first = Tip.objects.get(pk=self.course.tips[min(self.course.matter)])
        same_matter.decide_same(
            tip=self.course.tip(told),
            other=first,
            is_same=False,
            note="不是同一处厂房。",
            by=self.course.handler(told),
            at=at,
        )

    def _ask_for_look(self, told: Told, at: datetime) -> None:
        file = Enterprise.objects.unmerged().filter(county_code=told.county).order_by("id").first()
        tip = self.course.tip(told)
        if file is None or tip.state not in ("handed_over", "verifying"):
            return
        by = self.course.cast.staff[told.county]
        link = linking.link_enterprise(tip=tip, enterprise_id=file.pk, by=by, at=at)
        due_on = localdate(self.course.workday(self.course.agenda.now, 3))
        linking.request_visit(link=link, reason="请夜间到场看设备是否开机。", due_on=due_on, by=by, at=at)

    # --- rewards --------------------------------------------------------------------------------------------------------
    def reward_of(self, told: Told, at: datetime) -> Reward | None:
        tip = self.course.tip(told)
        scheme = schemes_for(tip).first()
        amount = scheme.amounts.order_by("position").first() if scheme else None
        return amount and propose_reward(tip=tip, amount=amount, by=self.course.handler(told), at=at)

    def _decided(self, told: Told, at: datetime, *, is_granted: bool = True) -> None:
        reward = self.reward_of(told, at)
        if reward is not None:
            text = "" if is_granted else "举报前县里已在查处。"
            leader = self.course.cast.office_leader
            later = (
                at + timedelta(hours=3) if told.course.startswith("recent") else self.course.workday(at, 2)
            )
            self.course.agenda.add(
                later,
                lambda at: decide_reward(reward=reward, is_granted=is_granted, text=text, by=leader, at=at),
            )

    def _granted(self, told: Told, at: datetime) -> None:
        self._decided(told, at)

    def _denied(self, told: Told, at: datetime) -> None:
        self._decided(told, at, is_granted=False)

    def _lapsed(self, told: Told, at: datetime) -> None:
        self._decided(told, at)
        self.course.agenda.add(at + timedelta(days=66), lapse_rewards)

    def _paid(self, told: Told, at: datetime) -> None:
        """The first of the matter: shared with those who repeated it, fetched from the other handler with number and code."""
        self._decided(told, at)
        self.course.agenda.add(self.course.workday(at, 9), lambda at: self._pay(told, at))

    def _other(self, told: Told) -> Officer:
        """The handler who had no hand in it."""
        return next(one for one in self.course.handlers if one != self.course.handler(told))

    def _pay(self, told: Told, at: datetime) -> None:
        reward = Reward.objects.get(tip=self.course.tips[told.index])
        payout = Payout(
            paid_on=localdate(at),
            voucher=f"演示财凭〔{at.year}〕17号",
            checks=True,
            number=reward.tip.label,
            code=code_of(told),
        )
        pay_reward(reward=reward, payout=payout, by=self._other(told), at=at)

    # --- objections -----------------------------------------------------------------------------------------------------
    def _object(self, told: Told, at: datetime) -> None:
        objection = follow_up.object_to(tip=self.course.tip(told), text=phrases.OBJECTED, at=at)
        verdict = {"objection_rejected": False, "objection_upheld": True}.get(told.course)
        if verdict is not None:
            later = self.course.workday(at, 4)
            self.course.agenda.add(later, lambda at: self._decide_objection(told, objection, verdict, at))

    def _decide_objection(self, told: Told, objection, is_upheld: bool, at: datetime) -> None:
        other = self._other(told)
        text = (
            "夜间没有到场，换人重新核查。"
            if is_upheld
            else "已调取三个月用电曲线，夜间没有生产，维持原结论。"
        )
        objections.decide_objection(
            objection=objection, is_upheld=is_upheld, text=text, new_handler=other if is_upheld else None,
            by=self.course.cast.office_leader, at=at,
        )  # fmt: skip
        if is_upheld:
            for number, step in enumerate(("hand_over", "begin", "verify", "deal", "answer", "close")):
                moment = self.course.workday(at, 1 + number)
                self.course.agenda.add(moment, lambda at, step=step: self.course.take(told, step, at, other))

    # --- publications ---------------------------------------------------------------------------------------------------
    def _publish(self, told: Told, at: datetime) -> None:
        title, text = phrases.OUTCOMES[told.index % len(phrases.OUTCOMES)]
        by = self.course.handler(told)
        outcome = publishing.publish_outcome(
            tip=self.course.tip(told), title=title, text=text, is_checked=True, by=by, at=at
        )
        if told.course == "withdrawn":
            self.course.agenda.add(
                self.course.workday(at, 3),
                lambda at: publishing.withdraw_outcome(
                    outcome=outcome, text="案件移送公安机关，暂不公开。", by=by, at=at
                ),
            )


def code_of(told: Told) -> str:
    """The query code of an invented tip: its secret is no secret."""
    return code_from(told.secret, settings.TIPOFF_PEPPER.encode())


_ACTS = (
    ("matter_first", Ends._paid),
    ("reward_proposed", Ends.reward_of),
    ("reward_granted", Ends._granted),
    ("reward_denied", Ends._denied),
    ("reward_lapsed", Ends._lapsed),
    ("objection", Ends._object),
    ("published", Ends._publish),
    ("withdrawn", Ends._publish),
)
