import pytest

from inspections.dossier_findings import section
from tests.makers import make_enterprise, make_finding, make_officer

pytestmark = pytest.mark.django_db


def test_the_newest_ten_with_a_way_to_the_others():
    finding = make_finding()
    county = make_officer("county_staff", "360802")
    shown = section(finding.enterprise, county)
    assert (shown.title, [row["finding"] for row in shown.context["rows"]]) == ("问题整改", [finding])
    assert shown.context["more_url"] == ""
    for _ in range(10):
        make_finding(finding.visit)
    shown = section(finding.enterprise, county).context
    assert len(shown["rows"]) == 10
    assert shown["more_url"].startswith("/inspections/findings/?text=")


def test_nothing_for_who_sees_no_inspections_and_nothing_of_other_files():
    assert section(make_finding().enterprise, make_officer("power_company")) is None
    assert section(make_enterprise(), make_officer("county_staff", "360802")).context["rows"] == []
