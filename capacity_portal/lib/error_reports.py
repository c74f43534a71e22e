"""What an error mail may hold: the traceback, the address and who was told; never what was typed, sent or kept in the browser."""

from typing import Any

from django.views.debug import ExceptionReporter

_LEFT_OUT = ("filtered_POST_items", "request_FILES_items", "request_COOKIES_items", "request_GET_items")


class BareReporter(ExceptionReporter):
    """settings.DEFAULT_EXCEPTION_REPORTER: no form, no files' names, no cookies, no headers, no settings, no local variables."""

    def get_traceback_data(self) -> dict[str, Any]:
        data = super().get_traceback_data()
        data |= {name: [] for name in _LEFT_OUT} | {"request_meta": {}, "settings": {}, "user_str": ""}
        for frame in data.get("frames", []):
            frame["vars"] = []
        return data
