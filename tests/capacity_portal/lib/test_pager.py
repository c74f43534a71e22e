from capacity_portal.lib.pager import pager
from capacity_portal.lib.pages import KeysetPage


def test_page_in_the_middle_leads_both_ways_and_keeps_the_filters():
    page = KeysetPage(rows=(1, 2, 3), next_cursor="n:1", previous_cursor="p:1")
    assert pager(page, {"region": "3608", "empty": ""}, "家") == {
        "previous_url": "?region=3608&cursor=p%3A1",
        "next_url": "?region=3608&cursor=n%3A1",
        "first_url": "?region=3608",
        "range_text": "本页3家",
    }


def test_only_page_has_no_addresses_and_no_count():
    assert pager(KeysetPage((1,), "", "")) == {
        "previous_url": "",
        "next_url": "",
        "first_url": "",
        "range_text": "",
    }


def test_first_page_leads_on_only():
    assert pager(KeysetPage((1,), "n", ""))["previous_url"] == ""
    assert pager(KeysetPage((1,), "n", ""))["next_url"] == "?cursor=n"


def test_way_back_to_the_first_page_without_filters():
    assert pager(KeysetPage((1,), "", "p"))["first_url"] == "?"
