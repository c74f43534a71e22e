"""Choices of the organization: kinds of regions, risk marks of grid cells, member units' dimensions."""

from django.db import models


class RegionKind(models.TextChoices):
    PREFECTURE = "prefecture", "市（州）"
    COUNTY = "county", "县（市、区）"
    ZONE = "zone", "功能区"
    TOWN = "town", "乡镇（街道）"
    VILLAGE = "village", "村（社区）"


class RegionRisk(models.TextChoices):
    """易发领域 that attach to regions (常化解办〔2018〕1号 五); the other three attach to enterprises."""

    SCRAP_RICH = "scrap_rich", "废钢资源丰富、需求旺盛"
    REMOTE = "remote", "地处偏僻、监管难度大"
    INEXPERIENCED = "inexperienced", "历史上无产能、监管经验不足"


class PostKind(models.TextChoices):
    """What a person is for a grid cell."""

    RESPONSIBLE = "responsible", "监管责任人"
    DEPUTY = "deputy", "副责任人"


class Dimension(models.TextChoices):
    """What a member unit answers for in a joint check (常化解办〔2018〕1号 九)."""

    PROJECT = "project", "项目合规"
    REPLACEMENT = "replacement", "产能置换"
    QUALITY = "quality", "产品质量"
    LAND = "land", "用地审批"
    ENVIRONMENT = "environment", "环境保护"
    CONSTRUCTION = "construction", "施工许可"
    SAFETY = "safety", "安全生产"
    EXPORT = "export", "出口监管"
    TAX = "tax", "纳税情况"
    REGISTRATION = "registration", "注册登记"
    CREDIT = "credit", "银行信贷"
    POWER = "power", "用电监测"


class RequestKind(models.TextChoices):
    """What two people do together for an administrator's account."""

    PASSWORD = "password", "重置密码"
    SECOND_FACTOR = "second_factor", "重置动态口令"
    ACTIVATION = "activation", "启用账户"


class RequestState(models.TextChoices):
    OPEN = "open", "待另一位管理员决定"
    APPROVED = "approved", "已批准"
    REFUSED = "refused", "未批准"
    WITHDRAWN = "withdrawn", "已撤回"
