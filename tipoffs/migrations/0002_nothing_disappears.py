"""Tips, their files, messages and timelines are never deleted, tips keep their numbers: the database itself refuses."""

from django.db import migrations

from tipoffs import triggers


def install(apps, schema_editor):
    triggers.install(schema_editor.connection)


def remove(apps, schema_editor):
    triggers.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("tipoffs", "0001_initial")]

    operations = [migrations.RunPython(install, remove)]
