"""One form, carried out once."""

import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template import Context, Template
from django.test import RequestFactory

from capacity_portal.organization.models import Department, Submission
from capacity_portal.organization.once import digest_of, once, repeatable
from tests.makers import make_department, make_officer, make_region

KEY = "7d444840-9dc0-11d1-b245-5ffdce74fad2"


def post(data=None, *, key: str | None = KEY, by=None, path="/units/"):
    request = RequestFactory().post(path, {**(data or {}), **({"once": key} if key is not None else {})})
    request.user = by or AnonymousUser()
    return request


@once
def open_unit(request):
    """Makes a unit; a name that is missing is an error of the form."""
    unit = make_department(name=request.POST.get("name") or f"无名{uuid.uuid4()}")
    if not request.POST.get("name"):
        return HttpResponse("请填写名称。")
    return redirect(f"/units/{unit.pk}/")


@pytest.fixture
def county(db):
    return make_region("3608")


def names():
    return sorted(Department.objects.values_list("name", flat=True))


def test_repeat_goes_to_the_same_place_and_makes_nothing(county):
    first, second = open_unit(post({"name": "甲"})), open_unit(post({"name": "甲"}))
    assert (first.status_code, second.status_code) == (302, 302)
    assert second.url == first.url
    assert names() == ["甲"]


def test_another_key_is_another_form(county):
    open_unit(post({"name": "甲"}))
    open_unit(post({"name": "乙"}, key=str(uuid.uuid4())))
    assert names() == ["乙", "甲"]


def test_same_key_with_other_content_is_refused_with_the_text_kept(county):
    open_unit(post({"name": "甲"}))
    response = open_unit(post({"name": "丙单位"}))
    assert response.status_code == 409
    assert "丙单位" in response.content.decode()
    assert names() == ["甲"]


def test_same_key_from_somebody_else_is_refused(county):
    open_unit(post({"name": "甲"}, by=make_officer()))
    assert open_unit(post({"name": "甲"}, by=make_officer())).status_code == 409


def test_same_key_at_another_address_is_refused(county):
    open_unit(post({"name": "甲"}))
    assert open_unit(post({"name": "甲"}, path="/others/")).status_code == 409


def test_form_with_errors_leaves_nothing_and_its_key_unused(county):
    assert open_unit(post({"name": ""})).content.decode() == "请填写名称。"
    assert names() == []
    assert Submission.objects.count() == 0
    assert open_unit(post({"name": "甲"})).status_code == 302
    assert names() == ["甲"]


def test_failure_leaves_nothing_and_its_key_unused(county):
    @once
    def breaks(request):
        make_department(name="甲")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        breaks(post())
    assert names() == []
    assert open_unit(post({"name": "甲"})).status_code == 302


@pytest.mark.parametrize("key", [None, "", "no-key", "\0", "7" * 500])
def test_without_a_key_nothing_is_done_and_the_text_is_kept(county, key):
    response = open_unit(post({"name": "丁单位"}, key=key))
    assert response.status_code == 400
    assert "丁单位" in response.content.decode()
    assert names() == []


def test_get_passes(county):
    @once
    def page(request):
        return HttpResponse("页面")

    assert page(RequestFactory().get("/units/")).content.decode() == "页面"


def test_address_with_unstorable_characters(county):
    assert open_unit(post({"name": "甲"}, path="/x\0y/" + "z" * 500)).status_code == 302


def test_long_targets_are_kept_whole(county):
    target = "/units/?" + "q" * 3000

    @once
    def far(request):
        return redirect(target)

    far(post())
    assert far(post()).url == target


def test_posting_views_say_how_they_repeat():
    @repeatable("it counts")
    def counts(request):
        return HttpResponse("")

    assert open_unit.posts == "once"
    assert counts.posts == "repeatable: it counts"


# --- what the form contained ------------------------------------------------------------------------------------------
def digest(data, **files):
    return digest_of(RequestFactory().post("/", {**data, **files}))


def upload(content=b"PDF", name="a.pdf"):
    return SimpleUploadedFile(name, content)


def test_digest_leaves_out_key_and_token():
    assert digest({"a": "1", "once": "x", "csrfmiddlewaretoken": "y"}) == digest({"a": "1"})


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (({"a": "1"}, {}), ({"a": "2"}, {})),
        (({"a": ["1", "2"]}, {}), ({"a": ["2", "1"]}, {})),
        (({"a": "1b"}, {}), ({"a": "1", "b": ""}, {})),
        (({}, {"f": upload()}), ({}, {"f": upload(b"PDG")})),
        (({}, {"f": upload()}), ({}, {"f": upload(name="b.pdf")})),
        (({}, {"f": upload()}), ({}, {})),
    ],
)
def test_digest_tells_contents_apart(one, other):
    assert digest(one[0], **one[1]) != digest(other[0], **other[1])


def test_digest_leaves_files_readable():
    request = RequestFactory().post("/", {"f": upload(b"whole")})
    digest_of(request)
    assert request.FILES["f"].read() == b"whole"


# --- the tag ----------------------------------------------------------------------------------------------------------
def drawn(request) -> str:
    return Template("{% load once %}{% once %}").render(Context({"request": request}))


def test_tag_draws_a_fresh_key_each_time():
    first, second = (drawn(RequestFactory().get("/")) for _ in range(2))
    assert first.startswith('<input type="hidden" name="once" value="')
    assert first != second


def test_tag_keeps_the_key_of_a_form_that_comes_back():
    assert drawn(post()) == f'<input type="hidden" name="once" value="{KEY}">'


@pytest.mark.parametrize("key", ["no-key", '"><b>', None])
def test_tag_does_not_repeat_what_is_no_key(key):
    assert "value=" in drawn(post(key=key))
    assert str(key) not in drawn(post(key=key))


# --- at the same time -------------------------------------------------------------------------------------------------
@pytest.mark.django_db(transaction=True)
def test_two_hundred_identical_posts_make_one_record():
    make_region("3608")

    def send(_):
        try:
            return open_unit(post({"name": "甲"}))
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(send, range(200)))
    assert {answer.status_code for answer in answers} == {302}
    assert len({answer.url for answer in answers}) == 1
    assert names() == ["甲"]


@pytest.mark.django_db(transaction=True)
def test_control_without_keys_the_same_posts_make_many_records():
    make_region("3608")

    def send(number):
        try:
            return open_unit(post({"name": f"甲{number}"}, key=str(uuid.uuid4())))
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(send, range(20)))
    assert len(names()) == 20


def test_the_digest_of_a_form_does_not_let_its_password_be_guessed(rf, settings):
    posted = {"password": "qing-Shan-lv-Shui-88"}
    first = digest_of(rf.post("/", posted))
    assert digest_of(rf.post("/", posted)) == first
    settings.SECRET_KEY = "another" * 10
    assert digest_of(rf.post("/", posted)) != first
