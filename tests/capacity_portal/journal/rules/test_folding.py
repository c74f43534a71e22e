from capacity_portal.journal.rules.folding import Past, departures, fold

CREATED = ("created", "enterprise:1", {"name": [None, "甲"], "employees": [None, 5]})
CHANGED = ("changed", "enterprise:1", {"employees": ["5", 6]})


def test_state_is_the_last_word_on_every_field():
    assert fold([CREATED, CHANGED]) == Past(
        {"name": "甲", "employees": 6}, begun=True, file_key="enterprise:1"
    )


def test_events_change_nothing():
    assert fold([CREATED, ("event", "job:3", {})]) == fold([CREATED])


def test_removed_record_is_gone_until_created_again():
    removed = ("removed", "enterprise:1", {"name": ["甲", None], "employees": [6, None]})
    assert fold([CREATED, removed]).is_removed is True
    assert fold([CREATED, removed, CREATED]) == fold([CREATED])


def test_record_moves_to_the_file_of_its_last_entry():
    moved = ("changed", "enterprise:2", {"enterprise_id": [1, 2]})
    assert fold([CREATED, moved]).file_key == "enterprise:2"


def test_record_nobody_created_has_not_begun():
    assert fold([CHANGED]).begun is False


def test_departures_name_both_values():
    past = fold([CREATED])
    assert departures(past, {"name": "甲", "employees": 7, "process": ""}) == {
        "employees": (5, 7),
        "process": (None, ""),
    }
    assert departures(past, {"name": "甲", "employees": 5}) == {}
