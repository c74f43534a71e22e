"""Who may do what: eleven roles as one table, permissions as codes.

The three administrators (系统、安全、审计) exclude one another and every business role (三员分立,
GB/T 22239-2019 8.1.5); an officer has exactly one role, so the exclusion holds by construction.
"""

from dataclasses import dataclass
from enum import StrEnum, auto


class Permission(StrEnum):
    """Codes of what an officer may do; the database and the templates know only these."""

    VIEW_LEDGER = auto()
    EDIT_LEDGER = auto()
    CHANGE_STATUS = auto()
    CONFIRM_FILES = auto()
    MARK_KEY_ENTERPRISES = auto()
    ASSIGN_SUPERVISION = auto()
    DECIDE_LINKS = auto()
    MERGE_FILES = auto()
    EXPORT_LEDGER = auto()
    IMPORT_LEDGER = auto()
    PRINT_DOSSIERS = auto()
    EDIT_REDUCTION_TASKS = auto()
    VIEW_INSPECTIONS = auto()
    MANAGE_GRID = auto()
    RECORD_VISITS = auto()
    MANAGE_ROUNDS = auto()
    CLOSE_ROUNDS = auto()
    REOPEN_ROUNDS = auto()
    COMPILE_RETURNS = auto()
    SIGN_RETURNS = auto()
    REVIEW_RETURNS = auto()
    RECTIFY_FINDINGS = auto()
    RECHECK_FINDINGS = auto()
    VIEW_TIPOFFS = auto()
    VIEW_TIPOFF_FIGURES = auto()
    ENTER_TIPOFFS = auto()
    HANDLE_TIPOFFS = auto()
    VERIFY_TIPOFFS = auto()
    DECIDE_TIPOFFS = auto()
    CONFIRM_DISMISSALS = auto()
    KEEP_IDENTITIES = auto()
    PUBLISH_OUTCOMES = auto()
    AUDIT_OPENINGS = auto()
    VIEW_DOCUMENTS = auto()
    DRAFT_DOCUMENTS = auto()
    CHECK_DOCUMENTS = auto()
    COUNTERSIGN_DOCUMENTS = auto()
    SIGN_DOCUMENTS = auto()
    KEEP_REGISTER = auto()
    ANSWER_DOCUMENTS = auto()
    PREPARE_INSPECTIONS = auto()
    BUILD_PACKS = auto()
    COMPILE_REPORTS = auto()
    SUBMIT_REPORTS = auto()
    REVIEW_REPORTS = auto()
    MANAGE_SCHEMES = auto()
    MANAGE_OFFICERS = auto()
    DECIDE_ADMINISTRATOR_REQUESTS = auto()
    MANAGE_SYSTEM = auto()
    READ_JOURNAL = auto()


class RoleCode(StrEnum):
    OFFICE_LEADER = "office_leader"
    OFFICE_STAFF = "office_staff"
    TIPOFF_HANDLER = "tipoff_handler"
    COUNTY_LEADER = "county_leader"
    COUNTY_STAFF = "county_staff"
    GRID_OFFICER = "grid_officer"
    MEMBER_UNIT = "member_unit"
    POWER_COMPANY = "power_company"
    SYSTEM_ADMIN = "system_admin"
    SECURITY_ADMIN = "security_admin"
    AUDITOR = "auditor"


@dataclass(frozen=True)
class Role:
    """One role: ``levels`` are the region lengths (4 prefecture, 6/7 county or zone, 9/10 town) it may be given for."""

    code: RoleCode
    label: str
    sentence: str
    permissions: frozenset[Permission]
    levels: frozenset[str]
    is_administrator: bool = False


_P = Permission
_READ = {_P.VIEW_LEDGER, _P.PRINT_DOSSIERS, _P.VIEW_INSPECTIONS}
_FIELD = {_P.RECORD_VISITS, _P.RECTIFY_FINDINGS}
_SUPERVISION = _FIELD | {_P.MANAGE_GRID, _P.RECHECK_FINDINGS}
_ROUNDS = {_P.MANAGE_ROUNDS, _P.CLOSE_ROUNDS, _P.REVIEW_RETURNS}
_COUNTY = (
    _READ
    | _SUPERVISION
    | {
        _P.EDIT_LEDGER,
        _P.CONFIRM_FILES,
        _P.ASSIGN_SUPERVISION,
        _P.EXPORT_LEDGER,
        _P.IMPORT_LEDGER,
        _P.CHANGE_STATUS,
    }
)
_TIPOFFS = {_P.VIEW_TIPOFFS, _P.VIEW_TIPOFF_FIGURES, _P.VERIFY_TIPOFFS}
_PAPERS = {_P.VIEW_DOCUMENTS, _P.PREPARE_INSPECTIONS, _P.COMPILE_REPORTS}
_ADDRESSED = {_P.VIEW_DOCUMENTS, _P.ANSWER_DOCUMENTS}
_SECRETARIAT = _PAPERS | {
    _P.DRAFT_DOCUMENTS,
    _P.CHECK_DOCUMENTS,
    _P.KEEP_REGISTER,
    _P.BUILD_PACKS,
    _P.REVIEW_REPORTS,
    _P.MANAGE_SCHEMES,
}
_OFFICE = (
    _COUNTY | _ROUNDS | _SECRETARIAT | {_P.MARK_KEY_ENTERPRISES, _P.DECIDE_LINKS, _P.EDIT_REDUCTION_TASKS}
)

