from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.rules import pack_names
from reports.rules.pack_checklist import KINDS


@given(
    st.sampled_from(sorted(KINDS)),
    st.integers(1, 30_000),
    st.text(max_size=90),
    st.sampled_from(["application/pdf", "image/jpeg", "x/y"]),
)
def test_every_name_can_be_unpacked_anywhere(kind, number, title, content_type):
    assert pack_names.is_safe(pack_names.inside(kind, number, title, content_type))


def test_the_name_says_number_title_and_type():
    path = pack_names.inside("visits", 17, "某某公司/二分厂 v1.2", "image/png")
    assert path == "05排查记录/00017-某某公司_二分厂_v1_2.png"


@pytest.mark.parametrize(
    "path",
    [
        "a.pdf",
        "../a.pdf",
        "a/b/c.pdf",
        "a/b?.pdf",
        "a/ b.pdf",
        "a/b.pdf.",
        "/a.pdf",
        "a/",
        "a/" + "长" * 90 + ".pdf",
    ],
)
def test_unsafe_paths_are_known(path):
    assert not pack_names.is_safe(path)


def test_the_archive_is_named_by_place_and_days():
    assert (
        pack_names.archive_name("吉安市", date(2025, 1, 1), date(2025, 12, 31))
        == "佐证材料包-吉安市-20250101-20251231.zip"
    )
