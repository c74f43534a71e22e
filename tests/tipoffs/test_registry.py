"""Lists of other apps on the public page: asked on the first page, shown when they have anything."""

from datetime import date

import pytest
from django.test import Client

from tipoffs import registry
from tipoffs.registry import PublishedLine, PublishedList, published_lists, register_published

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def alone(monkeypatch):
    monkeypatch.setattr(registry, "_sources", [])


def full() -> PublishedList:
    return PublishedList("公开发布的文件", [PublishedLine("关于演示的通知", "/verify/x/", date(2026, 3, 2))])


def test_a_source_is_asked_once_and_empty_lists_are_left_out():
    for source in (full, full, lambda: PublishedList("空", [])):
        register_published(source)
    assert [found.title for found in published_lists()] == ["公开发布的文件"]


def test_its_lines_stand_on_the_first_page():
    register_published(full)
    page = Client().get("/published/").content.decode()
    assert 'href="/verify/x/"' in page
    assert "还没有公布的结果" not in page
    assert "关于演示的通知" not in Client().get("/published/?cursor=x").content.decode()
