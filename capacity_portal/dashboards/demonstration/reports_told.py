"""The years' reports: schemes in November, counties compile and submit, the office reviews, the prefecture's own follows; this year's under way."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.conf import settings

from capacity_portal.dashboards.demonstration.agenda import Agenda
from capacity_portal.dashboards.demonstration.cast import Cast
from capacity_portal.dashboards.demonstration.pictures import picture
from capacity_portal.organization.models import Officer, Region
from reports.models import Assessment, Scheme
from reports.operations import assessments, schemes, score_evidence
from reports.operations.scheme_loading import load_schemes

LATE = "360829"
KIND = "self_assessment"
SCHEMES = settings.FIXTURES_DIR / "report_schemes.json"


@dataclass
class Reports:
    """``checker``: who reviews beside the office's first officer."""

    agenda: Agenda
    cast: Cast
    checker: Officer

    def plan(self, year: int) -> None:
        """Everything of one year that lies before the end of the story."""
        start = datetime(year, 11, 3, 9, tzinfo=self.agenda.now.tzinfo)
        self.agenda.add(start, lambda at: self._begin(year, at))
        for number, county in enumerate(self.cast.counties):
            day = start + timedelta(days=14 + number, hours=number % 5)
            if county.code == LATE:
                day = start.replace(month=12, day=9)
            self.agenda.add(day, lambda at, county=county: self._compile(year, county, at))
        closing = start.replace(month=12, day=14)
        self.agenda.add(closing, lambda at: self._compile(year, self.cast.office.region, at))

    def _begin(self, year: int, at: datetime) -> None:
        office = self.cast.office
        for scheme in load_schemes(
            entries=json.loads(SCHEMES.read_text(encoding="utf-8")),
            year=year,
            region_code=office.region_code,
            by=office,
            at=at,
        ):
            if scheme.kind == KIND:
                schemes.activate(scheme=scheme, version=scheme.version, by=office, at=at)

    def _compile(self, year: int, region: Region, at: datetime) -> None:
        is_county = region.code in self.cast.leaders
        compiler = self.cast.staff.get(region.code, self.cast.office) if is_county else self.cast.office
        if is_county and region.code not in self.cast.staff:
            compiler = self.cast.leaders[region.code]
        scheme = Scheme.objects.get(
            year=year,
            kind=KIND,
            level="county" if is_county else "prefecture",
            region_code=self.cast.office.region_code,
        )
        report = assessments.open_assessment(scheme=scheme, region=region, by=compiler, at=at)
        own = [score for score in report.scores.select_related("indicator") if not score.indicator.figure]
        for score in report.scores.select_related("indicator", "assessment"):
            if score.indicator.needs_evidence:
                score_evidence.attach_evidence(score=score, upload=picture(score.pk % 60), by=compiler, at=at)
        report = self._again(report)
        marks = {score.indicator_id: (score.indicator.full_mark, "") for score in own}
        report = assessments.mark(assessment=report, version=report.version, marks=marks, by=compiler, at=at)
        names = self._names(region, is_county)
        contact = {
            "contact_office": "综合科" if is_county else "市化解过剩产能办公室综合科",
            "contact_telephone": "0796-0000011",
        }
        report = assessments.write(
            assessment=report, version=report.version, contact=contact, signatories=names, by=compiler, at=at
        )
        leader = self.cast.leaders[region.code] if is_county else self.cast.office_leader
        self.agenda.add(
            at + timedelta(days=1), lambda moment: self._submit(report.pk, leader, is_county, moment)
        )

    def _names(self, region: Region, is_county: bool) -> list[dict]:
        if is_county:
            return [{"name": f"{region.name}化解过剩产能工作领导小组办公室", "is_for_another": False}]
        return [
            {"name": "吉安市化解过剩产能工作领导小组办公室", "is_for_another": False},
            {"name": "市发展和改革委员会", "is_for_another": True},
        ]

    def _submit(self, pk: int, leader: Officer, is_county: bool, at: datetime) -> None:
        report = Assessment.objects.get(pk=pk)
        assessments.submit(assessment=report, version=report.version, by=leader, at=at)
        self.agenda.add(at + timedelta(days=3), lambda moment: self._review(pk, is_county, moment))

    def _review(self, pk: int, is_county: bool, at: datetime) -> None:
        report = Assessment.objects.get(pk=pk)
        marks = {}
        if is_county and pk % 4 == 0:
            last = report.scores.select_related("indicator").order_by("-indicator__position").first()
            marks = {
                last.indicator_id: (max(Decimal(0), last.self_mark - Decimal("0.2")), "个别线索反馈逾期")
            }
        report = assessments.review(
            assessment=report, version=report.version, marks=marks, by=self.checker, at=at
        )
        self.agenda.add(at + timedelta(hours=4), lambda moment: self._finish(pk, is_county, moment))

    def _finish(self, pk: int, is_county: bool, at: datetime) -> None:
        """The prefecture's own report was written by the first officer: the second one ends it."""
        report = Assessment.objects.get(pk=pk)
        by = self.cast.office if is_county else self.checker
        assessments.finish(assessment=report, version=report.version, by=by, at=at)

    def _again(self, report: Assessment) -> Assessment:
        return Assessment.objects.get(pk=report.pk)
