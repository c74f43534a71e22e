from reports.models.assessment import Assessment, FrozenFigure, Score, ScoreEvidence
from reports.models.inspection_visit import EvidencePack, Preparation, SuperiorInspection
from reports.models.mechanism import BasisDocument, GroupMember, Meeting, MeetingFile, UnitDuty
from reports.models.notice import Notice, NoticeVersion
from reports.models.notice_template import NoticeTemplate
from reports.models.register import DocumentLink, DocumentTask, IncomingDocument, NumberEntry, NumberSeries
from reports.models.review import NoticeComment, NoticeReview
from reports.models.scheme import Indicator, Scheme
from reports.models.sending import NoticeReturn, Recipient, RecipientFile

__all__ = [
    "Assessment",
    "BasisDocument",
    "DocumentLink",
    "DocumentTask",
    "EvidencePack",
    "FrozenFigure",
    "GroupMember",
    "IncomingDocument",
    "Indicator",
    "Meeting",
    "MeetingFile",
    "Notice",
    "NoticeComment",
    "NoticeReturn",
    "NoticeReview",
    "NoticeTemplate",
    "NoticeVersion",
    "NumberEntry",
    "NumberSeries",
    "Preparation",
    "Recipient",
    "RecipientFile",
    "Scheme",
    "Score",
    "ScoreEvidence",
    "SuperiorInspection",
    "UnitDuty",
]
