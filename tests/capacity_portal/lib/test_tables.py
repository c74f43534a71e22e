from decimal import Decimal

from capacity_portal.lib.tables import Head, Row, Table, heads, number, per_cent, words


def test_shares_are_never_rounded_up():
    assert [(per_cent(n).text, per_cent(n).value) for n in (0, 5, 999, 1000)] == [
        ("0.0%", 0), ("0.5%", Decimal("0.5")), ("99.9%", Decimal("99.9")), ("100.0%", 100),
    ]  # fmt: skip
    assert (per_cent(None).text, per_cent(None).value) == ("—", "")


def test_nothing_leads_nowhere():
    assert (number(0, "/list/").url, number(1_234, "/list/").url) == ("", "/list/")
    assert (number(1_234).text, number(1_234).is_number, words("1").is_number) == ("1,234", True, False)


def test_a_table_draws_its_rows_with_their_heads():
    table = Table(
        "t", "表", heads(("甲", "乙")), (Row((words("一"), number(1))),), Row((words("合计"), number(1)))
    )
    assert [[(head.title, cell.text) for head, cell in cells] for _, cells in table.drawn()] == [
        [("甲", "一"), ("乙", "1")]
    ]
    assert [cell.text for _, cell in table.drawn_foot()] == ["合计", "1"]
    assert len(table.all_rows) == 2
    bare = Table("t", "表", heads(("甲",)), ())
    assert (bare.drawn_foot(), bare.all_rows) == ([], ())
    assert (Head("短", label="全名").full, Head("短").full) == ("全名", "短")
