"""Who the reporter is: sealed, so that the server can write it and not read it again; and how it is opened by several people.

``capacity_portal.lib.sealing`` holds the cryptography; every sealed value begins with a version byte.
"""

from django.db import models
from django.db.models import F, Q

from tipoffs.choices import KeyState, OpeningState
from tipoffs.models.tip import Tip

_MAYBE = {"null": True, "blank": True, "related_name": "+"}


def _officer(label: str, **options) -> models.ForeignKey:
    return models.ForeignKey("organization.Officer", models.RESTRICT, verbose_name=label, **_MAYBE | options)


class CustodyKey(models.Model):
    """A key pair of the office. ``wrapped_private`` needs the shares of both custodians; the public half seals."""

    number = models.PositiveSmallIntegerField("序号", unique=True)
    public_key = models.BinaryField("公钥")
    wrapped_private = models.BinaryField("封装的私钥")
    state = models.CharField("状态", max_length=8, choices=KeyState.choices, default=KeyState.ACTIVE)
    created_at = models.DateTimeField("生成时间")
    created_by = _officer("主持人")
    retired_at = models.DateTimeField("停用时间", null=True, blank=True)
    retired_by = _officer("停用人")
    retired_text = models.CharField("停用原因", max_length=300, blank=True)

    class Meta:
        verbose_name = "保管密钥"
        verbose_name_plural = "保管密钥"
        constraints = [
            models.UniqueConstraint(
                fields=["state"],
                condition=Q(state=KeyState.ACTIVE),
                name="custody_key_one_active",
                violation_error_message="同时只能有一把在用的保管密钥。",
            ),
            models.CheckConstraint(
                condition=Q(state=KeyState.ACTIVE, retired_at=None, retired_by=None)
                | (~Q(state=KeyState.ACTIVE) & Q(retired_at__isnull=False, retired_by__isnull=False)),
                name="custody_key_retired_iff_not_active",
                violation_error_message="停用的密钥必须有停用人和时间。",
            ),
        ]

    def __str__(self):
        return f"第{self.number}号保管密钥"


class CustodyShare(models.Model):
    """One custodian's half: a random share wrapped by a key from the passphrase, and again by one from the recovery code."""

    key = models.ForeignKey(CustodyKey, models.RESTRICT, related_name="shares", verbose_name="密钥")
    slot = models.PositiveSmallIntegerField("份")
    officer = _officer("保管人", null=False)
    salt = models.BinaryField("盐")
    wrapped = models.BinaryField("口令封装")
    wrapped_recovery = models.BinaryField("恢复码封装")
    changed_at = models.DateTimeField("更改时间")
    changed_by = _officer("更改人")

    class Meta:
        verbose_name = "保管份额"
        verbose_name_plural = "保管份额"
        constraints = [
            models.UniqueConstraint(
                fields=["key", "slot"],
                name="custody_share_slot",
                violation_error_message="这把密钥的这一份已经有人保管。",
            ),
            models.UniqueConstraint(
                fields=["key", "officer"],
                name="custody_share_two_people",
                violation_error_message="两份必须由两个人分别保管。",
            ),
            models.CheckConstraint(
                condition=Q(slot__in=[1, 2]),
                name="custody_share_one_or_two",
                violation_error_message="份额只有两份。",
            ),
        ]

    def __str__(self):
        return f"{self.key} 第{self.slot}份"


class SealedIdentity(models.Model):
    """Name, telephone, address, bank details and the exact moment of receipt, as one sealed JSON (``sealed``).

    A tip without contact has one too: the moment alone. ``sealed`` is emptied when the term ends (``erased_on``).
    """

    tip = models.OneToOneField(Tip, models.RESTRICT, related_name="identity", verbose_name="举报")
    custody = models.ForeignKey(CustodyKey, models.RESTRICT, related_name="+", verbose_name="保管密钥")
    sealed = models.BinaryField("封存内容", null=True)
    erased_on = models.DateField("销毁日期", null=True, blank=True)

    class Meta:
        verbose_name = "封存身份"
        verbose_name_plural = "封存身份"
        constraints = [
            models.CheckConstraint(
                condition=Q(sealed=None, erased_on__isnull=False) | Q(sealed__isnull=False, erased_on=None),
                name="identity_erased_iff_empty",
                violation_error_message="销毁的身份信息必须有销毁日期。",
            )
        ]

    def __str__(self):
        return f"{self.tip.label} 封存身份"


