"""The base of every back-office page: our permissions, the region wall, one operation a save, one journal entry, no deleting."""

from django import forms
from django.contrib import admin
from django.contrib.admin.options import IS_POPUP_VAR
from django.contrib.admin.widgets import ForeignKeyRawIdWidget
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.utils import timezone

from capacity_portal.organization import operations
from capacity_portal.organization.access import within_region
from capacity_portal.organization.models import Department, Officer, Region
from capacity_portal.organization.once import once
from capacity_portal.organization.roles import Permission

# Through which column the rows of a model that a form may offer lie in a region.
_WALLS = {Region: "code", Department: "region__code", Officer: "region_code"}


class WalledNumber(ForeignKeyRawIdWidget):
    """A record typed by its number; only one of ``rows`` is named beside it."""

    def __init__(self, *args, rows: QuerySet, **kwargs):
        super().__init__(*args, **kwargs)
        self.rows = rows

    def label_and_url_for_value(self, value):
        try:
            is_known = self.rows.filter(**{self.rel.get_related_field().name: value}).exists()
        except ValueError:
            is_known = False
        return super().label_and_url_for_value(value) if is_known else ("", "")


class WholeRecordForm(forms.ModelForm):
    """The table's constraints are asked about the whole record: a form that shows some columns only would pass over those
    that speak of others as well, and the table would refuse with an error page.
    """

    def _post_clean(self):
        super()._post_clean()
        said = {message for messages in self.errors.values() for message in messages}
        faulty = {name for name in self.errors if name in self.fields}
        try:
            self.instance.validate_constraints(exclude=faulty)
        except ValidationError as refused:
            for message in refused.messages:
                if message not in said:
                    self.add_error(None, message)


class JournalledAdmin(admin.ModelAdmin):
    """``permission``: who opens the pages; ``can_add`` and ``can_change``: what may be done there.

    ``region_field``: column with the region code of a row; rows outside the officer's region do not exist. None: no wall.
    ``save_record``: the operation, called with record, by, at; its model must be followed by the journal.
    """

    form = WholeRecordForm
    permission = Permission.MANAGE_SYSTEM
    can_add = True
    can_change = True
    region_field: str | None = None
    save_record = staticmethod(operations.save_record)

    actions = None
    show_full_result_count = False
    list_per_page = 50
    change_form_template = "admin/journalled_change_form.html"

    # --- who
    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj=None) -> bool:
        return request.user.may(self.permission)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.can_add and self.has_view_permission(request)

    def has_change_permission(self, request: HttpRequest, obj=None) -> bool:
        return self.can_change and self.has_view_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj=None) -> bool:
        return False

    # --- which rows
    def get_queryset(self, request: HttpRequest):
        rows = super().get_queryset(request)
        return within_region(rows, request.user, self.region_field) if self.region_field else rows

    def lookup_allowed(self, lookup, value, request) -> bool:
        """Exactly what the filters ask: Django would answer ``?password__startswith=`` as well, letter by letter."""
        names, ways = self.get_list_filter(request), ("exact", "id__exact", "isnull")
        asked = {f"{name}__{way}" for name in names for way in ways}
        return lookup in asked and super().lookup_allowed(lookup, value, request)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        wall = _WALLS.get(db_field.remote_field.model)
        if wall and "queryset" not in kwargs:
            rows = db_field.remote_field.model._default_manager.all()
            kwargs["queryset"] = rows = within_region(rows, request.user, wall)
            if db_field.name in self.raw_id_fields:
                kwargs["widget"] = WalledNumber(db_field.remote_field, self.admin_site, rows=rows)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """Without the buttons that add or change a related record in a second window."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        for button in ("can_add_related", "can_change_related", "can_delete_related", "can_view_related"):
            if field is not None and hasattr(field.widget, button):
                setattr(field.widget, button, False)
        return field

    # --- writing
    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if request.method == "POST" and IS_POPUP_VAR in request.POST:
            raise Http404
        view = super().changeform_view
        return once(lambda posted: view(posted, object_id, form_url, extra_context))(request)

    def save_model(self, request, obj, form, change):
        self.save_record(record=obj, by=request.user, at=timezone.now())

    # The journal is the only record of what was done.
    def log_addition(self, request, obj, message):
        return None

    def log_change(self, request, obj, message):
        return None

    def history_view(self, request, object_id, extra_context=None):
        raise Http404
