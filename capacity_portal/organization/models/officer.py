"""Officers: personal accounts, one role each, bound to a region."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.functional import cached_property

from capacity_portal.lib.code_field import CodeField
from capacity_portal.lib.day_bounds import PLAUSIBLE_DAY, plausible_days
from capacity_portal.lib.territory import next_prefix
from capacity_portal.organization.roles import ROLE_CHOICES, ROLES, Permission, Role


class OfficerQuerySet(models.QuerySet):
    def within(self, code: str):
        """Officers whose region lies in the region ``code``."""
        return self.filter(region_code__gte=code, region_code__lt=next_prefix(code)) if code else self


class OfficerManager(BaseUserManager.from_queryset(OfficerQuerySet)):
    """No create_user / create_superuser: accounts come from ``operations`` and ``bootstrap_office`` only."""

    def get_by_natural_key(self, username):
        return self.get(username=username)


class Officer(AbstractBaseUser):
    """A person's account. ``region_code`` repeats the region's code for index ranges."""

    username = models.CharField("用户名", max_length=40, unique=True)
    name = models.CharField("姓名", max_length=40)
    role = models.CharField("角色", max_length=20, choices=ROLE_CHOICES)
    region = models.ForeignKey(
        "organization.Region", models.RESTRICT, related_name="officers", verbose_name="地区"
    )
    region_code = CodeField("地区代码", max_length=15, db_index=True)
    department = models.ForeignKey(
        "organization.Department",
        models.RESTRICT,
        null=True,
        blank=True,
        related_name="officers",
        verbose_name="单位",
    )
    telephone = models.CharField("电话", max_length=40, blank=True)
    is_active = models.BooleanField("启用", default=True)
    expires_on = models.DateField("有效期至", null=True, blank=True, validators=PLAUSIBLE_DAY)
    must_change_password = models.BooleanField("下次登录必须改密码", default=True)
    password_changed_at = models.DateTimeField("改密码时间", null=True, blank=True)
    created_at = models.DateTimeField("开户时间")
    created_by = models.ForeignKey(
        "self", models.RESTRICT, null=True, blank=True, related_name="+", verbose_name="开户人"
    )
    deactivated_at = models.DateTimeField("停用时间", null=True, blank=True)
    deactivated_by = models.ForeignKey(
        "self", models.RESTRICT, null=True, blank=True, related_name="+", verbose_name="停用人"
    )

    objects = OfficerManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = "工作人员"
        verbose_name_plural = "工作人员"
        constraints = [
            plausible_days("expires_on", name="officer_expiry_plausible"),
            models.CheckConstraint(
                condition=models.Q(is_active=True, deactivated_at=None)
                | models.Q(is_active=False, deactivated_at__isnull=False),
                name="officer_inactive_iff_deactivated_at",
                violation_error_message="停用的账户必须有停用时间，启用的账户不能有。",
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=[code for code, _ in ROLE_CHOICES]),
                name="officer_role_known",
                violation_error_message="没有这个角色。",
            ),
        ]

    def __str__(self):
        return f"{self.name}（{self.username}）"

    @cached_property
    def role_entry(self) -> Role:
        return ROLES[self.role]

    def may(self, permission: Permission) -> bool:
        """Whether the role of this account includes ``permission``."""
        return self.is_active and permission in self.role_entry.permissions

    # What Django's admin asks; the answers come from the same table (see dashboards.back_office).
    @property
    def is_staff(self) -> bool:
        return self.is_active and self.role_entry.is_administrator

    @property
    def is_superuser(self) -> bool:
        return False

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_staff

    def has_perm(self, perm: str, obj=None) -> bool:
        return False


class RoleRequirement(models.Model):
    """Whether the office makes the second factor compulsory for a role."""

    role = models.CharField("角色", max_length=20, choices=ROLE_CHOICES, unique=True)
    needs_second_factor = models.BooleanField("必须启用动态口令", default=False)

    class Meta:
        verbose_name = "角色登录要求"
        verbose_name_plural = "角色登录要求"

    def __str__(self):
        return ROLES[self.role].label if self.role in ROLES else self.role
