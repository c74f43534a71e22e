"""The side table of characters and pairs (see enterprises/search.py): GIN on PostgreSQL, FTS5 on SQLite.

No foreign key and no trigger: the operations keep it, ``rebuild_search`` makes it anew, and a row too many is harmless
because every candidate is checked against the enterprise itself.
"""

from django.db import migrations

CREATE = {
    "postgresql": [
        'CREATE TABLE enterprises_search (enterprise_id bigint PRIMARY KEY, pairs text[] COLLATE "C" NOT NULL)',
        # A short pending list: bulk writes are three times as fast as without, reads do not notice it.
        "CREATE INDEX enterprises_search_pairs ON enterprises_search USING gin (pairs)"
        " WITH (fastupdate = on, gin_pending_list_limit = 256)",
    ],
    "sqlite": [
        "CREATE VIRTUAL TABLE enterprises_search USING fts5"
        " (pairs, detail = none, columnsize = 0, tokenize = 'ascii')"
    ],
}


def create(apps, schema_editor):
    for statement in CREATE[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    schema_editor.execute("DROP TABLE enterprises_search")


class Migration(migrations.Migration):
    dependencies = [("enterprises", "0001_initial")]

    operations = [migrations.RunPython(create, drop)]
