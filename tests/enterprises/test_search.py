"""Search equals Python's ``in`` after normalisation, on both databases."""

import pytest
from django.db import connection
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from capacity_portal.lib import search_text
from enterprises import search
from enterprises.models import Enterprise
from enterprises.operations import search_index
from tests.makers import make_enterprise, make_former_name

pytestmark = pytest.mark.django_db
NAMES = [
    "演示铸造〇一有限公司",
    "演示（吉安）特钢有限责任公司",
    "演示ＡＢＣ-12轧钢厂",
    "100%_纯'铁\"厂",
    "犇犇犇铸造",
    "𠮷野家钢铁",  # a character outside the basic plane
    "ﬁne Straße İzmir",
    "a\\b*c NEAR(x) AND OR NOT",
]
CHARACTERS = "演示铸造〇零一（(吉安)特钢ＡABCabc-—12%_'\"犇𠮷\\*ﬁßİ \x00\x1f\ud800{}\uffff"


def found(text, queryset=None):
    rows = Enterprise.objects.all() if queryset is None else queryset
    return sorted(search.matching(rows, text).values_list("pk", flat=True))


def expected(text):
    wanted = search_text.normalise(text)
    fields = Enterprise.objects.values_list("pk", "search_text").order_by("pk")
    return [
        pk for pk, stored in fields if not wanted or any(wanted in field for field in stored.split("\x1f"))
    ]


@pytest.fixture
def files():
    return [make_enterprise(name=name, legal_representative="演示人某") for name in NAMES]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200, deadline=None)
@given(st.text(alphabet=CHARACTERS, max_size=6))
@example("")
@example("   ")
@example("\x00")
@example("犇犇犇犇")
@example("有限")
@example("AND")
@example("某演")
def test_what_is_found_is_what_python_finds(files, text):
    assert found(text) == expected(text)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=100, deadline=None)
@given(st.data())
def test_every_part_of_a_name_finds_its_file(files, data):
    number = data.draw(st.integers(0, len(NAMES) - 1))
    start = data.draw(st.integers(0, len(NAMES[number]) - 1))
    part = NAMES[number][start : start + data.draw(st.integers(1, 6))]
    wanted = search_text.normalise(part)
    if wanted in search_text.normalise(NAMES[number]):
        assert files[number].pk in found(part)
    assert found(part) == expected(part)


@pytest.mark.parametrize("many", [0, 1, 2_000])
def test_few_and_many_candidates_give_the_same(files, monkeypatch, many):
    monkeypatch.setattr(search, "MANY", many)
    for text in ("演示", "铸造", "犇犇", "吉安)特", "没有的", "公司", "91"):
        assert found(text) == expected(text)


def test_every_field_is_searched(files):
    file = make_enterprise(
        name="演示甲厂",
        contact_name="联系某乙",
        registered_address="吉安市青原区演示路8号",
        actual_address="吉水县演示园",
    )
    make_former_name(file, "旧日之厂")
    for text in ("甲厂", file.credit_code[6:], "联系某", "青原区演", "演示园", "旧日"):
        assert file.pk in found(text)


def test_a_match_does_not_bridge_two_fields():
    file = make_enterprise(name="演示甲", contact_name="乙某", legal_representative="")
    assert search_text.pairs(file.search_text)
    assert found(f"{file.credit_code[-1]}乙") == []
    assert found("甲乙") == []


def test_an_edit_forgets_the_old_words(files):
    file = files[0]
    file.search_text = search_text.stored(["全新名称"])
    file.save()
    search_index.index([file])
    assert found("全新名") == [file.pk]
    assert file.pk not in found("〇一")


def test_nothing_searchable_leaves_everything(files):
    assert found(" \x00 ") == [file.pk for file in files]


def test_the_queryset_given_is_kept(files):
    assert found("演示", Enterprise.objects.filter(pk=files[1].pk)) == [files[1].pk]


def test_a_long_query_is_answered():
    file = make_enterprise(name="演示" * 50)
    assert found("演示" * 40) == [file.pk]
    assert found("演" * 100) == []


def test_the_index_is_asked_and_not_the_table(files, django_assert_num_queries):
    with django_assert_num_queries(2 if connection.vendor == "sqlite" else 4):
        assert search.candidates("犇犇") == [files[4].pk]
        assert search.candidates("犇") == [files[4].pk]


@pytest.mark.skipif("connection.vendor != 'sqlite'")
def test_it_works_where_schemas_are_not_trusted():
    """The settings leave trusted_schema on for the sake of JSON columns; the index does not need it."""
    file = make_enterprise()
    file.search_text = search_text.stored(["不受信任的模式"])
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA trusted_schema = OFF")
        try:
            search_index.index([file])
            assert search.candidates("受信") == [file.pk]
        finally:
            cursor.execute("PRAGMA trusted_schema = ON")


@pytest.mark.skipif("connection.vendor != 'postgresql'")
def test_postgresql_knows_common_pairs_without_reading_them(monkeypatch):
    monkeypatch.setattr(search, "MANY", 5)
    for _ in range(60):
        make_enterprise()
    rare = make_enterprise(name="独一无二")
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {search.TABLE}")
        assert search._expected(cursor, "演示") > 10
    assert search.candidates("演示") is None
    assert search.candidates("独一") == [rare.pk]
