"""Names of records as people read them, and the natural keys of the dictionaries."""

import pytest
from django.core import serializers

from enterprises.models import (
    Attachment,
    ConversionRow,
    IndustryCode,
    ReductionItem,
    ReductionTask,
    ReductionTotal,
)
from tests.makers import (
    make_capacity,
    make_enterprise,
    make_equipment,
    make_former_name,
    make_kind,
    make_licence,
    make_link,
    make_product,
)

pytestmark = pytest.mark.django_db


def test_records_are_named_in_words():
    file, other = make_enterprise(name="演示甲厂"), make_enterprise()
    row = ConversionRow(kind=make_kind(), product=make_product(), size=5, capacity=2)
    assert [
        str(record)
        for record in (
            file,
            make_former_name(file, "演示旧厂"),
            make_equipment(file, count=3),
            make_capacity(file),
            make_licence(file, number="YZ1"),
            row,
            Attachment(original_name="a.jpg"),
            Attachment(original_name="a.jpg", title="炉体"),
            ReductionTask(year=2016, title="关闭煤矿"),
            ReductionTask(title="关闭煤矿"),
            ReductionTotal(stated=16, unit="处"),
            ReductionItem(label="甲县", amount=9, unit="处"),
        )
    ] == [
        "演示甲厂",
        "演示旧厂",
        "中频炉 × 3",
        "粗钢（万吨/年）",
        "营业执照 YZ1",
        "中频炉 5 → 2万吨/年",
        "a.jpg",
        "炉体",
        "2016 关闭煤矿",
        "关闭煤矿",
        "16处",
        "甲县 9处",
    ]
    assert str(make_link(file, other)) == f"{file.pk}–{other.pk}"


def test_dictionaries_travel_by_their_natural_keys():
    rows = [
        make_kind(),
        make_product(),
        IndustryCode.objects.create(edition="2017", code="3391", name="黑色金属铸造", industry="steel"),
        ConversionRow.objects.create(
            kind=make_kind(), product=make_product(), size=5, capacity=2, edition="2015", source="附1"
        ),
    ]
    text = serializers.serialize("json", rows, use_natural_foreign_keys=True, use_natural_primary_keys=True)
    assert '"pk"' not in text
    for loaded, row in zip(serializers.deserialize("json", text), rows, strict=True):
        assert loaded.object == row
