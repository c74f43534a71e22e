"""Every write of this app."""

from capacity_portal.organization.operations.signing import (
    end_session,
    handle_of,
    record_failed_sign_in,
    record_sign_in,
    record_sign_out,
    sign_out_everywhere,
)

__all__ = [
    "end_session",
    "handle_of",
    "record_failed_sign_in",
    "record_sign_in",
    "record_sign_out",
    "sign_out_everywhere",
]
