"""Reference data asked for on every request, remembered by each process for some seconds.

Who changes it sees the change everywhere after REFERENCE_SECONDS at the latest; what was computed in between is as if it had been
computed before the change. Not for anything that decides who may see or do what. Off in tests.
"""

from collections.abc import Callable
from functools import wraps
from time import monotonic

from django.conf import settings


def remembered(function: Callable) -> Callable:
    """Let ``function`` (of few, hashable positional arguments) be asked once in REFERENCE_SECONDS and process; None is not kept."""
    known: dict[tuple, tuple[float, object]] = {}

    @wraps(function)
    def answer(*arguments):
        if not settings.REFERENCE_SECONDS:
            return function(*arguments)
        until, value = known.get(arguments, (0.0, None))
        if monotonic() >= until:
            value = function(*arguments)
            if value is not None:
                known[arguments] = (monotonic() + settings.REFERENCE_SECONDS, value)
        return value

    return answer
