"""Templates of documents: loaded from a file, changed in the back office, checked before they are kept."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from capacity_portal.journal import operations as journal
from capacity_portal.lib.constraints import refused_in_chinese
from capacity_portal.lib.typesetting.official.plain import to_text
from reports.models import NoticeTemplate
from reports.rules.content import worded_document
from reports.rules.placeholders import faults
from reports.rules.secrecy import refusal


@transaction.atomic
def load_templates(*, rows: Iterable[Mapping], by, at: datetime) -> int:
    """Make the templates that are missing, by their code; what the office has changed stays. Returns how many.

    Raises ValidationError, KeyError, TypeError.
    """
    known = set(NoticeTemplate.objects.values_list("code", flat=True))
    missing = [NoticeTemplate(**row) for row in rows if row["code"] not in known]
    for template in missing:
        _keep(template, step="load", by=by, at=at)
    return len(missing)


@refused_in_chinese
@transaction.atomic
def save_template(*, record: NoticeTemplate, by, at: datetime, note: str = "") -> NoticeTemplate:
    """A new template or a changed one; documents begun with it stay as they are. Raises ValidationError by field."""
    if record._state.adding:
        return _keep(record, step="create", by=by, at=at)
    changed = {field.attname: getattr(record, field.attname) for field in record._meta.concrete_fields}
    stored = NoticeTemplate.objects.select_for_update().get(pk=record.pk)
    with journal.recording(stored, step="edit", by=by, at=at, note=note):
        for name, value in changed.items():
            setattr(stored, name, value)
        check_template(stored)
        stored.save()
    return record


def check_template(template: NoticeTemplate) -> None:
    """Raise ValidationError: fields, the words, placeholders nobody fills, 密级 marks."""
    template.full_clean()
    if not isinstance(template.content, dict):
        raise ValidationError({"content": "内容应为一组带名称的值（title、addressees、blocks……）。"})
    try:
        document = worded_document(template.content.get("title", ""), template.content)
    except ValueError as refused:
        raise ValidationError({"content": str(refused)}) from refused
    found = faults(template.content, template.subject)
    found += [refused for refused in [refusal("模板", to_text(document))] if refused]
    if found:
        raise ValidationError({"content": found})


def _keep(template: NoticeTemplate, *, step: str, by, at: datetime) -> NoticeTemplate:
    check_template(template)
    template.save(force_insert=True)
    journal.record_created(template, step=step, by=by, at=at)
    return template
