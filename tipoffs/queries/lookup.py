"""Number and code to tip: whatever is wrong, the same calls are made and the same answer is given (settled 25)."""

import hmac

from django.conf import settings

from tipoffs.models import Tip
from tipoffs.rules import receipt

_NOWHERE = (0, 0)
_NOBODYS = "0" * 64


def find_tip(number_typed: str, code_typed: str) -> Tip | None:
    """The tip with this number, if the code is its own. One query, one HMAC, one comparison, also for nonsense."""
    year, number = receipt.number_in(number_typed) or _NOWHERE
    digest = receipt.code_digest(receipt.normalised(code_typed), settings.TIPOFF_PEPPER.encode())
    tip = Tip.objects.filter(year=year, number=number).first()
    matches = hmac.compare_digest(tip.code_digest if tip else _NOBODYS, digest)
    return tip if tip and matches else None
