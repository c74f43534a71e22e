import pytest

from enterprises import operations
from enterprises.models import Enterprise, Link
from enterprises.operations import CodeTaken
from enterprises.queries import links_visible_to
from tests.makers import NOON, make_enterprise

pytestmark = pytest.mark.django_db


def test_a_code_of_another_county_is_handed_to_the_prefecture(values, county, office):
    elsewhere = make_enterprise("360803", credit_code=values["credit_code"])
    with pytest.raises(CodeTaken):
        operations.create_enterprise(values=values, by=county, at=NOON)
    file = operations.create_with_disputed_code(values=values, by=county, at=NOON)
    assert (file.credit_code, file.no_code_reason) == (
        "",
        "代码 91310000631696382C 疑似外县关联，已转市办核对",
    )
    link = Link.objects.get()
    assert (link.first, link.second, link.reasons) == (elsewhere, file, ["same_code"])
    assert list(links_visible_to(county)) == []
    assert list(links_visible_to(office)) == [link]


def test_nothing_of_the_other_file_reaches_the_county(values, county):
    secret = make_enterprise("360803", credit_code=values["credit_code"], name="青原某某厂")
    with pytest.raises(CodeTaken) as refused:
        operations.create_enterprise(values=values, by=county, at=NOON)
    said = f"{refused.value} {refused.value.messages} {vars(refused.value)}"
    assert [word for word in (secret.name, secret.region_code, "青原") if word in said] == []


def test_a_code_disputed_by_an_edit_leaves_the_file_as_it_is(county):
    elsewhere, file = make_enterprise("360803"), make_enterprise("360802")
    operations.dispute_code(enterprise=file, code=elsewhere.credit_code, by=county, at=NOON)
    assert Enterprise.objects.get(pk=file.pk).credit_code == file.credit_code
    assert Link.objects.get().reasons == ["same_code"]
