from capacity_portal.jobs import schedule
from reports import background_sending


def test_files_nobody_took_up_are_swept_regularly():
    background_sending.register()
    assert "reports.recipient-files" in str(vars(schedule))
