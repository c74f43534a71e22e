"""Choices of the enterprise file (一企一档)."""

from django.db import models


class Industry(models.TextChoices):
    """Industries with excess capacity: 国发〔2013〕41号 names five, coal came in 2016."""

    STEEL = "steel", "钢铁"
    COAL = "coal", "煤炭"
    CEMENT = "cement", "水泥"
    ALUMINIUM = "aluminium", "电解铝"
    FLAT_GLASS = "flat_glass", "平板玻璃"
    SHIPS = "ships", "船舶"
    OTHER = "other", "其他"


class IndustryEdition(models.TextChoices):
    """Edition of GB/T 4754 a code was taken from; 3130 means different things in the two."""

    GB2011 = "2011", "GB/T 4754-2011"
    GB2017 = "2017", "GB/T 4754-2017"


class SupervisionClass(models.TextChoices):
    """The classes to be listed (吉化解产能办字 三(2))."""

    STEEL_SMELTING = "steel_smelting", "涉钢冶炼"
    FOUNDRY = "foundry", "铸造"
    ROLLING = "rolling", "轧钢"
    INDUCTION_FURNACE = "induction_furnace", "具有中（工）频炉"
    OTHER = "other", "其他"


class Status(models.TextChoices):
    UNDER_CONSTRUCTION = "under_construction", "在建"
    IN_PRODUCTION = "in_production", "在产"
    SUSPENDED = "suspended", "停产"
    EXITED = "exited", "已退出"
    BANNED = "banned", "已取缔"
    REVIVED = "revived", "疑似复产"


CLOSED_STATUSES = frozenset({Status.EXITED, Status.BANNED})


class KeyReason(models.TextChoices):
    """易发领域 that attach to enterprises (常化解办〔2018〕1号 五); the other three attach to regions."""

    FAKE_FOUNDRY = "fake_foundry", "假借铸造名义"
    FAKE_SPECIAL_STEEL = "fake_special_steel", "假借特钢名义"
    BANNED_BEFORE = "banned_before", "已取缔“地条钢”产能"
    OTHER = "other", "其他（写明理由）"


class RiskMark(models.TextChoices):
    POWER_ANOMALY = "power_anomaly", "用电量异常"
    NIGHT_PRODUCTION = "night_production", "夜间生产"
    EQUIPMENT_MOVED = "equipment_moved", "关键设备转移"
    SCRAP_INTAKE = "scrap_intake", "大量收购废钢"
    NO_TESTING = "no_testing", "无成分检测手段"
    LICENCE_LAPSED = "licence_lapsed", "证照过期"


class CoordinateSystem(models.TextChoices):
    """What the coordinates were entered as; they are stored as WGS-84."""

    WGS84 = "wgs84", "WGS-84（卫星定位）"
    GCJ02 = "gcj02", "GCJ-02（国内地图）"


class EquipmentState(models.TextChoices):
    IN_USE = "in_use", "在用"
    IDLE = "idle", "停用"
    SEALED = "sealed", "封存"
    DISMANTLED = "dismantled", "拆除"


class LicenceKind(models.TextChoices):
    BUSINESS = "business", "营业执照"
    PROJECT = "project", "项目备案（核准）"
    ENVIRONMENT = "environment", "环评批复"
    DISCHARGE = "discharge", "排污许可证"
    LAND = "land", "用地手续"
    SAFETY = "safety", "安全生产许可证"
    PRODUCTION = "production", "生产许可证"
    POWER = "power", "用电报装备案"
    OTHER = "other", "其他"


class LinkReason(models.TextChoices):
    """Why two files may belong together."""

    SAME_CODE = "same_code", "统一社会信用代码相同"
    SAME_NAME = "same_name", "名称相同或相近"
    SAME_ADDRESS = "same_address", "地址相同"
    SAME_REPRESENTATIVE = "same_representative", "法定代表人相同"
    SAME_SERIAL = "same_serial", "设备编号相同"


class LinkDecision(models.TextChoices):
    PENDING = "pending", "待核对"
    UNRELATED = "unrelated", "无关联"
    SAME = "same", "同一企业"
    RELOCATED = "relocated", "异地转移"
    RESUMED = "resumed", "复产"
    RELATED = "related", "有关联"
