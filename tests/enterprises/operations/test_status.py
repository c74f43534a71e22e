from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from capacity_portal.lib.workflow import StepRefused
from enterprises import operations
from enterprises.models import Enterprise
from enterprises.operations import FileMerged, StaleRecord
from tests.makers import NOON, make_enterprise, make_officer

pytestmark = pytest.mark.django_db
TODAY = NOON.date()


def step(file, name, by, *, document="", note="", on=TODAY, version=None):
    version = file.version if version is None else version
    return operations.change_status(
        enterprise=file, version=version, step=name, on=on, document=document, by=by, at=NOON, note=note
    )


def test_a_ban_leaves_its_document_date_and_entry(county, entries):
    file = make_enterprise("360802")
    step(file, "ban", county, document="吉市监罚〔2026〕7号", note="查实生产“地条钢”", on=date(2026, 2, 27))
    stored = Enterprise.objects.get()
    assert (stored.status, stored.status_on, stored.status_document) == (
        "banned",
        date(2026, 2, 27),
        "吉市监罚〔2026〕7号",
    )
    assert (stored.closed_on, stored.version, stored.updated_by) == (date(2026, 2, 27), 2, county)
    entry = entries.last()
    assert (entry.step, entry.note) == ("status", "登记取缔：查实生产“地条钢”")
    assert entry.changes["status"] == ["in_production", "banned"]


def test_the_day_of_the_first_closing_never_goes_away(county, office):
    file = make_enterprise("360802")
    file = step(file, "exit", county, document="文号一", on=date(2018, 5, 1))
    file = step(file, "report_revival", county, note="夜间有炉火")
    file = step(file, "ban_again", county, document="文号二", on=date(2026, 3, 1))
    assert (file.status, file.closed_on) == ("banned", date(2018, 5, 1))
    file = step(file, "correct", office, document="文号三", note="登错企业")
    assert (file.status, file.closed_on) == ("suspended", date(2018, 5, 1))


def test_a_step_that_is_not_in_the_table_is_refused_and_leaves_nothing(county, entries):
    file = make_enterprise("360802")
    with pytest.raises(StepRefused, match="不能登记恢复生产"):
        step(file, "resume", county)
    with pytest.raises(StepRefused, match="必须填写依据文号"):
        step(file, "exit", county)
    assert (Enterprise.objects.get().status, entries()) == ("in_production", [])


def test_a_stale_step_is_refused(county):
    file = make_enterprise("360802")
    step(file, "suspend", county)
    with pytest.raises(StaleRecord):
        step(file, "exit", county, document="文号", version=1)


@pytest.mark.parametrize("on", [None, date(1, 1, 1), date(1948, 12, 31), TODAY + timedelta(days=1)])
def test_a_date_out_of_bounds_is_refused(county, on):
    with pytest.raises(ValidationError) as refused:
        step(make_enterprise("360802"), "suspend", county, on=on)
    assert list(refused.value.message_dict) == ["on"]


def test_a_document_that_does_not_fit_is_refused(county):
    with pytest.raises(ValidationError) as refused:
        step(make_enterprise("360802"), "exit", county, document="号" * 81)
    assert refused.value.message_dict == {"document": ["依据文号共 81 个字，最多 80 个字。"]}


def test_the_wall_stands(county):
    with pytest.raises(PermissionDenied):
        step(make_enterprise("360803"), "suspend", county)
    with pytest.raises(StepRefused, match="您的角色不能登记停产"):
        step(make_enterprise("360802001"), "suspend", make_officer("grid_officer", "360802001"))


def test_a_merged_file_has_no_steps(county):
    file = make_enterprise("360802", merged_into=make_enterprise("360802"))
    with pytest.raises(FileMerged):
        step(file, "suspend", county)
