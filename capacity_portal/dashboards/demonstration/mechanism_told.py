"""The mechanism of the prefecture and its counties: posts of the leading groups, duties of units, basis documents, meetings, inspections by superiors."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.timezone import localdate

from capacity_portal.dashboards.demonstration.agenda import Agenda
from capacity_portal.dashboards.demonstration.cast import Cast
from capacity_portal.dashboards.demonstration.pictures import picture
from capacity_portal.organization.models import Department, Officer, Region
from reports.models import BasisDocument, GroupMember, Preparation, SuperiorInspection, UnitDuty
from reports.operations import meetings, preparing
from reports.operations.mechanism import add_part
from reports.operations.meetings import MeetingWords
from reports.operations.preparing import Announced

_BASES = [
    ("国务院关于化解产能严重过剩矛盾的指导意见", "国发〔2013〕41号", "总体要求"),
    ("关于支持打击“地条钢”、界定工频和中频感应炉使用范围的意见", "钢协〔2017〕23号", "界定标准"),
]
_UNITS = 4
_DUTIES = {
    ("发展改革", "发展和改革", "发改"): "审查项目合规性，按季度核对在建项目",
    ("工业和信息化", "工信"): "核查企业装备和产能情况",
    ("市场监督", "市场监管"): "查处无照经营和产品质量违法行为",
    ("生态环境",): "查处违法排污",
    ("供电", "电力"): "监测用电异常并及时通报",
}
"""What a unit answers for, by parts of its name."""
_OTHER_DUTY = "按职责参加联合检查"
_DECISIONS = (
    "一、各成员单位按职责分工抓好落实。\n二、每季度开展一次联合检查。\n三、重点企业档案每半年核实一次。"
)


def _duty_of(name: str) -> str:
    found = (duty for parts, duty in _DUTIES.items() if any(part in name for part in parts))
    return next(found, _OTHER_DUTY)


@dataclass
class Mechanism:
    """Posts, units and basis documents at the beginning, meetings every quarter, two inspections by superiors a year."""

    agenda: Agenda
    cast: Cast

    def plan(self, begins: datetime) -> None:
        self.agenda.add(begins + timedelta(hours=2), self._found)
        moment, number = begins + timedelta(days=20), 0
        while moment < self.agenda.now:
            self.agenda.add(moment.replace(hour=14), lambda at, number=number: self._meet(number, at))
            if number % 2 == 0:
                self.agenda.add(moment.replace(hour=16), self._announce)
            moment, number = moment + timedelta(days=91), number + 1

    def _found(self, at: datetime) -> None:
        office = self.cast.office
        self._basics(office.region, office, "市政府副市长", at)
        for county in self.cast.counties:
            if county.code in self.cast.leaders:
                self._basics(county, self.cast.leaders[county.code], "县（市、区）政府分管负责同志", at)

    def _basics(self, region: Region, by: Officer, head: str, at: datetime) -> None:
        year = localdate(at).year
        for ahead in range(3):
            for position, (title, number, role) in enumerate(_BASES, 1):
                values = {
                    "year": year + ahead,
                    "title": title,
                    "printed_number": number,
                    "role": role,
                    "position": position,
                }
                add_part(model=BasisDocument, region_code=region.code, values=values, by=by, at=at)
        posts = [
            ("head", head),
            ("office", "领导小组办公室主任"),
            ("member", "市场监管、生态环境、自然资源等部门负责同志"),
        ]
        for position, (role, post) in enumerate(posts, 1):
            values = {"role": role, "post": post, "position": position, "since": date(year, 1, 1)}
            add_part(model=GroupMember, region_code=region.code, values=values, by=by, at=at)
        units = Department.objects.filter(region=region).order_by("id")[:_UNITS]
        for unit in units:
            for ahead in range(3):
                values = {
                    "year": year + ahead,
                    "department": unit,
                    "duty": _duty_of(unit.name),
                    "measures": "每季度梳理一次，结果报办公室。",
                    "contact_post": "综合科",
                }
                add_part(model=UnitDuty, region_code=region.code, values=values, by=by, at=at)

    def _meet(self, number: int, at: datetime) -> None:
        office, day = self.cast.office, localdate(at)
        words = MeetingWords(
            day,
            "leading_group",
            f"领导小组{day.year}年第{number % 4 + 1}次会议",
            "领导小组成员单位",
            _DECISIONS,
        )
        meeting = meetings.record_meeting(region_code=office.region_code, words=words, by=office, at=at)
        meetings.attach_meeting_file(
            meeting=meeting, upload=picture(number % 60, "MEETING"), by=office, at=at
        )
        for place, county in enumerate(self.cast.counties):
            if county.code in self.cast.leaders and (place + number) % 3:
                words = MeetingWords(
                    day, "conveying", "传达市领导小组会议精神", "各成员单位、乡镇（街道）", _DECISIONS
                )
                by = self.cast.leaders[county.code]
                meetings.record_meeting(region_code=county.code, words=words, by=by, at=at)

    def _announce(self, at: datetime) -> None:
        office, day = self.cast.office, localdate(at)
        announced = Announced(
            name=f"{day.year}年省级防范“地条钢”死灰复燃专项检查", organizer="省化解过剩产能工作领导小组办公室", starts_on=day + timedelta(days=40),
            ends_on=day + timedelta(days=42), period_from=day - timedelta(days=180), period_to=day, announced_on=day, scope="排查、整改、举报、用电监测",
        )  # fmt: skip
        record = preparing.register_inspection(
            region_code=office.region_code, announced=announced, by=office, at=at
        )
        for place, county in enumerate(self.cast.counties):
            if county.code in self.cast.leaders and place % 5 != 4:
                self.agenda.add(
                    at + timedelta(days=10 + place), lambda moment, code=county.code: self._prepare(record.pk, code, moment)
                )  # fmt: skip
        self.agenda.add(at + timedelta(days=45), lambda moment: self._close(record.pk, moment))

    def _prepare(self, pk: int, code: str, at: datetime) -> None:
        row = Preparation.objects.select_related("inspection", "region").get(inspection=pk, region_code=code)
        preparing.report_preparation(
            inspection=row.inspection, region=row.region, percent=80, text="材料已按清单整理，正在核对。", version=row.version,
            by=self.cast.leaders[code], at=at,
        )  # fmt: skip

    def _close(self, pk: int, at: datetime) -> None:
        record = SuperiorInspection.objects.get(pk=pk)
        preparing.close_inspection(
            inspection=record, version=record.version, result="未发现“地条钢”生产行为，反馈整改建议2条，已落实。", by=self.cast.office, at=at
        )  # fmt: skip
