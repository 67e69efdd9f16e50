"""Addresses that Django answers: pages, and the admin of the operator."""

from django.contrib import admin
from django.urls import include, path

from parvis.web.ui.policy import REPORTS
from parvis.web.ui.reports import policy_reports

urlpatterns = [
    path("admin/", admin.site.urls),
    path(REPORTS.removeprefix("/"), policy_reports, name="policy-reports"),
    path("", include("parvis.web.portal.urls")),
]

handler400 = "parvis.web.portal.views.errors.bad_request"
handler403 = "parvis.web.portal.views.errors.forbidden"
handler404 = "parvis.web.portal.views.errors.not_found"
handler500 = "parvis.web.portal.views.errors.server_error"
