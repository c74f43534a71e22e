import pytest
from hypothesis import given
from hypothesis import strategies as st

from enterprises.choices import LinkReason
from enterprises.rules import memory
from enterprises.rules.memory import identity, is_worth_recording, rank, reasons

NAME, ADDRESS, REPRESENTATIVE = (
    LinkReason.SAME_NAME,
    LinkReason.SAME_ADDRESS,
    LinkReason.SAME_REPRESENTATIVE,
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("甲（吉安）铸造有限责任公司", "甲吉安铸造有限公司"),
        ("演示ＡＢ铸造有限公司", "演示ab铸造有限公司"),
        ("演示 铸造厂", "演示铸造厂"),
    ],
)
def test_two_spellings_of_a_name_are_one(one, other):
    assert reasons(identity(names=[one]), identity(names=[other])) == (NAME,)


def test_a_former_name_counts_like_the_present_one():
    moved = identity(names=["乙铸造有限公司", "甲特钢有限公司"])
    assert reasons(moved, identity(names=["甲特钢有限责任公司"])) == (NAME,)


def test_registered_and_actual_address_are_compared_crosswise():
    one = identity(addresses=["江西省吉安市吉州区工业园1号", ""])
    other = identity(addresses=["别处的地址二十号", "吉安市吉州区工业园１号"])
    assert reasons(one, other) == (ADDRESS,)


@pytest.mark.parametrize("address", ["", "1号", "工业园区"])
def test_a_short_address_says_nothing(address):
    assert memory.address_key(address) == ""
    assert reasons(identity(addresses=[address]), identity(addresses=[address])) == ()


@pytest.mark.parametrize(
    ("serial", "key"),
    [
        ("GW-2018/0331", "GW20180331"),
        ("ｇｗ 2018 0331", "GW20180331"),
        ("1#", ""),
        ("2号炉", ""),
        ("无编号牌", ""),
    ],
)
def test_factory_numbers_are_compared_but_not_furnace_numbers(serial, key):
    assert memory.serial_key(serial) == key


def test_reasons_come_strongest_first():
    values = {
        "code": "91360800MA00000000",
        "names": ["甲"],
        "addresses": ["吉安市吉州区工业园1号"],
        "representative": "演示人",
        "serials": ["GW20180331"],
    }
    assert reasons(identity(**values), identity(**values)) == memory.STRENGTH


def test_nothing_speaks_for_two_empty_identities():
    assert reasons(identity(), identity()) == ()


def test_a_namesake_is_worth_recording_only_beside_a_watched_file():
    plain, banned = identity(representative="演示人"), identity(representative="演示人", status="banned")
    found = reasons(plain, plain)
    assert found == (REPRESENTATIVE,)
    assert is_worth_recording(found, plain, plain) is False
    assert is_worth_recording(found, plain, banned) is True
    assert is_worth_recording((NAME, REPRESENTATIVE), plain, plain) is True
    assert is_worth_recording((), plain, banned) is False


def test_the_strongest_reason_ranks_first_then_their_number():
    assert sorted([(REPRESENTATIVE,), (NAME,), (NAME, ADDRESS)], key=rank) == [
        (NAME, ADDRESS),
        (NAME,),
        (REPRESENTATIVE,),
    ]


@given(st.text(max_size=300))
def test_keys_fit_their_columns_and_are_stable(text):
    for key, longest in [
        (memory.name_key, 120),
        (memory.address_key, 200),
        (memory.representative_key, 60),
        (memory.serial_key, 80),
    ]:
        assert len(key(text)) <= longest
        assert key(text) == key(text)


texts = st.text(alphabet="甲乙（）()有限公司 1号吉安", max_size=8)


@given(texts, texts, texts, texts)
def test_memory_is_symmetric(a, b, c, d):
    one, other = identity(names=[a], addresses=[b]), identity(names=[c], addresses=[d])
    assert reasons(one, other) == reasons(other, one)
