"""Back office of the checklist templates: a draft is copied from the version in force, edited, published, and then only read."""

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.utils import timezone

from capacity_portal.lib.workflow import StepRefused
from capacity_portal.organization.admin import JournalledAdmin
from inspections.forms.checklists import ChecklistForm, DraftForm, ItemForm
from inspections.models import Checklist, ChecklistItem
from inspections.operations import checklists


@admin.register(Checklist)
class ChecklistAdmin(JournalledAdmin):
    form = ChecklistForm
    save_record = staticmethod(checklists.save_draft)
    list_display = ["title", "code", "version", "standing", "published_at", "published_by"]
    list_filter = ["code"]
    list_select_related = ["published_by"]
    search_fields = ["title", "source"]
    ordering = ["code", "-version"]

    @admin.display(description="状态")
    def standing(self, checklist):
        return "已发布" if checklist.published_at else "草稿"

    def has_change_permission(self, request, obj=None) -> bool:
        return super().has_change_permission(request, obj) and (obj is None or obj.published_at is None)

    def get_form(self, request, obj=None, change=False, **kwargs):
        return super().get_form(
            request, obj, change=change, **kwargs | ({} if change else {"form": DraftForm})
        )

    def get_fields(self, request, obj=None):
        if obj is None:
            return ["code"]
        shown = ["code", "version", "title", "source"]
        return [*shown, "published_at", "published_by"] if obj.published_at else [*shown, "publish"]

    def get_readonly_fields(self, request, obj=None):
        return ["code", "version"] if obj else []

    def save_model(self, request, obj, form, change):
        at = timezone.now()
        try:
            if not change:
                checklists.begin_draft(record=obj, by=request.user, at=at)
                return
            self.save_record(record=obj, by=request.user, at=at)
            if form.cleaned_data["publish"]:
                checklists.publish_checklist(checklist=obj, by=request.user, at=at)
        except StepRefused as refused:
            messages.error(request, str(refused))
        except ValidationError as refused:
            for sentence in refused.messages:
                messages.error(request, f"没有发布：{sentence}")


@admin.register(ChecklistItem)
class ChecklistItemAdmin(JournalledAdmin):
    form = ItemForm
    save_record = staticmethod(checklists.save_item)
    list_display = ["text", "checklist", "position", "group", "kind", "is_required"]
    list_filter = ["checklist"]
    list_select_related = ["checklist"]
    search_fields = ["text", "code"]
    ordering = ["checklist__code", "-checklist__version", "position", "id"]

    def has_change_permission(self, request, obj=None) -> bool:
        return super().has_change_permission(request, obj) and (
            obj is None or obj.checklist.published_at is None
        )

    def get_readonly_fields(self, request, obj=None):
        return ["checklist"] if obj else []

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "checklist":
            kwargs["queryset"] = Checklist.objects.filter(published_at=None).order_by("code")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(self, request, obj, form, change):
        at = timezone.now()
        try:
            if change and form.cleaned_data["remove"]:
                checklists.remove_item(item=ChecklistItem.objects.get(pk=obj.pk), by=request.user, at=at)
            else:
                self.save_record(record=obj, by=request.user, at=at)
        except StepRefused as refused:
            messages.error(request, str(refused))
