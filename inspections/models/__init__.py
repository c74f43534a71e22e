from inspections.models.checklist import Checklist, ChecklistItem
from inspections.models.duty import Duty
from inspections.models.finding import Clearing, Finding, FindingEvidence, FindingProgress
from inspections.models.monthly_return import MonthlyReturn
from inspections.models.photo import VisitPhoto, VisitScan
from inspections.models.quality import QualityScore, Recheck, RecheckDraw
from inspections.models.round import Closing, Round, Tally
from inspections.models.visit import Visit, VisitInspector

__all__ = [
    "Checklist",
    "ChecklistItem",
    "Clearing",
    "Closing",
    "Duty",
    "Finding",
    "FindingEvidence",
    "FindingProgress",
    "MonthlyReturn",
    "QualityScore",
    "Recheck",
    "RecheckDraw",
    "Round",
    "Tally",
    "Visit",
    "VisitInspector",
    "VisitPhoto",
    "VisitScan",
]
