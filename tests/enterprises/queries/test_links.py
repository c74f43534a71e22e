import pytest

from enterprises.models import Enterprise
from enterprises.queries import likely_links
from tests.makers import (
    make_enterprise,
    make_equipment,
    make_former_name,
    make_officer,
)

pytestmark = pytest.mark.django_db


def found(subject, **more):
    return [
        (link.enterprise, [str(reason) for reason in link.reasons]) for link in likely_links(subject, **more)
    ]


def test_each_reason_is_found_in_every_region():
    known = make_enterprise(
        "620702",
        name="演示甘州特钢有限公司",
        legal_representative="演示人甲",
        actual_address="甘州区演示工业园7号",
    )
    make_former_name(known, "演示旧日特钢厂")
    make_equipment(known, serial="GW-2018-0331")
    for values, reason in [
        ({"name": "演示甘州（特钢）有限责任公司"}, "same_name"),
        ({"name": "演示旧日特钢（厂）"}, "same_name"),
        ({"registered_address": "甘肃省甘州区演示工业园７号"}, "same_address"),
        ({"legal_representative": "演示人　甲"}, "same_representative"),
        ({"credit_code": known.credit_code.lower()}, "same_code"),
    ]:
        assert found(values) == [(known, [reason])]
    assert found({"name": "另一家"}, serials=("gw20180331",)) == [(known, ["same_serial"])]


def test_several_reasons_are_named_strongest_first():
    known = make_enterprise(name="演示甲厂", legal_representative="演示人甲")
    namesake = make_enterprise(name="演示乙厂", legal_representative="演示人甲")
    values = {"name": "演示甲厂", "legal_representative": "演示人甲"}
    assert found(values) == [
        (known, ["same_name", "same_representative"]),
        (namesake, ["same_representative"]),
    ]
    assert likely_links(values)[0].reason_labels == "名称相同或相近、法定代表人相同"


def test_a_file_is_not_its_own_link_and_merged_ones_are_silent():
    file = make_enterprise(name="演示甲厂")
    other = make_enterprise(name="演示（甲）厂")
    make_enterprise(name="演示甲厂", merged_into=other)
    assert found(file) == [(other, ["same_name"])]
    assert found({"name": "演示甲厂"}, exclude_id=file.pk) == [(other, ["same_name"])]


def test_withdrawn_names_and_equipment_say_nothing():
    known = make_enterprise()
    make_former_name(known, "演示旧厂", is_withdrawn=True)
    make_equipment(known, serial="GW20180331", is_withdrawn=True)
    assert found({"name": "演示旧厂"}, serials=("GW20180331",)) == []


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"name": "", "credit_code": None, "legal_representative": None},
        {"credit_code": "不是代码"},
        {"name": "\x00\ud800"},
        {"actual_address": "1号"},
    ],
)
def test_nothing_typed_finds_nothing(values):
    make_enterprise(legal_representative="", actual_address="", registered_address="1号")
    assert found(values) == []


def test_a_common_name_is_cut_to_twenty():
    for _ in range(25):
        make_enterprise(legal_representative="演示人甲")
    assert len(found({"legal_representative": "演示人甲"})) == 20


@pytest.mark.parametrize("count", [1, 5])
def test_comparing_costs_a_fixed_number_of_queries(django_assert_max_num_queries, count):
    for _ in range(count):
        make_equipment(make_enterprise(name="演示甲厂", legal_representative="演示人甲"))
    values = {
        "name": "演示甲厂",
        "legal_representative": "演示人甲",
        "actual_address": "吉安市吉州区演示路1号",
        "credit_code": "91310000631696382C",
    }
    with django_assert_max_num_queries(8):
        assert len(likely_links(values)) == count


def test_access_splits_what_may_be_shown():
    from enterprises import access

    make_enterprise("360802", name="演示甲厂"), make_enterprise("360803", name="演示甲厂")
    county = make_officer("county_staff", "360802")
    seen = [
        link.enterprise
        for link in likely_links({"name": "演示甲厂"})
        if access.may_see(county, link.enterprise)
    ]
    assert seen == [Enterprise.objects.get(region_code="360802")]
