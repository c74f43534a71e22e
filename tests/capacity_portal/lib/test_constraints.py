import pytest
from django.db import IntegrityError, transaction

from capacity_portal.lib.constraints import ConstraintRefused, name_of, refused_in_chinese, sentences
from tests.makers import make_department, make_enterprise, make_region


def _broken(write) -> IntegrityError:
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        write()
    return error.value


@pytest.mark.django_db
def test_a_check_constraint_is_named():
    error = _broken(lambda: make_enterprise(credit_code="", no_code_reason=""))
    assert name_of(error) == "enterprise_code_or_reason"


@pytest.mark.django_db
def test_a_unique_constraint_is_named_though_sqlite_names_its_columns():
    unit = make_department(name="演示工信局")
    error = _broken(lambda: make_department(unit.region, name="演示工信局"))
    assert name_of(error) == "department_name_unique_in_region"


@pytest.mark.django_db
def test_a_conditional_unique_constraint_is_named():
    code = make_enterprise().credit_code
    error = _broken(lambda: make_enterprise(credit_code=code))
    assert name_of(error) == "enterprise_credit_code_unique"


@pytest.mark.django_db
def test_the_sentence_of_the_constraint_is_raised():
    write = refused_in_chinese(transaction.atomic(make_enterprise))
    with pytest.raises(ConstraintRefused) as refused:
        write(credit_code="", no_code_reason="")
    assert refused.value.messages == ["没有统一社会信用代码的，必须写明原因。"]
    assert refused.value.constraint == "enterprise_code_or_reason"


@pytest.mark.django_db
def test_what_no_constraint_of_ours_refused_passes():
    make_region("3608")

    @refused_in_chinese
    @transaction.atomic
    def write():
        from capacity_portal.organization.models import Region

        Region.objects.create(code="3608", name="又一个", kind="prefecture")

    with pytest.raises(IntegrityError):
        write()


def test_an_error_of_unknown_shape_has_no_name():
    assert name_of(IntegrityError("something else")) == ""


def test_every_constraint_has_a_chinese_sentence():
    ours = {name: text for name, text in sentences().items() if not name.startswith(("auth", "django"))}
    assert [
        name for name, text in ours.items() if not any("\u4e00" <= char <= "\u9fff" for char in text)
    ] == []