_TABLE = [
    (
        RoleCode.OFFICE_LEADER,
        "办公室负责人",
        "看全市台账和排查，审定名单、关联和合并，重新开账，审批举报延期、异议、奖励和身份开启，签发公文，报送年度报告，对外负责。",
        _OFFICE
        | {
            _P.MERGE_FILES,
            _P.REOPEN_ROUNDS,
            _P.VIEW_TIPOFFS,
            _P.VIEW_TIPOFF_FIGURES,
            _P.DECIDE_TIPOFFS,
            _P.CONFIRM_DISMISSALS,
            _P.PUBLISH_OUTCOMES,
            _P.SIGN_DOCUMENTS,
            _P.SUBMIT_REPORTS,
        },
        {"prefecture"},
    ),
    (
        RoleCode.OFFICE_STAFF,
        "办公室经办",
        "维护全市台账，处理跨县关联，编制任务和名单，组织月排查，审核月报，关账，拟稿、核稿、编号和收文，编制年度报告。",
        _OFFICE | {_P.MERGE_FILES, _P.VIEW_TIPOFF_FIGURES},
        {"prefecture"},
    ),
    (
        RoleCode.TIPOFF_HANDLER,
        "举报专管员",
        "受理、交办、答复举报，保管举报人身份，拟写交办督办文稿，查阅台账核对线索，不改台账。",
        _READ
        | _TIPOFFS
        | {
            _P.VIEW_DOCUMENTS,
            _P.DRAFT_DOCUMENTS,
            _P.ENTER_TIPOFFS,
            _P.HANDLE_TIPOFFS,
            _P.KEEP_IDENTITIES,
            _P.PUBLISH_OUTCOMES,
        },
        {"prefecture"},
    ),
    (
        RoleCode.COUNTY_LEADER,
        "县市区负责人",
        "看本县台账，确认档案，列出重点企业，签报监管月报和年度报告，核查交办的举报，对本县数据负责。",
        _COUNTY
        | _TIPOFFS
        | _PAPERS
        | _ADDRESSED
        | {_P.SUBMIT_REPORTS, _P.MARK_KEY_ENTERPRISES, _P.COMPILE_RETURNS, _P.SIGN_RETURNS, _P.ENTER_TIPOFFS},
        {"county", "zone"},
    ),
    (
        RoleCode.COUNTY_STAFF,
        "县市区经办",
        "填报和更新本县一企一档，按期确认，组织月排查，编制监管月报和年度报告，签收和反馈文件，核查交办的举报。",
        _COUNTY | _TIPOFFS | _PAPERS | _ADDRESSED | {_P.COMPILE_RETURNS, _P.ENTER_TIPOFFS},
        {"county", "zone"},
    ),
    (
        RoleCode.GRID_OFFICER,
        "乡镇网格员",
        "每月排查自己的网格和企业，更新设备和现场情况，跟进整改，签收下发的文件。",
        _READ | _FIELD | _ADDRESSED | {_P.EDIT_LEDGER},
        {"town", "village"},
    ),
    (
        RoleCode.MEMBER_UNIT,
        "成员单位",
        "按本部门的职责查阅所在地区的台账和排查，参加联合检查和举报核查，复核不予受理的举报，会签和反馈文件，不改台账。",
        _READ | _TIPOFFS | _ADDRESSED | {_P.COUNTERSIGN_DOCUMENTS, _P.CONFIRM_DISMISSALS},
        {"prefecture", "county", "zone"},
    ),
    (
        RoleCode.POWER_COMPANY,
        "供电企业",
        "报送用电数据，不看台账。",
        set(),
        {"prefecture", "county", "zone"},
    ),
    (
        RoleCode.SYSTEM_ADMIN,
        "系统管理员",
        "维护字典、区划、节假日、参数和后台任务，不看业务数据，不管账户。",
        {_P.MANAGE_SYSTEM, _P.DECIDE_ADMINISTRATOR_REQUESTS},
        {"prefecture"},
    ),
    (
        RoleCode.SECURITY_ADMIN,
        "安全管理员",
        "开立和停用账户，授予角色，重置密码和动态口令，不看业务数据。",
        {_P.MANAGE_OFFICERS, _P.DECIDE_ADMINISTRATOR_REQUESTS},
        {"prefecture"},
    ),
    (
        RoleCode.AUDITOR,
        "审计员",
        "只读留痕日志，核验是否被改动，查看身份开启和举报查阅记录。",
        {_P.READ_JOURNAL, _P.AUDIT_OPENINGS, _P.DECIDE_ADMINISTRATOR_REQUESTS},
        {"prefecture"},
    ),
]

ADMINISTRATORS = frozenset({RoleCode.SYSTEM_ADMIN, RoleCode.SECURITY_ADMIN, RoleCode.AUDITOR})
ROLES: dict[str, Role] = {
    code.value: Role(code, label, sentence, frozenset(permissions), frozenset(levels), code in ADMINISTRATORS)
    for code, label, sentence, permissions, levels in _TABLE
}
ROLE_CHOICES = [(role.code.value, role.label) for role in ROLES.values()]
