"""The working calendars of 2018 to 2026, typed from the notices of the General Office of the State Council (国务院办公厅关于…部分节假日安排的通知),

with the two that were amended: Labour Day 2019 (国办发明电〔2019〕3号) and Spring Festival 2020 (国办发明电〔2020〕1号). Nothing here comes from a
library: the portal's own table is compared with it.
"""

from datetime import date, timedelta

from capacity_portal.lib.workdays import Calendar

# year: (first and last day off, both as month and day), (Saturdays and Sundays that are worked)
NOTICES = {
    2018: (
        [("0101", "0101"), ("0215", "0221"), ("0405", "0407"), ("0429", "0501"), ("0618", "0618"), ("0924", "0924"),
         ("1001", "1007"), ("1230", "1231")],
        ["0211", "0224", "0408", "0428", "0929", "0930", "1229"],
    ),
    2019: (
        [("0101", "0101"), ("0204", "0210"), ("0405", "0405"), ("0501", "0504"), ("0607", "0607"), ("0913", "0913"),
         ("1001", "1007")],
        ["0202", "0203", "0428", "0505", "0929", "1012"],
    ),
    2020: (
        [("0101", "0101"), ("0124", "0202"), ("0404", "0406"), ("0501", "0505"), ("0625", "0627"), ("1001", "1008")],
        ["0119", "0426", "0509", "0628", "0927", "1010"],
    ),
    2021: (
        [("0101", "0103"), ("0211", "0217"), ("0403", "0405"), ("0501", "0505"), ("0612", "0614"), ("0919", "0921"),
         ("1001", "1007")],
        ["0207", "0220", "0425", "0508", "0918", "0926", "1009"],
    ),
    2022: (
        [("0101", "0103"), ("0131", "0206"), ("0403", "0405"), ("0430", "0504"), ("0603", "0605"), ("0910", "0912"),
         ("1001", "1007"), ("1231", "1231")],
        ["0129", "0130", "0402", "0424", "0507", "1008", "1009"],
    ),
    2023: (
        [("0101", "0102"), ("0121", "0127"), ("0405", "0405"), ("0429", "0503"), ("0622", "0624"), ("0929", "1006")],
        ["0128", "0129", "0423", "0506", "0625", "1007", "1008"],
    ),
    2024: (
        [("0101", "0101"), ("0210", "0217"), ("0404", "0406"), ("0501", "0505"), ("0610", "0610"), ("0915", "0917"),
         ("1001", "1007")],
        ["0204", "0218", "0407", "0428", "0511", "0914", "0929", "1012"],
    ),
    2025: (
        [("0101", "0101"), ("0128", "0204"), ("0404", "0406"), ("0501", "0505"), ("0531", "0602"), ("1001", "1008")],
        ["0126", "0208", "0427", "0928", "1011"],
    ),
    2026: (
        [("0101", "0103"), ("0215", "0223"), ("0404", "0406"), ("0501", "0505"), ("0619", "0621"), ("0925", "0927"),
         ("1001", "1007")],
        ["0104", "0214", "0228", "0509", "0920", "1010"],
    ),
}  # fmt: skip


def day(year: int, month_and_day: str) -> date:
    return date(year, int(month_and_day[:2]), int(month_and_day[2:]))


def exceptions() -> dict[date, bool]:
    """Day -> is it worked, for every day off and every make-up day."""
    found = {}
    for year, (holidays, worked) in NOTICES.items():
        for first, last in holidays:
            current = day(year, first)
            while current <= day(year, last):
                found[current] = False
                current += timedelta(days=1)
        found |= {day(year, one): True for one in worked}
    return found


def official() -> Calendar:
    return Calendar(exceptions(), frozenset(NOTICES))
