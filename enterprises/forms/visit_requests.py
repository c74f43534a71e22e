"""What is said of a look that was asked for."""

from capacity_portal.lib.form_fields import PortalForm, Text
from enterprises.operations.visit_requests import LONGEST


class AnswerForm(PortalForm):
    answer = Text(
        label="检查情况",
        longest=LONGEST,
        lines=5,
        help_text="写明哪天去的、看到什么；发现问题的，另在排查记录中登记",
    )


class WithdrawForm(PortalForm):
    answer = Text(label="撤回理由", longest=LONGEST - 5, lines=3)
