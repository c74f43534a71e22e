"""Every write of this app."""

from capacity_portal.organization.operations.accounts import (
    AccountRefused,
    Opened,
    change_role_or_region,
    create_officer,
    deactivate,
    edit_officer,
    lift_lock,
    reactivate,
    reset_password,
    reset_second_factor,
)
from capacity_portal.organization.operations.accounts_by_list import (
    AccountEdit,
    ChangedMeanwhile,
    import_accounts,
    one_time_passwords,
)
from capacity_portal.organization.operations.dictionaries import (
    load_departments,
    load_holidays,
    load_thresholds,
    save_record,
    set_role_requirements,
)
from capacity_portal.organization.operations.divisions import Loaded, load_divisions
from capacity_portal.organization.operations.office import (
    FIRST_ADMINISTRATORS,
    bootstrap_office,
    create_demo_accounts,
    create_office,
)
from capacity_portal.organization.operations.own_account import (
    begin_second_factor,
    change_own_password,
    check_second_factor,
    confirm_second_factor,
    drop_second_factor,
    renew_recovery_codes,
)
from capacity_portal.organization.operations.regions_by_list import RegionEdit, import_regions, region_values
from capacity_portal.organization.operations.requests import (
    Decided,
    approve_request,
    refuse_request,
    request_for_administrator,
)
from capacity_portal.organization.operations.signing import (
    count_wrong_password,
    end_session,
    forget_wrong_passwords,
    record_failed_sign_in,
    record_sign_in,
    record_sign_out,
    sign_out_everywhere,
)

__all__ = [
    "FIRST_ADMINISTRATORS",
    "AccountEdit",
    "AccountRefused",
    "ChangedMeanwhile",
    "Decided",
    "Loaded",
    "Opened",
    "RegionEdit",
    "approve_request",
    "begin_second_factor",
    "bootstrap_office",
    "change_own_password",
    "change_role_or_region",
    "check_second_factor",
    "confirm_second_factor",
    "count_wrong_password",
    "create_demo_accounts",
    "create_office",
    "create_officer",
    "deactivate",
    "drop_second_factor",
    "edit_officer",
    "end_session",
    "forget_wrong_passwords",
    "import_accounts",
    "import_regions",
    "lift_lock",
    "load_departments",
    "load_divisions",
    "load_holidays",
    "load_thresholds",
    "one_time_passwords",
    "reactivate",
    "record_failed_sign_in",
    "record_sign_in",
    "record_sign_out",
    "refuse_request",
    "region_values",
    "renew_recovery_codes",
    "request_for_administrator",
    "reset_password",
    "reset_second_factor",
    "save_record",
    "set_role_requirements",
    "sign_out_everywhere",
]
