"""The office's documents as they come about: from above, drafted, reviewed by others, issued, received, answered. By the operations."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils.timezone import localdate

from capacity_portal.dashboards.demonstration import document_phrases as phrases
from capacity_portal.dashboards.demonstration.agenda import Agenda
from capacity_portal.dashboards.demonstration.cast import Cast
from capacity_portal.dashboards.demonstration.documents_invented import FIGURES, ToldDocument, ToldIncoming
from capacity_portal.organization.models import Department, Officer
from reports.models import IncomingDocument, Notice, NoticeReturn, NoticeTemplate, Recipient
from reports.operations import (
    addressing,
    demanding,
    drafting,
    incoming,
    issuing,
    linking,
    receiving,
    returning,
    reviewing,
)
from reports.rules.incoming import IncomingEntry

LATE, SILENT = "360829", "360830"
"""The county that answers late, and the one that has not answered the latest documents."""
RETURN_TO = 3


@dataclass
class Papers:
    """``checker``: the second officer of the office, who checks what the first has drafted; ``unit``: a member unit that countersigns."""

    agenda: Agenda
    cast: Cast
    checker: Officer
    unit: Officer
    issued: dict[int, int] = field(default_factory=dict)
    arrived: dict[int, int] = field(default_factory=dict)

    # --- from above ---------------------------------------------------------------------------------------------------
    def plan_incoming(self, told: ToldIncoming) -> None:
        self.agenda.add(told.at.replace(hour=8, minute=30), lambda at: self._register(told, at))

    def _register(self, told: ToldIncoming, at: datetime) -> None:
        day = localdate(at)
        entry = IncomingEntry(
            title=told.title, sender=told.sender, received_on=day, printed_number=f"{told.code}〔{day.year}〕{told.number}号",
            dated=day - timedelta(days=2), due_on=day + timedelta(days=20), summary=f"{told.sender}来文：{told.title}，请按要求办理并报送情况。",
        )  # fmt: skip
        record = incoming.register_incoming(
            entry=entry, region_code=self.cast.office.region_code, by=self.cast.office, at=at
        )
        self.arrived[told.index] = record.pk
        county = self.cast.counties[told.index % len(self.cast.counties)]
        task = incoming.assign_task(
            incoming=record, text="按要求自查并报送情况。", region=county, due_on=day + timedelta(days=10), by=self.cast.office, at=at
        )  # fmt: skip
        done = at + timedelta(days=6)
        self.agenda.add(done, lambda moment: self._finish(record.pk, task, county.code, moment))

    def _finish(self, pk: int, task, county: str, at: datetime) -> None:
        incoming.finish_task(task=task, result="已自查，情况正常。", by=self.cast.leaders[county], at=at)
        record = IncomingDocument.objects.get(pk=pk)
        incoming.finish_incoming(
            incoming=record, version=record.version, result="已贯彻落实并报送情况。", by=self.cast.office, at=at + timedelta(hours=2)
        )  # fmt: skip

    # --- drafted, reviewed, issued ------------------------------------------------------------------------------------
    def plan(self, told: ToldDocument) -> None:
        self.agenda.add(told.at, lambda at: self._draft(told, at))

    def _draft(self, told: ToldDocument, at: datetime) -> None:
        template = NoticeTemplate.objects.filter(kind=told.kind).order_by("id").first()
        settings = told.settings | (
            {"signers": [self.cast.office_leader.name]} if "signers" in told.settings else {}
        )
        notice = drafting.draft_notice(
            kind=told.kind, title=told.title, content=told.content, template=template, by=self.cast.office, at=at, **settings
        )  # fmt: skip
        if told.wants:
            self._address(notice, told, at)
        if told.upstream in self.arrived:
            linking.link(
                notice=Notice.objects.get(pk=notice.pk), relation="implements",
                incoming=IncomingDocument.objects.get(pk=self.arrived[told.upstream]), by=self.cast.office, at=at,
            )  # fmt: skip
        if told.stop != "draft":
            self.agenda.add(at + timedelta(hours=1), lambda moment: self._submit(notice.pk, told, moment))

    def _address(self, notice: Notice, told: ToldDocument, at: datetime) -> None:
        departments = Department.objects.filter(region=self.cast.office.region).select_related("region")[:4]
        addressing.address(
            notice=notice, regions=self.cast.counties, departments=departments, by=self.cast.office, at=at
        )
        wants_return = "return" in told.wants
        demanding.demand(
            notice=notice, wanted=dict.fromkeys(told.wants, True),
            due_on=localdate(at) + timedelta(days=told.days) if wants_return else None,
            figures=FIGURES if wants_return else (), by=self.cast.office, at=at,
        )  # fmt: skip

    def _submit(self, pk: int, told: ToldDocument, at: datetime) -> None:
        notice = Notice.objects.get(pk=pk)
        with_units = [self.unit.department] if told.is_countersigned else []
        reviewing.submit(
            notice=notice, version=notice.version, countersigners=with_units, by=self.cast.office, at=at
        )
        checked = at + timedelta(hours=2)
        if told.stop == "reviewing":
            return
        first_time = notice.round == 0
        if (told.is_returned or told.stop == "returned") and first_time:
            self.agenda.add(checked, lambda moment: self._send_back(pk, told, moment))
        else:
            self.agenda.add(checked, lambda moment: self._check(pk, told, moment))

    def _send_back(self, pk: int, told: ToldDocument, at: datetime) -> None:
        self._decide(pk, "return_check", self.checker, at, "请写明报送期限和联系人。")
        if told.stop != "returned":
            self.agenda.add(at + timedelta(hours=1), lambda moment: self._submit(pk, told, moment))

    def _check(self, pk: int, told: ToldDocument, at: datetime) -> None:
        self._decide(pk, "check", self.checker, at, "同意，请领导审签。")
        signed = at + timedelta(hours=2)
        if told.is_countersigned:
            self.agenda.add(
                at + timedelta(hours=1), lambda moment: self._decide(pk, "countersign", self.unit, moment, "无意见。")
            )  # fmt: skip
        self.agenda.add(signed, lambda moment: self._sign(pk, told, moment))

    def _sign(self, pk: int, told: ToldDocument, at: datetime) -> None:
        self._decide(pk, "sign", self.cast.office_leader, at, "")
        if told.stop != "approved":
            self.agenda.add(at + timedelta(hours=1), lambda moment: self._issue(pk, told, moment))

    def _decide(self, pk: int, step: str, by: Officer, at: datetime, text: str) -> None:
        notice = Notice.objects.get(pk=pk)
        reviewing.decide(notice=notice, version=notice.version, step=step, text=text, by=by, at=at)

    def _issue(self, pk: int, told: ToldDocument, at: datetime) -> None:
        notice = Notice.objects.get(pk=pk)
        issued = issuing.issue(notice=notice, version=notice.version, by=self.cast.office, at=at)
        self.issued[told.index] = pk
        for number, row in enumerate(
            Recipient.objects.filter(notice=issued, department=None).order_by("position")
        ):
            self._plan_recipient(told, row, number, at)

    # --- what the counties do -----------------------------------------------------------------------------------------
    def _plan_recipient(self, told: ToldDocument, row: Recipient, number: int, at: datetime) -> None:
        code = row.region_code
        is_fresh = self.agenda.now - at < timedelta(days=20)
        if code == SILENT and is_fresh or code not in self.cast.leaders:
            return
        days = 6 if code == LATE else 1 + number % 2
        received = at + timedelta(days=days, minutes=number * 11)
        self.agenda.add(received, lambda moment: self._receive(row.pk, moment))
        for place, (name, act, words) in enumerate(_ACTS):
            if name in told.wants:
                text = words[(told.index + number) % len(words)]
                self.agenda.add(
                    received + timedelta(hours=3 * (place + 1)),
                    lambda moment, act=act, text=text: self._act(row.pk, act, text, moment),
                )
        if "return" in told.wants:
            written = received + timedelta(days=14 if code == LATE else 4 + number % 5)
            self.agenda.add(written, lambda moment: self._answer(told, row.pk, number, moment))

    def _receive(self, pk: int, at: datetime) -> None:
        row = Recipient.objects.get(pk=pk)
        receiving.receive(recipient=row, version=row.version, by=self._of(row), at=at)

    def _act(self, pk: int, act, text: str, at: datetime) -> None:
        row = Recipient.objects.get(pk=pk)
        act(recipient=row, version=row.version, on=localdate(at), text=text, by=self._of(row), at=at)

    def _answer(self, told: ToldDocument, pk: int, number: int, at: datetime) -> None:
        row = Recipient.objects.get(pk=pk)
        dice = told.dice
        count = 12 + (number * 7 + told.index) % 60
        found = (number + told.index) % 4
        written = returning.save_return(
            recipient=row, version=row.version, text=dice.choice(phrases.RETURNS).format(count=count),
            figures={"checked": str(count), "found": str(found), "mended": str(max(0, found - number % 2))},
            by=self.cast.staff.get(row.region_code, self._of(row)), at=at,
        )  # fmt: skip
        written = returning.submit_return(
            written=written, version=written.version, by=self._of(row), at=at + timedelta(minutes=20)
        )
        looked = at + timedelta(days=1, hours=1)
        if number == RETURN_TO:
            self.agenda.add(looked, lambda moment: self._return_back(written.pk, moment))
        elif self.agenda.now - at > timedelta(days=3):
            self.agenda.add(looked, lambda moment: self._accept(written.pk, moment))

    def _return_back(self, pk: int, at: datetime) -> None:
        written = NoticeReturn.objects.get(pk=pk)
        returning.send_back_return(
            written=written, version=written.version, text=phrases.SEND_BACK, by=self.cast.office, at=at
        )
        self.agenda.add(at + timedelta(days=1), lambda moment: self._again(pk, moment))

    def _again(self, pk: int, at: datetime) -> None:
        written = NoticeReturn.objects.get(pk=pk)
        returning.submit_return(
            written=written, version=written.version, by=self._of(written.recipient), at=at
        )
        self.agenda.add(at + timedelta(hours=5), lambda moment: self._accept(pk, moment))

    def _accept(self, pk: int, at: datetime) -> None:
        written = NoticeReturn.objects.get(pk=pk)
        returning.accept_return(written=written, version=written.version, by=self.cast.office, at=at)

    def _of(self, row: Recipient) -> Officer:
        return self.cast.leaders[row.region_code]


_ACTS = (
    ("cascade", receiving.cascade, phrases.CASCADES),
    ("meet", receiving.meet, phrases.MEETINGS),
    ("task", receiving.task, phrases.TASKS),
)
