"""Custody keys: which one seals today, who holds its two shares, what is wrong with that."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from capacity_portal.journal.models import Entry
from capacity_portal.lib.sealing.custody import fingerprint
from capacity_portal.organization.models import Officer
from capacity_portal.organization.roles import Permission, RoleCode
from tipoffs.choices import KeyState
from tipoffs.models import CustodyKey, CustodyShare, SealedIdentity, TipFile

NO_KEY = "尚未生成保管密钥：举报人现在不能留联系方式，原件不能封存。"


def active_key() -> CustodyKey | None:
    """The key that seals today; None before the first ceremony, or after a loss."""
    return CustodyKey.objects.filter(state=KeyState.ACTIVE).first()


def keys_visible_to(officer) -> QuerySet[CustodyKey]:
    """The keys of the officer's own office, newest first; none for who keeps no identities."""
    if not officer.may(Permission.KEEP_IDENTITIES):
        return CustodyKey.objects.none()
    found = CustodyKey.objects.filter(created_by__region_code=officer.region_code)
    return found.select_related("created_by", "retired_by").order_by("-number")


def shares_of(key: CustodyKey) -> list[CustodyShare]:
    """Both shares with their holders, in order of their slots."""
    return list(key.shares.select_related("officer").order_by("slot"))


def share_held_by(officer, key: CustodyKey | None) -> CustodyShare | None:
    return CustodyShare.objects.filter(key=key, officer=officer).first() if key else None


def custodians_beside(officer) -> QuerySet[Officer]:
    """Who may hold a share besides ``officer``: other active handlers of the same prefecture."""
    found = Officer.objects.filter(
        is_active=True, role=RoleCode.TIPOFF_HANDLER, region_code=officer.region_code
    )
    return found.exclude(pk=officer.pk).order_by("username")


def witnesses_of_loss(key: CustodyKey, officer) -> QuerySet[Officer]:
    """Who may confirm with ``officer`` that ``key`` is lost: its other holder, the leader of the office."""
    holds = Q(role=RoleCode.TIPOFF_HANDLER, pk__in=CustodyShare.objects.filter(key=key).values("officer"))
    found = Officer.objects.filter(holds | Q(role=RoleCode.OFFICE_LEADER), is_active=True)
    return found.filter(region_code=officer.region_code).exclude(pk=officer.pk).order_by("username")


@dataclass(frozen=True)
class Left:
    """What is still sealed with a key: ``identities`` and original ``files``."""

    identities: int
    files: int

    def __bool__(self) -> bool:
        return bool(self.identities or self.files)


def sealed_with(key: CustodyKey) -> Left:
    return Left(identities_with(key).count(), files_with(key).count())


def identities_with(key: CustodyKey) -> QuerySet[SealedIdentity]:
    return SealedIdentity.objects.filter(custody=key, sealed__isnull=False).order_by("pk")


def files_with(key: CustodyKey) -> QuerySet[TipFile]:
    return TipFile.objects.filter(custody=key).exclude(Q(sealed_key=None) | Q(sealed_path="")).order_by("pk")


def spent_keys() -> QuerySet[CustodyKey]:
    """Keys no longer in use with which nothing is sealed any more, but whose shares are still there."""
    identities = SealedIdentity.objects.filter(custody=OuterRef("pk"), sealed__isnull=False)
    files = TipFile.objects.filter(custody=OuterRef("pk"), sealed_key__isnull=False)
    found = CustodyKey.objects.filter(state=KeyState.RETIRED).exclude(wrapped_private=b"")
    return found.filter(~Exists(identities), ~Exists(files))


def troubles(today: date, region_code: str = "") -> list[str]:
    """What keeps identities from being sealed or opened, as sentences for desk and back office; without any secret.

    ``region_code``: names of holders only for their own office.
    """
    key = active_key()
    if key is None:
        return [NO_KEY]
    found = (
        [] if is_as_recorded(key) else ["在用的公钥与生成时的记录不符，可能被改动，请立即停用并报告审计员。"]
    )
    return found + [
        sentence
        for share in shares_of(key)
        if (sentence := _trouble_with(share, today, named=share.officer.region_code == region_code))
    ]


def is_as_recorded(key: CustodyKey) -> bool:
    """Whether the public key is the one the ceremony wrote into the journal: an exchanged one would seal for somebody else."""
    first = (
        Entry.objects.filter(subject="custody_key", subject_id=key.pk, step="create").order_by("id").first()
    )
    return first is None or fingerprint(key.public_key) in first.note


def _trouble_with(share: CustodyShare, today: date, *, named: bool) -> str:
    holder = share.officer
    who = f"第{share.slot}份的保管人{holder.name if named else ''}"
    if not holder.is_active:
        return f"{who}的账户已停用，请把这一份移交给其他举报专管员。"
    if holder.expires_on and holder.expires_on < today:
        return f"{who}的账户已到期，请延期或移交这一份。"
    if not holder.may(Permission.KEEP_IDENTITIES):
        return f"{who}已不是举报专管员，请把这一份移交给现任的举报专管员。"
    return ""
