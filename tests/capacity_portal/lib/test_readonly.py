import pytest
from django.contrib.auth.models import Group
from django.db import connection, transaction
from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.urls import path

from capacity_portal.lib import readonly
from capacity_portal.lib.readonly import WriteOnGet, writing_allowed


def _store(key):
    Group.objects.create(name=key)


def writing(request):
    with transaction.atomic():
        _store("written")
    return HttpResponse("written")


def reading(request):
    with transaction.atomic():
        return HttpResponse(str(Group.objects.filter(name__contains="UPDATE x").count()))


def through_the_door(request):
    with writing_allowed("session"):
        _store("written")
    return HttpResponse("written")


def after_the_door(request):
    with writing_allowed("access log"):
        pass
    return writing(request)


def raw(request):
    with connection.cursor() as cursor:
        cursor.execute("/* harmless */ DELETE FROM auth_group")
    return HttpResponse("deleted")


def many(request):
    with connection.cursor() as cursor:
        cursor.executemany("DELETE FROM auth_group WHERE name = %s", [("a",), ("b",)])
    return HttpResponse("deleted")


def streaming(request):
    def parts():
        yield b"first "
        _store("written")
        yield b"second"

    return StreamingHttpResponse(parts())


def streaming_reads(request):
    return StreamingHttpResponse(f"{row.name} " for row in Group.objects.order_by("name"))


def file(request):
    return FileResponse([b"one", b"two"])


urlpatterns = [
    path("writing", writing),
    path("reading", reading),
    path("door", through_the_door),
    path("after", after_the_door),
    path("raw", raw),
    path("many", many),
    path("streaming", streaming),
    path("streaming-reads", streaming_reads),
    path("file", file),
]


@pytest.fixture
def guarded(client, settings):
    settings.ROOT_URLCONF = __name__
    settings.MIDDLEWARE = ["capacity_portal.lib.readonly.ReadOnlyMiddleware"]
    return client


def stored():
    return list(Group.objects.values_list("name", flat=True))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("method", ["get", "head", "options"])
@pytest.mark.parametrize("page", ["writing", "raw", "many", "after"])
def test_safe_methods_cannot_write(guarded, method, page):
    _store("kept")
    with pytest.raises(WriteOnGet):
        getattr(guarded, method)(f"/{page}")
    assert stored() == ["kept"]


@pytest.mark.django_db(transaction=True)
def test_the_same_view_writes_on_post(guarded):
    assert guarded.post("/writing").content == b"written"
    assert stored() == ["written"]


@pytest.mark.django_db(transaction=True)
def test_without_the_middleware_a_get_writes(guarded, settings):
    settings.MIDDLEWARE = []
    assert guarded.get("/writing").content == b"written"
    assert stored() == ["written"]


@pytest.mark.django_db(transaction=True)
def test_get_reads_within_a_transaction(guarded):
    assert guarded.get("/reading").content == b"0"


@pytest.mark.django_db(transaction=True)
def test_named_door(guarded):
    assert guarded.get("/door").content == b"written"
    assert stored() == ["written"]


@pytest.mark.django_db(transaction=True)
def test_streamed_answers_are_guarded_too(guarded):
    response = guarded.get("/streaming")
    with pytest.raises(WriteOnGet):
        b"".join(response.streaming_content)
    assert stored() == []
    assert b"".join(guarded.post("/streaming").streaming_content) == b"first second"


@pytest.mark.django_db(transaction=True)
def test_streamed_answers_can_read(guarded):
    _store("a")
    _store("b")
    assert b"".join(guarded.get("/streaming-reads").streaming_content) == b"a b "


def test_files_are_left_alone(guarded):
    assert b"".join(guarded.get("/file").streaming_content) == b"onetwo"


@pytest.mark.django_db(transaction=True)
def test_the_guard_ends_with_the_request(guarded):
    guarded.get("/reading")
    _store("later")
    assert stored() == ["later"]


@pytest.mark.django_db(databases="__all__")
def test_every_configured_connection_is_guarded():
    from django.db import connections

    with readonly.read_only():
        assert [len(each.execute_wrappers) for each in connections.all()] == [1] * len(list(connections))


def test_only_named_doors_exist():
    with pytest.raises(ValueError, match="no such door"), writing_allowed("convenience"):
        pass


def test_statement_objects_are_read_as_text():
    class Composed:
        def as_string(self, context):
            return "DELETE FROM t"

    for sql in (Composed(), b"DELETE FROM t", "SELECT 1; DELETE FROM t" + " " * 9_000):
        with pytest.raises(WriteOnGet):
            readonly._refuse_writes(None, sql, None, False, {})


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT 1",
        "(SELECT 1) UNION (SELECT 2)",
        "SELECT 'DELETE FROM t' AS \"DROP\"",
        "SELECT $a$DELETE FROM t$a$",
        "SELECT REPLACE(name, 'a', 'b') FROM t",
        "SELECT * FROM t FOR UPDATE",
        "SELECT * FROM t FOR NO KEY  UPDATE",
        "SELECT updated_at, deleted FROM t",
        "WITH x AS (SELECT 1) SELECT * FROM x",
        "EXPLAIN SELECT 1",
        "SAVEPOINT s1",
        "RELEASE SAVEPOINT s1",
        "ROLLBACK TO SAVEPOINT s1",
        "BEGIN IMMEDIATE",
        "COMMIT",
        "SET TIME ZONE 'UTC'",
        "PRAGMA foreign_keys",
        "PRAGMA table_info(t)",
        "",
        " ; ",
        "-- nothing",
        "SELECT E'\\'; DELETE FROM t; --'",
        "/* outer */ SELECT 1 -- DELETE FROM t",
    ],
)
def test_reading_statements(sql):
    assert readonly.changes_something(sql) is False


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO t VALUES (1)",
        "  insert or replace into t values (1)",
        "UPDATE t SET a = 1",
        "DELETE FROM t",
        "REPLACE INTO t VALUES (1)",
        "CREATE TABLE t (a)",
        "DROP TABLE t",
        "ALTER TABLE t ADD b",
        "TRUNCATE t",
        "-- note\nDELETE FROM t",
        "/* SELECT */ DELETE FROM t",
        "/**/DELETE FROM t",
        "WITH x AS (SELECT 1) INSERT INTO t SELECT * FROM x",
        "WITH x AS (DELETE FROM t RETURNING *) SELECT * FROM x",
        "WITH x AS(UPDATE t SET a = 1 RETURNING *)SELECT * FROM x",
        "WITH x AS (SELECT 1) UPDATE t SET a = 1",
        "EXPLAIN ANALYZE DELETE FROM t",
        "SELECT * INTO other FROM t",
        "SELECT 1; DELETE FROM t",
        "SELECT 'it''s'; DROP TABLE t; --'",
        "MERGE INTO t USING x ON true WHEN MATCHED THEN DELETE",
        "COPY t FROM STDIN",
        "VACUUM",
        "REINDEX t",
        "PRAGMA user_version = 7",
        "PRAGMA writable_schema=ON",
        "CALL p()",
        "DO $$ BEGIN END $$",
        "SELECT $a$ $a$; DELETE FROM t",
        "SELECT '\\'; DELETE FROM t; --'",
        "SELECT E'\\''; DELETE FROM t; --'",
        "PRAGMA user_version(7)",
        "PRAGMA optimize",
    ],
)
def test_changing_statements(sql):
    assert readonly.changes_something(sql) is True
