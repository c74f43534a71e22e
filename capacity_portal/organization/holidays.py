"""The State Council's holiday notices as the package chinesecalendar tells them."""

from datetime import date

SOURCE = "国务院办公厅年度节假日安排（据 chinesecalendar 载录）"


def published_days() -> dict[date, tuple[bool, str]]:
    """Day -> (is it worked, name) of every day that differs from Monday to Friday, for the years the package covers."""
    from chinese_calendar import constants  # noqa: PLC0415 - slow import

    days = {day: (False, _chinese(name)) for day, name in constants.holidays.items()}
    return days | {day: (True, f"{_chinese(name)}调休") for day, name in constants.workdays.items()}


def _chinese(name: str) -> str:
    from chinese_calendar import Holiday  # noqa: PLC0415 - slow import

    return next((holiday.chinese for holiday in Holiday if holiday.value == name), name)
