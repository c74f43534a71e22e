import pytest

from reports.panels_sending import recipients
from tests.report_makers import MORNING, an_officer, make_notice, make_recipient, make_region
from tests.reports.sending_world import issued

pytestmark = pytest.mark.django_db
TODAY = MORNING.date()


def test_a_draft_shows_whom_it_goes_to_and_leads_to_the_choice():
    draft = make_notice("draft")
    make_recipient(draft), make_recipient(draft, "360803", is_copy=True)
    panel = recipients(draft, an_officer(), TODAY)
    assert (panel.context["mains"], panel.context["copies"], panel.count) == ("吉州区", "青原区", 2)
    assert panel.actions[0][0] == "选择收文单位"
    assert recipients(make_notice("approved"), an_officer(), TODAY).actions[0][0] == "看收文单位"


def test_many_names_are_cut():
    draft = make_notice("draft")
    for number in range(31):
        make_recipient(draft, make_region(f"360802{number + 1:03d}", name=f"{number}镇"))
    assert recipients(draft, an_officer(), TODAY).context["mains"].endswith("等31个单位")


def test_an_issued_document_shows_how_it_was_answered_to_each_his_own():
    row = make_recipient(issued())
    make_recipient(row.notice, "360803")
    assert recipients(row.notice, an_officer(), TODAY).count == 2
    county = recipients(row.notice, an_officer("county_staff", "360802"), TODAY)
    assert (county.count, county.actions[0][0]) == (1, "签收、办理、反馈")


def test_nothing_to_show_no_panel():
    assert recipients(make_notice("draft"), an_officer("county_staff", "360802"), TODAY) is None
    assert recipients(make_notice("issued"), an_officer(), TODAY) is None
