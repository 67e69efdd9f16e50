"""Addresses that Django answers: pages, and the admin of the operator."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", include("parvis.web.portal.urls")),
]