class Opening(models.Model):
    """One opening of one tip's identity: asked for by a custodian, approved by the leader, joined by the other custodian.

    ``session_public``: public half of a key that lives in the requester's cookie alone. ``sealed_share``: the other
    custodian's share, sealed to it; ``sealed_copy``: the identity, sealed to it for 24 hours, then emptied.
    """

    tip = models.ForeignKey(Tip, models.RESTRICT, related_name="openings", verbose_name="举报")
    custody = models.ForeignKey(CustodyKey, models.RESTRICT, related_name="+", verbose_name="保管密钥")
    reason = models.CharField("理由", max_length=500)
    state = models.CharField(
        "状态", max_length=10, choices=OpeningState.choices, default=OpeningState.REQUESTED
    )
    requested_at = models.DateTimeField("申请时间")
    requested_by = _officer("申请人", null=False, blank=False)
    decided_at = models.DateTimeField("审批时间", null=True, blank=True)
    decided_by = _officer("审批人")
    decision = models.CharField("审批意见", max_length=300, blank=True)
    joined_at = models.DateTimeField("确认时间", null=True, blank=True)
    joined_by = _officer("另一名保管人")
    opened_at = models.DateTimeField("开启时间", null=True, blank=True)
    opened_by = _officer("开启人")
    expires_at = models.DateTimeField("有效至", null=True, blank=True)
    ended_at = models.DateTimeField("结束时间", null=True, blank=True)
    session_public = models.BinaryField("会话公钥")
    sealed_share = models.BinaryField("另一份", null=True)
    sealed_copy = models.BinaryField("会话副本", null=True)

    class Meta:
        verbose_name = "身份开启"
        verbose_name_plural = "身份开启"
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("requested_by")),
                name="opening_decided_by_another",
                violation_error_message="身份开启不能由申请人自己审批。",
            ),
            models.CheckConstraint(
                condition=Q(joined_by=None) | ~Q(joined_by=F("requested_by")),
                name="opening_joined_by_another",
                violation_error_message="另一份口令不能由申请人自己输入。",
            ),
            models.CheckConstraint(
                condition=~Q(state=OpeningState.OPEN)
                | Q(
                    decided_by__isnull=False,
                    joined_by__isnull=False,
                    opened_at__isnull=False,
                    expires_at__isnull=False,
                ),
                name="opening_open_only_when_approved",
                violation_error_message="身份开启须经审批，并由另一名保管人确认。",
            ),
            models.CheckConstraint(
                condition=Q(state=OpeningState.OPEN) | Q(sealed_copy=None),
                name="opening_copy_only_while_open",
                violation_error_message="未开启或已结束的，不能留有副本。",
            ),
        ]

    def __str__(self):
        return f"{self.tip.label} {self.get_state_display()}"


class TipRead(models.Model):
    """Who looked at what of a tip, and when (every view is logged). ``what``: page, text, file, sheet, identity, export."""

    tip = models.ForeignKey(Tip, models.RESTRICT, related_name="reads", verbose_name="举报")
    what = models.CharField("内容", max_length=12)
    read_at = models.DateTimeField("时间")
    read_by = _officer("查看人", null=False, blank=False)

    class Meta:
        verbose_name = "查阅记录"
        verbose_name_plural = "查阅记录"
        indexes = [
            models.Index(fields=["read_by", "read_at"], name="tip_read_by"),
            models.Index(fields=["tip", "id"], name="tip_read_tip"),
        ]

    def __str__(self):
        return f"{self.read_at:%Y-%m-%d %H:%M} {self.what}"
