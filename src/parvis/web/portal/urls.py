"""Addresses of the public portal; those of the Explore portals are kept so that links survive."""

from django.urls import path

from parvis.web.portal.views import catalog, collections, dataset, home, licenses, looks, questions, robots, trust

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("robots.txt", robots.robots, name="robots"),
    path("sitemap.xml", robots.sitemap_index, name="sitemap_index"),
    path("sitemap-pages.xml", robots.sitemap_pages, name="sitemap_pages"),
    path("sitemap-datasets.xml", robots.sitemap_datasets, name="sitemap_datasets"),
    path("sitemap/", robots.sitemap, name="sitemap"),
    path("llms.txt", robots.llms, name="llms"),
    path("theme.css", looks.sheet_css, name="theme_sheet"),
    path("logo", looks.logo, name="theme_logo"),
    path("oembed", robots.oembed, name="oembed"),
    path("organizations/", collections.organizations, name="organizations"),
    path("organizations/<str:slug>/", collections.organization, name="organization"),
    path("themes/", collections.themes, name="themes"),
    path("themes/<str:slug>/", collections.theme, name="theme"),
    path("explore/", catalog.catalog, name="catalog"),
    path("explore/dataset/<str:dataset_id>/", dataset.entrance, name="dataset"),
    path("explore/dataset/<str:dataset_id>/information/", dataset.information, name="information"),
    path("explore/dataset/<str:dataset_id>/table/", dataset.table, name="table"),
    path("explore/dataset/<str:dataset_id>/record/<str:record_id>/", dataset.record, name="record"),
    path("explore/dataset/<str:dataset_id>/export/", dataset.export, name="export"),
    path("explore/dataset/<str:dataset_id>/api/", dataset.api, name="api"),
    path("explore/dataset/<str:dataset_id>/conformance/", dataset.conformance, name="conformance"),
    path("explore/dataset/<str:dataset_id>/trust/check/", trust.check, name="trust-check"),
    path("licenses/", licenses.licenses, name="licenses"),
    path("licenses/compatibility/", licenses.compatibility, name="compatibility"),
    path("licenses/attribution/", licenses.attribution, name="attribution"),
    path("licenses/questions/", questions.ask, name="ask"),
    path("licenses/faq/", questions.faq, name="faq"),
    path("licenses/faq/<str:number>/", questions.answer, name="answer"),
    path("licenses/<str:license_id>/", licenses.license_sheet, name="license"),
]
