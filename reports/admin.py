"""Back office of the documents: templates. Documents themselves have no page here."""

from django import forms
from django.contrib import admin

from capacity_portal.organization.admin import JournalledAdmin
from capacity_portal.organization.admin.journalled import WholeRecordForm
from reports.models import NoticeTemplate
from reports.operations.templates import check_template, save_template
from reports.rules.placeholders import SUBJECT_LABELS


class WrittenJson(forms.JSONField):
    """JSON as typed: a number of thousands of digits, which Python refuses to read, is a fault like any other."""

    def to_python(self, value):
        try:
            return super().to_python(value)
        except ValueError as unreadable:
            raise forms.ValidationError("内容无法读取，请检查格式，数字不能过长。") from unreadable

    def bound_data(self, data, initial):
        try:
            return super().bound_data(data, initial)
        except ValueError:
            return forms.fields.InvalidJSONInput(data)


class TemplateForm(WholeRecordForm):
    """Says at the field what the operation would refuse."""

    content = WrittenJson(label="内容", initial=dict)

    def clean(self):
        cleaned = super().clean()
        if not self.errors:
            for name, value in cleaned.items():
                setattr(self.instance, name, value)
            try:
                check_template(self.instance)
            except forms.ValidationError as refused:
                self.add_error(None, refused)
        return cleaned


@admin.register(NoticeTemplate)
class NoticeTemplateAdmin(JournalledAdmin):
    """The code is given once: loading templates again finds them by it."""

    form = TemplateForm
    list_display = ["name", "kind", "form", "direction", "filled_from", "is_active"]
    list_filter = ["kind", "is_active"]
    search_fields = ["name", "code", "source"]
    ordering = ["id"]
    save_record = staticmethod(save_template)

    def get_readonly_fields(self, request, obj=None):
        return ("code",) if obj else ()

    @admin.display(description="填充来源")
    def filled_from(self, record: NoticeTemplate) -> str:
        return SUBJECT_LABELS.get(record.subject) or "—"
