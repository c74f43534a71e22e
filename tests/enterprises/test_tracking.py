"""The journal follows everything of a file but what follows from it."""

from django.apps import apps

from capacity_portal.journal import registry
from enterprises.models import Attachment, Enterprise, Equipment

# Preferences of a reader, no business record.
NOT_FOLLOWED = {"LedgerColumns"}


def test_every_model_of_the_app_is_followed():
    followed = {tracked.model for tracked in registry.all_tracked()}
    models = apps.get_app_config("enterprises").get_models()
    assert {model.__name__ for model in models if model not in followed} == NOT_FOLLOWED


def test_only_derived_columns_are_left_out():
    def left_out(model):
        names = {field.attname for field in model._meta.concrete_fields}
        return names - set(registry.of_model(model).fields)

    assert left_out(Enterprise) == {
        "id",
        "version",
        "name_key",
        "address_key",
        "registered_address_key",
        "representative_key",
        "search_text",
        "updated_at",
        "updated_by_id",
    }
    assert left_out(Equipment) == {"id", "version", "serial_key"}
    assert left_out(Attachment) == {"id", "file"}


def test_every_step_and_field_has_a_chinese_name():
    for tracked in registry.all_tracked():
        if tracked.model._meta.app_label == "enterprises":
            names = [tracked.label, *tracked.steps.values()]
            names += [registry.field_label(tracked.subject, field) for field in tracked.fields]
            assert [name for name in names if name.isascii() and name != "SHA-256"] == []
