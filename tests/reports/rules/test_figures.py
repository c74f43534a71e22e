"""Keys of figures."""

from reports.rules import figures


def test_members_of_families_are_told_apart():
    key = figures.member_key("exit", 12, "万吨/年")
    assert (key, figures.family_of(key), figures.family_of("visits"), figures.family_of("other.1.吨")) == (
        "exit.12.万吨/年", "exit", "", "",
    )  # fmt: skip
    assert figures.member_key("task", None, "处") == "task.-.处"
    assert (figures.label_of(key, "炼钢"), figures.label_of(key)) == (
        "当年完成退出：炼钢",
        "当年完成退出：数量",
    )


def test_every_sentence_has_room_for_its_number_and_every_key_fits_its_column():
    for figure in figures.FIGURES.values():
        assert figure.sentence.count("{}") == 1
        assert figure.zero
        assert len(figure.key) <= 40
    assert len(figures.member_key("task", 10**9, "万" * 16)) <= 40


def test_choices_are_single_figures():
    assert ("visits", "排查（次）") in figures.choices()
    assert (figures.is_known("visits"), figures.is_known("coverage"), figures.is_known("exit")) == (
        True,
        False,
        False,
    )
