"""The back office: stock Django admin, its doors opened by our roles instead of Django's permission rows."""

from collections.abc import Iterable

from django.contrib import admin
from django.contrib.admin.apps import AdminConfig
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse

OWN_APPS = frozenset({"organization", "journal", "jobs", "enterprises", "inspections", "tipoffs", "reports"})


class BackOfficeConfig(AdminConfig):
    default_site = "capacity_portal.dashboards.back_office.BackOfficeSite"


class BackOfficeSite(admin.AdminSite):
    """Only the portal's own models; sign-in, sign-out and passwords are the portal's own pages."""

    site_header = "后台管理"
    site_title = "后台管理"
    index_title = "管理事项"
    site_url = "/desk/"

    def register(self, model_or_iterable, admin_class=None, **options):
        models = model_or_iterable if isinstance(model_or_iterable, Iterable) else [model_or_iterable]
        own = [model for model in models if model._meta.app_label in OWN_APPS]
        super().register(own, admin_class, **options)

    def has_permission(self, request):
        return request.user.is_authenticated and request.user.is_staff

    @login_not_required
    def login(self, request, extra_context=None):
        """Nobody signs in here: strangers go to the sign-in page, for other roles the back office does not exist."""
        from django.contrib.auth.views import redirect_to_login  # noqa: PLC0415 - loads models

        if not request.user.is_authenticated:
            return redirect_to_login(request.GET.get("next") or reverse("admin:index"))
        if not self.has_permission(request):
            raise Http404
        return redirect("admin:index")

    def logout(self, request, extra_context=None):
        return redirect("dashboards:desk")

    def password_change(self, request, extra_context=None):
        return redirect("organization:account")

    def password_change_done(self, request, extra_context=None):
        return redirect("organization:account")
