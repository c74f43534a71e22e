"""A 统一社会信用代码 that another county's file already has.

The county is told no more than 疑似外县关联，已转市办核对; its own file is kept, without the code, and the pair stands on the
prefecture's desk, which merges, corrects or declares the files related.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from capacity_portal.lib import credit_code
from enterprises.choices import LinkReason
from enterprises.models import Enterprise, Link
from enterprises.operations.files import create_enterprise
from enterprises.operations.links import record_links
from enterprises.queries import LikelyLink


@transaction.atomic
def create_with_disputed_code(*, values: Mapping[str, Any], by, at: datetime, note: str = "") -> Enterprise:
    """Open a file whose code belongs to a file the officer may not see (after ``CodeTaken`` with ``existing`` None)."""
    code = credit_code.clean(values["credit_code"])
    reason = f"代码 {code} 疑似外县关联，已转市办核对"
    enterprise = create_enterprise(
        values=dict(values) | {"credit_code": "", "no_code_reason": reason}, by=by, at=at, note=note
    )
    dispute_code(enterprise=enterprise, code=code, by=by, at=at)
    return enterprise


@transaction.atomic
def dispute_code(*, enterprise: Enterprise, code: str, by, at: datetime) -> list[Link]:
    """Put the file beside those that have ``code`` on the prefecture's desk; the code itself is not entered."""
    holders = Enterprise.objects.filter(credit_code=credit_code.clean(code)).exclude(pk=enterprise.pk)
    pairs = [LikelyLink(holder, (LinkReason.SAME_CODE,)) for holder in holders.order_by("id")]
    return record_links(enterprise=enterprise, candidates=pairs, by=by, at=at)
