from tipoffs.models.around import ClockRule, Exclusion, ReportChannel, SameMatter, TipEnterprise
from tipoffs.models.draft import DraftFile, RateWindow, TipDraft
from tipoffs.models.exchange import TipEvent, TipFile, TipMessage
from tipoffs.models.follow_up import (
    Objection,
    PublishedOutcome,
    Reward,
    RewardAmount,
    RewardScheme,
    Satisfaction,
)
from tipoffs.models.handling import Answer, Assignment, Disposition, Extension
from tipoffs.models.identity import CustodyKey, CustodyShare, Opening, SealedIdentity, TipRead
from tipoffs.models.tip import Tip, TipYear
from tipoffs.models.verification import Verification, VerificationFile, Verifier

__all__ = [
    "Answer", "Assignment", "ClockRule", "CustodyKey", "CustodyShare", "Disposition", "DraftFile", "Exclusion", "Extension",
    "Objection", "Opening", "PublishedOutcome", "RateWindow", "ReportChannel", "Reward", "RewardAmount", "RewardScheme",
    "SameMatter", "Satisfaction", "SealedIdentity", "Tip", "TipDraft", "TipEnterprise", "TipEvent", "TipFile", "TipMessage",
    "TipRead", "TipYear", "Verification", "VerificationFile", "Verifier",
]  # fmt: skip
