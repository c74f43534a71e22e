from enterprises.models.attachment import Attachment
from enterprises.models.capacity import Capacity, ConversionRow, Product
from enterprises.models.enterprise import Enterprise
from enterprises.models.equipment import Equipment, EquipmentKind
from enterprises.models.former_name import FormerName
from enterprises.models.industry_code import IndustryCode
from enterprises.models.ledger_columns import LedgerColumns
from enterprises.models.licence import Licence
from enterprises.models.link import Link
from enterprises.models.reduction import ReductionItem, ReductionTask, ReductionTotal
from enterprises.models.visit_request import VisitRequest

__all__ = [
    "Attachment",
    "Capacity",
    "ConversionRow",
    "Enterprise",
    "Equipment",
    "EquipmentKind",
    "FormerName",
    "IndustryCode",
    "LedgerColumns",
    "Licence",
    "Link",
    "Product",
    "ReductionItem",
    "ReductionTask",
    "ReductionTotal",
    "VisitRequest",
]
