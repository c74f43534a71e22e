import stat

from capacity_portal.jobs import results


def test_names_cannot_be_guessed_and_files_are_not_for_everybody(media):
    one, two = results.store(b"1"), results.store(b"2")
    assert one != two
    assert (one.startswith("jobs/"), len(one) > 30) == (True, True)
    assert stat.S_IMODE(results.path_of(one).stat().st_mode) == 0o640


def test_file_is_moved(tmp_path):
    made = tmp_path / "made"
    made.write_bytes(b"x")
    assert results.path_of(results.store(made)).read_bytes() == b"x"
    assert not made.exists()


def test_removed_twice_is_removed():
    stored = results.store(b"1")
    results.remove(stored)
    results.remove(stored)
    assert results.path_of(stored) is None


def test_nothing_is_stored_where_no_folder_is():
    assert list(results.stored_before(2e9)) == []


def test_only_files_of_the_folder_are_listed(media):
    stored = results.store(b"1")
    (results.folder() / "folder").mkdir()
    (results.folder() / "link").symlink_to("/etc/hostname")
    assert list(results.stored_before(4e9)) == [stored]
    assert list(results.stored_before(1e9)) == []
